//! The clock and the calendar (10.3.4.10, 10.3.4.11), and working days (DIALECT 2, DOMAIN 5).

use chrono::NaiveDate;

use super::super::evaluator::Evaluated;
use super::super::temporal::{Date, DateTime, Time, Zone, days_in_month};
use super::super::value::Value;
use super::{Builtin, Call, form, take};

const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(super) const FUNCTIONS: &[Builtin] = &[
    form("now", &[&[]], |call| {
        Ok(DateTime::from_utc(call.evaluator.env.now, call.evaluator.env.zone).into())
    }),
    form("today", &[&[]], |call| {
        Ok(Date::from(
            call.evaluator
                .env
                .now
                .with_timezone(&call.evaluator.env.zone)
                .date_naive(),
        )
        .into())
    }),
    form("day of year", &[&["date"]], |call| {
        Ok(take!(day(call, 0)).day_of_year().into())
    }),
    form("week of year", &[&["date"]], |call| {
        Ok(take!(day(call, 0)).week_of_year().into())
    }),
    form("day of week", &[&["date"]], |call| {
        let weekday = take!(day(call, 0)).weekday();
        Ok(DAYS[(weekday - 1) as usize].into())
    }),
    form("month of year", &[&["date"]], |call| {
        let month = take!(day(call, 0)).month;
        Ok(MONTHS[usize::from(month) - 1].into())
    }),
    form("last day of month", &[&["date"]], |call| {
        let date = take!(day(call, 0));
        Ok(Date {
            day: days_in_month(date.year, date.month),
            ..date
        }
        .into())
    }),
    form(
        "working days",
        &[&["date", "n"], &["from", "n"]],
        working_days,
    ),
    form("is working day", &[&["date"]], |call| {
        let date = take!(day(call, 0));
        match date.to_naive() {
            Some(date) => Ok(call.evaluator.env.calendar.is_working_day(date).into()),
            None => call.refuse("the date is outside the calendar"),
        }
    }),
];

fn day(call: &mut Call<'_, '_>, place: usize) -> Option<Date> {
    match call.single(place) {
        Value::Date(date) => Some(*date),
        Value::DateTime(moment) => Some(moment.date),
        _ => call.wrong(place, "date"),
    }
}

/// The nth working day after a date; for a date and time, the end of that office day where the moment is told.
fn working_days(call: &mut Call<'_, '_>) -> Evaluated {
    let date = take!(day(call, 0));
    let count = take!(call.whole(1));
    call.spend(usize::try_from(count.unsigned_abs() / 16).unwrap_or(usize::MAX))?;
    let env = call.evaluator.env;
    let nth: Option<NaiveDate> = date
        .to_naive()
        .and_then(|date| env.calendar.nth_working_day_after(date, count));
    let Some(nth) = nth else {
        return call.refuse("the calendar does not reach that far");
    };
    match call.single(0) {
        Value::DateTime(moment) => {
            let zone = moment.time.zone.unwrap_or(Zone::Named(env.zone));
            let time = Time {
                zone: Some(zone),
                ..env.calendar.end_of_office_day(nth).into()
            };
            Ok(DateTime {
                date: nth.into(),
                time,
            }
            .into())
        }
        _ => Ok(Date::from(nth).into()),
    }
}
