"""``tocsin update``: the next word on an incident, or the same word on several."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from builder.authoring.standing_incident import StandingIncident
from builder.cli.asking import asked
from builder.cli.desk import (
    Choice,
    Desk,
    Made,
    Refused,
    add_desk_arguments,
    default_choice,
    finish,
    run_at_desk,
)
from builder.cli.desk_incident import Known, chosen, known_incidents
from builder.cli.desk_telling import answered, audiences_of, promised, sentences, without_empty
from builder.cli.desk_words import read_components, read_priority
from builder.model.message_template import Occasion
from builder.source.words import one_of, shown, suggestion
from builder.source.yaml_writing import Value
from builder.vocabulary.statuses import ENDING, STATUSES, Kind, Priority, State, Status
from builder.vocabulary.times import iso

_FOR_EVERYONE_ALONE = frozenset({Occasion.HOLDING, Occasion.CONTINUES_IN, Occasion.SUMMARY})
"""Occasions on which insiders have nothing new of their own, unless `--say` has it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "incidents",
        nargs="*",
        metavar="INCIDENT",
        help="the folder's name (default: the only one that is open)",
    )
    add_desk_arguments(parser)
    parser.add_argument("--status", metavar="STAGE", help="the stage (default: it stays)")
    parser.add_argument(
        "--component",
        action="append",
        default=[],
        metavar="ID=STATE",
        help="a component and its new state, which may be cut short",
    )
    parser.add_argument("--since", metavar="TIME", help="when its states began (default: now)")
    parser.add_argument("--priority", metavar="P2", help="the new priority")
    parser.add_argument("--reason", metavar="TEXT", help="why the priority changed; for insiders")
    parser.add_argument("--holding", action="store_true", help="there is nothing new")
    parser.add_argument("--summary", action="store_true", help="tell what has happened so far")
    parser.add_argument("--pace", choices=("long",), help="gaps of up to four hours; needs --next")
    parser.add_argument("--merge-into", metavar="INCIDENT", help="it goes on in another incident")
    parser.add_argument("--reopen", action="store_true", help="it was over, and is not")
    parser.add_argument(
        "--for",
        dest="readers",
        metavar="AUDIENCES",
        help="for these insiders alone; the stage stays as others know it",
    )


def run(arguments: argparse.Namespace) -> int:
    """Ask for what is missing, write, and return the exit status."""
    return run_at_desk(arguments, lambda desk: _update(desk, arguments))


def _update(desk: Desk, arguments: argparse.Namespace) -> int:
    known = known_incidents(arguments)
    incidents = chosen(desk, known, arguments.incidents)
    for each in incidents:
        _refuse_what_is_over(desk, arguments, each)
    _refuse_what_does_not_fit(arguments, known, incidents)
    first = incidents[0]
    stage = _stage(desk, arguments, first)
    components = read_components(arguments.component, desk.site)
    priority = read_priority(arguments.priority) if arguments.priority else None
    sentence = _sentence(desk, arguments)
    for each in incidents:
        status = _update_one(desk, arguments, known, each, stage, components, priority, sentence)
        if status:
            return status
    return 0


def _update_one(
    desk: Desk,
    arguments: argparse.Namespace,
    known: Known,
    incident: StandingIncident,
    stage: Status | None,
    components: Mapping[str, State],
    priority: Priority | None,
    sentence: Mapping[str, str],
) -> int:
    from builder.authoring.post import Post
    from builder.authoring.update_words import Telling, words_of

    occasion = _occasion(arguments, incident, priority)
    audiences = audiences_of(desk, arguments.readers, incident.audience)
    in_force = priority or incident.priority
    named = {each.id for each in desk.site.components() if each.called in components}
    telling = Telling(
        now=desk.now,
        kind=incident.kind,
        occasion=occasion,
        stage=stage,
        priority=in_force,
        audiences=_told(audiences, occasion),
        components=tuple(named) or incident.components,
        sentence=sentence,
        answers=_elsewhere(desk, known, arguments.merge_into),
    )
    telling = answered(desk, arguments, telling)

    def make(choice: Choice) -> Made:
        ends = bool(arguments.merge_into) or stage in ENDING
        promise: Value = ""
        due: datetime | None = None
        if not ends:
            promise, due = promised(
                desk,
                arguments,
                audiences,
                in_force,
                stage,
                choice.next_update,
                long=arguments.pace == "long",
            )
        moments: dict[str, datetime] = {
            "since": incident.began,
            "last_update": incident.last_update,
        }
        if due is not None:
            moments["next_update"] = due
        words = words_of(replace(telling, moments=moments), desk.templates, desk.site)
        front = without_empty(
            {
                "status": "" if arguments.readers or stage is None else stage.value,
                "since": iso(choice.since) if choice.since else "",
                "audience": list(audiences) if arguments.readers else "",
                "next_update": promise,
                "pace": arguments.pace or "",
                "priority": priority or "",
                "reason": arguments.reason or "",
                "holding": arguments.holding,
                "merged_into": arguments.merge_into or "",
                "draft": arguments.draft,
                "components": {name: state.value for name, state in components.items()},
            }
        )
        word = "holding" if arguments.holding else stage.value if stage else "update"
        return Made(
            Post(incident.id, desk.after(incident.last_at), word, front, words.bodies),
            words.without,
        )

    return finish(desk, arguments, make, default_choice(desk, arguments.since, arguments.next))


