#!/usr/bin/env python3
"""Write 500 deadlines for workflows/tests/it/calendar/deadlines.csv, computed without any of our Rust code.

Each row can be checked by hand with a wall calendar: it names the local day of the trigger, every day off in between
and the due instant. The days off come from PyPI `holidays`, the zones from the system's zone data.
"""

import csv
import datetime as dt
import pathlib
import sys
from zoneinfo import ZoneInfo

import holidays

TARGET = pathlib.Path(__file__).resolve().parents[2] / "workflows" / "tests" / "it" / "calendar" / "deadlines.csv"
OFF = holidays.country_holidays("ID", years=(2025, 2026, 2027), categories=("public", "government"), language="id")
REGIONS = {  # one per zone name, and the places of the demo data
    "64.02": "Asia/Makassar", "64.01": "Asia/Makassar", "64.09": "Asia/Makassar", "62.06": "Asia/Pontianak",
    "33.28": "Asia/Jakarta", "12.08": "Asia/Jakarta", "51.06": "Asia/Makassar", "71.74": "Asia/Makassar",
    "91.03": "Asia/Jayapura", "82.01": "Asia/Jayapura", "61.01": "Asia/Pontianak", "11.01": "Asia/Jakarta",
}
COUNTS = (1, 2, 3, 5, 7, 10, 15, 20)
DAY = dt.timedelta(days=1)


def main():
    # Every 13 hours and some minutes from early January 2025: all hours of the day, all weekdays, all seasons.
    start = dt.datetime(2025, 1, 2, 0, 30, tzinfo=dt.timezone.utc)
    moments = [start + i * dt.timedelta(days=2, hours=3, minutes=17) for i in range(488)]
    # and the evenings on which the three zones stand on different dates, before long holidays
    moments += [dt.datetime(2026, 3, 17, h, 30, tzinfo=dt.timezone.utc) for h in range(14, 18)]
    moments += [dt.datetime(2025, 3, 27, h, 30, tzinfo=dt.timezone.utc) for h in range(14, 18)]
    moments += [dt.datetime(2027, 3, 5, h, 30, tzinfo=dt.timezone.utc) for h in range(14, 18)]
    regions = list(REGIONS)
    rows = []
    for i, at in enumerate(moments):
        region, count = regions[i % len(regions)], COUNTS[(i // 3) % len(COUNTS)]
        zone = ZoneInfo(REGIONS[region])
        day = first = at.astimezone(zone).date()
        left, skipped = count, []
        while left:
            day += DAY
            if day.weekday() >= 5:
                skipped.append(f"{day:%a %d %b}")
            elif day in OFF:
                skipped.append(f"{day:%a %d %b} {OFF[day].split(';')[0]}")
            else:
                left -= 1
        due = dt.datetime.combine(day, dt.time(16), zone).astimezone(dt.timezone.utc)
        rows.append((f"{at:%Y-%m-%dT%H:%M:%SZ}", region, f"{first}", count, f"{due:%Y-%m-%dT%H:%M:%SZ}", f"{day}",
                     " | ".join(skipped)))
    assert len(rows) == 500 and not any("," in str(f) for row in rows for f in row)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    with TARGET.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("trigger", "region", "local_day", "working_days", "due", "due_day", "days_off_between"))
        writer.writerows(rows)
    print(f"{len(rows)} deadlines written", file=sys.stderr)


if __name__ == "__main__":
    main()
