//! What an official may decide, by how they hold the post: the guard behind `mufakat:strategic`.
//!
//! Who acts by mandate (Plh., Plt.) does the routine and takes no strategic decision that changes legal status in
//! organisation, staffing or budget (Law 30 of 2014, article 14 (1), (2) and (7); DOMAIN 3). What is strategic is no
//! matter of code: the decision `acting-authority` (DOMAIN 6.2) says it for each kind of document and mode, a region
//! may deploy its own, and a task takes its answer over (`mufakat:strategic` = `=authority.modes`).

use serde::{Deserialize, Serialize};

use crate::feel::Value;

use super::Mode;

/// What `acting-authority` says of one document and one mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Verdict {
    /// Within the powers.
    MaySign,
    /// Only with a letter of mandate, which is not there.
    NeedsMandateLetter,
    /// Waits for a definitive official.
    MustWait,
}

impl Verdict {
    /// A verdict by its name in the decision. A word that is not known (`UNKNOWN` too) waits: what cannot be read is
    /// no permission.
    pub fn read(text: &str) -> Verdict {
        match text {
            "MAY_SIGN" => Verdict::MaySign,
            "NEEDS_MANDATE_LETTER" => Verdict::NeedsMandateLetter,
            _ => Verdict::MustWait,
        }
    }
}

/// The verdict on each mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub struct Mandate {
    definitive: Verdict,
    pj: Verdict,
    plt: Verdict,
    plh: Verdict,
}

impl Mandate {
    /// Everybody who holds the post.
    pub const ROUTINE: Mandate = Mandate {
        definitive: Verdict::MaySign,
        pj: Verdict::MaySign,
        plt: Verdict::MaySign,
        plh: Verdict::MaySign,
    };
    /// Definitive officials and caretakers only: `mufakat:strategic` = `true`.
    pub const STRATEGIC: Mandate = Mandate {
        definitive: Verdict::MaySign,
        pj: Verdict::MaySign,
        plt: Verdict::MustWait,
        plh: Verdict::MustWait,
    };

    /// The verdict on a mode.
    pub const fn of(&self, mode: Mode) -> Verdict {
        match mode {
            Mode::Definitive => self.definitive,
            Mode::Pj => self.pj,
            Mode::Plt => self.plt,
            Mode::Plh => self.plh,
        }
    }

    /// Whether some mode must wait: then the decision is strategic, and is not taken through a delegation either.
    pub fn is_strategic(&self) -> bool {
        Mode::ALL
            .iter()
            .any(|mode| self.of(*mode) == Verdict::MustWait)
    }

    /// Reads the property `mufakat:strategic` of a task, `None` when the task has none: true, false, or the verdict by
    /// mode, `{DEFINITIVE: "MAY_SIGN", PLT: "MUST_WAIT", ...}`, as the decision `signing-authority` answers. A mode
    /// that is left out is judged as under `true`, and so is everything when the value means nothing at all (a null
    /// because a variable is missing): a guard that cannot be read stands.
    pub fn read(property: Option<&Value>) -> Mandate {
        match property {
            None | Some(Value::Boolean(false)) => Mandate::ROUTINE,
            Some(Value::String(text)) if matches!(text.trim(), "false" | "") => Mandate::ROUTINE,
            Some(Value::Context(modes)) => {
                let said = |mode: Mode| match modes.get(mode.code()) {
                    None => Mandate::STRATEGIC.of(mode),
                    Some(verdict) => Verdict::read(verdict.as_str().unwrap_or_default()),
                };
                Mandate {
                    definitive: said(Mode::Definitive),
                    pj: said(Mode::Pj),
                    plt: said(Mode::Plt),
                    plh: said(Mode::Plh),
                }
            }
            Some(_) => Mandate::STRATEGIC,
        }
    }
}
