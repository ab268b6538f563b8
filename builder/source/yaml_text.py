"""YAML to plain values, strictly: text stays text, and nothing that could surprise is let in.

Plain ``true`` and ``false`` are booleans, plain ``null``, ``~`` and nothing are no value, and every
other scalar is text: ``on``, ``0123``, ``1.10``, ``12:30:00`` and dates stay as they were written.
Refused, each at its place: duplicate keys, anchors, aliases, tags, several documents, keys that
are no text, tabs as indentation, nesting deeper than 20, and a value that ``#`` cuts short.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from builder.source.files import MOST_PROBLEMS
from builder.source.words import shown

Value: TypeAlias = "bool | str | list[Value] | dict[str, Value] | None"
Keys: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys of mappings and positions in lists."""

DEEPEST = 20

_CUT_OFF = re.compile(r"([ \t]+)(#\S.*)")
_BLOCKS = frozenset("|>")
_ODD_BLANK = re.compile(r"^\s*[^\S \t\n]", re.MULTILINE)

_PLAIN_WORDS: Mapping[str, bool | None] = {
    "true": True,
    "false": False,
    "null": None,
    "~": None,
    "": None,
}


@dataclass(frozen=True, slots=True)
class YamlFault:
    """What is wrong at a line and column of the YAML, both from 0."""

    line: int
    column: int
    code: str
    message: str
    mend: str


@dataclass(frozen=True, slots=True)
class YamlReading:
    """The value, ``None`` where there is none, whether it is whole, and what is wrong."""

    value: Value
    whole: bool
    faults: tuple[YamlFault, ...] = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """Where a key and its value begin: line and column, from 0. An item of a list has no key."""

    key: tuple[int, int]
    value: tuple[int, int]


def read_yaml(text: str) -> YamlReading:
    """Read one YAML document."""
    builder = _Builder(text, None)
    return builder.document()


def find_places(text: str) -> Mapping[Keys, Marks]:
    """Return where every key and value of a document stands, as far as it can be read."""
    places: dict[Keys, Marks] = {}
    _Builder(text, places).document()
    return places


class _Unreadable(Exception):
    """The rest of the document can't be read; the fault is already noted."""


