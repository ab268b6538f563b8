"""Months of real histories whose uptime was worked out by hand, against what is computed."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from builder.build.request import Request
from builder.build.uptime_figures import Question, figures
from builder.model.uptime import percent
from builder.model.uptime_window import parse_window
from tests.importers.cases import NOW, run

WORKED = (Path(__file__).parent / "fixtures" / "uptime_by_hand.txt").read_text("utf-8")
MONTHS = [part.splitlines() for part in WORKED.split("\n== ")[1:]]


def number(text: str) -> int:
    return int(text.rpartition("=")[2])


@pytest.mark.proof
@pytest.mark.parametrize("lines", MONTHS, ids=[lines[0].partition(":")[0] for lines in MONTHS])
def test_a_month_by_hand(lines: list[str], corpus: Callable[[str], Path], tmp_path: Path) -> None:
    name, _, month = lines[0].partition(":")[0].partition(" ")
    source = corpus(name)
    run("cstate", source, tmp_path, "UTC")
    request = Request(tmp_path, tmp_path / "out", tmp_path / "cache", NOW, now_given=True)
    found = figures(request, Question(parse_window(month))).uptime
    pieces = {
        (piece.source.partition("/")[0], each.id, piece.since, piece.until, piece.weighted)
        for each in found.components
        for piece in each.measured.pieces
        if piece.weighted
    }
    rows = [line.split(" | ") for line in lines[2:] if " | " in line]
    worked = set()
    for post, component, began, ended, severity, seconds, weighted in rows:
        text = (source / "content" / "issues" / f"{post}.md").read_text("utf-8")
        assert began in text
        assert ended in text
        assert f"severity: {severity}" in text
        since, until = (int(datetime.fromisoformat(each).timestamp()) for each in (began, ended))
        assert until - since == number(seconds)
        assert int(weighted) * 10 == number(seconds) * {"down": 10, "disrupted": 3}[severity]
        worked.add((post, component, since, until, int(weighted) * 1000))
    assert pieces == worked
    assert {each.measured.known for each in found.components} == {
        int(lines[0].rpartition("= ")[2].removesuffix(" s"))
    }
    said = {f"{each.id}": each.uptime for each in found.components}
    said |= {f"group {each.id}": each.uptime for each in found.groups}
    shown = {name: percent(figure, 5) for name, figure in said.items() if figure not in (None, 1)}
    by_hand = (line.partition(": ") for line in lines[2:] if line and " | " not in line)
    expected = {name: working.rpartition("= ")[2] for name, _, working in by_hand}
    assert shown == expected
