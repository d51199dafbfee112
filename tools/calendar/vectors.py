#!/usr/bin/env python3
"""Write the deadlines of workflows/tests/it/calendar/deadlines.csv, computed without any of our Rust code.

Each row can be checked by hand with a wall calendar: start, region, calendar, rule, due instant, a word that says why
the row is there, and the days off in between that are no weekends. The days off are typed from the joint ministerial
decrees (not read from the shipped file, nor from the package that file is made from), the zones are the system's.

    python3 tools/calendar/vectors.py [--check]

Rules: `5WD` the fifth working day after the day of the start, 16:00 · `5WD office` the same day, when its office
closes (what `working days(now(), 5)` says in a model) · `-3WD` the third working day before, 16:00 · `P3D`, `P1M`,
`PT36H` calendar time on the clock of the region · `close` 23:59 western time of the local day, wherever one is.
"""

import calendar as months
import datetime as dt
import pathlib
import sys
from zoneinfo import ZoneInfo

TARGET = pathlib.Path(__file__).resolve().parents[2] / "workflows" / "tests" / "it" / "calendar" / "deadlines.csv"
DAY = dt.timedelta(days=1)

# National holidays, then collective leave, as the decrees of each year list them.
DECREES = {
    2025: "0101 0127 0129 0329 0331 0401 0418 0420 0501 0512 0529 0601 0606 0627 0817 0905 1225 "
          "0128 0328 0402 0403 0404 0407 0513 0530 0609 0818 1226",
    2026: "0101 0116 0217 0319 0321 0322 0403 0405 0501 0514 0527 0531 0601 0616 0817 0825 1225 "
          "0216 0318 0320 0323 0324 0515 0528 1224",
    2027: "0101 0105 0206 0308 0310 0311 0326 0328 0501 0506 0517 0520 0601 0606 0815 0817 1225 1226 "
          "0205 0309 0312 0315 0325 0518 0519 1224",
}
NATION = {dt.date(y, int(d[:2]), int(d[2:])) for y, days in DECREES.items() for d in days.split()}
FASTS = [(dt.date(2025, 3, 1), dt.date(2025, 3, 30)), (dt.date(2026, 2, 19), dt.date(2026, 3, 20)),
         (dt.date(2027, 2, 8), dt.date(2027, 3, 9))]
LEAVE = [dt.date(y, int(d[:2]), int(d[2:])) for y, n in ((2025, 17), (2026, 17), (2027, 18)) for d in DECREES[y].split()[n:]]

# What a region, or a version of the calendar, adds: calendar, region, first day, last day, kind.
ADDED = [
    ("local", "64", "2026-01-09", "2026-01-09", "REGIONAL"),         # anniversary of the province
    ("local", "64.09", "2026-01-09", "2026-01-09", "WORKED"),        # which one regency works through
    ("local", "64.02", "2026-09-28", "2026-09-29", "REGIONAL"),      # anniversary of the regency, two days
    ("local", "64.02.11", "2026-09-29", "2026-09-29", "WORKED"),     # one district works on the second
    ("local", "51", "2026-03-20", "2026-03-20", "WORKED"),           # collective leave that one province works
    ("local", "", "2026-12-09", "2026-12-09", "SUSPENSION"),         # election day
    ("local", "64.02", "2026-07-06", "2026-07-10", "SUSPENSION"),    # flood
    ("local", "91.03", "2026-07-31", "2026-08-11", "SUSPENSION"),    # earthquake
    ("2026+nov", "", "2026-11-26", "2026-11-27", "SUSPENSION"),      # a decree of the year adds two days
]
ZONES = {"WIB": ("Asia/Jakarta", 7), "PTK": ("Asia/Pontianak", 7), "WITA": ("Asia/Makassar", 8), "WIT": ("Asia/Jayapura", 9)}
REGIONS = {"64.02": "WITA", "64.01": "WITA", "64.09": "WITA", "62.06": "PTK", "33.28": "WIB", "12.08": "WIB",
           "51.06": "WITA", "71.74": "WITA", "91.03": "WIT", "82.01": "WIT", "61.01": "PTK", "11.01": "WIB",
           "64.02.11.2007": "WITA", "64.02.12.2001": "WITA", "64.09.01.2021": "WITA"}


def zone(region):
    return ZoneInfo(ZONES[REGIONS[region]][0])


def works(day, region, name):
    """Whether offices of the region are open: the longest prefix that says anything counts, else the nation, else the weekday."""
    said, length = None, -1
    for where, prefix, first, last, kind in ADDED:
        inside = prefix == "" or region == prefix or region.startswith(prefix + ".")
        if where == name and inside and first <= day.isoformat() <= last and len(prefix) >= length:
            said, length = kind, len(prefix)
    if said:
        return said == "WORKED"
    if day in NATION and not (name == "2025-first" and day == dt.date(2025, 8, 18)):
        return False
    return day.weekday() < 5


