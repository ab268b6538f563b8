"""What a commit of the sources at hand would change, and for whom."""

from pathlib import Path

import pytest

from builder.preview.differences import ReaderDifference
from builder.preview.showing import Showing
from builder.source.revision import NoRevision
from tests.build.sites import incident, put, update
from tests.preview.places import (
    ACME,
    BODY,
    DRAFT,
    EXECUTIVES,
    PUBLIC,
    committed,
    showing,
    site_with_readers,
)


@pytest.fixture
def shown(tmp_path: Path) -> Showing:
    return showing(committed(site_with_readers(tmp_path)))


def told(found: tuple[ReaderDifference, ...]) -> dict[str, list[str]]:
    return {
        each.reader: [
            *(f"{page.change} {page.incident}{' draft' * page.draft}" for page in each.pages),
            *(f"{entry.change} {entry.key}{' draft' * entry.draft}" for entry in each.entries),
        ]
        for each in found
    }


def test_nothing_changes_for_nobody(shown: Showing) -> None:
    assert shown.differences() == ()


def test_a_private_word_changes_one_readers_page(shown: Showing, tmp_path: Path) -> None:
    put(
        tmp_path,
        "incidents/checkout/20261123T1405Z.md",
        update(
            "investigating",
            "14:05",
            BODY.replace("It costs", "It costs much"),
            components="{checkout: major_outage}",
        ),
    )
    shown.refresh()
    assert told(shown.differences()) == {EXECUTIVES: ["changed checkout"]}


def test_a_new_update_is_a_page_and_an_entry_for_all(shown: Showing, tmp_path: Path) -> None:
    put(tmp_path, "incidents/checkout/20261123T1420Z.md", update("identified", "14:20"))
    shown.refresh()
    expected = ["changed checkout", "new checkout/20261123T1420Z"]
    assert told(shown.differences()) == dict.fromkeys((PUBLIC, EXECUTIVES, ACME), expected)


def test_a_draft_is_called_one(shown: Showing, tmp_path: Path) -> None:
    put(tmp_path, "incidents/checkout/20261123T1420Z.md", DRAFT)
    shown.refresh()
    expected = ["changed checkout draft", "new checkout/20261123T1420Z draft"]
    assert told(shown.differences())[PUBLIC] == expected


def test_an_incident_for_one_audience(shown: Showing, tmp_path: Path) -> None:
    incident(
        tmp_path,
        "hush",
        "title: Hush\naudience: [executives]",
        u20261123T1420Z=update("investigating", "14:20"),
    )
    shown.refresh()
    found = told(shown.differences())
    assert list(found) == [EXECUTIVES]
    assert found[EXECUTIVES][0] == "new hush"


def test_what_goes_is_said(shown: Showing, tmp_path: Path) -> None:
    for file in (tmp_path / "incidents/quiet").iterdir():
        file.unlink()
    (tmp_path / "incidents/quiet").rmdir()
    shown.refresh()
    assert told(shown.differences())[PUBLIC] == ["gone quiet", "gone quiet/20261122"]


def test_a_commit_makes_it_the_past(shown: Showing, tmp_path: Path) -> None:
    put(tmp_path, "incidents/checkout/20261123T1420Z.md", update("identified", "14:20"))
    shown.refresh()
    assert shown.differences()
    committed(tmp_path)
    assert shown.differences() == ()


def test_without_a_repository_nobody_knows(tmp_path: Path) -> None:
    with pytest.raises(NoRevision, match="no git repository"):
        showing(site_with_readers(tmp_path)).differences()
