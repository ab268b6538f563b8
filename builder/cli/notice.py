"""``tocsin notice``: something that everyone should know, and that is no incident."""

from __future__ import annotations

import argparse

from builder.cli.asking import asked
from builder.cli.desk import Choice, Desk, Made, Refused, add_desk_arguments, finish, run_at_desk
from builder.cli.desk_telling import answered, sentences, without_empty
from builder.cli.opening import free_slug, not_empty, own_slug
from builder.model.message_template import Occasion
from builder.vocabulary.statuses import Kind
from builder.vocabulary.times import iso


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_desk_arguments(parser)
    parser.add_argument("--title", help="the title")
    parser.add_argument("--from", dest="begins", metavar="TIME", help="nobody sees it before")
    parser.add_argument("--until", metavar="TIME", help="when it ceases to show")
    parser.add_argument("--slug", metavar="NAME", help="the name of its folder")


def run(arguments: argparse.Namespace) -> int:
    """Ask for what is missing, write, and return the exit status."""
    return run_at_desk(arguments, lambda desk: _notice(desk, arguments))


def _notice(desk: Desk, arguments: argparse.Namespace) -> int:
    from builder.authoring.post import Post
    from builder.authoring.update_words import Telling, words_of

    flags = {"--title TEXT": arguments.title, "--sentence TEXT": arguments.sentence}
    missing = [flag for flag, given in flags.items() if not given]
    if missing and not desk.asks:
        raise Refused(f"This is missing: {', '.join(missing)}.")
    title = arguments.title or asked("A title for everyone\n>", not_empty)
    sentence = sentences(desk, arguments, "What should everyone know?")
    telling = Telling(
        now=desk.now,
        kind=Kind.NOTICE,
        occasion=Occasion.UPDATE,
        stage=None,
        priority=None,
        audiences=("public",),
        sentence=sentence,
    )
    telling = answered(desk, arguments, telling)
    slug = own_slug(desk, arguments.slug) if arguments.slug else free_slug(desk, ["notice"])
    about = without_empty(
        {
            "kind": Kind.NOTICE.value,
            "title": title,
            "from": iso(desk.time(arguments.begins)) if arguments.begins else "",
            "until": iso(desk.time(arguments.until)) if arguments.until else "",
        }
    )

    def make(_choice: Choice) -> Made:
        words = words_of(telling, desk.templates, desk.site)
        front = without_empty({"at": iso(desk.now), "draft": arguments.draft})
        return Made(Post(slug, desk.now, "notice", front, words.bodies, about), words.without)

    return finish(desk, arguments, make, Choice())
