"""Subscribers who came from another system know incidents by the ids that it gave them."""

from pathlib import Path

import feedparser
import pytest

from tests.build.sites import built, incident, lay, put, update

FRONT = 'title: Errors\norigin: {{system: statuspage, id: abc, feed_id: "{feed_id}"}}'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = lay(tmp_path / "site")
    text = (root / "site_src/site.yml").read_text("utf-8")
    put(root, "site_src/site.yml", text.replace("[en]", "[en, fr]"))
    return root


def ids(site: Path, feed: str) -> list[str]:
    outcome = built(site, site / "../out", site / "../cache")
    assert not outcome.failed, outcome.problems
    data = (site / "../out/public" / feed).read_bytes()
    return [entry.id for entry in feedparser.parse(data).entries]


@pytest.mark.parametrize(
    "feed_id", ["tag:old.example.com,2005:Incident/1", "https://old.example.com/issues/1/?a=1&b=2"]
)
def test_history_keeps_the_id_of_the_system_that_was_left(site: Path, feed_id: str) -> None:
    incident(site, "one", FRONT.format(feed_id=feed_id), u1=update("investigating", "14:05"))
    assert ids(site, "history.atom") == ids(site, "history.rss") == [feed_id]
    own = "tag:status.example.com,2026:"
    assert ids(site, "fr/history.atom") == [f"{own}fr/one"]
    assert ids(site, "updates.atom") == [f"{own}en/one/1"]


@pytest.mark.parametrize("feed_id", ["1234", "a: b", "Incident 7"])
def test_what_is_no_uri_is_no_id(site: Path, feed_id: str) -> None:
    incident(site, "one", FRONT.format(feed_id=feed_id), u1=update("investigating", "14:05"))
    assert ids(site, "history.atom") == ["tag:status.example.com,2026:en/one"]


def test_two_with_one_id_are_an_error(site: Path) -> None:
    for name in ("one", "two"):
        front = FRONT.format(feed_id="tag:old.example.com,2005:Incident/1").replace("abc", name)
        incident(site, name, front, u1=update("investigating", "14:05"))
    outcome = built(site, site / "../out", site / "../cache")
    assert [problem.code for problem in outcome.problems] == ["same-feed-id"]
