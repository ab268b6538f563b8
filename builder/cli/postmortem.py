"""``tocsin postmortem``: what happened, once it is over."""

from __future__ import annotations

import argparse

from builder.authoring.standing_incident import StandingIncident
from builder.cli.asking import asked
from builder.cli.desk import (
    Choice,
    Desk,
    Made,
    Refused,
    add_desk_arguments,
    finish,
    run_at_desk,
)
from builder.cli.desk_incident import Known, known_incidents
from builder.cli.desk_telling import answered, audiences_of, sentences, without_empty
from builder.model.message_template import Occasion
from builder.source.words import shown, suggestion
from builder.vocabulary.statuses import Status


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "incident",
        nargs="?",
        default="",
        metavar="INCIDENT",
        help="the folder's name (default: the only one that is resolved without a postmortem)",
    )
    add_desk_arguments(parser)
    parser.add_argument("--data-loss", metavar="TEXT", help="none, or what was lost, now known")


def run(arguments: argparse.Namespace) -> int:
    """Ask for what is missing, write, and return the exit status."""
    return run_at_desk(arguments, lambda desk: _postmortem(desk, arguments))


def _postmortem(desk: Desk, arguments: argparse.Namespace) -> int:
    from builder.authoring.post import Post
    from builder.authoring.update_words import Telling, words_of

    incident = _over(desk, arguments.incident, known_incidents(arguments))
    if not desk.asks and not arguments.sentence:
        raise Refused("This is missing: --sentence TEXT.")
    sentence = sentences(desk, arguments, "In one sentence: what was it?")
    telling = Telling(
        now=desk.now,
        kind=incident.kind,
        occasion=Occasion.UPDATE,
        stage=Status.POSTMORTEM,
        priority=incident.priority,
        audiences=audiences_of(desk, None, incident.audience),
        components=incident.components,
        sentence=sentence,
        moments={"since": incident.began, "last_update": incident.last_update},
    )
    telling = answered(desk, arguments, telling)

    def make(_choice: Choice) -> Made:
        words = words_of(telling, desk.templates, desk.site)
        front = without_empty(
            {
                "status": Status.POSTMORTEM.value,
                "data_loss": arguments.data_loss or "",
                "draft": arguments.draft,
            }
        )
        at = desk.after(incident.last_at)
        post = Post(incident.id, at, Status.POSTMORTEM.value, front, words.bodies)
        return Made(post, words.without)

    return finish(desk, arguments, make, Choice())


def _over(desk: Desk, name: str, known: Known) -> StandingIncident:
    """Return the incident that a postmortem is of.

    Raises:
        Refused: there is none, or it is not plain which is meant.
    """
    resolved = [each for each in known.all.values() if each.stage is Status.RESOLVED]
    if name:
        found = known.all.get(name)
        if found is None:
            hint = suggestion(name, sorted(each.id for each in resolved)) or "There is none."
            raise Refused(f"There is no incident {shown(name)} that can be read. {hint}")
        if not found.is_over:
            raise Refused(f"{found.id} is not over: end it first, with `tocsin resolve`.")
        return found
    if not resolved:
        raise Refused("No incident is resolved that has no postmortem. Name one.")
    newest = sorted(resolved, key=lambda each: each.last_update, reverse=True)
    if len(newest) == 1:
        return newest[0]
    names = [each.id for each in newest[:9]]
    if not desk.asks:
        raise Refused("Name the incident, one of these:", *(f"  {each}" for each in names))
    listed = "\n".join(f"  {number} {each}" for number, each in enumerate(names, 1))

    def read(typed: str) -> StandingIncident:
        if typed.isdigit() and 0 < int(typed) <= len(names):
            return newest[int(typed) - 1]
        raise ValueError(f"Write a number from 1 to {len(names)}.")

    return asked(f"{listed}\nWhich one?\n>", read)
