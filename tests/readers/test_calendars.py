"""Calendars of a real build, through a window's life, in four programs that others wrote."""

import json
import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import icalendar
import ics
import pytest

from tests.build.sites import as_cold, built, incident, lay, put, update
from tests.readers.programs import CLIENTS, needs_package

WINDOW = (
    "title: Database moves\nkind: maintenance\nscheduled_for: 2026-12-01T10:00:00Z\n"
    "scheduled_until: 2026-12-01T11:00:00Z\ncomponents: {checkout: under_maintenance}"
)
CALENDARS = (
    "maintenance.ics",
    "components/checkout/maintenance.ics",
    "groups/payments/maintenance.ics",
    "incidents/2026-12-01-work.ics",
)
KHAL = """\
[calendars]
[[one]]
path = {folder}
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""


@dataclass(frozen=True, slots=True)
class Event:
    """What a program finds in a calendar; times as ``2026-12-01 10:00``."""

    uid: str
    start: str
    end: str
    title: str


Read = Callable[[Path], list[Event]]
TIME = "%Y-%m-%d %H:%M"


def by_icalendar(file: Path) -> list[Event]:
    return [
        Event(
            str(each["uid"]),
            each.decoded("dtstart").strftime(TIME),
            each.decoded("dtend").strftime(TIME),
            str(each["summary"]),
        )
        for each in icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    ]


def by_ics(file: Path) -> list[Event]:
    return [
        Event(each.uid, each.begin.strftime(TIME), each.end.strftime(TIME), each.name)
        for each in ics.Calendar(file.read_bytes().decode()).events
    ]


@pytest.fixture
def by_khal(tool: Callable[[str], Path], tmp_path: Path) -> Read:
    command, folder = tool("khal"), tmp_path / "khal"
    folder.mkdir()
    config = put(folder, "config", KHAL.format(folder=folder))
    surroundings = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder)}

    def read(file: Path) -> list[Event]:
        shape = "{uid}|{start-long}|{end-long}|{title}"
        line = [str(command), "-c", str(config), "printics", "-f", shape, str(file)]
        done = subprocess.run(line, env=surroundings, capture_output=True, text=True, check=True)
        return [Event(*line.split("|")) for line in done.stdout.splitlines() if "|" in line]

    return read


@pytest.fixture
def by_ical_js(tool: Callable[[str], Path]) -> Read:
    needs_package("ical.js")
    command = tool("node")

    def read(file: Path) -> list[Event]:
        line = [command, CLIENTS / "calendar.cjs", file]
        done = subprocess.run(line, capture_output=True, text=True, check=True)
        return [
            Event(each["uid"], written(each["start"]), written(each["end"]), each["title"])
            for each in json.loads(done.stdout)
        ]

    def written(time: str) -> str:
        return datetime.fromisoformat(time).strftime(TIME)

    return read


@pytest.fixture(params=["icalendar", "ics", "khal", "ical_js"])
def read(request: pytest.FixtureRequest) -> Read:
    found = {"icalendar": by_icalendar, "ics": by_ics}.get(request.param)
    return found or request.getfixturevalue(f"by_{request.param}")


def test_a_window_is_one_event_through_its_life(tmp_path: Path, read: Read) -> None:
    root, out, cache = lay(tmp_path / "site"), tmp_path / "out", tmp_path / "cache"
    assert built(root, out, cache).problems == ()
    assert read(out / "public/maintenance.ics") == []
    steps = (
        ("0800", update("scheduled", "08:00"), ("10:00", "11:00"), ""),
        (
            "0900",
            update(
                "scheduled",
                "09:00",
                scheduled_for="2026-12-01T12:00:00Z",
                scheduled_until="2026-12-01T14:00:00Z",
            ),
            ("12:00", "14:00"),
            "",
        ),
        ("1000", update("cancelled", "10:00"), ("12:00", "14:00"), "[Cancelled] "),
    )
    sequences = []
    for name, text, (start, end), mark in steps:
        incident(root, "2026-12-01-work", WINDOW, **{f"u20261123T{name}Z": text})
        outcome = built(root, out, cache)
        assert not outcome.failed, outcome.problems
        assert {f"public/{path}" for path in CALENDARS} <= set(outcome.written)
        assert "public/components/website/maintenance.ics" not in outcome.written
        as_cold(root, out)
        wanted = Event(
            "2026-12-01-work@status.example.com",
            f"2026-12-01 {start}",
            f"2026-12-01 {end}",
            f"{mark}Database moves",
        )
        for path in CALENDARS:
            assert read(out / "public" / path) == [wanted], path
        data = (out / "public/maintenance.ics").read_bytes()
        (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
        sequences.append(event["sequence"])
    assert sequences == [0, 1, 2]
    assert b"STATUS:CANCELLED" in data


def test_what_another_incident_changes_is_no_calendar(tmp_path: Path) -> None:
    root, out, cache = lay(tmp_path / "site"), tmp_path / "out", tmp_path / "cache"
    incident(root, "2026-12-01-work", WINDOW, u20261123T0800Z=update("scheduled", "08:00"))
    built(root, out, cache)
    incident(root, "2026-11-23-one", u20261123T1405Z=update("investigating", "14:05"))
    written = built(root, out, cache).written
    assert "public/updates.atom" in written
    # An open incident shows on the badge of the whole site, and on no other one.
    still = (".ics", ".svg", "_headers", "robots.txt", ".js", "embed.html")
    moved = [path for path in written if path.endswith(still)]
    assert moved == ["public/badges/status.svg"]
