"""Rules that programs document which can't be run here, and our own of what stays, by their names.

Slack posts an entry whose date is later than that of the newest it knows, and again one whose
content has changed. Power Automate, which feeds Microsoft Teams, and n8n start a run for each entry
that is dated later than the newest they know.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import feedparser

from builder.vocabulary.times import parse_time
from tests.readers.played import STEPS

WELCOME = "/welcome"
Item = dict[str, Any]


def items(version: Path, feed: str = "updates.json") -> list[Item]:
    """The items of a feed, newest first."""
    found: list[Item] = json.loads((version / feed).read_bytes())["items"]
    return [item for item in found if not item["id"].endswith(WELCOME)]


def date(item: Item) -> datetime:
    return parse_time(item["date_published"])


def turns(versions: list[Path]) -> Iterator[tuple[str, bool, list[Item], list[Item]]]:
    """Each step with its name, whether it brings news, and what was there before and after."""
    for step, (before, after) in zip(STEPS, pairwise(versions), strict=True):
        for feed in ("updates.json", "fr/updates.json"):
            yield step.name, bool(step.rings), items(before, feed), items(after, feed)


def test_slack_dates_strictly_decrease_down_the_document(versions: list[Path]) -> None:
    for version in versions:
        dates = [date(item) for item in items(version)]
        assert all(newer > older for newer, older in pairwise(dates))


def test_slack_content_stays_but_for_what_an_author_changed_in_it(versions: list[Path]) -> None:
    """A mended typo, a redaction and a translation change the text of one entry and nothing else;
    no other step changes any."""
    for name, _, before, after in turns(versions):
        there = {item["id"]: item for item in after}
        changed = [item for item in before if there[item["id"]] != item]
        allowed = name in ("mended typo", "redaction", "late translation")
        assert len(changed) <= allowed, name
        for item in changed:
            kept = there[item["id"]]
            texts = ("content_html", "summary")
            assert {key: item[key] for key in item if key not in texts} == {
                key: kept[key] for key in kept if key not in texts
            }


def test_power_automate_news_is_dated_later_than_all_before(versions: list[Path]) -> None:
    for name, rings, before, after in turns(versions):
        known = {item["id"] for item in before}
        new = [item for item in after if item["id"] not in known]
        assert len(new) == rings, name
        latest = max((date(item) for item in before), default=None)
        assert all(latest is None or date(item) > latest for item in new), name


def test_no_date_lies_ahead(versions: list[Path]) -> None:
    for step, version in zip(STEPS, versions[1:], strict=True):
        assert all(date(item) <= step.moment for item in items(version))


def test_bytes_stay_where_nothing_happened(versions: list[Path]) -> None:
    for step, (before, after) in zip(STEPS, pairwise(versions), strict=True):
        if step.name.startswith("nothing") or step.name == "component renamed":
            for path in before.rglob("*.*"):
                assert path.read_bytes() == (after / path.relative_to(before)).read_bytes()


def test_a_late_translation_changes_the_text_of_its_own_language_alone(
    versions: list[Path],
) -> None:
    place = next(number for number, step in enumerate(STEPS) if step.name == "late translation")
    before, after = versions[place], versions[place + 1]
    assert items(before) == items(after)
    assert "La panne est revenue." in items(after, "fr/updates.json")[0]["content_html"]


def test_a_redaction_takes_its_words_out_of_every_feed(versions: list[Path]) -> None:
    place = next(number for number, step in enumerate(STEPS) if step.name == "redaction")
    for path in versions[place].rglob("*.*"):
        assert "Cards are declined" in path.read_text("utf-8"), path
    for version in versions[place + 1 :]:
        for path in version.rglob("*.*"):
            assert "Cards are declined" not in path.read_text("utf-8"), path


def test_history_keeps_when_it_was_published_and_says_when_it_moved(versions: list[Path]) -> None:
    published: dict[str, str] = {}
    moved: dict[str, str] = {}
    for version in versions[1:]:
        for name in ("history.atom", "history.rss"):
            read = feedparser.parse((version / name).read_bytes())
            assert not read.bozo
            dates = [entry.published_parsed for entry in read.entries]
            assert all(newer > older for newer, older in pairwise(dates))
            for entry in read.entries:
                first = published.setdefault(f"{name} {entry.id}", entry.published)
                assert entry.published == first
                if name == "history.atom":
                    assert entry.updated >= moved.get(entry.id, "")
                    moved[entry.id] = entry.updated
    assert moved == {
        "tag:status.example.com,2026:en/2026-11-23-checkout-errors": "2026-11-23T16:00:00Z",
        "tag:status.example.com,2026:en/2026-12-01-database-work": "2026-12-02T04:00:00Z",
        "tag:status.example.com,2026:en/2026-12-04-odd": "2026-12-04T11:00:00Z",
    }