class _Builder:
    """Builds values from the parser's events; notes places where it is asked to."""

    def __init__(self, text: str, places: dict[Keys, Marks] | None) -> None:
        import yaml

        self._events = yaml
        self._text = text
        self._places = places
        self._faults: list[YamlFault] = []
        self._may_be_cut = " #" in text or "\t#" in text
        self._has_odd_blanks = not text.isascii() and _ODD_BLANK.search(text) is not None
        self._next = _parser(text).get_event

    def document(self) -> YamlReading:
        yaml = self._events
        try:
            value = self._document()
        except _Unreadable:
            return YamlReading(None, False, tuple(self._faults))
        except yaml.YAMLError as error:
            from builder.source.yaml_errors import explain

            self._faults.append(explain(error, self._text))
            return YamlReading(None, False, tuple(self._faults))
        return YamlReading(value, True, tuple(self._faults))

    def _document(self) -> Value:
        yaml = self._events
        self._next()
        event = self._next()
        if type(event) is yaml.StreamEndEvent:
            return None
        value = self._node(self._next(), (), 0)
        self._next()
        event = self._next()
        if type(event) is not yaml.StreamEndEvent:
            self._fault(
                event,
                "several-documents",
                "A second YAML document begins here.",
                "Keep one document; delete this line.",
            )
        return value

    def _node(self, event: Any, keys: Keys, depth: int) -> Value:
        yaml = self._events
        kind = type(event)
        if kind is yaml.AliasEvent:
            self._fault(
                event,
                "yaml-alias",
                f"{shown('*' + event.anchor)} is an alias, which is not allowed here.",
                "Write the value out, or put quotes around it if it is text.",
            )
            raise _Unreadable
        if event.anchor is not None:
            self._fault(
                event,
                "yaml-anchor",
                f"{shown('&' + event.anchor)} is an anchor, which is not allowed here.",
                "Delete it, or put quotes around the value if it is text.",
            )
        if event.tag is not None:
            self._fault(
                event,
                "yaml-tag",
                f"{shown(_tag(event.tag))} is a tag, which is not allowed here.",
                "Delete it, or put quotes around the value if it is text.",
            )
        if kind is yaml.ScalarEvent:
            text: str = event.value
            if self._may_be_cut and event.style not in _BLOCKS and (lost := self._cut_off(event)):
                return text or lost
            return text if event.style else _PLAIN_WORDS.get(text, text)
        if depth == DEEPEST:
            self._fault(
                event,
                "yaml-too-deep",
                f"Lists and mappings stand within each other more than {DEEPEST} deep.",
                "Write it flatter.",
            )
            raise _Unreadable
        if kind is yaml.MappingStartEvent:
            return self._mapping(keys, depth + 1)
        return self._sequence(keys, depth + 1)

    def _mapping(self, keys: Keys, depth: int) -> dict[str, Value]:
        yaml = self._events
        mapping: dict[str, Value] = {}
        scalar, end = yaml.ScalarEvent, yaml.MappingEndEvent
        places = self._places
        while type(key_event := self._next()) is not end:
            if type(key_event) is not scalar:
                self._odd_key(key_event)
            key: str = key_event.value
            if (not key or key_event.tag or key_event.anchor) and not key_event.style:
                self._odd_key(key_event)
            if self._has_odd_blanks and key[:1].isspace() and not key_event.style:
                self._odd_indentation(key_event)
            event = self._next()
            if places is None:
                value = self._node(event, keys, depth)
            else:
                below = (*keys, key)
                places.setdefault(below, Marks(_start(key_event), _start(event)))
                value = self._node(event, below, depth)
            if key in mapping:
                self._fault(
                    key_event,
                    "duplicate-key",
                    f"The key {shown(key)} stands here a second time.",
                    "Keep one of the two.",
                )
            else:
                mapping[key] = value
        return mapping

    def _sequence(self, keys: Keys, depth: int) -> list[Value]:
        sequence: list[Value] = []
        end = self._events.SequenceEndEvent
        places = self._places
        while type(event := self._next()) is not end:
            if places is None:
                sequence.append(self._node(event, keys, depth))
            else:
                below = (*keys, len(sequence))
                places[below] = Marks(_start(event), _start(event))
                sequence.append(self._node(event, below, depth))
        return sequence

    def _cut_off(self, scalar: Any) -> str:
        """Return what of a value's line stands in a comment and was hardly meant as one."""
        end = scalar.end_mark
        # Where the text ends with the comment, the mark may lie behind the last line.
        lines = self._text.split("\n")
        match = _CUT_OFF.match(lines[end.line], end.column) if end.line < len(lines) else None
        if match is None:
            return ""
        self._note(
            YamlFault(
                end.line,
                match.start(2),
                "value-cut-short",
                f"A `#` behind a blank begins a comment, so {shown(match[2].rstrip())} would be "
                "lost.",
                "Put quotes around the whole value, or write `# ` with a blank if it is a comment.",
            )
        )
        return match.group(2)

    def _odd_key(self, event: Any) -> None:
        self._fault(
            event,
            "key-not-text",
            "A key here is not plain text.",
            "Write `key: value` with a word as the key.",
        )
        raise _Unreadable

    def _odd_indentation(self, event: Any) -> None:
        letter = event.value[0]
        name = "no-break spaces" if letter == "\xa0" else "other signs than plain blanks"
        self._fault(
            event,
            "yaml-syntax",
            f"This line is indented with {name} (U+{ord(letter):04X}), which YAML takes for "
            "letters.",
            "Write plain blanks instead, here and in the lines below.",
        )
        raise _Unreadable

    def _fault(self, event: Any, code: str, message: str, mend: str) -> None:
        line, column = _start(event)
        self._note(YamlFault(line, column, code, message, mend))

    def _note(self, fault: YamlFault) -> None:
        self._faults.append(fault)
        if len(self._faults) == MOST_PROBLEMS:
            raise _Unreadable


def _tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!", 1)


def _start(event: Any) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line, mark.column)


def _parser(text: str) -> Any:
    import yaml

    # libyaml's parser where there is one: the pure one is eight times as slow.
    if yaml.__with_libyaml__:
        parser: Any = vars(yaml.cyaml)["CParser"]
        return parser(text)
    return yaml.SafeLoader(text)
