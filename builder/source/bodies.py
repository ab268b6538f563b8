"""The words of a file: sections cut out, each text parsed, problems placed in the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from builder.source.files import MOST_PROBLEMS, SourceText
from builder.source.markdown import MarkdownFault, Text, parse
from builder.source.names import Names
from builder.source.sections import CutSection, CutText, cut_sections
from builder.source.unshown import unshown_words
from builder.vocabulary.problems import Problem
from builder.vocabulary.readers import Limit
from builder.vocabulary.text import Body, Section

LONGEST_BODY = 32 * 1024
"""Bytes of a body; the largest real one known is seven thousand."""


@dataclass(frozen=True, slots=True)
class SiteLink:
    """A link to an address of the site, at a line and column of a file, from 1.

    ``audience`` is that of the section in which it stands, ``None`` outside of sections.
    """

    source: SourceText
    line: int
    column: int
    address: str
    audience: Limit = None


@dataclass(frozen=True, slots=True)
class BodyReading:
    """A body, the addresses of the pictures that it shows, its links within the site, and what is
    wrong with it. ``warnings`` are of words that nobody is shown. ``sections`` are those with
    words, where they stand in the file; ``cut`` is the text as it is written, ``None`` where it is
    too long to be read."""

    body: Body
    pictures: frozenset[str]
    problems: tuple[Problem, ...]
    links: tuple[SiteLink, ...] = ()
    sections: tuple[CutSection, ...] = ()
    cut: CutText | None = None
    warnings: tuple[Problem, ...] = ()

    @property
    def has_words(self) -> bool:
        """True where there is a word for somebody, or was before something went wrong."""
        return bool(self.body.blocks or self.body.sections or self.problems)


def read_body(
    source: SourceText,
    body: str,
    body_line: int,
    names: Names,
    pictures: Mapping[str, str],
    heading_shift: int,
) -> BodyReading:
    """Read a body that begins in line ``body_line`` of its file.

    ``pictures`` maps the names of the pictures beside the file to their addresses in the site.
    """
    if len(body) * 4 > LONGEST_BODY and len(body.encode()) > LONGEST_BODY:
        return BodyReading(Body(()), frozenset(), (_too_long(source, body, body_line),))
    cut, problems = cut_sections(source, body, body_line, names)
    text, faults = parse(cut.text, heading_shift, pictures)
    problems += _placed(source, cut.lines, faults)
    shown = text.pictures
    links = _links(source, cut.lines, text, None)
    sections: list[Section] = []
    places: list[CutSection] = []
    parsed: list[tuple[Sequence[int], Text]] = [(cut.lines, text)]
    for section in cut.sections:
        own, faults = parse(section.text, heading_shift, pictures, text.definitions)
        first = section.line + 1
        lines = range(first, first + section.text.count("\n") + 1)
        problems += _placed(source, lines, faults)
        parsed.append((lines, own))
        shown |= own.pictures
        links += _links(source, lines, own, section.audience)
        if own.blocks:
            sections.append(Section(section.audience, _blocks_before(text, section), own.blocks))
            places.append(section)
    whole = Body(text.blocks, tuple(sections))
    # Where a text could not be parsed, nobody knows what it would have used.
    warnings = () if problems else tuple(islice(unshown_words(source, parsed), MOST_PROBLEMS))
    return BodyReading(whole, shown, tuple(problems), tuple(links), tuple(places), cut, warnings)


def _blocks_before(text: Text, section: CutSection) -> int:
    """Return how many blocks begin before the section: the one that it stands in is the last."""
    return sum(start < section.place for start in text.starts)


def _placed(
    source: SourceText, lines: Sequence[int], faults: Sequence[MarkdownFault]
) -> list[Problem]:
    return [
        source.problem(
            fault.code,
            lines[min(fault.line, len(lines) - 1)],
            fault.column + 1,
            fault.message,
            fault.mend,
        )
        for fault in faults
    ]


def _links(source: SourceText, lines: Sequence[int], text: Text, audience: Limit) -> list[SiteLink]:
    return [
        SiteLink(
            source, lines[min(link.line, len(lines) - 1)], link.column + 1, link.address, audience
        )
        for link in text.links
    ]


def _too_long(source: SourceText, body: str, body_line: int) -> Problem:
    return source.problem(
        "body-too-long",
        body_line,
        1,
        f"The body has {len(body.encode()):,} bytes; {LONGEST_BODY:,} are allowed.",
        "Say it in fewer words, or in several updates.",
    )
