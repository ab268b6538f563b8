"""A state that everyone is told a better one of: check and build warn, at its line."""

from pathlib import Path

import pytest

from builder.build import Request, check
from builder.vocabulary.problems import Severity
from builder.vocabulary.times import parse_time
from tests.build.sites import NOW, built, incident, lay, put, update

STATES = "{checkout: partial_outage}"
PRIVATE = (
    "---\nat: 2026-11-23T14:10:00Z\naudience: technical\ncomponents:\n"
    "  payments-api: degraded_performance\n  checkout: major_outage\n---\nWorse than it looks.\n"
)
PATH = "incidents/outage/20261123T1410Z.md"
SAID = (
    f"{PATH}:6:3: warning: worse-than-public: `checkout` is `major_outage` for `technical`, and "
    "everyone sees `partial_outage`. Tell everyone too, or write `understated: true` into the "
    "update if it is meant."
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = lay(tmp_path / "site")
    states = "{checkout: partial_outage, payments-api: degraded_performance}"
    said = update("investigating", "14:05", "Payments fail.", components=states)
    incident(root, "outage", u20261123T1405Z=said, u20261123T1410Z=PRIVATE)
    return root


def warnings(root: Path, tmp_path: Path, now: str = "18:00", cache: str = "cache") -> list[str]:
    moment = parse_time(f"2026-11-23T{now}:00Z")
    outcome = built(root, tmp_path / "out", tmp_path / cache, moment)
    assert not outcome.failed
    return [str(each) for each in outcome.problems if each.severity is Severity.WARNING]


def checked(root: Path, tmp_path: Path) -> list[str]:
    request = Request(root, tmp_path / "out", tmp_path / "cache", NOW, now_given=True)
    return [str(each) for each in check(request) if each.code == "worse-than-public"]


def test_check_and_build_warn_at_the_line(site: Path, tmp_path: Path) -> None:
    assert checked(site, tmp_path) == [SAID]
    assert warnings(site, tmp_path) == [SAID]


def test_it_is_said_again_by_a_build_with_a_memory(site: Path, tmp_path: Path) -> None:
    assert warnings(site, tmp_path) == [SAID]
    assert warnings(site, tmp_path) == [SAID], "nothing to do"
    incident(site, "other", u20261123T1500Z=update("investigating", "15:00"))
    assert warnings(site, tmp_path) == [SAID], "another incident is new"


def test_another_incident_takes_it_away_and_brings_it_back(site: Path, tmp_path: Path) -> None:
    assert warnings(site, tmp_path) == [SAID]
    down = update("investigating", "15:00", components="{checkout: major_outage}")
    incident(site, "other", u20261123T1500Z=down)
    assert warnings(site, tmp_path) == []
    assert checked(site, tmp_path) == []
    put(site, "incidents/other/20261123T1600Z.md", update("resolved", "16:00"))
    assert warnings(site, tmp_path) == [SAID]


def test_the_clock_brings_it_and_takes_it_away(site: Path, tmp_path: Path) -> None:
    ahead = PRIVATE.replace("14:10", "18:30").replace("audience:", "embargo: true\naudience:")
    put(site, PATH, ahead)
    assert warnings(site, tmp_path, "18:29") == []
    [said] = warnings(site, tmp_path, "18:30")
    assert "worse-than-public" in said
    assert warnings(site, tmp_path, "18:29") == []


def test_what_is_meant_is_not_warned_of(site: Path, tmp_path: Path) -> None:
    put(site, PATH, PRIVATE.replace("audience:", "understated: true\naudience:"))
    assert warnings(site, tmp_path) == []
    assert checked(site, tmp_path) == []
    assert warnings(site, tmp_path, cache="cold") == []
