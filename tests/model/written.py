"""Incidents written in a line each, for tests to read.

    started 13:52
    14:05 investigating checkout=partial_outage
    15:00 resolved since=14:50

A line that begins with a time is an update of that time; its name is the time, or ``id=``. Words
with ``=`` whose left side is no key of an update are states of components, or ``inherit``; ``for=``
limits it to a reader, or to several with commas between them, and one without a stage keeps the one
that its readers know. All times are of one day, 23 November 2026, in UTC.
"""

from dataclasses import replace
from datetime import UTC, datetime

from builder.model.incident import Incident, Redaction, Update
from builder.vocabulary.readers import PUBLIC_NAME
from builder.vocabulary.statuses import STATUSES, Kind, Priority, State, Status
from builder.vocabulary.text import Body, Section

DAY = datetime(2026, 11, 23, tzinfo=UTC)


def moment(text: str) -> datetime:
    """Read ``14:05`` or ``14:05:30`` of the day."""
    hour, minute, *second = (int(part) for part in text.split(":"))
    return DAY.replace(hour=hour, minute=minute, second=second[0] if second else 0)


def clock(when: datetime) -> str:
    """Write a moment of the day as ``moment`` reads it."""
    return when.strftime("%H:%M:%S" if when.second else "%H:%M")


def incident(text: str, identifier: str = "example") -> Incident:
    """Read an incident of several lines."""
    made = Incident(identifier, Kind.INCIDENT, {"en": "Example"}, ())
    updates = []
    for line in text.strip().splitlines():
        word, *rest = line.split()
        if word[0].isdigit():
            updates.append(_update(word, rest))
        elif word == "kind":
            made = replace(made, kind=Kind(rest[0]))
        elif word == "started":
            made = replace(made, started=moment(rest[0]))
        elif word == "declared":
            made = replace(made, declared=moment(rest[0]))
        elif word == "priority":
            made = replace(made, priority=Priority(rest[0]))
        elif word == "window":
            begins, ends = rest[0].split("-")
            states = {name: State(state) for name, state in (each.split("=") for each in rest[1:])}
            made = replace(
                made,
                kind=Kind.MAINTENANCE,
                scheduled_for=moment(begins),
                scheduled_until=moment(ends),
                components=states,
            )
        elif word == "shows":
            begins, ends = rest[0].split("-")
            made = replace(
                made,
                kind=Kind.NOTICE,
                shows_from=moment(begins) if begins else None,
                shows_until=moment(ends) if ends else None,
            )
        else:
            raise ValueError(f"no such line: {line}")
    updates.sort(key=lambda update: (update.at, update.id))
    return replace(made, updates=tuple(updates))


def _update(at: str, words: list[str]) -> Update:
    when = moment(at)
    statuses = {status.value for each in STATUSES.values() for status in each}
    made = Update(id=at.replace(":", ""), at=when, visible_from=when, bodies={"en": Body(("x",))})
    components: dict[str, State] = {}
    for word in words:
        key, _, value = word.partition("=")
        if word in statuses:
            made = replace(made, status=Status(word))
        elif key == "holding":
            made = replace(made, holding=True)
        elif key == "id":
            made = replace(made, id=value)
        elif key == "posted":
            made = replace(made, visible_from=max(when, moment(value)))
        elif key == "since":
            made = replace(made, since=moment(value))
        elif key == "corrects":
            made = replace(made, corrects=value)
        elif key == "for":
            made = replace(made, audience=frozenset(value.split(",")))
        elif key == "title":
            made = replace(made, title={"en": value})
        elif key == "edited":
            made = replace(made, edited=(*made.edited, moment(value)))
        elif key == "withdrawn":
            made = replace(made, withdrawn=moment(value))
        elif key == "redacted":
            made = replace(made, redacted=Redaction(moment(value), "a name stood in it"))
        elif key == "next":
            made = replace(made, next_update={PUBLIC_NAME: moment(value)})
        elif key == "priority":
            made = replace(made, priority=Priority(value))
        elif key == "loss":
            made = replace(made, data_loss=value)
        elif key == "postmortem":
            made = replace(made, postmortem_by=moment(value))
        elif key == "section":
            text = Body(("x",), (Section(frozenset({value}), 1, ("y",)),))
            made = replace(made, bodies={"en": text})
        elif key == "into":
            made = replace(made, merged_into=value)
        elif key == "outcome":
            made = replace(made, outcome=value)
        elif key == "from":
            made = replace(made, scheduled_for=moment(value))
        elif key == "until":
            made = replace(made, scheduled_until=moment(value))
        elif value == "inherit":
            made = replace(made, inherits=made.inherits | {key})
        else:
            components[key] = State(value)
    return replace(made, components=components)