def closes(day):
    fasting = any(first <= day <= last for first, last in FASTS)
    friday = day.weekday() == 4
    return dt.time(15, 30) if fasting and friday else dt.time(15) if fasting else dt.time(16, 30) if friday else dt.time(16)


def reckon(at, region, name, rule):
    """The due instant, and the days off that were passed over."""
    local = at.astimezone(zone(region))
    if rule == "close":
        return dt.datetime.combine(local.date(), dt.time(23, 59), ZoneInfo("Asia/Jakarta")), []
    if rule.startswith("PT"):
        return at + dt.timedelta(hours=int(rule[2:-1])), []
    if rule.startswith("P"):
        n, unit = int(rule[1:-1]), rule[-1]
        if unit == "D":
            day = local.date() + n * DAY
        else:
            month = local.year * 12 + local.month - 1 + n * (12 if unit == "Y" else 1)
            year, month = divmod(month, 12)
            day = dt.date(year, month + 1, min(local.day, months.monthrange(year, month + 1)[1]))
        return dt.datetime.combine(day, local.timetz()), []
    count, _, how = rule.partition("WD")
    step = DAY if int(count) > 0 else -DAY
    day, left, off = local.date(), abs(int(count)), []
    while left:
        day += step
        if works(day, region, name):
            left -= 1
        elif day.weekday() < 5:
            off.append(day)
    return dt.datetime.combine(day, closes(day) if how else dt.time(16), zone(region)), off


ROWS = {}


def row(why, region, day, clock, rule, name="shipped"):
    day = dt.date.fromisoformat(day) if isinstance(day, str) else day
    at = dt.datetime.combine(day, dt.time.fromisoformat(clock), zone(region))
    due, off = reckon(at, region, name, rule)
    spoken = {"PTK": "WIB"}.get(REGIONS[region], REGIONS[region])

    def say(moment):
        return f"{moment.astimezone(zone(region)):%Y-%m-%d %H:%M} {spoken}"

    # The same question is asked once, under the first reason for it.
    ROWS.setdefault((say(at), region, name, rule), (say(due), why, " ".join(f"{d:%m-%d}" for d in off)))


def span(first, count):
    first = dt.date.fromisoformat(first)
    return [first + i * DAY for i in range(count)]


