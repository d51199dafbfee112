#!/usr/bin/env python3
"""Write the shipped work calendar: workflows/library/calendar/{holidays,ramadan}.csv.

Source: PyPI `holidays` 0.109 (MIT), categories public (national holidays) and government (collective leave,
"cuti bersama"), which civil servants both have off. The result is checked against the counts and dates of the joint
ministerial decrees as DOMAIN section 5 lists them; any difference stops the script, so that a new release of the
package cannot move a deadline unseen.

    pip install holidays==0.109 && python3 tools/calendar/generate.py [--check]

With --check nothing is written; the exit code says whether the shipped files are what the package says.
"""

import csv
import datetime as dt
import io
import pathlib
import sys

import holidays
from holidays.constants import GOVERNMENT, PUBLIC

VERSION = "0.109"
TARGET = pathlib.Path(__file__).resolve().parents[2] / "workflows" / "library" / "calendar"

# (national holidays, collective leave, working days) of each year.
EXPECTED = {2025: (17, 11, 237), 2026: (17, 8, 240), 2027: (18, 8, 242)}
NATIONAL = {
    2025: "01-01 01-27 01-29 03-29 03-31 04-01 04-18 04-20 05-01 05-12 05-29 06-01 06-06 06-27 08-17 09-05 12-25",
    2026: "01-01 01-16 02-17 03-19 03-21 03-22 04-03 04-05 05-01 05-14 05-27 05-31 06-01 06-16 08-17 08-25 12-25",
    2027: "01-01 01-05 02-06 03-08 03-10 03-11 03-26 03-28 05-01 05-06 05-17 05-20 06-01 06-06 08-15 08-17 12-25 12-26",
}
LEAVE = {
    2025: "01-28 03-28 04-02 04-03 04-04 04-07 05-13 05-30 06-09 08-18 12-26",
    2026: "02-16 03-18 03-20 03-23 03-24 05-15 05-28 12-24",
    2027: "02-05 03-09 03-12 03-15 03-25 05-18 05-19 12-24",
}
# First day of the fast as the government set it; it ends the day before Eid. The package follows other countries'
# sighting for this day (18 February in 2026), so it is our own datum. 2027 is an estimate until the sighting.
RAMADAN = {
    2025: (dt.date(2025, 3, 1), "government sighting"),
    2026: (dt.date(2026, 2, 19), "government sighting"),
    2027: (dt.date(2027, 2, 8), "estimated"),
}


def rows():
    for year, (national, leave, working) in EXPECTED.items():
        off = set()
        for kind, category, count, listed in (
            ("NATIONAL", PUBLIC, national, NATIONAL),
            ("COLLECTIVE_LEAVE", GOVERNMENT, leave, LEAVE),
        ):
            indonesian = holidays.country_holidays("ID", years=year, categories=(category,), language="id")
            english = holidays.country_holidays("ID", years=year, categories=(category,), language="en_US")
            dates = sorted(indonesian)
            assert len(dates) == count, f"{year} {kind}: {len(dates)} days instead of {count}"
            assert [f"{d:%m-%d}" for d in dates] == listed[year].split(), f"{year} {kind}: other dates than the decree"
            for day in dates:
                off.add(day)
                estimated = "(perkiraan)" in indonesian[day]
                yield (
                    day,
                    kind,
                    indonesian[day].replace(" (perkiraan)", ""),
                    english[day].replace(" (estimated)", ""),
                    f"holidays {VERSION}" + ("; estimated" if estimated else ""),
                )
        day, count = dt.date(year, 1, 1), 0
        while day.year == year:
            count += day.weekday() < 5 and day not in off
            day += dt.timedelta(days=1)
        assert count == working, f"{year}: {count} working days instead of {working}"


def text(header, lines):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(lines)
    return out.getvalue()


def main():
    assert holidays.__version__ == VERSION, f"holidays {holidays.__version__}: the shipped file is made from {VERSION}"
    days = sorted(rows())
    eid = {d.year: d for d, _, name, _, _ in days if name == "Hari Raya Idul Fitri"}
    files = {
        "holidays.csv": text(("date", "kind", "name_id", "name_en", "source"), days),
        "ramadan.csv": text(
            ("year", "first", "last", "source"),
            [(y, first, eid[y] - dt.timedelta(days=1), source) for y, (first, source) in RAMADAN.items()],
        ),
    }
    stale = [n for n, body in files.items() if not (TARGET / n).exists() or (TARGET / n).read_text("utf-8") != body]
    if "--check" in sys.argv:
        print("stale: " + ", ".join(stale) if stale else "the shipped calendar is up to date")
        sys.exit(bool(stale))
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, body in files.items():
        (TARGET / name).write_text(body, "utf-8")
    print(f"{len(days)} days off, {len(RAMADAN)} Ramadans written")


if __name__ == "__main__":
    main()
