//! How official papers write numbers, days and offices in Indonesian.

use chrono::{DateTime, Datelike as _, FixedOffset, Timelike as _, Utc, Weekday};
use serde::{Deserialize, Serialize};

/// The three time zones (DOMAIN section 5). None has summer time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Zone {
    /// Western, UTC+7.
    Wib,
    /// Central, UTC+8.
    Wita,
    /// Eastern, UTC+9.
    Wit,
}

impl Zone {
    /// The zone with this IANA name.
    pub fn from_iana(name: &str) -> Option<Self> {
        match name {
            "Asia/Jakarta" | "Asia/Pontianak" => Some(Self::Wib),
            "Asia/Makassar" => Some(Self::Wita),
            "Asia/Jayapura" => Some(Self::Wit),
            _ => None,
        }
    }

    /// As written after a time.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wib => "WIB",
            Self::Wita => "WITA",
            Self::Wit => "WIT",
        }
    }

    const fn seconds_east(self) -> i32 {
        let hours = match self {
            Self::Wib => 7,
            Self::Wita => 8,
            Self::Wit => 9,
        };
        hours * 3600
    }
}

/// A moment, and the zone it is told in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// The instant.
    pub at: DateTime<Utc>,
    /// The zone of the place it is about.
    pub zone: Zone,
}

impl Moment {
    /// `at`, told in `zone`.
    pub const fn new(at: DateTime<Utc>, zone: Zone) -> Self {
        Self { at, zone }
    }

    /// The clock on the wall.
    pub fn local(self) -> DateTime<FixedOffset> {
        match FixedOffset::east_opt(self.zone.seconds_east()) {
            Some(offset) => self.at.with_timezone(&offset),
            None => self.at.fixed_offset(),
        }
    }

    /// "Senin".
    pub fn day(self) -> &'static str {
        match self.local().weekday() {
            Weekday::Mon => "Senin",
            Weekday::Tue => "Selasa",
            Weekday::Wed => "Rabu",
            Weekday::Thu => "Kamis",
            Weekday::Fri => "Jumat",
            Weekday::Sat => "Sabtu",
            Weekday::Sun => "Minggu",
        }
    }

    fn month(self) -> &'static str {
        const MONTHS: [&str; 12] = [
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
        MONTHS[self.local().month0() as usize % 12]
    }

    /// "23 November 2026".
    pub fn date(self) -> String {
        let local = self.local();
        format!("{} {} {}", local.day(), self.month(), local.year())
    }

    /// "Senin, 23 November 2026".
    pub fn day_and_date(self) -> String {
        format!("{}, {}", self.day(), self.date())
    }

    /// "10.00 WITA".
    pub fn time(self) -> String {
        let local = self.local();
        format!(
            "{:02}.{:02} {}",
            local.hour(),
            local.minute(),
            self.zone.name()
        )
    }

    /// "Senin, 23 November 2026 pukul 10.00 WITA".
    pub fn full(self) -> String {
        format!("{} pukul {}", self.day_and_date(), self.time())
    }

    /// "23-11-2026 10.00 WITA": for columns.
    pub fn stamp(self) -> String {
        format!(
            "{} {}",
            self.local().format("%d-%m-%Y %H.%M"),
            self.zone.name()
        )
    }

    /// "Senin, tanggal dua puluh tiga bulan November tahun dua ribu dua puluh enam": how minutes begin.
    pub fn in_words(self) -> String {
        let local = self.local();
        format!(
            "{}, tanggal {} bulan {} tahun {}",
            self.day(),
            spell_out(u64::from(local.day())),
            self.month(),
            spell_out(u64::try_from(local.year()).unwrap_or_default()),
        )
    }
}

/// A number in words: 17 is "tujuh belas".
pub fn spell_out(number: u64) -> String {
    const UNITS: [&str; 12] = [
        "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
        "sepuluh", "sebelas",
    ];
    const SCALES: [(u64, &str); 6] = [
        (1_000_000_000_000_000, "kuadriliun"),
        (1_000_000_000_000, "triliun"),
        (1_000_000_000, "miliar"),
        (1_000_000, "juta"),
        (1_000, "ribu"),
        (100, "ratus"),
    ];
    let small = |number: u64| UNITS[number as usize % 12].to_owned();
    let rest_of = |number: u64| match number {
        0 => String::new(),
        rest => format!(" {}", spell_out(rest)),
    };
    match number {
        0..=11 => small(number),
        12..=19 => format!("{} belas", small(number - 10)),
        20..=99 => format!("{} puluh{}", small(number / 10), rest_of(number % 10)),
        _ => SCALES
            .into_iter()
            .find(|(scale, _)| number >= *scale)
            .map_or_else(String::new, |(scale, name)| {
                let count = number / scale;
                let head = match (scale, count) {
                    (100 | 1_000, 1) => format!("se{name}"),
                    _ => format!("{} {name}", spell_out(count)),
                };
                format!("{head}{}", rest_of(number % scale))
            }),
    }
}

/// Figures and words: "17 (tujuh belas)".
pub fn figures_and_words(number: u64) -> String {
    format!("{} ({})", grouped(number), spell_out(number))
}

/// Figures with dots between thousands: "1.250.000".
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone as _;

    #[test]
    fn numbers_are_spelt_as_in_contracts() {
        for (number, words) in [
            (0, "nol"),
            (1, "satu"),
            (10, "sepuluh"),
            (11, "sebelas"),
            (17, "tujuh belas"),
            (20, "dua puluh"),
            (99, "sembilan puluh sembilan"),
            (100, "seratus"),
            (111, "seratus sebelas"),
            (200, "dua ratus"),
            (1_000, "seribu"),
            (1_945, "seribu sembilan ratus empat puluh lima"),
            (2_026, "dua ribu dua puluh enam"),
            (11_000, "sebelas ribu"),
            (100_000, "seratus ribu"),
            (1_000_000, "satu juta"),
            (10_500_000_001, "sepuluh miliar lima ratus juta satu"),
        ] {
            assert_eq!(spell_out(number), words);
        }
        assert!(!spell_out(u64::MAX).is_empty());
        assert_eq!(
            figures_and_words(1_250),
            "1.250 (seribu dua ratus lima puluh)"
        );
    }

    #[test]
    fn a_moment_is_told_in_the_zone_of_its_place() {
        let at = Utc
            .with_ymd_and_hms(2026, 11, 23, 2, 0, 5)
            .single()
            .unwrap_or_default();
        assert_eq!(
            Moment::new(at, Zone::Wita).full(),
            "Senin, 23 November 2026 pukul 10.00 WITA"
        );
        assert_eq!(Moment::new(at, Zone::Wib).time(), "09.00 WIB");
        assert_eq!(Moment::new(at, Zone::Wit).stamp(), "23-11-2026 11.00 WIT");
        let late = Utc
            .with_ymd_and_hms(2026, 12, 31, 16, 30, 0)
            .single()
            .unwrap_or_default();
        assert_eq!(Moment::new(late, Zone::Wita).date(), "1 Januari 2027");
        assert_eq!(
            Moment::new(at, Zone::Wita).in_words(),
            "Senin, tanggal dua puluh tiga bulan November tahun dua ribu dua puluh enam"
        );
    }
}
