//! Whether a template that an administrator wrote can be used: it must be readable, ask only for facts that its papers
//! have, and draw an invented paper both with every list filled and with every list empty.

use serde_json::Value;

use super::any::AnyPaper;
use super::kinds::PaperKind;
use super::{PaperError, RenderedPaper, Templates};

/// Longest template, bytes.
pub const LONGEST_SOURCE: usize = 64 * 1024;
/// Facts beside `paper` that every template may use.
const BESIDE: [&str; 2] = ["content_sha256", "verify_url"];

/// A fact that a template may use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// As it is written in a template, `paper.head.number`; `[]` stands for each item of a list.
    pub path: String,
    /// Of the invented paper.
    pub example: String,
}

/// Tries `source` as the template `file` of papers of `kind` among `templates`; answers an invented paper drawn with it.
///
/// # Errors
/// [`PaperError::Template`] with the line, or [`PaperError::Markup`].
pub fn validate(
    templates: &Templates,
    file: &'static str,
    source: &str,
) -> Result<RenderedPaper, PaperError> {
    if source.len() > LONGEST_SOURCE {
        return Err(refused(
            file,
            0,
            format!("it is longer than {LONGEST_SOURCE} bytes"),
        ));
    }
    let trial = templates.with(&[(file.to_owned(), source.to_owned())])?;
    let concerned: Vec<PaperKind> = PaperKind::ALL
        .into_iter()
        .filter(|kind| kind.template() == file)
        .collect();
    if let [kind] = concerned[..] {
        let facts = AnyPaper::sample(kind).facts()?;
        for name in trial.asked_for(file) {
            if !known(&facts, &name) {
                return Err(refused(
                    file,
                    line_of(source, &name),
                    format!("there is no fact {name}"),
                ));
            }
        }
        return draw_both(&trial, kind);
    }
    // The shared parts: every paper must still come out.
    let mut drawn = None;
    for kind in PaperKind::ALL {
        drawn = Some(draw_both(&trial, kind)?);
    }
    drawn.ok_or_else(|| refused(file, 0, "no paper uses it".to_owned()))
}

/// Every fact of a kind of paper, with an example.
///
/// # Errors
/// The facts cannot be written as JSON.
pub fn facts_of(kind: PaperKind) -> Result<Vec<Fact>, PaperError> {
    let mut facts = Vec::new();
    gather("paper", &AnyPaper::sample(kind).facts()?, &mut facts);
    for name in BESIDE {
        facts.push(Fact {
            path: name.to_owned(),
            example: String::new(),
        });
    }
    Ok(facts)
}

fn gather(path: &str, value: &Value, facts: &mut Vec<Fact>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                gather(&format!("{path}.{name}"), value, facts);
            }
        }
        Value::Array(items) if items.first().is_some_and(|first| !first.is_number()) => {
            if let Some(first) = items.first() {
                gather(&format!("{path}[]"), first, facts);
            }
        }
        other => facts.push(Fact {
            path: path.to_owned(),
            example: match other {
                Value::String(text) => text.chars().take(80).collect(),
                Value::Null => String::new(),
                other => other.to_string().chars().take(80).collect(),
            },
        }),
    }
}

fn draw_both(trial: &Templates, kind: PaperKind) -> Result<RenderedPaper, PaperError> {
    let sample = AnyPaper::sample(kind);
    let drawn = sample.render(trial)?;
    let bare = AnyPaper::of_facts(kind, without_lists(sample.facts()?))?;
    bare.render(trial)?;
    Ok(drawn)
}

/// The same facts with empty lists, as a case with little to tell has them. A crest's colours and the like keep theirs.
fn without_lists(facts: Value) -> Value {
    match facts {
        Value::Object(fields) => Value::Object(
            fields
                .into_iter()
                .map(|(name, value)| match name.as_str() {
                    "letterhead" => (name, value),
                    _ => (name, without_lists(value)),
                })
                .collect(),
        ),
        Value::Array(_) => Value::Array(Vec::new()),
        other => other,
    }
}

/// Whether `name`, for instance `paper.head.number`, leads to something; what a fact of no fixed shape holds is not known.
fn known(facts: &Value, name: &str) -> bool {
    let mut parts = name.split('.');
    match parts.next() {
        Some("paper") => {}
        Some(beside) => return BESIDE.contains(&beside),
        None => return false,
    }
    let mut at = facts;
    for part in parts {
        match at {
            Value::Object(fields) => match fields.get(part) {
                Some(found) => at = found,
                None => return false,
            },
            Value::Null | Value::Array(_) => return true,
            _ => return false,
        }
    }
    true
}

/// The first line that writes `name`, from 1; 0 when it is put together in another way.
fn line_of(source: &str, name: &str) -> usize {
    let last = name.rsplit('.').next().unwrap_or(name);
    source
        .lines()
        .position(|line| line.contains(name))
        .or_else(|| source.lines().position(|line| line.contains(last)))
        .map_or(0, |at| at + 1)
}

fn refused(file: &str, line: usize, what: String) -> PaperError {
    PaperError::Template {
        name: file.to_owned(),
        line,
        what,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(source: &str) -> Option<usize> {
        let templates = Templates::built_in().ok()?;
        match validate(templates, "invitation.j2", source) {
            Err(PaperError::Template { line, .. }) => Some(line),
            Err(PaperError::Markup { problem, .. }) => Some(1_000 + problem.line),
            _ => None,
        }
    }

    #[test]
    fn every_shipped_template_passes_its_own_examination() -> Result<(), PaperError> {
        let templates = Templates::built_in()?;
        for kind in PaperKind::ALL {
            validate(templates, kind.template(), Templates::source(kind))?;
        }
        validate(templates, "parts.j2", Templates::parts())?;
        Ok(())
    }

    #[test]
    fn a_mistake_is_named_with_its_line() {
        assert_eq!(line("# UNDANGAN\n\n{{ paper.subject }}\n"), None);
        assert_eq!(line("# UNDANGAN\n\n{{ paper.subject \n"), Some(3));
        assert_eq!(line("# UNDANGAN\n{{ paper.sujbect }}\n"), Some(2));
        assert_eq!(
            line("{% if false %}\n{{ paper.head.nubmer }}\n{% endif %}\n"),
            Some(2),
            "what is not reached today is examined too"
        );
        assert_eq!(line("x\n{{ paper.subject | besar }}\n"), Some(2));
        assert_eq!(
            line("{{ paper.points[0] | upper }}\n"),
            Some(1),
            "a list may be empty"
        );
        assert!(line("| tanpa kepala tabel\n").is_some());
        assert!(line(&"x".repeat(LONGEST_SOURCE + 1)).is_some());
    }

    #[test]
    fn an_administrator_is_told_every_fact() -> Result<(), PaperError> {
        let facts = facts_of(PaperKind::Invitation)?;
        let paths: Vec<_> = facts.iter().map(|fact| fact.path.as_str()).collect();
        for path in [
            "paper.head.number",
            "paper.points[]",
            "paper.signatory.official.name",
            "verify_url",
        ] {
            assert!(paths.contains(&path), "{path} is missing in {paths:?}");
        }
        Ok(())
    }
}
