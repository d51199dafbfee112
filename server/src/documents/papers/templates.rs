//! The templates of papers: built in, and replaced file by file from a folder that an administrator keeps.

use std::path::Path;
use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior, context};

use super::kinds::PaperKind;
use super::{Paper, PaperError, RenderedPaper, content_hash, draw, filters};
use crate::documents::layout::Block;
use crate::documents::markup;

/// Work that one template may do, in instructions: a paper with 500 seats needs far less.
const FUEL: u64 = 2_000_000;
/// The most that a template may write, in bytes.
const MAX_MARKUP_BYTES: usize = 2_000_000;

/// Every file that can be replaced; `parts.j2` holds the macros that the others share.
const BUILT_IN: [(&str, &str); 10] = [
    ("parts.j2", include_str!("../../../assets/papers/parts.j2")),
    (
        "approval-sheet.j2",
        include_str!("../../../assets/papers/approval-sheet.j2"),
    ),
    (
        "minutes.j2",
        include_str!("../../../assets/papers/minutes.j2"),
    ),
    (
        "decree.j2",
        include_str!("../../../assets/papers/decree.j2"),
    ),
    (
        "dissent-annex.j2",
        include_str!("../../../assets/papers/dissent-annex.j2"),
    ),
    (
        "commitment-sheet.j2",
        include_str!("../../../assets/papers/commitment-sheet.j2"),
    ),
    (
        "assignment-letter.j2",
        include_str!("../../../assets/papers/assignment-letter.j2"),
    ),
    (
        "invitation.j2",
        include_str!("../../../assets/papers/invitation.j2"),
    ),
    (
        "attendance-list.j2",
        include_str!("../../../assets/papers/attendance-list.j2"),
    ),
    (
        "result-letter.j2",
        include_str!("../../../assets/papers/result-letter.j2"),
    ),
];

/// Every template that can be replaced: its file and the shipped text.
pub fn files() -> impl Iterator<Item = (&'static str, &'static str)> {
    BUILT_IN.into_iter()
}

static SHARED: LazyLock<Result<Templates, String>> =
    LazyLock::new(|| Templates::of(&[]).map_err(|problem| problem.to_string()));

/// A set of templates, one for each kind of paper.
#[derive(Clone)]
pub struct Templates {
    env: Environment<'static>,
}

