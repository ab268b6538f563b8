"""One update: front matter and body of a file, as a record and as the model's value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from builder.model.incident import Ask, Redaction, Update
from builder.source.document import Document, read_document
from builder.source.files import SourceText
from builder.source.front_matter import YAML_LINE, split
from builder.source.names import Names
from builder.source.records import meant_keys, read_record
from builder.source.words import shown
from builder.vocabulary.problems import Problem
from builder.vocabulary.readers import PUBLIC_NAME
from builder.vocabulary.statuses import STATUSES, Kind, State
from builder.vocabulary.times import TimeError, time_in_name

if TYPE_CHECKING:
    from builder.source.schemas.incident import UpdateRecord
    from builder.vocabulary.text import Body


Said = TypeVar("Said")


@dataclass(frozen=True, slots=True)
class UpdateFront:
    """The front matter of an update, and the body behind it. ``record`` is ``None`` where nothing
    of the front matter could be read. ``meant`` are keys that stand there misspelt."""

    id: str
    document: Document
    record: UpdateRecord | None
    body: str
    body_line: int
    meant: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class WrittenUpdate:
    """An update beside the front matter that it was made of, so that a problem finds its place."""

    update: Update
    record: UpdateRecord
    document: Document


def read_front(
    source: SourceText, identifier: str, kind: Kind | None = None
) -> tuple[UpdateFront | None, list[Problem]]:
    """Read the front matter of an update; ``None`` where the file has none.

    ``kind`` is the incident's, where that is known: it says which stages there are.
    """
    from builder.source.schemas.incident import UpdateRecord

    parts = split(source)
    if isinstance(parts, Problem):
        return None, [parts]
    document, problems = read_document(source, parts.yaml, YAML_LINE)
    record, meant = None, frozenset[str]()
    if document.whole:
        stages = STATUSES[kind] if kind is not None else ()
        record, more = read_record(document, UpdateRecord, stages)
        problems += more
        meant = meant_keys(document, UpdateRecord) if more else meant
    return UpdateFront(identifier, document, record, parts.body, parts.body_line, meant), problems


def make_update(
    front: UpdateFront,
    names: Names,
    bodies: Mapping[str, Body],
    default_language: str,
    not_before: datetime | None = None,
) -> tuple[WrittenUpdate | None, list[Problem]]:
    """Make the model's value; ``None`` where the front matter does not say enough.

    ``not_before`` is when its notice begins to show.
    """
    document, record = front.document, front.record
    if record is None:
        return None, []
    problems: list[Problem] = []
    at = _time_of(front, problems)
    states = states_of(document, record.components, names, problems)
    limit = names.limit(document, ("audience",), record.audience, problems)
    problems += names.check_languages(document, ("translations",), record.translations)
    if at is None:
        return None, problems
    title = {default_language: record.title} if record.title else {}
    title.update((language, text.title) for language, text in record.translations.items())
    redacted = record.redacted
    update = Update(
        id=front.id,
        at=at,
        visible_from=max(each for each in (at, record.posted, not_before) if each),
        status=record.status,
        audience=limit,
        since=record.since,
        components={name: State(said) for name, said in states.items() if said != "inherit"},
        inherits=frozenset(name for name, said in states.items() if said == "inherit"),
        next_update=_promises(document, record, at, names, problems),
        title=title,
        priority=record.priority,
        reason=record.reason or "",
        holding=record.holding,
        corrects=record.corrects,
        edited=record.edited,
        withdrawn=record.withdrawn,
        withdrawn_reason=record.withdrawn_reason or "",
        redacted=Redaction(redacted.at, redacted.reason) if redacted else None,
        asks=_asks(record, names),
        answers=dict(record.answers),
        data_loss=record.data_loss,
        postmortem_by=record.postmortem_by,
        no_postmortem=record.no_postmortem,
        restored_by=record.restored_by,
        outcome=record.outcome.value if record.outcome else None,
        merged_into=record.merged_into,
        scheduled_for=record.scheduled_for,
        scheduled_until=record.scheduled_until,
        understated=record.understated,
        override=record.override is not None,
        bodies=bodies,
    )
    return WrittenUpdate(update, record, document), problems


def states_of(
    document: Document, written: Mapping[str, Said], names: Names, problems: list[Problem]
) -> dict[str, Said]:
    """Return states by the ids of known components; a component that is not known is a problem."""
    states: dict[str, Said] = {}
    words: dict[str, str] = {}
    for word, state in written.items():
        keys = ("components", word)
        component = names.component(document, keys, word, problems, at_key=True)
        if component is None:
            continue
        first = words.setdefault(component, word)
        if first != word:
            problems.append(
                document.problem(
                    "duplicate-component",
                    keys,
                    f"{shown(word)} is another name of {shown(first)}, "
                    "which has a state here already.",
                    "Keep one of the two.",
                    at_key=True,
                )
            )
        states[component] = state
    return states


def _asks(record: UpdateRecord, names: Names) -> tuple[Ask, ...]:
    """Return the requests; whom there is not to ask is told by the rules of an incident."""
    asks = []
    for ask in record.asks:
        to = frozenset(name for name in map(names.reader, ask.to) if name is not None)
        asks.append(Ask(ask.id, to, ask.text, ask.by))
    return tuple(asks)


def _time_of(front: UpdateFront, problems: list[Problem]) -> datetime | None:
    record = front.record
    if record is not None and record.at is not None:
        return record.at
    try:
        in_name = time_in_name(front.id)
    except TimeError as error:
        message = f"It has no `at`, and {error}."
        problems.append(
            front.document.problem("bad-time", (), message, "Rename the file, or write `at`.")
        )
        return None
    if in_name is None and "at" not in front.document.values and "at" not in front.meant:
        problems.append(
            front.document.problem(
                "no-time",
                (),
                "The update has no time: neither `at` nor its file name says when it was.",
                "Write `at: 2026-11-23T14:05:00Z`, "
                "or name the file like `20261123T1405Z-investigating.md`.",
            )
        )
    return in_name


def _promises(
    document: Document,
    record: UpdateRecord,
    at: datetime,
    names: Names,
    problems: list[Problem],
) -> dict[str, datetime]:
    promises: dict[str, datetime] = {}
    for word, promise in (record.next_update or {}).items():
        keys = ("next_update", word) if word else ("next_update",)
        name: str | None = PUBLIC_NAME
        if word:
            name = names.written_reader(document, keys, word, problems, at_key=True)
        moment = _moment(at, promise)
        if moment is None or moment <= at:
            problems.append(
                document.problem(
                    "next-update-too-early",
                    keys,
                    "The next update is promised for a time that is not after this one.",
                    "Write a later time, or `+20m` for 20 minutes after `at`.",
                )
            )
        elif name is not None:
            promises[name] = moment
    return promises


def _moment(at: datetime, promise: datetime | timedelta) -> datetime | None:
    if isinstance(promise, datetime):
        return promise
    try:
        return at + promise
    except OverflowError:
        return None
