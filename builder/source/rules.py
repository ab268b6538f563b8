"""What must fit together within one incident."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from builder.source.holding import holding_problems
from builder.source.names import Names
from builder.source.words import one_of, shown, suggestion
from builder.source.yaml_text import Keys
from builder.vocabulary.problems import Problem
from builder.vocabulary.readers import Limit, for_accounts_alone
from builder.vocabulary.statuses import ENDING, STATUSES, Kind, State, Status
from builder.vocabulary.times import iso

if TYPE_CHECKING:
    from builder.source.incidents import WrittenIncident
    from builder.source.updates import UpdateFront, WrittenUpdate

_RESOLVED_KEYS = ("data_loss", "postmortem_by", "no_postmortem", "outcome")
_NOT_BEFORE = ("posted", "withdrawn")


def check_incident(
    written: WrittenIncident,
    fronts: Sequence[UpdateFront],
    names: Names,
    latest: datetime | None,
) -> list[Problem]:
    """Return every problem of an incident that its files show only together.

    ``fronts`` are the updates as far as they could be read, even those that make no update.
    """
    problems = list(_incident_keys(written))
    for front in fronts:
        problems += _stage(front, written)
    for one in written.updates:
        for check in (_states_at_the_end, _inherited, _stage_keys, _moments, _windows_of_update):
            problems += check(one, written)
        problems += holding_problems(one, written.kind)
        problems += _ahead(one, latest)
        problems += _answered(one, written, names)
        problems += _within(one, written.incident.audience, names)
    problems += _asked_twice(written.updates)
    problems += _corrections(written.updates, names)
    problems += _windows(written)
    problems += _started(written)
    return problems


def reaches(names: Names, limit: Limit, target: Limit) -> bool:
    """Say whether everyone who may read something with one limit may read the other thing too."""
    return all(
        reader.may_read(target)
        for reader in (names.readers or {}).values()
        if reader.may_read(limit)
    )


# --- the kind of incident -----------------------------------------------------------------------

_KEYS_OF_KIND = {
    Kind.INCIDENT: frozenset[str](),
    Kind.MAINTENANCE: frozenset({"scheduled_for", "scheduled_until", "components"}),
    Kind.NOTICE: frozenset({"from", "until"}),
}


def _incident_keys(written: WrittenIncident) -> Iterator[Problem]:
    document, kind = written.document, written.kind
    for owner, keys in _KEYS_OF_KIND.items():
        for key in sorted(keys & document.values.keys()):
            if kind is not None and owner is not kind:
                yield document.problem(
                    "key-of-other-kind",
                    (key,),
                    f"{shown(key)} means nothing in the `incident.md` of a record of kind "
                    f"{shown(kind)}.",
                    f"Write `kind: {owner}` if it is one, else move the key to an update "
                    "or delete it.",
                    at_key=True,
                )
    if kind is Kind.NOTICE and "started" in document.values:
        yield document.problem(
            "key-of-other-kind",
            ("started",),
            "A notice has no impact that could begin.",
            "Write `from:` for the time when it begins to show.",
            at_key=True,
        )


def _stage(front: UpdateFront, written: WrittenIncident) -> Iterator[Problem]:
    """The stage of an update: there where it must be, and one of its kind's."""
    document, kind = front.document, written.kind
    if kind is None:
        return
    allowed = STATUSES[kind]
    status = front.record.status if front.record else None
    if kind is Kind.NOTICE:
        for key in sorted(
            {"status", "components", "outcome", "merged_into"} & document.values.keys()
        ):
            yield document.problem(
                "key-of-other-kind",
                (key,),
                f"A notice has no {shown(key)}: it has no effect on any state.",
                "Delete the line, or make it an incident: `kind: incident`.",
                at_key=True,
            )
    elif "status" not in document.values and document.whole:
        if "audience" not in document.values and "status" not in front.meant:
            yield document.problem(
                "missing-status",
                (),
                "The update has no `status`.",
                f"Write `status:` with {one_of(allowed)}.",
            )
    elif status is not None and status not in allowed:
        yield document.problem(
            "wrong-status",
            ("status",),
            f"{shown(status)} is no stage of a record of kind {shown(kind)}.",
            f"Write {one_of(allowed)}.",
        )


# --- one update ---------------------------------------------------------------------------------


def _states_at_the_end(one: WrittenUpdate, written: WrittenIncident) -> Iterator[Problem]:
    update, record, document = one.update, one.record, one.document
    if update.status is Status.SCHEDULED and record.components:
        yield document.problem(
            "states-before-window",
            ("components",),
            "An update of a maintenance that is only scheduled carries no states.",
            "Write them into `incident.md`: they hold from `scheduled_for` to `scheduled_until`.",
            at_key=True,
        )
    if update.status not in ENDING:
        return
    for word, state in record.components.items():
        if state not in (State.OPERATIONAL, "inherit"):
            yield document.problem(
                "worse-state-at-end",
                ("components", word),
                f"{shown(update.status or '')} ends the incident's effect, "
                f"but {shown(word)} is said to be {shown(state)}.",
                "Write `operational`, or a stage that does not end it.",
            )


