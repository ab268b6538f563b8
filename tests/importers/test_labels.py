"""What heads an update, and what only looks like it."""

from datetime import UTC, datetime

import pytest

from builder.importers.reading.labels import Means, read_label
from builder.importers.reading.source_times import Span
from builder.vocabulary.statuses import Status

SPAN = Span(datetime(2024, 3, 1, 10, tzinfo=UTC), datetime(2024, 3, 1, 16, tzinfo=UTC))


@pytest.mark.parametrize(
    ("line", "means", "rest"),
    [
        ("[Initial message]", Means.FIRST, ""),
        ("[Final message] All well.", Means.FINAL, "All well."),
        ("[CLOSING]", Means.FINAL, ""),
        ("[Update on 2024-03-01]", Means.FURTHER, ""),
        ("[Edit - Monday 25th]", Means.FURTHER, ""),
        ("**Update**: text", Means.FURTHER, "text"),
        ("**Update 2** text", Means.FURTHER, "text"),
        ("**Resolved:** text", Means.FINAL, "text"),
        ("_Edit #1_: text", Means.FURTHER, "text"),
        ("*Monitoring* - text", Means.STAGE, "text"),
        ("*Post-mortem*", Means.POSTMORTEM, ""),
        ("## Update Two", Means.FURTHER, ""),
        ("### Update - 4th July", Means.FURTHER, ""),
        ("update: text", Means.FURTHER, "text"),
        ("Updates:", Means.FURTHER, ""),
        ("11:30 UTC - text", Means.FURTHER, "text"),
    ],
)
def test_labels(line: str, means: Means, rest: str) -> None:
    found = read_label(line, UTC, SPAN)
    assert found is not None
    assert (found.label.means, found.rest) == (means, rest)


@pytest.mark.parametrize(
    "line",
    [
        "[report](https://plant.example)",
        "[Update]: https://plant.example",
        "[ci.plant.example] is slow",
        "Update servers are slow today",
        "Update of the disks: they are new",
        "**Workaround:** restart it",
        "**Cause**: the disk",
        "## Timeline",
        "10:00 UTC - 11:00 UTC",
        "",
    ],
)
def test_no_labels(line: str) -> None:
    assert read_label(line, UTC, SPAN) is None


def test_a_time_in_a_label() -> None:
    found = read_label("**Update at 2024-03-01 11:20 UTC**", None, SPAN)
    assert found is not None
    assert found.label.at == datetime(2024, 3, 1, 11, 20, tzinfo=UTC)
    bare = read_label("**2024-03-01T11:20:00-00:00**", None, SPAN)
    assert bare is not None
    assert bare.label.at == datetime(2024, 3, 1, 11, 20, tzinfo=UTC)


def test_a_stage() -> None:
    found = read_label("*Identified* - the disk", UTC, SPAN)
    assert found is not None
    assert found.label.status is Status.IDENTIFIED


def test_words_inside_a_paragraph_are_no_label() -> None:
    assert read_label("update: text", UTC, SPAN, opens_paragraph=False) is None
    assert read_label("[Update] text", UTC, SPAN, opens_paragraph=False) is not None
