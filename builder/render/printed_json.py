"""A JSON Feed read back from its bytes, with what its text (version 1.1) has against it."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from builder.render.printed_feed import NO_TIME, PrintedFeed, PrintedItem, atom_date

_VERSION = "https://jsonfeed.org/version/1.1"
_OF_FEED = {
    "version": str,
    "title": str,
    "home_page_url": str,
    "feed_url": str,
    "description": str,
    "language": str,
    "authors": list,
    "items": list,
}
_OF_ITEM = {
    "id": str,
    "url": str,
    "title": str,
    "summary": str,
    "content_html": str,
    "date_published": str,
    "date_modified": str,
    "language": str,
}
_OF_NEWS = {**_OF_ITEM, "tags": list, "_status": dict}
_OF_STATUS = {
    "kind": (str,),
    "state": (str, type(None)),
    "impact": (str,),
    "components": (list,),
}
_OF_COMPONENT = {"id": (str,), "name": (str,), "state": (str, type(None))}


def read_json_feed(data: bytes) -> PrintedFeed:
    """Read a JSON Feed.

    Raises:
        ValueError: it is no JSON object in UTF-8.
    """
    document = json.loads(data.decode("utf-8"))
    if not isinstance(document, dict):
        raise ValueError("it is no object")
    wrong = list(_unlike(document, _OF_FEED, "the feed"))
    if document.get("version") != _VERSION:
        wrong.append("it is not of version 1.1")
    items = tuple(_read_item(item, wrong) for item in _rows(document, "items"))
    return PrintedFeed(
        ids=tuple(item.id for item in items),
        own_address=_text(document, "feed_url"),
        site=_text(document, "home_page_url"),
        title=_text(document, "title"),
        updated=max((item.updated for item in items), default=NO_TIME),
        items=items,
        wrong=tuple(wrong),
    )


def _read_item(item: Mapping[str, Any], wrong: list[str]) -> PrintedItem:
    name = _text(item, "id") or "an item"
    wrong += _unlike(item, _OF_NEWS if "_status" in item else _OF_ITEM, name)
    status = item.get("_status")
    if isinstance(status, dict):
        wrong += _unlike(status, _OF_STATUS, f"_status of {name}")
        for component in _rows(status, "components"):
            wrong += _unlike(component, _OF_COMPONENT, f"a component of {name}")
    if not all(isinstance(tag, str) for tag in item.get("tags", ())):
        wrong.append(f"{name} has a tag that is no text")
    return PrintedItem(
        id=_text(item, "id"),
        title=_text(item, "title"),
        link=_text(item, "url"),
        published=_date(item, "date_published", wrong),
        updated=_date(item, "date_modified", wrong),
        html=_text(item, "content_html"),
    )


def _unlike(found: Mapping[str, Any], expected: Mapping[str, Any], name: str) -> Iterator[str]:
    """Yield in what an object differs from the keys and types that we write."""
    for key in found.keys() ^ expected.keys():
        yield f"{name}: {key!r} is {'one key too many' if key in found else 'missing'}"
    for key in found.keys() & expected.keys():
        if not isinstance(found[key], expected[key]):
            yield f"{name}: {key!r} is of another type"


def _rows(found: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = found.get(key)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _text(found: Mapping[str, Any], key: str) -> str:
    value = found.get(key)
    return value if isinstance(value, str) else ""


def _date(found: Mapping[str, Any], key: str, wrong: list[str]) -> datetime:
    return atom_date(_text(found, key), wrong)
