//! What differs between one demo regency and the next. Names of regions come from the region extract;
//! a profile holds only what the extract does not know.

use chrono::NaiveDate;

use super::rows::{Function, Mode};

/// A regency to be built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegencyProfile {
    /// Region code: `64.02`.
    pub code: String,
    /// Short name in e-mail addresses: `kukar`.
    pub slug: String,
    /// How the head holds office. Acting (`PLT`, `PLH`) means that the deputy acts, while the
    /// definitive head's term is over; `PJ` is an appointed caretaker, with no deputy in office.
    pub head: Mode,
    /// Agencies whose post of head is vacant: their secretary is Plt.
    pub acting_heads: Vec<Function>,
    /// Agencies whose post of secretary is vacant: their officer is Plt.
    pub acting_secretaries: Vec<Function>,
    /// Codes of the villages whose offices and heads are in the register.
    pub villages: Vec<String>,
    /// First day of everything in it.
    pub since: NaiveDate,
}

/// Kutai Kartanegara (64.02): the head is definitive, the tourism agency is led by a Plt. Its three
/// villages are Muara Siran, Muara Enggelam and the ward Melayu in the capital.
#[must_use]
pub fn kutai_kartanegara() -> RegencyProfile {
    RegencyProfile {
        code: "64.02".to_owned(),
        slug: "kukar".to_owned(),
        head: Mode::Definitive,
        acting_heads: vec![Function::Tourism],
        acting_secretaries: Vec::new(),
        villages: ["64.02.11.2007", "64.02.18.2007", "64.02.06.1005"]
            .map(str::to_owned)
            .to_vec(),
        since: NaiveDate::from_ymd_opt(2025, 1, 2).unwrap_or_default(),
    }
}
