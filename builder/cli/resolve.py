"""``tocsin resolve``: an incident is over."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from datetime import datetime

from builder.authoring.standing_incident import StandingIncident
from builder.cli.asking import asked, say
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
from builder.cli.desk_incident import chosen, known_incidents
from builder.cli.desk_telling import answered, audiences_of, sentences, without_empty
from builder.model.message_template import Occasion
from builder.vocabulary.statuses import Kind, Status
from builder.vocabulary.times import iso


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "incidents",
        nargs="*",
        metavar="INCIDENT",
        help="the folder's name (default: the only one that is open)",
    )
    add_desk_arguments(parser)
    parser.add_argument("--ended", metavar="TIME", help="when it ended (default: now)")
    parser.add_argument("--data-loss", metavar="TEXT", help="none, unknown, or what was lost")
    parser.add_argument("--postmortem-by", metavar="TIME", help="when a postmortem comes (+3d)")
    parser.add_argument("--no-postmortem", metavar="REASON", help="why there will be none")
    parser.add_argument("--no-impact", action="store_true", help="it turned out to be nothing")


def run(arguments: argparse.Namespace) -> int:
    """Ask for what is missing, write, and return the exit status."""
    return run_at_desk(arguments, lambda desk: _resolve(desk, arguments))


@dataclass(frozen=True, slots=True)
class _Ending:
    """What is said of the end besides words."""

    data_loss: str
    postmortem_by: datetime | None
    no_postmortem: str


def _resolve(desk: Desk, arguments: argparse.Namespace) -> int:
    known = known_incidents(arguments)
    incidents = chosen(desk, known, arguments.incidents)
    for each in incidents:
        if each.kind is not Kind.INCIDENT:
            raise Refused(f"{each.id} is a {each.kind}: end it with `tocsin update --status`.")
        if each.is_over:
            raise Refused(f"{each.id} is {each.stage} already.")
    missing = [] if arguments.no_impact or arguments.data_loss else ["--data-loss none"]
    if not arguments.sentence and not arguments.no_impact:
        missing.append("--sentence TEXT")
    if missing and not desk.asks:
        raise Refused(f"This is missing: {', '.join(missing)}.")
    question = "One sentence that customers may read: what works again?"
    sentence = {} if arguments.no_impact else sentences(desk, arguments, question)
    if desk.asks and not arguments.ended:
        arguments.ended = asked(
            "When did it end? (Enter: now)\n>", lambda typed: _time(desk, typed)
        )
    ending = _ending(desk, arguments)
    for each in incidents:
        status = _resolve_one(desk, arguments, each, ending, sentence)
        if status:
            return status
    return 0


def _resolve_one(
    desk: Desk,
    arguments: argparse.Namespace,
    incident: StandingIncident,
    ending: _Ending,
    sentence: dict[str, str],
) -> int:
    from builder.authoring.post import Post
    from builder.authoring.update_words import Telling, words_of

    no_impact = arguments.no_impact
    telling = Telling(
        now=desk.now,
        kind=incident.kind,
        occasion=Occasion.NO_IMPACT if no_impact else Occasion.UPDATE,
        stage=Status.RESOLVED,
        priority=incident.priority,
        audiences=("public",) if no_impact else audiences_of(desk, None, incident.audience),
        components=incident.components,
        sentence=sentence,
    )
    telling = answered(desk, arguments, telling)

    def make(choice: Choice) -> Made:
        ended = choice.since or desk.now
        if not incident.began <= ended <= desk.now:
            raise Refused(
                f"--ended {desk.echo(ended)}: that is not between its beginning, "
                f"{desk.echo(incident.began)}, and now."
            )
        moments = {"since": incident.began, "ended": ended, "last_update": incident.last_update}
        words = words_of(replace(telling, moments=moments), desk.templates, desk.site)
        front = without_empty(
            {
                "status": Status.RESOLVED.value,
                "since": iso(ended) if ended != desk.now else "",
                "next_update": iso(choice.next_update) if choice.next_update else "",
                "outcome": "no_impact" if no_impact else "",
                "data_loss": ending.data_loss,
                "postmortem_by": iso(ending.postmortem_by) if ending.postmortem_by else "",
                "no_postmortem": ending.no_postmortem,
                "draft": arguments.draft,
            }
        )
        post = Post(
            incident.id,
            desk.after(incident.last_at),
            Status.RESOLVED.value,
            front,
            words.bodies,
        )
        return Made(post, words.without)

    return finish(desk, arguments, make, default_choice(desk, arguments.ended, arguments.next))


def _time(desk: Desk, typed: str) -> str:
    """Read a time, tell it back, and return it as it was typed; nothing where it is now."""
    if typed:
        say(f"  {desk.echo(desk.time(typed))}")
    return typed


def _ending(desk: Desk, arguments: argparse.Namespace) -> _Ending:
    data_loss = arguments.data_loss or ""
    if desk.asks and not data_loss and not arguments.no_impact:
        question = "Was data lost or corrupted? (none, unknown, or what)\n>"
        data_loss = asked(question, _said)
    by, reason = arguments.postmortem_by, arguments.no_postmortem or ""
    if desk.asks and not by and not reason and not arguments.no_impact:
        question = "When does a postmortem come? (+3d, a time; `no` and why; Enter: not said)\n>"
        by, reason = asked(question, lambda typed: _postmortem(desk, typed))
    if by and reason:
        raise Refused("Give --postmortem-by or --no-postmortem, not both.")
    return _Ending(data_loss, desk.time(by) if by else None, reason)


def _said(typed: str) -> str:
    if not typed:
        raise ValueError("Write `none` where that is sure, `unknown` where it is not.")
    return typed


def _postmortem(desk: Desk, typed: str) -> tuple[str, str]:
    word, _, rest = typed.partition(" ")
    if word == "no":
        if not rest:
            raise ValueError(
                "Write why there will be none, like `no the cause lay with a supplier`."
            )
        return "", rest
    return _time(desk, typed), ""
