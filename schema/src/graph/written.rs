//! Dates and codes as people write them, in Indonesian and English.

use chrono::{DateTime, Datelike, Utc};
use chrono_tz::Tz;
use workflows::calendar::{NATIONAL_ZONE, Zone, local_date};
use workflows::feel::Value;

const DAYS_ID: [&str; 7] = [
    "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu",
];
const MONTHS_ID: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
}

impl Said {
    /// Both languages, Indonesian first.
    pub fn new(id: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            en: en.into(),
        }
    }
}

/// A named zone, or that of the nation.
pub(crate) fn zone(name: &str) -> Tz {
    name.parse().unwrap_or(NATIONAL_ZONE)
}

/// `Senin, 23 November 2026 pukul 16.00 WITA`, `Monday, 23 November 2026 at 16:00 WITA`.
pub(crate) fn moment(at: DateTime<Utc>, zone: Tz) -> Said {
    let local = at.with_timezone(&zone);
    let name = match Zone::of(zone) {
        Some(Zone::Wib) => "WIB".to_owned(),
        Some(Zone::Wita) => "WITA".to_owned(),
        Some(Zone::Wit) => "WIT".to_owned(),
        None => local.format("%Z").to_string(),
    };
    Said::new(
        format!(
            "{}, {} {} {} pukul {} {name}",
            day_id(&local),
            local.day(),
            MONTHS_ID[local.month0() as usize % 12],
            local.year(),
            local.format("%H.%M")
        ),
        local
            .format(&format!("%A, %-d %B %Y at %H:%M {name}"))
            .to_string(),
    )
}

/// The same in few words: `Senin 08.00` within a week of `now`, `hari ini 16.00` on the day itself.
pub(crate) fn soon(at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> Said {
    let local = at.with_timezone(&zone);
    let days = (local_date(zone, at) - local_date(zone, now)).num_days();
    match days {
        0 => Said::new(
            local.format("hari ini %H.%M").to_string(),
            local.format("today %H:%M").to_string(),
        ),
        1..=6 => Said::new(
            format!("{} {}", day_id(&local), local.format("%H.%M")),
            local.format("%A %H:%M").to_string(),
        ),
        _ => moment(at, zone),
    }
}

fn day_id(local: &DateTime<Tz>) -> &'static str {
    DAYS_ID[local.weekday().num_days_from_monday() as usize % 7]
}

/// A choice of a vote.
pub(crate) fn choice(code: &str) -> Said {
    match code {
        "APPROVE" => Said::new("setuju", "approves"),
        "APPROVE_WITH_NOTES" => Said::new("setuju dengan catatan", "approves with notes"),
        "REJECT" => Said::new("menolak", "rejects"),
        "ABSTAIN" => Said::new("abstain", "abstains"),
        "RECUSE" => Said::new(
            "tidak ikut karena berkepentingan",
            "takes no part, having an interest",
        ),
        other => Said::new(other, other),
    }
}

/// What a vote came to.
pub(crate) fn outcome(code: &str) -> Said {
    match code {
        "APPROVED" => Said::new("disetujui", "approved"),
        "APPROVED_WITH_NOTES" => Said::new("disetujui dengan catatan", "approved with notes"),
        "REJECTED" => Said::new("ditolak", "rejected"),
        "TIE" => Said::new("suara berimbang", "tied"),
        "PENDING" => Said::new("belum terputus", "undecided"),
        other => Said::new(other, other),
    }
}

/// Why a task was sent back (DOMAIN 12).
pub(crate) fn reason(code: &str) -> Said {
    match code {
        "INCOMPLETE" => Said::new("belum lengkap", "incomplete"),
        "WRONG_PERIOD" => Said::new("periode salah", "wrong period"),
        "NOT_SIGNED" => Said::new("belum ditandatangani", "not signed"),
        "NOT_OUR_DUTY" => Said::new("bukan tugas kami", "not our duty"),
        "NO_BUDGET" => Said::new("tidak ada anggaran", "no budget"),
        "DUPLICATE" => Said::new("ganda", "duplicate"),
        "INVALID_CODE" => Said::new("kode tidak sah", "invalid code"),
        "PERSONAL_DATA" => Said::new("memuat data pribadi", "contains personal data"),
        "ARITHMETIC" => Said::new("salah hitung", "wrong arithmetic"),
        "OTHER" => Said::new("alasan lain", "another reason"),
        other => Said::new(other, other),
    }
}

