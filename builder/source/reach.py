"""Words that do not reach whom they are for, and words that the program works out itself: warnings,
each at its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from builder.model.site import Site
from builder.source.bodies import BodyReading
from builder.source.files import SourceText
from builder.source.words import one_of
from builder.vocabulary.problems import Problem, Severity
from builder.vocabulary.readers import Limit, Reader

if TYPE_CHECKING:
    from builder.source.incidents import WrittenIncident

_SLA_BLOCK = re.compile(r"<p><strong>SLA\s*:?</strong>", re.IGNORECASE)
_SLA_LINE = re.compile(r"\s*(\*\*|__)SLA\s*:?\s*\1", re.IGNORECASE)


def typed_sla(source: SourceText, reading: BodyReading) -> Iterator[Problem]:
    """Yield a warning on each line that states whether an SLA holds: a typed one grows old."""
    body = reading.body
    blocks = [*body.blocks, *(each for section in body.sections for each in section.blocks)]
    if not any(_SLA_BLOCK.match(block) for block in blocks):
        return
    for number, line in enumerate(source.text.split("\n"), 1):
        if _SLA_LINE.match(line):
            yield source.problem(
                "typed-sla",
                number,
                1,
                "Whether an SLA holds is worked out from what is recorded, and a typed word on it "
                "may say another thing.",
                "Take the line out.",
                Severity.WARNING,
            )


def unread_sections(
    source: SourceText, reading: BodyReading, limits: tuple[Limit, ...], site: Site
) -> Iterator[Problem]:
    """Yield a warning on each section for a reader who may not read the update that it stands in.

    ``limits`` are those of the update and its incident.
    """
    for section in reading.sections:
        missed = _missed(section.audience, limits, site)
        if missed:
            yield source.problem(
                "section-out-of-reach",
                section.line,
                1,
                f"{_cannot_read(missed)} does not see this section.",
                "Take the section out, or widen the `audience` of the update or its incident.",
                Severity.WARNING,
            )


def sections_of_page(source: SourceText, reading: BodyReading) -> Iterator[Problem]:
    """Yield a warning on each section of a free page: such a page is shown as a whole or not."""
    for section in reading.sections:
        yield source.problem(
            "section-in-page",
            section.line,
            1,
            "A section of a free page is shown to nobody.",
            "Make it a page of its own, with `audience` in its front matter.",
            Severity.WARNING,
        )


def unread_asks(written: WrittenIncident, site: Site) -> Iterator[Problem]:
    """Yield a warning on each request to a reader who may not read the update that makes it."""
    for one in written.updates:
        limits = (written.incident.audience, one.update.audience)
        for index, ask in enumerate(one.update.asks):
            missed = _missed(ask.to, limits, site)
            if missed:
                yield one.document.problem(
                    "ask-out-of-reach",
                    ("asks", index, "to"),
                    f"{_cannot_read(missed)} does not see this request.",
                    "Ask somebody who reads it, or widen its `audience`.",
                    severity=Severity.WARNING,
                )


def unread_incident(written: WrittenIncident, site: Site) -> Iterator[Problem]:
    """Yield a warning where no reader of the site may read anything of an incident, and on each
    update of one that somebody reads, but not the update."""
    incident = written.incident
    limits = [(incident.audience, update.audience) for update in incident.updates]
    misspelt = any(limit == frozenset() for each in limits for limit in each)
    read = any(_reads(reader, each) for reader in site.readers() for each in limits)
    if not limits or misspelt:
        return
    if read:
        yield from _unread_updates(written, site)
        return
    yield written.document.problem(
        "shown-to-nobody",
        ("audience",) if "audience" in written.document.values else (),
        "No reader of the site may read the incident: it is shown to nobody.",
        "Name readers in `audience` that have pages.",
        severity=Severity.WARNING,
    )


def _unread_updates(written: WrittenIncident, site: Site) -> Iterator[Problem]:
    for one in written.updates:
        limits = (written.incident.audience, one.update.audience)
        if not one.record.draft and not any(_reads(reader, limits) for reader in site.readers()):
            yield one.document.problem(
                "shown-to-nobody",
                ("audience",),
                "No reader of the site may read the update: it is shown to nobody.",
                "Name readers in `audience` that have pages.",
                severity=Severity.WARNING,
            )


def _missed(named: Iterable[str], limits: tuple[Limit, ...], site: Site) -> list[str]:
    """Return who of those that are named can't read what has the limits."""
    readers = tuple(site.readers())
    missed = []
    for name in sorted(named):
        own = [reader for reader in readers if reader.name == name]
        accounts = (
            each for each in site.accounts.values() if each.reader.may_read(frozenset({name}))
        )
        meant = own or [each.reader for each in accounts]
        meant = meant or [reader for reader in readers if name in reader.reads]
        if not any(_reads(reader, limits) for reader in meant):
            missed.append(name)
    return missed


def _reads(reader: Reader, limits: tuple[Limit, ...]) -> bool:
    return all(reader.may_read(limit) for limit in limits)


def _cannot_read(missed: list[str]) -> str:
    names = one_of([name.removeprefix("audience:") for name in missed])
    return f"{names} may not read the update, and"