def _inherited(one: WrittenUpdate, written: WrittenIncident) -> Iterator[Problem]:
    """``inherit`` takes back an account's own word, which an update for accounts alone says."""
    update, document = one.update, one.document
    limit = written.incident.audience if update.audience is None else update.audience
    for word, state in one.record.components.items():
        if state == "inherit" and not for_accounts_alone(limit):
            yield document.problem(
                "nothing-to-inherit",
                ("components", word),
                "`inherit` ends an account's own word, and this update is not for accounts alone.",
                "Write a state, or `audience: account:ID` if an account's own word is over.",
            )


def _stage_keys(one: WrittenUpdate, written: WrittenIncident) -> Iterator[Problem]:
    update, document = one.update, one.document
    present = document.values.keys()
    for key in _RESOLVED_KEYS:
        after = key == "data_loss" and update.status is Status.POSTMORTEM
        if key in present and update.status is not Status.RESOLVED and not after:
            yield document.problem(
                "key-of-other-stage",
                (key,),
                f"{shown(key)} belongs to the update that is `resolved`.",
                "Move it there, or delete the line.",
                at_key=True,
            )
    if {"postmortem_by", "no_postmortem"} <= present:
        yield document.problem(
            "postmortem-contradiction",
            ("no_postmortem",),
            "The update promises a postmortem and says why there is none.",
            "Keep `postmortem_by` or `no_postmortem`.",
            at_key=True,
        )
    for key, wanted in (
        ("withdrawn_reason", "withdrawn"),
        ("pace", "next_update"),
        ("reason", "priority"),
    ):
        if key in present and wanted not in present:
            yield document.problem(
                "missing-key",
                (key,),
                f"{shown(key)} says nothing without {shown(wanted)}.",
                f"Write {shown(wanted)} too, or delete the line.",
                at_key=True,
            )
    if written.kind not in (Kind.MAINTENANCE, None):
        for key in sorted({"scheduled_for", "scheduled_until"} & present):
            yield document.problem(
                "key-of-other-kind",
                (key,),
                f"{shown(key)} means something for a maintenance alone.",
                "Delete the line, or write `kind: maintenance` into `incident.md`.",
                at_key=True,
            )


def _moments(one: WrittenUpdate, written: WrittenIncident) -> Iterator[Problem]:
    """Times that may not lie before the update's own, and one that may not lie after it."""
    update, record, document = one.update, one.record, one.document
    moments: list[tuple[Keys, datetime | None]] = [
        ((key,), getattr(record, key)) for key in _NOT_BEFORE
    ]
    moments += [(("edited", index), moment) for index, moment in enumerate(record.edited)]
    if record.redacted is not None:
        moments.append((("redacted", "at"), record.redacted.at))
    for keys, moment in moments:
        if moment is not None and moment < update.at:
            yield document.problem(
                "before-update",
                keys,
                f"{shown(str(keys[0]))} lies before the update's own time.",
                "Write the time when it happened, or mend `at`.",
            )
    if record.since is not None and record.since > update.at:
        yield document.problem(
            "since-after-update",
            ("since",),
            "The states are said to begin after the update that tells of them.",
            "Write a time that is not after `at`, or leave the line out.",
        )


def _ahead(one: WrittenUpdate, latest: datetime | None) -> Iterator[Problem]:
    update, record, document = one.update, one.record, one.document
    if latest is None:
        return
    if update.at > latest and not record.embargo:
        yield document.problem(
            "ahead-of-clock",
            ("at",),
            "The update's time lies ahead of the clock.",
            "Mend `at` or the file's name; if it is meant, write `embargo: true`.",
        )
    if record.posted is not None and record.posted > latest:
        yield document.problem(
            "ahead-of-clock",
            ("posted",),
            "`posted` lies ahead of the clock.",
            "Write when it was really posted, or leave the line out.",
        )


def _windows_of_update(one: WrittenUpdate, written: WrittenIncident) -> Iterator[Problem]:
    record, incident = one.record, written.incident
    if written.kind is not Kind.MAINTENANCE:
        return
    begin = record.scheduled_for or incident.scheduled_for
    end = record.scheduled_until or incident.scheduled_until
    rescheduled = record.scheduled_for or record.scheduled_until
    if rescheduled and begin and end and end <= begin:
        key = "scheduled_until" if record.scheduled_until else "scheduled_for"
        yield one.document.problem(
            "window-ends-first",
            (key,),
            "The window ends before it begins.",
            "Write both `scheduled_for` and a later `scheduled_until`.",
        )