/// What silence comes to (`mufakat:silence`).
pub(crate) fn silence(code: &str) -> Said {
    match code {
        "NOTED_WITHOUT_OBJECTION" => {
            Said::new("dicatat tanpa keberatan", "noted without objection")
        }
        "NO_COMMENT" => Said::new("dianggap tanpa komentar", "taken as no comment"),
        "NO_DISSENT" => Said::new("dianggap tanpa pendapat berbeda", "taken as no dissent"),
        "NOT_CAST" => Said::new(
            "suara dianggap tidak diberikan",
            "the vote counts as not cast",
        ),
        "UNSIGNED" => Said::new("tercatat belum ditandatangani", "recorded as not signed"),
        other => Said::new(other, other),
    }
}

/// `1 working day`, `3 working days`.
pub(crate) fn working_days(count: i64) -> String {
    if count == 1 {
        "1 working day".to_owned()
    } else {
        format!("{count} working days")
    }
}

/// A value of a decision as people read it: flags as yes and no, contexts as `name value` without what is empty.
pub(crate) fn answer(value: &Value) -> Said {
    match value {
        Value::Null => Said::new("tidak ada", "nothing"),
        Value::Boolean(true) => Said::new("ya", "yes"),
        Value::Boolean(false) => Said::new("tidak", "no"),
        Value::String(text) => Said::new(&**text, &**text),
        Value::List(items) => joined(items.iter().map(answer)),
        Value::Context(context) => {
            let empty = |value: &Value| {
                value.is_null() || value.as_list().is_some_and(|items| items.is_empty())
            };
            joined(
                context
                    .iter()
                    .filter(|(_, value)| !empty(value))
                    .map(|(name, value)| {
                        let said = answer(value);
                        Said::new(format!("{name} {}", said.id), format!("{name} {}", said.en))
                    }),
            )
        }
        other => Said::new(other.to_text(), other.to_text()),
    }
}

fn joined(parts: impl Iterator<Item = Said>) -> Said {
    let (id, en): (Vec<String>, Vec<String>) = parts.map(|said| (said.id, said.en)).unzip();
    if id.is_empty() {
        Said::new("tidak ada", "nothing")
    } else {
        Said::new(id.join(", "), en.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn a_moment_is_written_in_the_zone_of_the_reader() {
        let said = moment(at("2026-11-23T08:00:00Z"), Tz::Asia__Makassar);
        assert_eq!(said.id, "Senin, 23 November 2026 pukul 16.00 WITA");
        assert_eq!(said.en, "Monday, 23 November 2026 at 16:00 WITA");
    }

    #[test]
    fn a_moment_within_a_week_needs_only_the_weekday() {
        let now = at("2026-11-19T03:00:00Z");
        let zone = Tz::Asia__Makassar;
        assert_eq!(
            soon(at("2026-11-23T00:00:00Z"), now, zone).id,
            "Senin 08.00"
        );
        assert_eq!(
            soon(at("2026-11-19T08:00:00Z"), now, zone).id,
            "hari ini 16.00"
        );
        assert_eq!(
            soon(at("2026-11-26T08:00:00Z"), now, zone).id,
            "Kamis, 26 November 2026 pukul 16.00 WITA"
        );
    }

    #[test]
    fn the_answer_of_a_rule_is_told_without_braces_and_empty_lists() {
        let value = Value::from_json(&serde_json::json!({ "met": true, "missing": [] }));
        assert_eq!(answer(&value).id, "met ya");
        assert_eq!(answer(&Value::list([])).en, "nothing");
    }
}
