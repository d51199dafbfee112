//! Forms that are plain enough for a page without scripts: texts, one line or several, numbers, dates, ticks and choices.
//! The first choice that must be made becomes the buttons, so that a decision is one press. Anything else (rows, files,
//! computed options) is left to the application. What comes back is checked by the form itself, behind the door.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use schema::commands::Problem;
use serde_json::{Map, Value as Json};
use workflows::feel::{Context, Environment, Expression, Value};

use super::Language;

/// Most fields that a page offers.
const FIELDS: usize = 30;
/// Most options that become buttons.
const BUTTONS: usize = 6;
/// Most options of a choice.
const OPTIONS: usize = 60;

/// What a form is shown with.
pub(super) struct Given<'a> {
    pub variables: &'a Json,
    pub draft: &'a Json,
    pub now: DateTime<Utc>,
    pub zone: Tz,
}

/// What one fills in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Line,
    Lines,
    Number,
    Date,
    Tick,
    /// Values with labels.
    Choice(Vec<(String, String)>),
}

/// A field of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub key: String,
    pub label: String,
    pub description: Option<String>,
    pub kind: Kind,
    pub required: bool,
    /// Asked for only with some of the answers; the form says which when it is sent.
    pub conditional: bool,
    pub value: Option<String>,
}

/// In order from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Text(String),
    Field(Field),
}

/// A form for this page. The default has nothing to fill in: it is only to be confirmed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sheet {
    pub parts: Vec<Part>,
    /// The choice that is made by pressing: key and options.
    pub decision: Option<(String, Vec<(String, String)>)>,
}

/// The ballot of a roll call.
pub(super) fn ballot(choices: &Json, language: Language) -> Sheet {
    let label = |choice: &str| match choice {
        "APPROVE" => Some(language.pick("Setuju", "Approve")),
        "APPROVE_WITH_NOTES" => Some(language.pick("Setuju dengan catatan", "Approve with notes")),
        "REJECT" => Some(language.pick("Menolak", "Reject")),
        "ABSTAIN" => Some(language.pick("Abstain", "Abstain")),
        _ => None,
    };
    let options = choices
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Json::as_str)
        .filter_map(|choice| Some((choice.to_owned(), label(choice)?.to_owned())))
        .collect();
    let field = |key: &str, label: &str, description: Option<&str>, kind| {
        Part::Field(Field {
            key: key.to_owned(),
            label: label.to_owned(),
            description: description.map(str::to_owned),
            kind,
            required: false,
            conditional: false,
            value: None,
        })
    };
    Sheet {
        parts: vec![
            field(
                "note",
                language.pick("Catatan atau alasan", "Note or reason"),
                Some(language.pick(
                    "Wajib diisi kecuali Anda setuju tanpa catatan.",
                    "Required unless you plainly approve.",
                )),
                Kind::Lines,
            ),
            field(
                "dissentLater",
                language.pick(
                    "Saya akan menyampaikan pendapat berbeda",
                    "I will file a dissent statement",
                ),
                None,
                Kind::Tick,
            ),
        ],
        decision: Some(("choice".to_owned(), options)),
    }
}

/// Reads a form-js schema; `None` when it needs more than this page has.
pub(super) fn read(schema: &Json, given: &Given<'_>, language: Language) -> Option<Sheet> {
    let mut reader = Reader {
        keys: keys(schema),
        values: match Value::from_json(given.variables) {
            Value::Context(context) => (*context).clone(),
            _ => Context::new(),
        },
        given,
        language,
        parts: Vec::new(),
    };
    for component in schema["components"].as_array()? {
        reader.take(component)?;
    }
    let mut parts = reader.parts;
    if parts
        .iter()
        .filter(|part| matches!(part, Part::Field(_)))
        .count()
        > FIELDS
    {
        return None;
    }
    let pressed = parts.iter().position(|part| match part {
        Part::Field(Field {
            kind: Kind::Choice(options),
            required: true,
            conditional: false,
            ..
        }) => options.len() <= BUTTONS,
        _ => false,
    });
    let decision = match pressed.map(|at| parts.remove(at)) {
        Some(Part::Field(Field {
            key,
            label,
            description,
            kind: Kind::Choice(options),
            ..
        })) => {
            parts.push(Part::Text(match description {
                Some(description) => format!("{label}. {description}"),
                None => label,
            }));
            Some((key, options))
        }
        _ => None,
    };
    Some(Sheet { parts, decision })
}

