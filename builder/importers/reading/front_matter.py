"""Front matter of foreign files, read as leniently as the systems that they were written for.

Scalars come out as text, whatever YAML would make of them, so that ``yes``, ``0123`` and times mean
what their author saw. TOML's own times come out in ISO 8601.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import yaml

_DEEPEST = 50
"""Levels of mappings and lists in front matter, a configuration or a table."""

_KEY_LINE = re.compile(r"([A-Za-z][\w-]*)\s*[:=]\s*(.*)")
_ITEM_LINE = re.compile(r"\s*-\s+(.*)")


@dataclass(frozen=True, slots=True)
class Post:
    """A file in two: what stands in its front matter, and its body.

    ``values`` is ``None`` where the file has no front matter that can be read.
    """

    values: dict[str, Any] | None
    body: str
    remarks: tuple[str, ...] = ()


def split_post(text: str) -> Post:
    """Split YAML between ``---``, TOML between ``+++``, or JSON, from the body."""
    stripped = text.lstrip("\n")
    if stripped.startswith("{"):
        return _json_post(stripped)
    lines = stripped.split("\n")
    fence = lines[0].rstrip() if lines else ""
    if fence in ("---", "+++"):
        end = _closing(lines, fence)
        if end is None:
            return Post(None, text)
        values, remarks = parse_values("\n".join(lines[1:end]), toml=fence == "+++")
        return Post(values, "\n".join(lines[end + 1 :]), remarks)
    end = _closing(lines, "---", first=0)
    if end is None or not _KEY_LINE.fullmatch(lines[0]):
        return Post(None, text)
    values, remarks = parse_values("\n".join(lines[:end]))
    opening = "The opening `---` is missing; the lines before the closing one were read."
    return Post(values, "\n".join(lines[end + 1 :]), (opening, *remarks))


def parse_values(text: str, *, toml: bool = False) -> tuple[dict[str, Any] | None, tuple[str, ...]]:
    """Read a mapping; line by line where it is not well formed.

    Returns:
        The values (``None`` where there is nothing to read) and what had to be passed over.
    """
    try:
        values = _toml(text) if toml else parse_yaml(text)
    except ValueError:
        values = _line_by_line(text)
        if not values:
            return None, ()
        return values, ("The front matter is not well formed; it was read line by line.",)
    return (values, ()) if isinstance(values, dict) else (None, ())


def parse_yaml(text: str) -> Any:
    """Read YAML with every scalar as text.

    Raises:
        ValueError: it is not well formed, or nests without bounds.
    """
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        _require_bounds(yaml.parse(text, Loader=loader))
        return yaml.load(text, Loader=loader)  # noqa: S506 - makes text, lists and mappings alone
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(str(error)) from error


def _require_bounds(events: "Iterable[yaml.Event]") -> None:
    """Look at the nesting before anything is built: the C loader's own stack has no guard."""
    import yaml

    depth = 0
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            raise ValueError(f"it nests deeper than {_DEEPEST} levels")


def _closing(lines: list[str], fence: str, first: int = 1) -> int | None:
    found = (place for place in range(first, len(lines)) if lines[place].rstrip() == fence)
    return next(found, None)


def _toml(text: str) -> Any:
    import tomllib

    try:
        return _as_text(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def _json_post(text: str) -> Post:
    import json

    try:
        values, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return Post(None, text)
    if not isinstance(values, dict):
        return Post(None, text)
    return Post(_as_text(values), text[end:].lstrip("\n"))


def _as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return "" if value is None else str(value)


def _line_by_line(text: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    key = ""
    for line in text.split("\n"):
        entry = _KEY_LINE.fullmatch(line)
        item = _ITEM_LINE.fullmatch(line)
        if entry:
            key = entry[1]
            values[key] = _unquoted(entry[2])
        elif item and key:
            before = values[key]
            values[key] = [*(before if isinstance(before, list) else []), _unquoted(item[1])]
    return values


def _unquoted(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1]
    return re.sub(r"\s+#.*$", "", text)
