"""``tocsin correct``: an update said something wrong; another says what is right."""

from __future__ import annotations

import argparse

from builder.cli.desk import Choice, Desk, Made, Refused, add_desk_arguments, finish, run_at_desk
from builder.cli.desk_incident import known_incidents, published_update
from builder.cli.desk_telling import answered, sentences, without_empty
from builder.cli.desk_words import read_components
from builder.model.message_template import Occasion


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("incident", metavar="INCIDENT", help="the folder's name")
    parser.add_argument(
        "update", metavar="UPDATE", help="the file's name without .md, or how it begins"
    )
    add_desk_arguments(parser)
    parser.add_argument("--wrong", metavar="TEXT", help="what was said and is wrong")
    parser.add_argument("--right", metavar="TEXT", help="what is right")
    parser.add_argument(
        "--component",
        action="append",
        default=[],
        metavar="ID=STATE",
        help="the state that was right then, in place of the one that was said",
    )


def run(arguments: argparse.Namespace) -> int:
    """Ask for what is missing, write, and return the exit status."""
    return run_at_desk(arguments, lambda desk: _correct(desk, arguments))


def _correct(desk: Desk, arguments: argparse.Namespace) -> int:
    from builder.authoring.post import Post
    from builder.authoring.update_words import Telling, words_of

    known = known_incidents(arguments)
    corrected = published_update(known, arguments.incident, arguments.update)
    incident = known.all[arguments.incident]
    components = read_components(arguments.component, desk.site)
    limited = sorted(name.removeprefix("audience:") for name in corrected.audience or ())
    public = not limited and incident.audience is None
    if public:
        flags = {"wrong": arguments.wrong, "right": arguments.right}
        if not desk.asks and not all(flags.values()):
            raise Refused("This is missing: --wrong TEXT, --right TEXT.")
        arguments.field += [f"{name}={text}" for name, text in flags.items() if text]
    elif not desk.asks and not arguments.sentence:
        raise Refused("It is for some alone: say with --sentence what was wrong and what is right.")
    sentence = {} if public else sentences(desk, arguments, "What was wrong, and what is right?")
    telling = Telling(
        now=desk.now,
        kind=incident.kind,
        occasion=Occasion.CORRECTION,
        stage=corrected.status,
        priority=incident.priority,
        audiences=("public",) if public else (),
        components=incident.components,
        sentence=sentence,
    )
    telling = answered(desk, arguments, telling)

    def make(_choice: Choice) -> Made:
        words = words_of(telling, desk.templates, desk.site)
        front = without_empty(
            {
                "status": corrected.status.value if corrected.status else "",
                "audience": limited,
                "corrects": corrected.id,
                "draft": arguments.draft,
                "components": {name: state.value for name, state in components.items()},
            }
        )
        post = Post(incident.id, desk.after(incident.last_at), "correction", front, words.bodies)
        return Made(post, words.without)

    return finish(desk, arguments, make, Choice())