/// Keys of all components, at any depth.
fn keys(component: &Json) -> Vec<String> {
    let mut found: Vec<String> = component["key"]
        .as_str()
        .map(str::to_owned)
        .into_iter()
        .collect();
    for inner in component["components"].as_array().into_iter().flatten() {
        found.extend(keys(inner));
    }
    found
}

struct Reader<'a> {
    keys: Vec<String>,
    values: Context,
    given: &'a Given<'a>,
    language: Language,
    parts: Vec<Part>,
}

impl Reader<'_> {
    /// Takes one component; `None` when this page cannot show it.
    fn take(&mut self, component: &Json) -> Option<()> {
        let conditional = match self.hidden(component) {
            Hidden::Yes => return Some(()),
            Hidden::No => false,
            Hidden::Depends => true,
        };
        if component["disabled"] == true || component["readonly"] == true {
            return self.locked(component);
        }
        let kind = match component["type"].as_str()? {
            "text" => {
                // Papers are listed by the page itself.
                if component["properties"]["document"].is_null() && !conditional {
                    let text = self.filled(&self.words(component, "text")?)?;
                    self.parts.push(Part::Text(text));
                }
                return Some(());
            }
            "separator" | "spacer" | "button" => return Some(()),
            "group" if component["path"].is_null() && !conditional => {
                if let Some(label) = self.words(component, "label") {
                    self.parts.push(Part::Text(format!("### {label}")));
                }
                for inner in component["components"].as_array()? {
                    self.take(inner)?;
                }
                return Some(());
            }
            "textfield" => Kind::Line,
            "textarea" => Kind::Lines,
            "number" => Kind::Number,
            "checkbox" => Kind::Tick,
            "datetime" if component["subtype"] == "date" => Kind::Date,
            "radio" | "select" => Kind::Choice(self.options(component)?),
            _ => return None,
        };
        let key = component["key"]
            .as_str()
            .filter(|key| !key.contains('.'))?
            .to_owned();
        let label = match self.words(component, "label") {
            Some(label) => label,
            None => self.words(component, "dateLabel")?,
        };
        let value = [&self.given.draft[&key], &self.given.variables[&key]]
            .into_iter()
            .chain([&component["defaultValue"]])
            .find_map(as_text);
        self.parts.push(Part::Field(Field {
            description: self.words(component, "description"),
            required: component["validate"]["required"] == true && !conditional,
            label: self.filled(&label)?,
            key,
            kind,
            conditional,
            value,
        }));
        Some(())
    }

    /// A field that cannot be changed is shown as a text.
    fn locked(&mut self, component: &Json) -> Option<()> {
        let key = component["key"].as_str()?;
        let label = self.words(component, "label")?;
        if let Some(value) = as_text(&self.given.variables[key]) {
            self.parts.push(Part::Text(format!("{label}: {value}")));
        }
        Some(())
    }

    fn options(&self, component: &Json) -> Option<Vec<(String, String)>> {
        let values = component["values"].as_array()?;
        if values.len() > OPTIONS {
            return None;
        }
        values
            .iter()
            .map(|option| {
                let value = option["value"].as_str()?;
                let english = component["properties"][format!("value:{value}:en")]
                    .as_str()
                    .filter(|_| self.language == Language::English);
                let label = english.or_else(|| option["label"].as_str())?;
                Some((value.to_owned(), label.to_owned()))
            })
            .collect()
    }

    /// A text of the component in the page's language.
    fn words(&self, component: &Json, name: &str) -> Option<String> {
        component["properties"][format!("{name}:en")]
            .as_str()
            .filter(|_| self.language == Language::English)
            .or_else(|| component[name].as_str())
            .filter(|text| !text.trim().is_empty())
            .map(str::to_owned)
    }

    fn evaluate(&self, expression: &Expression) -> Option<Value> {
        let environment = Environment::at(self.given.now).in_zone(self.given.zone);
        expression
            .evaluate(&self.values, &environment)
            .ok()
            .map(|outcome| outcome.value)
    }

    fn hidden(&self, component: &Json) -> Hidden {
        let Some(rule) = component["conditional"]["hide"].as_str() else {
            return Hidden::No;
        };
        let source = rule.trim().trim_start_matches('=');
        if source.is_empty() {
            return Hidden::No;
        }
        let Ok(expression) = Expression::parse(source) else {
            return Hidden::Depends;
        };
        if expression
            .reads()
            .iter()
            .any(|name| self.keys.contains(name))
        {
            return Hidden::Depends;
        }
        match self.evaluate(&expression).and_then(|value| value.as_bool()) {
            Some(true) => Hidden::Yes,
            Some(false) => Hidden::No,
            None => Hidden::Depends,
        }
    }

    /// Puts values where a text says `{{expression}}`; `None` for loops and conditions of the template language.
    fn filled(&self, text: &str) -> Option<String> {
        if let Some(source) = text.strip_prefix('=') {
            let value = self.evaluate(&Expression::parse(source).ok()?)?;
            return Some(value.to_text());
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once("{{") {
            let (inside, after) = behind.split_once("}}")?;
            let inside = inside.trim();
            if inside.starts_with(['#', '/']) {
                return None;
            }
            out.push_str(before);
            let value = self.evaluate(&Expression::parse(inside.trim_start_matches('=')).ok()?);
            match value {
                Some(value) if !value.is_null() => out.push_str(&value.to_text()),
                _ => out.push('–'),
            }
            rest = after;
        }
        out.push_str(rest);
        Some(out)
    }
}

