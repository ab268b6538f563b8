"""What is hard to print: a valid feed of each format, or a clear error."""

import json
import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest

from builder.render.feed_check import LARGEST
from tests.build.sites import NOW, built, incident, put, update

FIXTURE = Path(__file__).parent / "fixtures" / "bad_input.txt"
_UPDATE = re.compile(r"(\S+) ([a-z_]+) ([\d:]+)(?: \{(.*)\})? \| (.*)")


@dataclass
class Case:
    """A site of one incident, and what becomes of it."""

    name: str
    url: str = "https://status.example.com"
    title: str = "Errors"
    component: str = "checkout"
    updates: list[str] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def cases() -> list[Case]:
    found = []
    for part in FIXTURE.read_text("utf-8").split("\n=== ")[1:]:
        name, *lines = part.strip("\n").split("\n")
        case = Case(name)
        for line in lines:
            key, _, value = line.partition(": ")
            if line.startswith("> "):
                case.entries.append(line[2:])
            elif line.startswith("! "):
                case.problems.append(line[2:])
            elif key in ("url", "title", "component"):
                setattr(case, key, value)
            elif line:
                case.updates.append(line)
        found.append(case)
    return found


CASES = cases()


def write(root: Path, case: Case) -> None:
    put(root, "site_src/site.yml", f"name: Example\nurl: {case.url}\n")
    component = f"components:\n  - {{id: {case.component}, name: Checkout}}\n"
    put(root, "site_src/components.yml", component)
    put(root, "incidents/errors/incident.md", f"---\ntitle: {case.title}\n---\n")
    for number, line in enumerate(case.updates):
        found = _UPDATE.fullmatch(line)
        assert found is not None, line
        name, status, time, keys, words = found.groups()
        front = [f"status: {status}"]
        front += [f"at: 2026-11-23T{time}Z"] if "at:" not in (keys or "") else []
        front += keys.split(", ") if keys else []
        front += [f"components: {{{case.component}: partial_outage}}"] if number == 0 else []
        text = "\n".join(("---", *front, "---", words.replace("^K", "\x0b"), ""))
        put(root, f"incidents/errors/{name}.md", text)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_valid_or_a_clear_error(case: Case, tmp_path: Path) -> None:
    write(tmp_path / "site", case)
    outcome = built(tmp_path / "site", tmp_path / "out", tmp_path / "cache")
    assert [problem.code for problem in outcome.problems if problem.is_error] == case.problems
    assert all(problem.mend for problem in outcome.problems)
    if case.problems:
        assert not (tmp_path / "out").exists()
        return
    public = tmp_path / "out" / "public"
    entries = parsed(public / "updates.atom")
    assert [f"{entry.published} {entry.title}" for entry in entries] == case.entries
    below = case.url.rstrip("/") + "/incidents/errors.html#"
    assert all(entry.link.startswith(below) for entry in entries)
    ids = [entry.id for entry in entries]
    assert [entry.id for entry in parsed(public / "updates.rss")] == ids
    component = public / "components" / case.component
    assert [entry.id for entry in parsed(component / "updates.atom")] == ids
    told = json.loads((public / "updates.json").read_bytes())["items"]
    assert [item["id"] for item in told] == ids
    assert [each["id"] for each in told[-1]["_status"]["components"]] == [case.component]


def parsed(path: Path) -> list[feedparser.FeedParserDict]:
    data = path.read_bytes()
    assert len(data) <= LARGEST
    read = feedparser.parse(data)
    assert not read.bozo, read.get("bozo_exception")
    entries: list[feedparser.FeedParserDict] = read.entries
    return entries


def site_with(root: Path, title: str, **updates: str) -> None:
    write(root, Case("", title=title))
    incident(root, "errors", f"title: {title}", **updates)


def test_a_title_of_10_000_characters_is_an_error(tmp_path: Path) -> None:
    site_with(tmp_path / "site", "x" * 10_000, u1=update("investigating", "14:05"))
    outcome = built(tmp_path / "site", tmp_path / "out", tmp_path / "cache")
    assert [problem.code for problem in outcome.problems] == ["too-long"]


def test_an_open_incident_with_500_updates_has_all_that_there_is_room_for(tmp_path: Path) -> None:
    words = "These are words of an update that is not short. " * 20
    updates = {
        f"u{number:03}": update(
            "investigating", f"{8 + number // 60:02}:{number % 60:02}", f"{words}{number}"
        )
        for number in range(500)
    }
    site_with(tmp_path / "site", "Errors", **updates)
    outcome = built(tmp_path / "site", tmp_path / "out", tmp_path / "cache")
    assert not outcome.failed, outcome.problems
    public = tmp_path / "out" / "public"
    for name in ("updates.atom", "updates.rss"):
        entries = parsed(public / name)
        assert 100 < len(entries) < 500
        assert entries[0].id.endswith("errors/499")
    (whole,) = parsed(public / "history.atom")
    assert words.strip() in whole.content[0].value


def test_one_entry_that_would_fill_a_feed_is_shortened(tmp_path: Path) -> None:
    address = f"https://example.com/{'a' * 1500}"
    words = f"{'[x] ' * 5_000}\n\n[x]: {address}\n"
    updates = {f"u{hour}": update("investigating", f"{hour}:05", words) for hour in (14, 15)}
    site_with(tmp_path / "site", "Errors", **updates)
    outcome = built(tmp_path / "site", tmp_path / "out", tmp_path / "cache")
    assert not outcome.failed, outcome.problems
    for name in ("updates.atom", "updates.rss", "history.atom"):
        for entry in parsed(tmp_path / "out" / "public" / name):
            assert "x x x x" in entry.content[0].value
            assert "All updates" in entry.content[0].value


def test_a_clock_that_steps_back_between_builds(tmp_path: Path) -> None:
    """The site is as it was then; afterwards every entry is the one that it had been."""
    site_with(
        tmp_path / "site",
        "Errors",
        u1=update("investigating", "14:05"),
        u2=update("identified", "17:30"),
    )
    out, cache = tmp_path / "out", tmp_path / "cache"

    def feeds() -> dict[str, bytes]:
        return {
            path.name: path.read_bytes() for path in (out / "public").iterdir() if path.is_file()
        }

    assert not built(tmp_path / "site", out, cache).failed
    before = feeds()
    assert not built(tmp_path / "site", out, cache, NOW - timedelta(hours=2)).failed
    (entry,) = parsed(out / "public" / "updates.atom")
    assert entry.id.endswith("errors/1")
    assert not built(tmp_path / "site", out, cache).failed
    assert feeds() == before