def _answered(one: WrittenUpdate, written: WrittenIncident, names: Names) -> list[Problem]:
    """Requests ask readers that exist; answers answer requests that were made."""
    problems: list[Problem] = []
    document = one.document
    for index, ask in enumerate(one.record.asks):
        for word in ask.to:
            names.written_reader(document, ("asks", index, "to"), word, problems)
    asked = [ask.id for each in written.updates for ask in each.record.asks]
    for identifier in one.record.answers:
        if identifier not in asked:
            problems.append(
                document.problem(
                    "unknown-ask",
                    ("answers", identifier),
                    f"Nothing was asked under the id {shown(identifier)}.",
                    suggestion(identifier, sorted(set(asked))) or "Write the id of a request.",
                    at_key=True,
                )
            )
    return problems


def _within(one: WrittenUpdate, limit: Limit, names: Names) -> Iterator[Problem]:
    """An update is for no reader who may not read its incident."""
    if limit is None or names.readers is None:
        return
    for name in sorted(one.update.audience or ()):
        if not names.readers[name].may_read(limit):
            yield one.document.problem(
                "audience-too-wide",
                ("audience",),
                f"{shown(name.removeprefix('audience:'))} may not read the incident itself.",
                "Widen `audience` in `incident.md`, or name readers of the incident here.",
            )


# --- several updates ----------------------------------------------------------------------------


def _asked_twice(updates: Sequence[WrittenUpdate]) -> Iterator[Problem]:
    """An answer names its request by the id alone, and is read by whom that one was made to."""
    asked: set[str] = set()
    for one in updates:
        for index, ask in enumerate(one.record.asks):
            if ask.id in asked:
                yield one.document.problem(
                    "duplicate-ask",
                    ("asks", index, "id"),
                    f"Something else was asked under the id {shown(ask.id)} before.",
                    "Give the request an id of its own.",
                )
            asked.add(ask.id)


def _corrections(updates: Sequence[WrittenUpdate], names: Names) -> list[Problem]:
    problems: list[Problem] = []
    by_id = {one.update.id: one for one in updates}
    for one in updates:
        word = one.update.corrects
        if word is None:
            continue
        target = by_id.get(word)
        message, mend = "", "Name the file of the update that was wrong, without `.md`."
        if target is None:
            message = f"There is no update {shown(word)} in this incident."
            others = sorted(by_id.keys() - {one.update.id})
            mend = suggestion(word.removesuffix(".md"), others) or mend
        elif _runs_in_circle(one.update.id, lambda update: by_id[update].update.corrects, by_id):
            message = "The update corrects itself, directly or through others."
        elif target.record.draft and not one.record.draft:
            message = f"{shown(word)} is a draft, so there is nothing to correct."
        elif not reaches(names, one.update.audience, target.update.audience):
            message = f"Some who may read this update may not read {shown(word)}."
            mend = "Limit this update with the `audience` of the one that it corrects."
        if message:
            code = "unknown-update" if target is None else "bad-correction"
            problems.append(one.document.problem(code, ("corrects",), message, mend))
    return problems


def _runs_in_circle(
    start: str, following: Callable[[str], str | None], known: Iterable[str]
) -> bool:
    there = set(known)
    seen = {start}
    at = following(start)
    while at is not None and at in there and at not in seen:
        seen.add(at)
        at = following(at)
    return at == start


def _windows(written: WrittenIncident) -> Iterator[Problem]:
    record, document = written.record, written.document
    if written.kind is Kind.MAINTENANCE:
        for key in ("scheduled_for", "scheduled_until"):
            if key not in document.values:
                yield document.problem(
                    "missing-key",
                    (key,),
                    f"A maintenance has no {shown(key)}.",
                    f"Write `{key}:` with a time.",
                )
    for begin, first, end, last in (
        ("scheduled_for", record.scheduled_for, "scheduled_until", record.scheduled_until),
        ("from", record.shows_from, "until", record.shows_until),
    ):
        if first is not None and last is not None and last <= first:
            yield document.problem(
                "window-ends-first",
                (end,),
                f"{shown(end)} is not after {shown(begin)}.",
                "Write the later of the two times there.",
            )


def _started(written: WrittenIncident) -> Iterator[Problem]:
    started, updates = written.incident.started, written.incident.updates
    if written.kind is Kind.NOTICE or started is None or not updates:
        return
    if started > updates[0].at:
        yield written.document.problem(
            "started-late",
            ("started",),
            f"Impact is said to begin after the first update, which is of {iso(updates[0].at)}: "
            "until then its states would not show.",
            "Write a time that is not after it, or leave the line out; a maintenance is announced "
            "with `scheduled_for`.",
        )
