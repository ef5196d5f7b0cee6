#!/usr/bin/python3
"""Reads calendars with two parsers that are not ours, and prints them as JSON.

usage: read_calendars.py FILE...

One line for each file. What the two make of a file has to be the same, but for
texts: icalendar takes "%2C" and a backslash before an n for what they are not.
"""

import json
import sys

import icalendar
import vobject


def instant(value):
    """In UTC, which is what the feed is to be in."""
    if value.utcoffset() is None or value.utcoffset().total_seconds() != 0:
        raise ValueError(f"{value} is not in UTC")
    return value.strftime("%Y-%m-%d %H:%M:%S").rjust(19, "0")


def text_of(entry, name):
    return entry.contents[name][0].value if name in entry.contents else None


def by_vobject(content):
    calendar = vobject.readOne(content)
    calendar.validate(raiseException=True)
    return {
        "version": calendar.version.value,
        "method": text_of(calendar, "method"),
        "name": calendar.x_wr_calname.value,
        "same_name": text_of(calendar, "name") == calendar.x_wr_calname.value,
        "entries": [
            {
                "uid": entry.uid.value,
                "sequence": int(entry.sequence.value),
                "status": entry.status.value,
                "start": instant(entry.dtstart.value),
                "end": instant(entry.dtend.value),
                "stamp": instant(entry.dtstamp.value),
                "modified": instant(text_of(entry, "last-modified")),
                "transparency": entry.transp.value,
                "summary": entry.summary.value,
                "location": entry.location.value,
                "description": text_of(entry, "description"),
            }
            for entry in calendar.contents.get("vevent", [])
        ],
    }


def by_icalendar(content):
    calendar = icalendar.Calendar.from_ical(content)
    entries = calendar.walk("VEVENT")
    for part in [calendar, *entries]:
        if part.errors:
            raise ValueError(f"icalendar complains: {part.errors}")
    return [
        {
            "uid": str(entry["UID"]),
            "sequence": int(entry["SEQUENCE"]),
            "status": str(entry["STATUS"]),
            "start": instant(entry.decoded("DTSTART")),
            "end": instant(entry.decoded("DTEND")),
            "stamp": instant(entry.decoded("DTSTAMP")),
            "modified": instant(entry.decoded("LAST-MODIFIED")),
            "transparency": str(entry["TRANSP"]),
        }
        for entry in entries
    ]


for path in sys.argv[1:]:
    with open(path, encoding="utf-8", newline="") as file:
        content = file.read()
    calendar = by_vobject(content)
    texts = {"summary", "location", "description"}
    without_texts = [
        {key: entry[key] for key in entry if key not in texts}
        for entry in calendar["entries"]
    ]
    if without_texts != by_icalendar(content):
        sys.exit(f"{path}: the parsers do not agree")
    print(json.dumps(calendar))
