"""``tocsin open``: the first post of an incident, in three inputs."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import datetime

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
from builder.cli.desk_telling import answered, audiences_of, promised, sentences, without_empty
from builder.cli.desk_words import PRIORITIES, STATES, read_components, read_priority
from builder.cli.opening import component_ids, free_slug, given_titles, own_slug
from builder.vocabulary.statuses import Kind, Priority, State, Status
from builder.vocabulary.times import iso

_STAGES = ("investigating", "identified", "monitoring")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_desk_arguments(parser)
    parser.add_argument(
        "--component",
        action="append",
        default=[],
        metavar="ID=STATE",
        help="a component and its state, which may be cut short: checkout=partial",
    )
    parser.add_argument("--priority", metavar="P1", help="P1 to P4")
    parser.add_argument("--status", choices=_STAGES, default="investigating", help="the stage")
    parser.add_argument("--started", metavar="TIME", help="when impact began (default: now)")
    parser.add_argument("--title", help="the title (default: that of the template)")
    parser.add_argument("--slug", metavar="NAME", help="the name of its folder")
    parser.add_argument(
        "--for",
        dest="readers",
        metavar="AUDIENCES",
        help="tell these insiders first, like customer-service,executives",
    )


def run(arguments: argparse.Namespace) -> int:
    """Ask for what is missing, write, and return the exit status."""
    return run_at_desk(arguments, lambda desk: _open(desk, arguments))


def _open(desk: Desk, arguments: argparse.Namespace) -> int:
    from builder.authoring.post import Post
    from builder.authoring.update_words import Telling, words_of
    from builder.model.message_template import Occasion

    audiences = audiences_of(desk, arguments.readers)
    components = _components(desk, arguments)
    priority = _priority(desk, arguments)
    _refuse_missing(desk, arguments, components, priority)
    sentence = sentences(desk, arguments, "One sentence that customers may read: what fails?")
    stage = Status(arguments.status)
    telling = Telling(
        now=desk.now,
        kind=Kind.INCIDENT,
        occasion=Occasion.HEADS_UP if arguments.readers else Occasion.UPDATE,
        stage=stage,
        priority=priority,
        audiences=audiences,
        components=component_ids(desk, components),
        sentence=sentence,
    )
    telling = answered(desk, arguments, telling)
    named = list(components)[:3] or ["incident"]
    slug = own_slug(desk, arguments.slug) if arguments.slug else free_slug(desk, named)
    titles: dict[str, str] = {}

    def make(choice: Choice) -> Made:
        since = choice.since or desk.now
        if since > desk.now:
            raise Refused(f"--started {desk.echo(since)}: impact can't begin after now.")
        promise, due = promised(desk, arguments, audiences, priority, stage, choice.next_update)
        moments: dict[str, datetime] = {"since": since}
        if due is not None:
            moments["next_update"] = due
        words = words_of(replace(telling, moments=moments), desk.templates, desk.site)
        if not titles:
            titles.update(given_titles(desk, arguments.title, words.titles))
        about = without_empty(
            {
                "title": titles[desk.site.language],
                "translations": {
                    language: {"title": title}
                    for language, title in titles.items()
                    if language != desk.site.language
                },
                "priority": priority or "",
                "started": iso(since),
            }
        )
        front = without_empty(
            {
                "status": stage.value,
                "audience": list(audiences) if arguments.readers else "",
                "next_update": promise,
                "draft": arguments.draft,
                "components": {name: state.value for name, state in components.items()},
            }
        )
        post = Post(slug, desk.now, stage.value, front, words.bodies, about)
        return Made(post, words.without)

    return finish(desk, arguments, make, default_choice(desk, arguments.started, arguments.next))


def _components(desk: Desk, arguments: argparse.Namespace) -> dict[str, State]:
    if arguments.component or not desk.asks:
        return read_components(arguments.component, desk.site)
    for group in (*desk.site.groups, None):
        parts = group.components if group is not None else desk.site.ungrouped
        names = ", ".join(each.called for each in parts if not each.archived)
        if names:
            say(f"  {group.name if group is not None else 'Others'}: {names}")
    for state, meaning in STATES.items():
        say(f"  {state.value}: {meaning}")
    question = "Which components, and how are they? (checkout=partial, api=degraded)\n>"
    return asked(question, lambda typed: read_components([typed], desk.site))


def _priority(desk: Desk, arguments: argparse.Namespace) -> Priority | None:
    if arguments.priority:
        return read_priority(arguments.priority)
    if not desk.asks:
        return None
    for priority, meaning in PRIORITIES.items():
        say(f"  {priority.value}: {meaning}")
    return asked("Which priority?\n>", read_priority)


def _refuse_missing(
    desk: Desk,
    arguments: argparse.Namespace,
    components: dict[str, State],
    priority: Priority | None,
) -> None:
    """Without a terminal, say all that is missing at once."""
    if desk.asks:
        return
    missing = []
    if not components:
        missing.append("--component ID=STATE")
    if priority is None:
        missing.append("--priority P1")
    if not arguments.sentence:
        missing.append("--sentence TEXT")
    if missing:
        raise Refused(f"This is missing: {', '.join(missing)}.")