enum Hidden {
    Yes,
    No,
    Depends,
}

fn as_text(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(truth) => Some(truth.to_string()),
        Json::Object(object) => object
            .get("value")
            .and_then(Json::as_str)
            .map(str::to_owned),
        _ => None,
    }
}

impl Sheet {
    /// What was sent, as the form's values.
    ///
    /// # Errors
    /// When no button of the page was pressed.
    pub(super) fn answer(&self, sent: &[(String, String)]) -> Result<Map<String, Json>, Problem> {
        let find = |name: &str| {
            sent.iter()
                .find(|(field, _)| field == name)
                .map(|(_, value)| value.as_str())
        };
        let mut values = Map::new();
        for part in &self.parts {
            let Part::Field(field) = part else { continue };
            let value = find(&format!("f.{}", field.key)).map(str::trim);
            let value = match (&field.kind, value) {
                (Kind::Tick, value) => Json::Bool(value.is_some()),
                (_, None | Some("")) => continue,
                // A number that is none is refused by the form, in its own words.
                (Kind::Number, Some(text)) => text
                    .replace(',', ".")
                    .parse::<serde_json::Number>()
                    .map_or_else(|_| text.into(), Json::Number),
                (_, Some(text)) => text.replace("\r\n", "\n").into(),
            };
            values.insert(field.key.clone(), value);
        }
        if let Some((key, options)) = &self.decision {
            let pressed = find("decision")
                .filter(|pressed| options.iter().any(|(value, _)| value == pressed))
                .ok_or_else(|| {
                    Problem::new(
                        "DECISION_MISSING",
                        "Press one of the buttons.",
                        "Tekan salah satu tombol.",
                    )
                })?;
            values.insert(key.clone(), pressed.into());
        }
        Ok(values)
    }
}
