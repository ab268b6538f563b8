"""Message templates: words that were agreed on in calm times, with gaps to fill.

A gap is ``{name}``: a field that the template declares, or a fact that whoever writes the update
knows anyway. Nothing else is done to a text, and what is put in is never looked at for gaps.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from builder.vocabulary.readers import Reader
from builder.vocabulary.statuses import Kind, Priority, Status


class Occasion(StrEnum):
    """What an update is for, besides telling of a stage."""

    UPDATE = "update"
    """The stage itself: the usual one."""

    HOLDING = "holding"
    """There is nothing new."""

    HEADS_UP = "heads_up"
    """Insiders are told before the public."""

    WORSE = "worse"
    BETTER = "better"
    """The priority changed."""

    CORRECTION = "correction"
    REOPENED = "reopened"
    CONTINUES_IN = "continues_in"
    NO_IMPACT = "no_impact"
    SUMMARY = "summary"
    OVERRUN = "overrun"
    PERSONAL_DATA = "personal_data"


class FieldType(StrEnum):
    """What a field takes."""

    TEXT = "text"
    """Words on one line, at most ``limit`` characters."""

    COMPONENTS = "components"
    """Ids of components; their names are put in."""

    REGIONS = "regions"
    """Names with commas between them."""

    SHARE = "share"
    """A share in per cent, from 0 to 100."""

    COUNT = "count"
    """A whole number."""

    TIME = "time"
    """An instant, put in with day, year and zone."""

    CHOICE = "choice"
    """One of ``options``."""


FACTS = (
    "components",
    "sentence",
    "since",
    "ended",
    "last_update",
    "next_update",
    "product",
    "we",
    "support",
    "sign_off",
)
"""Gaps that need no field: names of the components, the sentence for customers, when impact began
and ended, when the last update came and the next comes, and the ``voice`` of the site."""


@dataclass(frozen=True, slots=True)
class Field:
    """A gap that is asked for. Where an ``optional`` one stays empty, its paragraph goes."""

    name: str
    type: FieldType
    ask: str
    limit: int
    optional: bool = False
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MessageTemplate:
    """Words for one audience in one language.

    ``stage`` and ``priority`` are ``None`` where any will do. ``shipped`` is true for those that
    come with the program. ``path`` is where it lies.
    """

    id: str
    language: str
    audience: str
    kind: Kind
    occasion: Occasion
    stage: Status | None
    priority: Priority | None
    title: str
    body: str
    fields: tuple[Field, ...] = ()
    shipped: bool = False
    path: str = ""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A gap in a text: its name, and where it stands, from 0."""

    name: str
    start: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What words are looked for."""

    audience: str
    language: str
    kind: Kind = Kind.INCIDENT
    occasion: Occasion = Occasion.UPDATE
    stage: Status | None = None
    priority: Priority | None = None


_GAP = re.compile(r"\{([a-z][a-z0-9_]{0,39})\}")
_BRACE = re.compile(r"[{}]")


def gaps(text: str) -> Iterator[Occurrence]:
    """Yield the gaps of a text in order."""
    for match in _GAP.finditer(text):
        yield Occurrence(match.group(1), match.start())


def stray_braces(text: str) -> Iterator[int]:
    """Yield where braces stand that belong to no gap: nothing would ever be put there."""
    without = _GAP.sub(lambda match: " " * len(match.group()), text)
    for match in _BRACE.finditer(without):
        yield match.start()


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its gaps filled; a paragraph with a gap that stays empty is left out."""
    paragraphs = []
    for paragraph in re.split(r"\n{2,}", text.strip("\n")):
        if all(values.get(gap.name) for gap in gaps(paragraph)):
            paragraphs.append(_GAP.sub(lambda match: values[match.group(1)], paragraph))
    return "\n\n".join(paragraphs)


def choose(templates: Iterable[MessageTemplate], wanted: Wanted) -> MessageTemplate | None:
    """Return the words that fit best, ``None`` where there are none.

    Audience, kind, occasion and language are never others than those wanted. What names the stage
    goes before what names the priority, and both before what names neither; where two fit alike,
    the site's own go before those that come with the program, then the id that sorts first.
    """
    fitting = [each for each in templates if _fits(each, wanted)]
    return min(fitting, key=_rank, default=None)


def _fits(template: MessageTemplate, wanted: Wanted) -> bool:
    return (
        template.audience == wanted.audience
        and template.language == wanted.language
        and template.kind is wanted.kind
        and template.occasion is wanted.occasion
        and template.stage in (None, wanted.stage)
        and template.priority in (None, wanted.priority)
    )


def _rank(template: MessageTemplate) -> tuple[bool, bool, bool, str]:
    return (template.stage is None, template.priority is None, template.shipped, template.id)


def for_reader(reader: Reader, accounts: str) -> str:
    """Return the audience whose words a reader gets: an account those of ``accounts``."""
    if reader.name.startswith("account:"):
        return accounts
    return reader.name.removeprefix("audience:")
