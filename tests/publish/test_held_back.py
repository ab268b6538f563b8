"""A new file with an error is held back, and the rest is published; anything else stops all."""

from pathlib import Path

import pytest

from builder.cli.publish_telling import status_of
from builder.publish.held_back import to_hold
from builder.publish.request import PublishOutcome
from builder.vocabulary.problems import Place, Problem
from tests.build.sites import SITE, incident, lay, put, update
from tests.publish.private_site import files, published

TARGETS = "publish:\n  live: {type: directory, path: ../live}\n"
BROKEN = "---\nstatus: unheard\n---\nWords.\n"


@pytest.mark.parametrize(
    ("path", "held"),
    [
        ("incidents/old/2.md", {"incidents/old/2.md", "incidents/old/2.fr.md"}),
        ("incidents/old/2.fr.md", {"incidents/old/2.md", "incidents/old/2.fr.md"}),
        ("incidents/old/a name.md", {"incidents/old/a name.md"}),
        ("incidents/new/1.md", {"incidents/new/1.md"}),
        ("incidents/new/incident.md", {"incidents/new"}),
        ("incidents/new/graph.png", {"incidents/new"}),
        ("incidents/new", {"incidents/new"}),
        ("incidents/stray.md", {"incidents/stray.md"}),
        ("incidents/old/1.md", None),
        ("incidents/old/1.fr.md", None),
        ("incidents/old/incident.md", None),
        ("incidents/old/graph.png", None),
        ("incidents/old", None),
        ("site_src/site.yml", None),
        ("public/index.html", None),
        ("themes/ours", None),
    ],
)
def test_what_can_be_held(tmp_path: Path, path: str, held: set[str] | None) -> None:
    for name in ("old/1.md", "old/1.fr.md", "old/2.md", "old/2.fr.md", "new/1.md"):
        put(tmp_path, f"incidents/{name}", "")
    problem = Problem(Place(path), "code", "Message.", "Mend.")
    assert to_hold(tmp_path, [problem], frozenset({"old/1"})) == held


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A site of which one update was published."""
    root = lay(tmp_path / "source")
    put(root, "site_src/site.yml", SITE + TARGETS)
    incident(root, "slow", u1=update("investigating", "14:05", "Slow."))
    assert codes(published(root)) == set()
    return root


def codes(outcome: PublishOutcome) -> set[str]:
    problems = (*outcome.built.problems, *outcome.problems)
    return {each.code for each in problems if each.is_error}


def live(source: Path) -> dict[str, bytes]:
    return files(source.parent / "live")


def test_the_rest_goes_out(source: Path) -> None:
    incident(
        source,
        "slow",
        u1=update("investigating", "14:05", "Slow."),
        u2=BROKEN,
        u3=update("monitoring", "14:30", "Better."),
    )
    incident(source, "new", u1=BROKEN, u2=update("identified", "15:00", "Known."))
    outcome = published(source, hold_broken=True)
    assert outcome.held.paths == {"incidents/slow/2.md", "incidents/new/1.md"}
    assert {each.code for each in outcome.held.problems} == {"unknown-status", "no-time"}
    assert status_of(outcome, verified=False) == 1
    assert b"Better." in live(source)["incidents/slow.html"]
    assert b"Known." in live(source)["incidents/new.html"]
    assert (source.parent / "out/public/index.html").read_bytes() == live(source)["index.html"]
    # What was mended goes out with the next publish.
    put(source, "incidents/slow/2.md", update("identified", "14:10", "Found."))
    assert published(source, hold_broken=True).held.paths == {"incidents/new/1.md"}
    assert b"Found." in live(source)["incidents/slow.html"]


def test_what_leads_to_a_file_that_is_held_is_held_too(source: Path) -> None:
    put(source, "incidents/slow/2.md", BROKEN)
    put(source, "incidents/slow/3.md", update("identified", "14:30", "So.", corrects="'2'"))
    put(source, "incidents/new/incident.md", "---\ntitel: New\n---\n")
    put(source, "incidents/new/1.md", update("identified", "15:00", "Known."))
    outcome = published(source, hold_broken=True)
    assert outcome.held.paths == {
        "incidents/slow/2.md",
        "incidents/slow/3.md",
        "incidents/new",
    }


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("incidents/slow/1.md", BROKEN),
        ("incidents/slow/incident.md", "---\ntitel: Slow\n---\n"),
        ("site_src/pages/about.md", "---\ntitel: About\n---\n"),
    ],
)
def test_an_error_in_what_readers_have_stops_all(source: Path, path: str, text: str) -> None:
    before = live(source)
    put(source, path, text)
    put(source, "incidents/slow/2.md", BROKEN)
    outcome = published(source, hold_broken=True)
    assert outcome.failed
    assert outcome.held.paths == frozenset()
    assert live(source) == before


def test_without_the_word_for_it_nothing_is_held(source: Path) -> None:
    put(source, "incidents/slow/2.md", BROKEN)
    assert published(source).failed


def test_where_nobody_knows_what_readers_have_nothing_is_held(source: Path) -> None:
    put(source, "incidents/slow/2.md", BROKEN)
    outcome = published(source, hold_broken=True, cache="another")
    assert outcome.failed
    assert "nothing-held" in codes(outcome)
