//! The days over which figures are counted, in western time like every national date (DOMAIN 5).

use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate, NaiveTime, Utc};
use sea_orm::sea_query::SimpleExpr;
use sea_orm::{ColumnTrait, Condition};
use workflows::calendar::{NATIONAL_ZONE, instant, local_date};

use crate::commands::Problem;
use crate::graph::scalar::Date;

/// Longest period, in months: a series has a value for each.
const LONGEST_MONTHS: u32 = 36;

/// First and last day, both counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Period {
    pub first: NaiveDate,
    pub last: NaiveDate,
}

impl Period {
    /// The period of a filter; the current year when it says nothing.
    ///
    /// # Errors
    /// `INVALID_PERIOD` when year and days are mixed, the days are in the wrong order or too far apart.
    pub fn read(
        now: DateTime<Utc>,
        year: Option<i32>,
        from: Option<Date>,
        until: Option<Date>,
    ) -> Result<Self, Problem> {
        let today = local_date(NATIONAL_ZONE, now);
        let whole = |year: i32| {
            Some(Self {
                first: NaiveDate::from_ymd_opt(year, 1, 1)?,
                last: NaiveDate::from_ymd_opt(year, 12, 31)?,
            })
        };
        match (year, from, until) {
            (None, None, None) => whole(today.year()),
            (Some(year), None, None) if (1945..=2999).contains(&year) => whole(year),
            (None, Some(Date(first)), until) => {
                let last = until.map_or(today, |Date(last)| last);
                let longest = first.checked_add_months(Months::new(LONGEST_MONTHS));
                (first <= last && longest.is_some_and(|longest| last < longest))
                    .then_some(Self { first, last })
            }
            _ => None,
        }
        .ok_or_else(|| {
            Problem::new(
                "INVALID_PERIOD",
                "Give a year, or a first day and a last day that is not before it and less than three years after it.",
                "Isi tahun, atau hari pertama dan hari terakhir yang tidak mendahuluinya dan berjarak kurang dari tiga tahun.",
            )
            .at("filter")
        })
    }

    /// Rows whose instant lies in the period.
    pub fn holds(&self, column: impl ColumnTrait) -> Condition {
        let (start, end) = self.instants();
        Condition::all().add(column.gte(start)).add(column.lt(end))
    }

    fn instants(&self) -> (DateTime<Utc>, DateTime<Utc>) {
        (begin(self.first), begin(after(self.last)))
    }

    /// The months that the period touches, as their first day and the instant at which each ends.
    pub fn months(&self) -> Vec<(NaiveDate, DateTime<Utc>)> {
        let mut months = Vec::new();
        let mut first = self.first.with_day(1).unwrap_or(self.first);
        while first <= self.last {
            let Some(next) = first.checked_add_months(Months::new(1)) else {
                break;
            };
            months.push((first, begin(next)));
            first = next;
        }
        months
    }

    /// Which month of [`Self::months`] an instant of the period lies in, counted from 0, as SQL.
    pub fn month_of(&self, column: impl ColumnTrait) -> SimpleExpr {
        let mut case = sea_orm::sea_query::CaseStatement::new();
        for (at, (_, end)) in (0_i32..).zip(self.months()) {
            case = case.case(column.lt(end), at);
        }
        case.finally(-1).into()
    }
}

fn begin(day: NaiveDate) -> DateTime<Utc> {
    instant(NATIONAL_ZONE, day, NaiveTime::MIN)
}

fn after(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(1)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap_or_default()
    }

    fn now() -> DateTime<Utc> {
        // Already 2027 in the west of Indonesia, still 2026 in UTC.
        "2026-12-31T18:00:00Z".parse().unwrap_or_default()
    }

    #[test]
    fn a_year_begins_at_midnight_in_the_west() {
        let period = Period::read(now(), None, None, None).expect("the current year");
        assert_eq!(
            (period.first, period.last),
            (day("2027-01-01"), day("2027-12-31"))
        );
        assert_eq!(
            period.instants().0.to_rfc3339(),
            "2026-12-31T17:00:00+00:00"
        );
    }

    #[test]
    fn a_period_touches_its_first_and_its_last_month() {
        let period = Period {
            first: day("2026-01-31"),
            last: day("2026-03-01"),
        };
        let months: Vec<_> = period
            .months()
            .into_iter()
            .map(|(first, _)| first)
            .collect();
        assert_eq!(
            months,
            [day("2026-01-01"), day("2026-02-01"), day("2026-03-01")]
        );
    }

    #[test]
    fn what_is_no_period_is_refused() {
        let date = |text| Some(Date(day(text)));
        for (year, from, until) in [
            (Some(2026), date("2026-01-01"), None),
            (Some(1), None, None),
            (None, date("2026-02-01"), date("2026-01-31")),
            (None, date("2020-01-01"), date("2023-01-01")),
            (None, None, date("2026-01-01")),
        ] {
            let refused = Period::read(now(), year, from, until).expect_err("no period");
            assert_eq!(refused.code, "INVALID_PERIOD");
        }
    }
}