def _told(audiences: tuple[str, ...], occasion: Occasion) -> tuple[str, ...]:
    """Return the audiences that have words of their own on an occasion."""
    if occasion not in _FOR_EVERYONE_ALONE:
        return audiences
    return tuple(name for name in audiences if name == "public")


def _refuse_what_is_over(
    desk: Desk, arguments: argparse.Namespace, incident: StandingIncident
) -> None:
    if not incident.is_over or arguments.reopen:
        return
    said = f"{incident.id} is {incident.stage}."
    if not desk.asks:
        raise Refused(f"{said} Go on with it by `--reopen`, or begin another: `tocsin open`.")

    def read(typed: str) -> bool:
        if typed not in ("reopen", "new"):
            raise ValueError("Write `reopen` or `new`.")
        return typed == "reopen"

    if not asked(f"{said} Reopen it, or is this a new one? (reopen, new)\n>", read):
        raise Refused("Begin it with `tocsin open`.")
    arguments.reopen = True


def _refuse_what_does_not_fit(
    arguments: argparse.Namespace, known: Known, incidents: tuple[StandingIncident, ...]
) -> None:
    target = arguments.merge_into
    if target and target not in known.all:
        raise Refused(
            f"--merge-into: there is no incident {shown(target)}. "
            f"{suggestion(target, sorted(known.all))}"
        )
    if len({each.kind for each in incidents}) > 1:
        raise Refused("These are records of different kinds: write an update for each.")
    if arguments.holding and (arguments.component or arguments.priority or arguments.status):
        raise Refused("With `--holding` there is nothing new: no state, stage or priority.")


def _stage(desk: Desk, arguments: argparse.Namespace, incident: StandingIncident) -> Status | None:
    """Return the stage: the one that was given, else the one that it is in; an incident that is
    opened again is looked into."""
    allowed = [each for each in STATUSES[incident.kind] if each not in _OTHER_COMMANDS]
    stays = Status.INVESTIGATING if incident.is_over else incident.stage

    def read(typed: str) -> Status | None:
        if not typed:
            return stays
        found = [each for each in allowed if each.value.startswith(typed.lower())]
        if len(found) != 1:
            other = "; `tocsin resolve` ends it" if incident.kind is Kind.INCIDENT else ""
            raise ValueError(f"{shown(typed)} is no stage here. Write {one_of(allowed)}{other}.")
        return found[0]

    if arguments.status:
        return read(arguments.status)
    if not desk.asks or arguments.holding or arguments.readers or arguments.merge_into:
        return stays
    if not allowed:
        return None
    return asked(f"Which stage: {one_of(allowed)}? (Enter: it stays {stays})\n>", read)


_OTHER_COMMANDS = frozenset({Status.RESOLVED, Status.POSTMORTEM})
"""Stages that commands of their own write."""


def _sentence(desk: Desk, arguments: argparse.Namespace) -> dict[str, str]:
    if arguments.holding and not arguments.sentence:
        return {}
    if (
        not desk.asks
        and not arguments.sentence
        and not arguments.field
        and not arguments.merge_into
    ):
        raise Refused("This is missing: --sentence TEXT (or --holding, where nothing is new).")
    if arguments.merge_into and not arguments.sentence:
        return {}
    whom = "these readers" if arguments.readers else "customers"
    return sentences(desk, arguments, f"One sentence that {whom} may read: what is new?")


def _occasion(
    arguments: argparse.Namespace, incident: StandingIncident, priority: Priority | None
) -> Occasion:
    if arguments.holding:
        return Occasion.HOLDING
    if arguments.merge_into:
        return Occasion.CONTINUES_IN
    if arguments.summary:
        return Occasion.SUMMARY
    if incident.is_over:
        return Occasion.REOPENED
    if priority and incident.priority and priority is not incident.priority:
        return Occasion.WORSE if priority < incident.priority else Occasion.BETTER
    return Occasion.UPDATE


def _elsewhere(desk: Desk, known: Known, target: str | None) -> dict[str, str]:
    """Return the other incident's title by language, as a template's answer."""
    if not target:
        return {}
    titles = known.all[target].title
    first = titles.get(desk.site.language, "")
    return {"elsewhere": first} | {
        f"elsewhere.{language}": titles.get(language, first) for language in desk.site.languages[1:]
    }
