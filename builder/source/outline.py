"""The parts of a file that people wrote, with their lines: keys, words for everyone, sections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace

from builder.source.document import Document, read_document
from builder.source.files import SourceText
from builder.source.front_matter import YAML_LINE, split
from builder.source.names import Names
from builder.source.sections import CutText, cut_sections
from builder.source.yaml_text import Keys, Value
from builder.vocabulary.problems import Problem
from builder.vocabulary.readers import PUBLIC_NAME, Limit, audience

WORDS = "words"
SECTION = "section"

_BY_READER = frozenset({"titles", "next_update"})


@dataclass(frozen=True, slots=True)
class WrittenPart:
    """A part of a file, from its first line to its last one, counted from 1.

    ``key`` is that of the front matter, or ``words`` or ``section``. ``subject`` is what it is
    about where a key has several values: a component's id, a reader's name, a request's id.
    ``label`` is how it is written. ``limit`` is a section's.
    """

    key: str
    label: str
    first: int
    last: int
    subject: str = ""
    limit: Limit = None


def outline(source: SourceText, names: Names) -> tuple[WrittenPart, ...]:
    """Return the parts of a file with front matter, or of words alone where it has none."""
    parts = split(source)
    if isinstance(parts, Problem):
        return _words(source, source.text, 1, names)
    document, _ = read_document(source, parts.yaml, YAML_LINE)
    keys = _keys(document, names, parts.body_line - 2)
    return (*keys, *_words(source, parts.body, parts.body_line, names))


def outline_of_yaml(source: SourceText, names: Names) -> tuple[WrittenPart, ...]:
    """Return the keys of a file that is YAML alone."""
    document, _ = read_document(source, source.text)
    return _keys(document, names, _last_line(source))


def outline_of_audiences(source: SourceText) -> tuple[WrittenPart, ...]:
    """Return the keys of every audience; ``subject`` is the audience as a reader."""
    document, _ = read_document(source, source.text)
    found = [
        WrittenPart(key, f"{name}: {key}", document.line_of((name, key)), 0, audience(name))
        for name, keys in document.values.items()
        if isinstance(keys, dict)
        for key in keys
    ]
    borders = {document.line_of((name,)) for name in document.values}
    return _ended(document, found, borders, _last_line(source))


def outline_of_components(source: SourceText) -> tuple[WrittenPart, ...]:
    """Return a part for each group and each component; ``subject`` is its id."""
    document, _ = read_document(source, source.text)
    found = []
    for keys, thing in _things(document):
        identifier = str(thing.get("id", ""))
        key = "component" if "components" in keys else "group"
        found.append(WrittenPart(key, f"{key} {identifier}", document.line_of(keys), 0, identifier))
    borders = {document.line_of((key,)) for key in document.values}
    return _ended(document, found, borders, _last_line(source))


def _things(document: Document) -> Iterator[tuple[Keys, Mapping[str, Value]]]:
    """Yield the way to each group and component, those of a group after it."""
    for group in _items(document.values, ("groups",)):
        yield group
        yield from _items(group[1], (*group[0], "components"))
    yield from _items(document.values, ("components",))


def _items(holder: Mapping[str, Value], keys: Keys) -> Iterator[tuple[Keys, Mapping[str, Value]]]:
    listed = holder.get(str(keys[-1]))
    for index, item in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(item, dict):
            yield (*keys, index), item


def _keys(document: Document, names: Names, end: int) -> tuple[WrittenPart, ...]:
    """Return a part for each value of each key; ``end`` is the last line that there is."""
    found: list[WrittenPart] = []
    for key, value in document.values.items():
        top = WrittenPart(key, key, document.line_of((key,)), end)
        several = list(_several(document, names, top, value))
        # The line of a key with several values is nobody's own.
        found += several or [top]
    borders = {document.line_of((key,)) for key in document.values}
    return _ended(document, found, borders, end)


def _ended(
    document: Document, parts: list[WrittenPart], borders: Set[int], end: int
) -> tuple[WrittenPart, ...]:
    """Let each part end where the next one begins, or something else in ``borders``."""
    starts = sorted(borders | {part.first for part in parts})
    lasts = dict(zip(starts, [*(start - 1 for start in starts[1:]), end], strict=True))
    return tuple(
        replace(part, last=_trimmed(document, part.first, lasts[part.first])) for part in parts
    )


def _last_line(source: SourceText) -> int:
    return source.text.count("\n") + 1


def _several(
    document: Document, names: Names, top: WrittenPart, value: Value
) -> Iterator[WrittenPart]:
    def part(keys: Keys, word: str, subject: str) -> WrittenPart:
        line = document.line_of(keys)
        return replace(top, label=f"{top.key}: {word}", first=line, subject=subject)

    if top.key == "asks" and isinstance(value, list):
        for index, ask in enumerate(value):
            word = str(ask.get("id", "")) if isinstance(ask, dict) else ""
            yield part((top.key, index), word, word)
    elif isinstance(value, dict) and top.key == "components":
        for word in value:
            yield part((top.key, word), word, (names.components or {}).get(word, word))
    elif isinstance(value, dict) and top.key in _BY_READER:
        for word in value:
            yield part((top.key, word), word, names.reader(word) or word)
    elif isinstance(value, dict) and top.key == "answers":
        for word in value:
            yield part((top.key, word), word, word)
    elif top.key == "next_update":
        yield replace(top, subject=PUBLIC_NAME)


def _trimmed(document: Document, first: int, last: int) -> int:
    """Leave out blank lines and comments at the end."""
    while last > first:
        line = document.source.line(last).strip()
        if line and not line.startswith("#"):
            break
        last -= 1
    return last


def _words(source: SourceText, body: str, body_line: int, names: Names) -> tuple[WrittenPart, ...]:
    cut, _ = cut_sections(source, body, body_line, names)
    sections = [
        WrittenPart(
            SECTION,
            source.line(section.line),
            section.line,
            section.line + section.text.count("\n") + 1,
            limit=section.audience,
        )
        for section in cut.sections
    ]
    found = [*_for_everyone(source, cut), *sections]
    return tuple(sorted(found, key=lambda part: part.first))


def _for_everyone(source: SourceText, cut: CutText) -> Iterator[WrittenPart]:
    """Yield each stretch of lines that stands in no section, without blank ones around it."""
    borders = {section.line for section in cut.sections}
    stretch: list[int] = []
    for number in (*cut.lines, 0):
        if number and number not in borders:
            stretch.append(number)
            continue
        filled = [each for each in stretch if source.line(each).strip()]
        if filled:
            yield WrittenPart(WORDS, "words outside of sections", filled[0], filled[-1])
        stretch = []
