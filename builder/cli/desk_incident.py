"""Which incident an update is for: the one that is named, or the only one that goes on."""

from __future__ import annotations

import argparse
from dataclasses import dataclass

from builder.authoring.standing_incident import StandingIncident, standing
from builder.cli.arguments import request_of
from builder.cli.asking import asked, say
from builder.cli.desk import Desk, Refused
from builder.model.incident import Incident, Update
from builder.source.words import shown, suggestion


@dataclass(frozen=True, slots=True)
class Known:
    """All incidents that can be read, and those that go on, the most overdue first."""

    all: dict[str, StandingIncident]
    records: dict[str, Incident]
    open: tuple[StandingIncident, ...]


def known_incidents(arguments: argparse.Namespace) -> Known:
    """Read all incidents as far as they can be read.

    Raises:
        Refused: the site can't be read.
    """
    from builder.build.owed import NotKnown, read_debts

    request = request_of(arguments)
    try:
        debts, legible = read_debts(request)
    except NotKnown as refusal:
        raise Refused(problems=refusal.problems) from None
    records = {
        each.incident.id: each.incident for each in legible.incidents.values() if each.incident
    }
    found = {}
    for name, incident in records.items():
        one = standing(incident, request.now)
        if one is not None:
            found[name] = one
    order: dict[str, None] = dict.fromkeys(row.incident for row in debts.rows)
    order |= dict.fromkeys(found)
    going_on = tuple(found[name] for name in order if name in found and found[name].goes_on)
    return Known(found, records, going_on)


def chosen(desk: Desk, known: Known, names: list[str]) -> tuple[StandingIncident, ...]:
    """Return the incidents that an update is for.

    Raises:
        Refused: none is named and it is not plain which is meant, or there is none of that name.
    """
    for name in names:
        if name not in known.all:
            hint = suggestion(name, sorted(known.all)) or "There is none."
            raise Refused(f"There is no incident {shown(name)} that can be read. {hint}")
    if names:
        return tuple(known.all[name] for name in dict.fromkeys(names))
    incidents = [each for each in known.open if each.kind.value == "incident"]
    if not incidents:
        raise Refused("No incident is open. Name one that is over, or begin one: `tocsin open`.")
    if len(incidents) == 1:
        return (incidents[0],)
    lines = [
        f"  {number} {each.id} ({each.priority or 'no priority'}, {each.stage}; "
        f"last update {desk.echo(each.last_update)})"
        for number, each in enumerate(incidents, 1)
    ]
    if not desk.asks:
        raise Refused("Several incidents are open: name one, or more.", *lines)
    say(*lines)

    def read(typed: str) -> StandingIncident:
        if typed.isdigit() and 0 < int(typed) <= len(incidents):
            return incidents[int(typed) - 1]
        raise ValueError(f"Write a number from 1 to {len(incidents)}.")

    return (asked("Which one?\n>", read),)


def published_update(known: Known, incident: str, word: str) -> Update:
    """Return the update of an incident whose name is, or begins with, a word.

    Raises:
        Refused: there is none, or there are several.
    """
    record = known.records.get(incident)
    if record is None or incident not in known.all:
        hint = suggestion(incident, sorted(known.all)) or "There is none."
        raise Refused(f"There is no incident {shown(incident)} that can be read. {hint}")
    wanted = word.removesuffix(".md")
    same = [each for each in record.updates if each.id == wanted]
    found = same or [each for each in record.updates if each.id.startswith(wanted)]
    if len(found) != 1:
        many = "Several updates begin so" if found else f"There is no update {shown(word)}"
        names = [f"  {each.id}" for each in found or record.updates]
        raise Refused(f"{many} in {incident}. Write one of these:", *names)
    return found[0]
