//! What templates can do with facts besides writing them: dates, numbers in words, offices, choices.
//!
//! | filter | takes | gives |
//! |---|---|---|
//! | `day` `date` `day_date` `time` `full` `stamp` `date_words` | a moment | "Senin"; "23 November 2026"; "Senin, 23 November 2026"; "10.00 WITA"; both with "pukul"; "23-11-2026 10.00 WITA"; the date in words |
//! | `number` `words` `number_words` | a count | "1.250"; "seribu dua ratus lima puluh"; "1.250 (seribu dua ratus lima puluh)" |
//! | `office` `office_full` `signing_lines` | an official | "Plt. Kepala ..."; with a.n./u.b.; the lines above a signature |
//! | `choice` `outcome` `attendance` `consent` `axis` | a value of that kind | its words |
//! | `size` | bytes | "1,4 MB" |
//! | `bare_name` | a name | the name without academic titles: "Dr. Nama Contoh, M.Si." gives "Nama Contoh" |
//! | `dictum` | 1, 2, 3 ... | "KESATU", "KEDUA", ... |
//! | `letter` | 1, 2, 3 ... | "a", "b", ... |

use minijinja::value::Serde;
use minijinja::{Environment, Error, ErrorKind};

use super::facts::{Attendance, Axis, Choice, Consent, Official, Outcome};
use super::wording::{Moment, figures_and_words, grouped, spell_out};

/// Adds all filters.
pub fn add_to(env: &mut Environment<'static>) {
    env.add_filter("day", |Serde(moment): Serde<Moment>| moment.day());
    env.add_filter("date", |Serde(moment): Serde<Moment>| moment.date());
    env.add_filter("day_date", |Serde(moment): Serde<Moment>| {
        moment.day_and_date()
    });
    env.add_filter("time", |Serde(moment): Serde<Moment>| moment.time());
    env.add_filter("full", |Serde(moment): Serde<Moment>| moment.full());
    env.add_filter("stamp", |Serde(moment): Serde<Moment>| moment.stamp());
    env.add_filter("date_words", |Serde(moment): Serde<Moment>| {
        moment.in_words()
    });
    env.add_filter("number", grouped);
    env.add_filter("words", spell_out);
    env.add_filter("number_words", figures_and_words);
    env.add_filter("office", |Serde(official): Serde<Official>| {
        official.title()
    });
    env.add_filter("office_full", |Serde(official): Serde<Official>| {
        official.title_with_capacity()
    });
    env.add_filter("signing_lines", |Serde(official): Serde<Official>| {
        official.signing_lines()
    });
    env.add_filter("choice", |Serde(choice): Serde<Choice>| choice.words());
    env.add_filter("outcome", |Serde(outcome): Serde<Outcome>| outcome.words());
    env.add_filter("attendance", |Serde(attendance): Serde<Attendance>| {
        attendance_words(&attendance)
    });
    env.add_filter("consent", |Serde(consent): Serde<Consent>| {
        consent_words(consent)
    });
    env.add_filter("axis", |Serde(axis): Serde<Axis>| axis_words(axis));
    env.add_filter("size", size);
    env.add_filter("bare_name", |name: String| bare_name(&name));
    env.add_filter("dictum", dictum);
    env.add_filter("letter", letter);
}

fn attendance_words(attendance: &Attendance) -> String {
    match attendance {
        Attendance::Onsite => "Hadir".to_owned(),
        Attendance::Online => "Hadir daring".to_owned(),
        Attendance::Letter { delegate } => {
            format!("Diwakili {delegate} (surat kuasa, tanpa hak suara)")
        }
        Attendance::Absent => "Tidak hadir".to_owned(),
        Attendance::Vacant => "Kursi kosong".to_owned(),
    }
}

const fn consent_words(consent: Consent) -> &'static str {
    match consent {
        Consent::Accepted => "Menyetujui",
        Consent::AcceptedWithChange => "Menyetujui dengan perubahan",
        Consent::RefusedAndSettled => "Keberatan, telah diselesaikan Tim Pelaksana",
        Consent::Silent => "Tidak menjawab sampai batas waktu; dicatat tanpa keberatan",
    }
}

const fn axis_words(axis: Axis) -> &'static str {
    match axis {
        Axis::Hierarchy => "Hierarki",
        Axis::Coordination => "Koordinasi",
    }
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!(
            "{},{} MB",
            grouped(bytes / 1_000_000),
            bytes % 1_000_000 / 100_000
        ),
    }
}

/// A name without what stands before it with a full stop and behind it after a comma, as decrees write it.
fn bare_name(name: &str) -> String {
    let before_comma = name.split(',').next().unwrap_or(name);
    let bare: Vec<_> = before_comma
        .split_whitespace()
        .skip_while(|word| word.ends_with('.'))
        .collect();
    if bare.is_empty() {
        name.trim().to_owned()
    } else {
        bare.join(" ")
    }
}

fn dictum(number: u64) -> String {
    match number {
        1 => "KESATU".to_owned(),
        _ => format!("KE{}", spell_out(number).to_uppercase().replace(' ', "")),
    }
}

fn letter(number: u64) -> Result<String, Error> {
    u8::try_from(number)
        .ok()
        .filter(|number| (1..=26).contains(number))
        .map(|number| char::from(b'a' + number - 1).to_string())
        .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "there are 26 letters, from 1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dictums_are_numbered_in_words() {
        assert_eq!(dictum(1), "KESATU");
        assert_eq!(dictum(2), "KEDUA");
        assert_eq!(dictum(11), "KESEBELAS");
        assert_eq!(letter(3).ok().as_deref(), Some("c"));
        assert_eq!(bare_name("Dr. Ir. Nama Contoh, M.Si."), "Nama Contoh");
        assert_eq!(bare_name("Nama Contoh"), "Nama Contoh");
        assert_eq!(bare_name("N."), "N.");
        assert!(letter(27).is_err() && letter(0).is_err());
        assert_eq!(
            [size(900), size(56_000), size(1_449_000)],
            ["900 B", "56 kB", "1,4 MB"]
        );
    }
}
