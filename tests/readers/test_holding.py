"""Posts that say nothing new: from a public file to what programs are told of them."""

import json
from pathlib import Path

import feedparser

from tests.build.sites import built, incident, lay, update


def test_it_has_a_category_and_major_leaves_it_out(tmp_path: Path) -> None:
    root = lay(tmp_path / "site")
    outage = {
        "u1": update("investigating", "14:05", components="{checkout: major_outage}"),
        "u2": update("investigating", "14:25", "Nothing new.", holding="true", next_update="+20m"),
        "u3": update("investigating", "14:45", "It is the database."),
        "u4": update("identified", "15:05", "We have it.", holding="true"),
        "u5": update("identified", "15:25", "We mend it.", holding="true"),
        "u6": update("resolved", "15:45"),
    }
    incident(root, "outage", **outage)
    outcome = built(root, tmp_path / "out", tmp_path / "cache")
    assert not outcome.failed, outcome.problems
    public = tmp_path / "out" / "public"

    def told(name: str) -> dict[str, str]:
        items = json.loads((public / name).read_bytes())["items"]
        return {item["id"].rpartition("/")[2]: item["_status"]["kind"] for item in items}

    assert told("updates.json") == told("components/checkout/updates.json")
    assert [name for name, kind in told("updates.json").items() if kind == "holding"] == ["5", "2"]
    assert list(told("updates.json")) == ["6", "5", "4", "3", "2", "1"]
    assert list(told("major.json")) == ["6", "4", "3", "1"]
    assert "holding" not in told("major.json").values()
    for name in ("updates.atom", "updates.rss"):
        entries = feedparser.parse((public / name).read_bytes()).entries
        marked = [
            entry.id.rpartition("/")[2]
            for entry in entries
            # RSS has no word for what a category is called besides its label.
            if any(tag.term in ("holding", "Nothing new") for tag in entry.tags)
        ]
        assert marked == ["5", "2"]
    for name in ("major.atom", "major.rss"):
        entries = feedparser.parse((public / name).read_bytes()).entries
        assert [entry.id.rpartition("/")[2] for entry in entries] == ["6", "4", "3", "1"]
