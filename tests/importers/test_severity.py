"""The table of severities."""

from pathlib import Path

import pytest

from builder.importers.reading.severity import SeverityTable, read_table
from builder.vocabulary.statuses import State


@pytest.mark.parametrize(
    ("severity", "state"),
    [
        ("down", State.MAJOR_OUTAGE),
        ("DOWN", State.MAJOR_OUTAGE),
        ("disrubted", State.PARTIAL_OUTAGE),
        ("Partial Outage", State.PARTIAL_OUTAGE),
        ("major_outage", State.MAJOR_OUTAGE),
        ("notice", State.OPERATIONAL),
        ("purple", State.DEGRADED_PERFORMANCE),
        ("", State.DEGRADED_PERFORMANCE),
    ],
)
def test_severities(severity: str, state: State) -> None:
    assert SeverityTable().find(severity).state is state


def test_a_file_stands_above_the_table(tmp_path: Path) -> None:
    file = tmp_path / "map.yml"
    file.write_text("Disrupted: degraded_performance\npurple: major_outage\n")
    table, problems = read_table(file)
    assert problems == ()
    assert table.find("disrupted").state is State.DEGRADED_PERFORMANCE
    assert table.find("purple").state is State.MAJOR_OUTAGE
    assert table.find("down").state is State.MAJOR_OUTAGE


@pytest.mark.parametrize("text", ["down: broken", "- down", "a: [", "down: {a: b}", "\xff"])
def test_a_bad_file_is_a_problem(text: str, tmp_path: Path) -> None:
    file = tmp_path / "map.yml"
    file.write_bytes(text.encode("latin-1"))
    assert read_table(file)[1]


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    (problem,) = read_table(tmp_path / "nowhere.yml")[1]
    assert problem.code == "import-map"


def test_a_misspelt_state_is_told_the_nearest(tmp_path: Path) -> None:
    file = tmp_path / "map.yml"
    file.write_text("down: major outage\n")
    (problem,) = read_table(file)[1]
    assert "major_outage" in problem.mend
