"""A history that is played step by step: what its authors write, and what deserves a notification.

One incident with three updates, a correction, a mended typo, a withdrawal, a redaction, an end and
a reopening; a late translation; one maintenance that is moved, and then runs by the clock. Then a
component is renamed, and an incident has titles that are hard to print.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from builder.vocabulary.times import parse_time
from tests.build.sites import COMPONENTS, built, incident, lay, put, update

TWO_LANGUAGES = """\
name: Example
url: https://status.example.com
time_zone: Etc/UTC
languages: [en, fr]
"""
FEEDS = ("updates.atom", "updates.rss", "fr/updates.atom", "components/checkout/updates.atom")
"""What readers are subscribed to."""
KEPT = (*FEEDS, "updates.json", "fr/updates.json", "history.atom", "history.rss")
"""What is kept of each time."""

_INCIDENT = "incidents/2026-11-23-checkout-errors"
_WORK = "incidents/2026-12-01-database-work"
_PLAN = "kind: maintenance\ntitle: Database work\nscheduled_for: 2026-12-01T02:00:00Z\n" + (
    "scheduled_until: 2026-12-01T04:00:00Z\ncomponents: {checkout: under_maintenance}"
)
_OUTAGE = "{checkout: partial_outage}"
_ODD = "incidents/2026-12-04-odd"
_ODD_TITLE = (
    "\u2067\u05e9\u05dc\u05d5\u05dd\u2069 \U0001f468\u200d\U0001f469\u200d\U0001f467 "
    ']]> <![CDATA[ <b>&amp;</b> "a\\b" \u200f\u0600'
)
_LONG_TITLE = _ODD_TITLE + " \u00fc\U0001f469\u200d\U0001f4bb\u65e5" * 40


BEFORE = parse_time("2026-11-23T12:00:00Z")
"""When people subscribe: nothing has happened yet."""


@dataclass(frozen=True)
class Step:
    """One thing that happens at a moment. ``rings`` is the label of the entry that deserves a
    notification, empty where nothing does."""

    name: str
    moment: datetime
    rings: str
    write: Callable[[Path], object]


def _step(name: str, moment: str, rings: str, write: Callable[[Path], object]) -> Step:
    return Step(name, parse_time(moment), rings, write)


def _nothing(root: Path) -> None:
    pass


def _update(name: str, status: str, at: str, body: str, **keys: str) -> Callable[[Path], object]:
    text = update(status, at, body, **keys)
    return lambda root: put(root, f"{_INCIDENT}/{name}.md", text)


def _first(root: Path) -> None:
    first = update("investigating", "14:05", "Cards are declined.", components=_OUTAGE)
    incident(root, _INCIDENT.partition("/")[2], "title: Checkout errors", u1405=first)


def _plan(root: Path) -> None:
    planned = "---\nstatus: scheduled\nat: 2026-11-24T09:00:00Z\n---\nWe replace a disk.\n"
    incident(root, _WORK.partition("/")[2], _PLAN, u1=planned)


def _move(root: Path) -> None:
    moved = (
        "---\nstatus: scheduled\nat: 2026-11-25T09:00:00Z\n"
        "scheduled_for: 2026-12-02T02:00:00Z\nscheduled_until: 2026-12-02T04:00:00Z\n"
        "---\nA day later.\n"
    )
    put(root, f"{_WORK}/2.md", moved)


def _rename(root: Path) -> None:
    renamed = "{id: till, aliases: [checkout],"
    put(root, "site_src/components.yml", COMPONENTS.replace("{id: checkout,", renamed))


def _odd(name: str, status: str, front: str = "", body: str = "") -> Callable[[Path], object]:
    """An update of 4 December, named by its time, with words as odd as the title."""
    at = f"at: 2026-12-04T{name[:2]}:{name[2:]}:00Z\n"
    text = f"---\nstatus: {status}\n{at}{front}---\n{body or f'`{_ODD_TITLE}`'}\n"

    def write(root: Path) -> None:
        title = json.dumps(_ODD_TITLE, ensure_ascii=False)
        put(root, f"{_ODD}/incident.md", f"---\ntitle: {title}\n---\n")
        put(root, f"{_ODD}/{name}.md", text)

    return write


STEPS = (
    _step("first update", "2026-11-23T14:06:00Z", "Investigating", _first),
    _step(
        "second update",
        "2026-11-23T14:21:00Z",
        "Identified",
        _update("1420", "identified", "14:20", "A bad chnage is taken back."),
    ),
    _step(
        "third update",
        "2026-11-23T14:51:00Z",
        "Monitoring",
        _update("1450", "monitoring", "14:50", "All is well again, we think."),
    ),
    _step("nothing", "2026-11-23T14:55:00Z", "", _nothing),
    _step(
        "correction",
        "2026-11-23T15:01:00Z",
        "Correction",
        _update("1500", "identified", "15:00", "It was a bad setting.", corrects='"1420"'),
    ),
    _step(
        "mended typo",
        "2026-11-23T15:06:00Z",
        "",
        _update(
            "1420",
            "identified",
            "14:20",
            "A bad change is taken back.",
            edited="[2026-11-23T15:05:00Z]",
        ),
    ),
    _step(
        "withdrawal",
        "2026-11-23T15:11:00Z",
        "Withdrawn",
        _update(
            "1450",
            "monitoring",
            "14:50",
            "All is well again, we think.",
            withdrawn="2026-11-23T15:10:00Z",
            withdrawn_reason="It was not.",
        ),
    ),
    _step(
        "redaction",
        "2026-11-23T15:21:00Z",
        "",
        _update(
            "1405",
            "investigating",
            "14:05",
            "Cards are declined.",
            components=_OUTAGE,
            redacted='{at: 2026-11-23T15:20:00Z, reason: "It named a customer."}',
        ),
    ),
    _step(
        "end",
        "2026-11-23T15:31:00Z",
        "Resolved",
        _update("1530", "resolved", "15:30", "Payments go through."),
    ),
    _step(
        "reopening",
        "2026-11-23T16:01:00Z",
        "Reopened",
        _update("1600", "investigating", "16:00", "It is back.", components=_OUTAGE),
    ),
    _step(
        "late translation",
        "2026-11-23T16:11:00Z",
        "",
        lambda root: put(root, f"{_INCIDENT}/1600.fr.md", "La panne est revenue.\n"),
    ),
    _step("maintenance planned", "2026-11-24T09:01:00Z", "Scheduled", _plan),
    _step("maintenance moved", "2026-11-25T09:01:00Z", "Rescheduled", _move),
    _step("its window begins", "2026-12-02T02:01:00Z", "Started", _nothing),
    _step("its window ends", "2026-12-02T04:01:00Z", "Completed", _nothing),
    _step("nothing, a day later", "2026-12-03T04:01:00Z", "", _nothing),
    _step("component renamed", "2026-12-04T09:01:00Z", "", _rename),
    _step(
        "title with joiners, marks and `]]>`",
        "2026-12-04T10:01:00Z",
        "Investigating",
        _odd("1000", "investigating", "components: {till: partial_outage}\n"),
    ),
    _step(
        "holding post",
        "2026-12-04T10:21:00Z",
        "Investigating",
        _odd("1020", "investigating", "holding: true\n", "Nothing new."),
    ),
    _step(
        "title as long as may be",
        "2026-12-04T10:31:00Z",
        "Identified",
        _odd("1030", "identified", f"title: {json.dumps(_LONG_TITLE, ensure_ascii=False)}\n"),
    ),
    _step(
        "end of it, posted late",
        "2026-12-04T11:01:00Z",
        "Resolved",
        _odd("1031", "resolved", "posted: 2026-12-04T11:00:00Z\n"),
    ),
)


def play(folder: Path) -> list[Path]:
    """Build the site before the first step and after each; return the folders that hold the feeds
    of each time."""
    root = lay(folder / "site")
    put(root, "site_src/site.yml", TWO_LANGUAGES)
    kept = []
    for number, step in enumerate((None, *STEPS)):
        if step is not None:
            step.write(root)
        outcome = built(root, folder / "out", folder / "cache", step.moment if step else BEFORE)
        assert not outcome.failed, outcome.problems
        kept.append(folder / str(number))
        for feed in KEPT:
            put(kept[-1], feed, (folder / "out" / "public" / feed).read_text("utf-8"))
    return kept
