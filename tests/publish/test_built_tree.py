"""The order in which the files of a tree go out."""

from pathlib import Path

from builder.publish.built_tree import BuiltTree

PATHS = (
    "index.html",
    "components/web.html",
    "fr/incidents/slow.html",
    "incidents/fast.html",
    "incidents/slow.html",
    "incidents/slow/updates.atom",
    "incidents/slower.html",
    "static/a.css",
)


def order(urgent: frozenset[str]) -> list[str]:
    files = dict.fromkeys(PATHS, "0" * 64)
    return list(BuiltTree(Path("nowhere"), files, urgent=urgent).in_order())


def test_what_leads_to_others_comes_last() -> None:
    assert order(frozenset())[-2:] == ["incidents/slow/updates.atom", "index.html"]


def test_pages_that_lose_words_come_first_after_what_they_need() -> None:
    found = order(frozenset({"slow"}))
    assert found[:3] == ["static/a.css", "fr/incidents/slow.html", "incidents/slow.html"]
    assert found[-2:] == ["incidents/slow/updates.atom", "index.html"]
    assert sorted(found) == sorted(PATHS)
