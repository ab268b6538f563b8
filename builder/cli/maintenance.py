"""``tocsin maintenance``: a window of work is announced, or several that come again."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from builder.cli.asking import asked, say
from builder.cli.desk import Choice, Desk, Made, Refused, add_desk_arguments, finish, run_at_desk
from builder.cli.desk_telling import answered, sentences, without_empty
from builder.cli.desk_words import read_component, read_state
from builder.cli.opening import component_ids, free_slug, given_titles, own_slug
from builder.model.message_template import Occasion
from builder.source.words import shown
from builder.vocabulary.statuses import Kind, State, Status
from builder.vocabulary.times import iso

if TYPE_CHECKING:
    from builder.authoring.update_words import Telling
    from builder.authoring.windows import Window


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_desk_arguments(parser)
    parser.add_argument(
        "--component",
        action="append",
        default=[],
        metavar="ID[=STATE]",
        help="a component, and its state in the window (default: under_maintenance)",
    )
    parser.add_argument("--begins", metavar="TIME", help="when it begins (2026-12-01 22:00)")
    parser.add_argument(
        "--ends", metavar="TIME", help="when it ends; +2h counts from its beginning"
    )
    parser.add_argument(
        "--repeat", choices=("daily", "weekly", "monthly"), help="it comes again and again"
    )
    parser.add_argument("--until", metavar="DATE", help="with --repeat: the last day (2027-01-31)")
    parser.add_argument("--title", help="the title (default: that of the template)")
    parser.add_argument("--slug", metavar="NAME", help="the name of its folder")


def run(arguments: argparse.Namespace) -> int:
    """Ask for what is missing, write, and return the exit status."""
    return run_at_desk(arguments, lambda desk: _maintenance(desk, arguments))


def _maintenance(desk: Desk, arguments: argparse.Namespace) -> int:
    from builder.authoring.update_words import Telling

    missing = [
        flag
        for flag, given in (
            ("--component ID", arguments.component),
            ("--begins TIME", arguments.begins),
            ("--ends TIME", arguments.ends),
            ("--sentence TEXT", arguments.sentence),
        )
        if not given
    ]
    if missing and not desk.asks:
        raise Refused(f"This is missing: {', '.join(missing)}.")
    components = _components(desk, arguments)
    planned = _windows(desk, arguments)
    sentence = sentences(desk, arguments, "One sentence that customers may read: what is done?")
    telling = Telling(
        now=desk.now,
        kind=Kind.MAINTENANCE,
        occasion=Occasion.UPDATE,
        stage=Status.SCHEDULED,
        priority=None,
        audiences=tuple(desk.site.audiences),
        components=component_ids(desk, components),
        sentence=sentence,
    )
    telling = answered(desk, arguments, telling)
    for number, window in enumerate(planned):
        status = _announce(desk, arguments, components, window, telling, number)
        if status:
            return status
        # The others are as this one, which somebody has looked at.
        desk = replace(desk, asks=False)
    return 0


def _announce(
    desk: Desk,
    arguments: argparse.Namespace,
    components: dict[str, State],
    window: Window,
    telling: Telling,
    number: int,
) -> int:
    from builder.authoring.post import Post
    from builder.authoring.update_words import words_of

    if arguments.slug and not number:
        slug = own_slug(desk, arguments.slug)
    else:
        slug = free_slug(desk, [*components, "maintenance"], window.begins, arguments.slug or "")
    titles: dict[str, str] = {}

    def make(_choice: Choice) -> Made:
        words = words_of(telling, desk.templates, desk.site)
        if not titles:
            titles.update(given_titles(desk, arguments.title, words.titles))
        first = desk.site.language
        about = without_empty(
            {
                "kind": Kind.MAINTENANCE.value,
                "title": titles[first],
                "translations": {
                    language: {"title": title}
                    for language, title in titles.items()
                    if language != first
                },
                "scheduled_for": iso(window.begins),
                "scheduled_until": iso(window.ends),
                "components": {name: state.value for name, state in components.items()},
            }
        )
        front = without_empty({"status": Status.SCHEDULED.value, "draft": arguments.draft})
        post = Post(slug, desk.now, Status.SCHEDULED.value, front, words.bodies, about)
        if number:
            return Made(post)
        notes = tuple(note for note in words.without if "there is no template" not in note)
        return Made(post, notes)

    return finish(desk, arguments, make, Choice())


def _components(desk: Desk, arguments: argparse.Namespace) -> dict[str, State]:
    def read(words: list[str]) -> dict[str, State]:
        found = {}
        for pair in filter(None, (each.strip() for word in words for each in word.split(","))):
            name, _, state = pair.partition("=")
            component = read_component(name.strip(), desk.site)
            found[component] = read_state(state.strip() or State.UNDER_MAINTENANCE)
        if not found:
            raise ValueError("Name at least one component.")
        return found

    if arguments.component:
        return read(arguments.component)
    return asked("Which components? (checkout, api=degraded)\n>", lambda typed: read([typed]))


def _windows(desk: Desk, arguments: argparse.Namespace) -> list[Window]:
    from builder.authoring.typed_time import read_typed
    from builder.authoring.windows import Repeat, Window, windows

    if bool(arguments.repeat) != bool(arguments.until):
        raise Refused("--repeat and --until DATE belong together.")
    begins = arguments.begins or asked("When does it begin?\n>", lambda text: _read(desk, text))
    begin = desk.time(begins)
    ends = arguments.ends or asked("When does it end? (+2h)\n>", lambda text: text)
    end = read_typed(ends, begin, desk.zone)
    if end <= begin:
        raise Refused(f"It would end, {desk.echo(end)}, before it begins, {desk.echo(begin)}.")
    if begin <= desk.now:
        raise Refused(f"It would have begun already, {desk.echo(begin)}.")
    repeat = Repeat(arguments.repeat) if arguments.repeat else None
    until = _day(arguments.until) if arguments.until else None
    found = windows(Window(begin, end), repeat, until, desk.zone)
    for each in found:
        say(f"  {desk.echo(each.begins)}, to {each.ends.astimezone(desk.zone):%H:%M %Z}")
    return found


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Refused(f"--until {shown(typed)} is no day. Write it like 2027-01-31.") from None


def _read(desk: Desk, typed: str) -> str:
    desk.time(typed)
    return typed
