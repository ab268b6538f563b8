"""State over time, read from ``fixtures``: an incident, a moment, what it amounts to."""

from pathlib import Path

import pytest

from builder.model.timeline import Timeline, timeline
from tests.model.written import clock, incident, moment

FIXTURES = Path(__file__).with_name("fixtures")


def cases(file: str = "timeline.txt") -> list[tuple[str, str, str, list[str]]]:
    """Read name, incident, moment and expected lines of each case."""
    found = []
    for block in (FIXTURES / file).read_text(encoding="utf-8").split("\n= "):
        lines = block.removeprefix("= ").strip().splitlines()
        expected = [line[2:] for line in lines if line.startswith("> ")]
        when = next(line for line in lines if line.startswith("at "))[3:]
        written = [line for line in lines[1:] if not line.startswith(("> ", "at "))]
        found.append((lines[0], "\n".join(written), when, expected))
    return found


def told(line: Timeline) -> list[str]:
    """Write a timeline as the fixtures do."""
    words = [line.stage.value if line.stage else "no stage"]
    if line.is_open:
        words.append("open")
    words += [f"reopened {name}" for name in sorted(line.reopened)]
    if line.course and line.course.overrun:
        words.append("overrun")
    if line.merged_into:
        words.append(f"into {line.merged_into} at {clock(line.pauses[-1].since)}")
    words.append(f"impact {line.impact}")
    bounds = f"from {clock(line.began)}"
    if line.ended:
        bounds = f"{clock(line.began)} to {clock(line.ended)}"
    spans = [
        f"{each.component} {each.state} {clock(each.since)}-"
        + (clock(each.until) if each.until else "")
        for each in line.stretches
    ]
    return [", ".join([*words, bounds]), *spans]


CASES = [*cases(), *cases("corrections.txt")]


@pytest.mark.parametrize(
    ("name", "text", "when", "expected"), CASES, ids=[case[0] for case in CASES]
)
def test_timeline(name: str, text: str, when: str, expected: list[str]) -> None:
    assert told(timeline(incident(text), moment(when))) == expected, name
