"""YAML as our files have it: block style, plain where that is safe, the same bytes each time."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Value: TypeAlias = "str | bool | Mapping[str, Value] | Sequence[Value]"

_PLAIN = re.compile(r"[^\W\d_][\w ./+()'&;=-]*|/[\w./-]*", re.UNICODE)
_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?")
_ADDRESS = re.compile(r"https?://[^\s#'\"{}\[\],&*!|>%@`\\]+")
_OTHER_MEANING = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n", "~"})


def write_yaml(values: Mapping[str, Value]) -> str:
    """Return a mapping as lines of YAML. Keys are written as they are."""
    return "".join(f"{line}\n" for line in _mapping(values, ""))


def scalar(text: str) -> str:
    """Return text as a scalar that every reader takes for this text."""
    if _TIME.fullmatch(text) or (_ADDRESS.fullmatch(text) and not text.endswith(":")):
        return text
    if _PLAIN.fullmatch(text) and text[-1] != " " and text.lower() not in _OTHER_MEANING:
        return text
    return json.dumps(text, ensure_ascii=False)


def _mapping(values: Mapping[str, Value], indent: str) -> list[str]:
    lines = []
    for key, value in values.items():
        if isinstance(value, bool):
            lines.append(f"{indent}{key}: {'true' if value else 'false'}")
        elif isinstance(value, str):
            lines.append(f"{indent}{key}: {scalar(value)}")
        elif not value:
            lines.append(f"{indent}{key}: {'{}' if isinstance(value, Mapping) else '[]'}")
        elif isinstance(value, Mapping):
            lines += [f"{indent}{key}:", *_mapping(value, f"{indent}  ")]
        else:
            lines += [f"{indent}{key}:", *_items(value, f"{indent}  ")]
    return lines


def _items(values: Sequence[Value], indent: str) -> list[str]:
    lines = []
    for value in values:
        if isinstance(value, Mapping):
            inner = _mapping(value, f"{indent}  ")
            lines += [f"{indent}- {inner[0].lstrip()}", *inner[1:]]
        else:
            assert isinstance(value, str)
            lines.append(f"{indent}- {scalar(value)}")
    return lines
