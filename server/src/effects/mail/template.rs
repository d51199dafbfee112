//! Mail templates (`workflows/library/README.md`, section 7): minijinja text, the first line is the subject.

use chrono_tz::Tz;
use minijinja::{Environment, UndefinedBehavior, Value};

use super::words::{long_date, long_datetime};

/// Longest subject, characters.
const LONGEST_SUBJECT: usize = 200;
/// Most instructions that one template may run.
const FUEL: u64 = 200_000;

/// A written mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Subject, one line.
    pub subject: String,
    /// Plain text.
    pub text: String,
}

/// Fills a template in for one recipient.
///
/// # Errors
/// The template's fault, for the operator.
pub fn compose(
    template: &str,
    language: &str,
    zone: Tz,
    values: &serde_json::Value,
) -> anyhow::Result<Letter> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment.set_fuel(Some(FUEL));
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    let words = language.to_owned();
    environment.add_filter("date", move |value: Value| {
        value
            .as_str()
            .map_or_else(String::new, |text| long_date(text, &words, zone))
    });
    let words = language.to_owned();
    environment.add_filter("datetime", move |value: Value| {
        value
            .as_str()
            .map_or_else(String::new, |text| long_datetime(text, &words, zone))
    });
    let written = environment.render_str(template, Value::from(minijinja::value::Serde(values)))?;
    let (subject, text) = written.split_once('\n').unwrap_or((written.as_str(), ""));
    // Nothing that a variable holds may begin a header of its own.
    let subject = subject
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(LONGEST_SUBJECT)
        .collect::<String>();
    Ok(Letter {
        subject: subject.trim().to_owned(),
        text: text.trim_start_matches('\n').to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_is_the_subject_and_holds_no_line_break() {
        let values =
            serde_json::json!({ "name": "A\r\nBcc: x@y.z", "due": "2026-11-23T08:00:00Z" });
        let letter = compose(
            "Tugas {{ name }}\n\nBatas: {{ due | datetime }}",
            "id",
            chrono_tz::Asia::Makassar,
            &values,
        )
        .expect("renders");
        assert_eq!(letter.subject, "Tugas A");
        let letter = compose(
            "Tugas {{ name | replace('\r\n', ' ') }}\n\nBatas: {{ due | datetime }}",
            "id",
            chrono_tz::Asia::Makassar,
            &values,
        )
        .expect("renders");
        assert_eq!(letter.subject, "Tugas A Bcc: x@y.z");
        assert_eq!(
            letter.text,
            "Batas: Senin, 23 November 2026 pukul 16.00 WITA"
        );
    }

    #[test]
    fn a_template_that_never_ends_is_cut_off() {
        let endless = "x\n\n{% for a in range(9999) %}{% for b in range(9999) %}{{ a }}{% endfor %}{% endfor %}";
        assert!(
            compose(
                endless,
                "id",
                chrono_tz::Asia::Jakarta,
                &serde_json::json!({})
            )
            .is_err()
        );
    }
}