impl Templates {
    /// The built-in set.
    ///
    /// # Errors
    /// The binary carries a template that cannot be read.
    pub fn built_in() -> Result<&'static Self, PaperError> {
        SHARED
            .as_ref()
            .map_err(|problem| PaperError::Folder(problem.clone()))
    }

    /// The built-in set, with the files of `folder` in place of those of the same name. A folder that does not exist
    /// replaces nothing.
    ///
    /// # Errors
    /// [`PaperError::Template`] names a file that cannot be read as a template; [`PaperError::Folder`] one that replaces
    /// nothing, so that a misspelt name does not go unnoticed.
    pub fn with_folder(folder: &Path) -> Result<Self, PaperError> {
        let failed = |problem: std::io::Error| PaperError::Folder(problem.to_string());
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(problem) if problem.kind() == std::io::ErrorKind::NotFound => return Self::of(&[]),
            Err(problem) => return Err(failed(problem)),
        };
        let mut replaced = Vec::new();
        for entry in entries {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if !name.ends_with(".j2") {
                continue;
            }
            let source = std::fs::read_to_string(entry.path())
                .map_err(|problem| PaperError::Folder(format!("{name}: {problem}")))?;
            replaced.push((name, source));
        }
        Self::of(&replaced)
    }

    fn of(replaced: &[(String, String)]) -> Result<Self, PaperError> {
        let mut env = environment();
        for (name, source) in BUILT_IN {
            env.add_template(name, source)
                .map_err(|problem| refused(name, &problem))?;
        }
        for (name, source) in replaced {
            if !BUILT_IN.iter().any(|(known, _)| known == name) {
                let known: Vec<_> = BUILT_IN.iter().map(|(known, _)| *known).collect();
                return Err(PaperError::Folder(format!(
                    "{name} replaces nothing; known are {}",
                    known.join(", ")
                )));
            }
            env.add_template_owned(name.clone(), source.clone())
                .map_err(|problem| refused(name, &problem))?;
        }
        Ok(Self { env })
    }

    /// This set with these files in place of those of the same name.
    ///
    /// # Errors
    /// See [`Templates::with_folder`].
    pub fn with(&self, replaced: &[(String, String)]) -> Result<Self, PaperError> {
        let mut env = self.env.clone();
        for (name, source) in replaced {
            if !BUILT_IN.iter().any(|(known, _)| known == name) {
                return Err(PaperError::Folder(format!("{name} replaces nothing")));
            }
            env.add_template_owned(name.clone(), source.clone())
                .map_err(|problem| refused(name, &problem))?;
        }
        Ok(Self { env })
    }

    /// The facts that a template asks for, for instance `paper.head.number`, in order.
    pub(super) fn asked_for(&self, file: &str) -> Vec<String> {
        let mut names: Vec<String> = self
            .env
            .get_template(file)
            .map(|template| template.undeclared_variables(true).into_iter().collect())
            .unwrap_or_default();
        names.sort();
        names
    }

    /// The built-in text of the parts that the papers share.
    pub fn parts() -> &'static str {
        BUILT_IN
            .iter()
            .find(|(name, _)| *name == "parts.j2")
            .map_or("", |(_, source)| source)
    }

    /// The built-in text of a template, to start an own one from.
    pub fn source(kind: PaperKind) -> &'static str {
        BUILT_IN
            .iter()
            .find(|(name, _)| *name == kind.template())
            .map_or("", |(_, source)| source)
    }

    /// Draws `paper`.
    ///
    /// # Errors
    /// See [`PaperError`].
    pub fn render<P: Paper>(&self, paper: &P) -> Result<RenderedPaper, PaperError> {
        let content = content_hash(paper)?;
        draw(paper, content, &self.blocks(paper)?)
    }

    /// Draws `paper` as it would look with `source` as its template, keeping nothing.
    ///
    /// # Errors
    /// See [`PaperError`]; a mistake in `source` is named with its line.
    pub fn preview<P: Paper>(&self, source: &str, paper: &P) -> Result<RenderedPaper, PaperError> {
        let mut trial = self.clone();
        let name = P::KIND.template();
        trial
            .env
            .add_template_owned(name, source.to_owned())
            .map_err(|problem| refused(name, &problem))?;
        trial.render(paper)
    }

    pub(super) fn blocks<P: Paper>(&self, paper: &P) -> Result<Vec<Block>, PaperError> {
        let name = P::KIND.template();
        let facts = context! {
            paper => Value::from(Serde(paper)),
            content_sha256 => content_hash(paper)?.to_string(),
            verify_url => paper.head().verify_url(),
        };
        let text = self
            .env
            .get_template(name)
            .and_then(|template| template.render(facts))
            .map_err(|problem| refused(name, &problem))?;
        if text.len() > MAX_MARKUP_BYTES {
            return Err(PaperError::Template {
                name: name.to_owned(),
                line: 0,
                what: format!("writes more than {MAX_MARKUP_BYTES} bytes"),
            });
        }
        markup::parse(&text).map_err(|problem| PaperError::Markup {
            name: name.to_owned(),
            problem,
        })
    }
}

/// Values are escaped for our markup, unknown names are errors, and work is bounded.
fn environment() -> Environment<'static> {
    let mut env = Environment::new();
    // Block tags on lines of their own leave no empty lines behind, which would end a table.
    if let Ok(syntax) = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build()
    {
        env.set_syntax(syntax);
    }
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_fuel(Some(FUEL));
    env.set_auto_escape_callback(|_| AutoEscape::Custom("paper".into()));
    env.set_formatter(|out, _state, value| {
        if value.is_none() {
            return Ok(());
        }
        match value.as_str() {
            Some(text) if value.is_safe() => out.write_str(text)?,
            Some(text) => out.write_str(&markup::escape(text))?,
            None => out.write_str(&markup::escape(&value.to_string()))?,
        }
        Ok(())
    });
    filters::add_to(&mut env);
    env
}

fn refused(name: &str, problem: &Error) -> PaperError {
    PaperError::Template {
        name: problem.name().unwrap_or(name).to_owned(),
        line: problem.line().unwrap_or_default(),
        what: problem
            .detail()
            .map_or_else(|| problem.kind().to_string(), str::to_owned),
    }
}