def write_rows():
    # The vectors of the domain: in three zones; before the office opens, in it, after it, at the last minute.
    domain = [("2025-03-26", 5, "2025-04-11"), ("2025-08-15", 1, "2025-08-19"), ("2026-03-13", 5, "2026-03-27"),
              ("2026-05-13", 1, "2026-05-18"), ("2026-05-26", 2, "2026-06-02"), ("2026-12-23", 5, "2027-01-04"),
              ("2027-03-04", 5, "2027-03-19"), ("2027-05-14", 3, "2027-05-25"), ("2026-11-23", 21, "2026-12-22")]
    for start, n, end in domain:
        assert f"{reckon(dt.datetime.fromisoformat(start + 'T10:00+07:00'), '33.28', 'shipped', f'{n}WD')[0]:%Y-%m-%d}" == end
        for region, clock in (("33.28", "10:00"), ("64.02", "05:30"), ("64.02", "21:45"), ("91.03", "23:59")):
            row("domain", region, start, clock, f"{n}WD")
        row("domain", "64.02", start, "10:00", f"{n}WD office")
    # One instant, three walls: the same moment in Katingan (WIB), Paser (WITA) and the east (WIT).
    for day in ("2026-05-12", "2026-03-17", "2025-03-27", "2027-03-05", "2026-07-10", "2026-08-23", "2025-12-31", "2026-12-31"):
        for hour in (14, 15, 16, 17):
            at = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(hour, 30), dt.timezone.utc)
            for region in ("62.06", "64.01", "91.03"):
                local = at.astimezone(zone(region))
                row("zones", region, local.date(), f"{local:%H:%M}", "1WD")
    # The weeks around Eid.
    for start in ("2025-03-20", "2026-03-10", "2027-03-01"):
        for i, day in enumerate(span(start, 20)):
            row("eid", ("64.02", "33.28", "91.03", "62.06")[i % 4], day, ("09:15", "15:00", "07:45")[i % 3], f"{(1, 2, 3, 5)[i % 4]}WD")
            row("eid", "64.02", day, "09:15", "3WD office")
    # The month of the fast: its first and last days, and Fridays in it, by the closing of the office.
    for first, last in FASTS:
        for day in [first + i * DAY for i in range(-5, 9)] + [last + i * DAY for i in range(-9, 3)]:
            row("fast", ("33.28", "51.06", "82.01")[day.day % 3], day, "10:30", "1WD office")
    # Collective leave: asked on the day before, on the day itself, and counted back over it.
    for day in LEAVE:
        row("leave", "64.02", day - DAY, "14:00", "1WD")
        row("leave", "62.06", day, "08:00", "2WD")
        row("leave", "91.03", day + 4 * DAY, "11:00", "-3WD")
    # Weekends and Fridays through an ordinary month.
    for i, day in enumerate(span("2026-07-01", 31)):
        if day.weekday() >= 4:
            row("friday" if day.weekday() == 4 else "weekend", "33.28", day, ("06:00", "16:45")[i % 2], "1WD")
            row("friday" if day.weekday() == 4 else "weekend", "71.74", day, "13:00", "4WD office")
        else:
            row("before-office" if i % 2 else "after-office", "12.08", day, "06:59" if i % 2 else "18:20", "3WD")
            row("in-office", "61.01", day, "11:11", f"{4 - day.weekday()}WD office")
    # Where years meet; 2028 has no decree yet and knows weekends only.
    for start in ("2025-12-22", "2026-12-22", "2027-12-23"):
        for i, day in enumerate(span(start, 11)):
            if day.year < 2028:
                row("year-end", ("11.01", "64.09", "82.01")[i % 3], day, "16:00", f"{(1, 3, 5)[i % 3]}WD")
    # 18 August 2025 became leave during that August: the first version of the year and the amended one.
    for day in span("2025-08-08", 11):
        for n in (1, 3):
            row("first-version", "64.02", day, "10:00", f"{n}WD", "2025-first")
            row("amended", "64.02", day, "10:00", f"{n}WD")
    for day in span("2026-11-20", 9):
        row("first-version", "33.28", day, "10:00", "3WD")
        row("amended", "33.28", day, "10:00", "3WD", "2026+nov")
    # A region's own days, and those it works; what is suspended.
    for region in ("64.02", "64.09", "64.09.01.2021", "62.06"):
        for day in ("2026-01-07", "2026-01-08", "2026-01-09"):
            row("regional", region, day, "10:00", "1WD", "local")
    for region in ("64.02", "64.02.11.2007", "64.02.12.2001", "64.01"):
        for day in ("2026-09-25", "2026-09-28", "2026-09-29"):
            row("regional", region, day, "10:00", "1WD", "local")
    for region in ("51.06", "64.02"):
        for day in ("2026-03-17", "2026-03-19", "2026-03-20"):
            row("regional", region, day, "10:00", "1WD", "local")
    for region in ("33.28", "64.02", "91.03"):
        row("election", region, "2026-12-08", "10:00", "1WD", "local")
        row("election", region, "2026-12-07", "23:30", "2WD office", "local")
    for i, day in enumerate(span("2026-07-02", 12)):
        row("suspension", "64.02", day, "10:00", f"{(1, 2, 5)[i % 3]}WD", "local")
        row("neighbour", "64.01", day, "10:00", f"{(1, 2, 5)[i % 3]}WD", "local")
    for day in span("2026-07-29", 8):
        row("suspension", "91.03", day, "10:00", "2WD office", "local")
    # Calendar time: days, weeks and months on the clock of the region, never pushed by a day off.
    for day, rule in (("2026-01-31", "P1M"), ("2026-08-31", "P1M"), ("2026-11-30", "P3M"), ("2027-12-31", "P2M"),
                      ("2028-02-29", "P1Y"), ("2026-10-31", "P1M"), ("2026-03-17", "P3D"), ("2026-07-10", "P3D"),
                      ("2026-12-24", "P14D"), ("2025-12-30", "P10D"), ("2026-05-13", "P1D"), ("2026-07-17", "PT36H"),
                      ("2026-02-28", "PT12H"), ("2026-06-30", "P6M")):
        for region in ("62.06", "64.01", "91.03"):
            row("calendar-time", region, day, "22:30", rule)
    # Invitations: so many working days before the meeting.
    for day in ("2026-03-27", "2026-03-25", "2026-01-05", "2025-08-19", "2026-12-28", "2027-05-21", "2026-07-13", "2027-01-04"):
        for n in (1, 3, 5):
            row("counted-back", "64.02", day, "09:00", f"-{n}WD")
    # A national round closes at one instant for all; in the east that is the next day.
    for day in ("2026-10-30", "2026-12-31", "2026-08-30", "2027-03-15"):
        for region in ("33.28", "61.01", "64.02", "91.03"):
            row("national", region, day, "08:00", "close")


def main():
    write_rows()
    lines = ["# Written by tools/calendar/vectors.py, which says what the columns and rules mean. Do not edit."]
    lines += [f"#days,{','.join(run)}" for run in ADDED]
    lines.append("start,region,calendar,rule,due,why,days_off_between")
    lines += [",".join(question + answer) for question, answer in ROWS.items()]
    text = "\n".join(lines) + "\n"
    if "--check" in sys.argv:
        fresh = TARGET.exists() and TARGET.read_text("utf-8") == text
        print("the deadlines are up to date" if fresh else "stale: deadlines.csv")
        sys.exit(not fresh)
    TARGET.write_text(text, "utf-8")
    print(f"{len(ROWS)} deadlines written", file=sys.stderr)


if __name__ == "__main__":
    main()
