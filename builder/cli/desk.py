"""What the commands that write updates share: the site as it is, and the way from words to files.

A post is made, read as it would stand, shown to its author as every audience will read it, and only
then written. What is refused is kept as a draft.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from builder.authoring.typed_time import echoed, read_typed
from builder.cli.arguments import add_source, request_of
from builder.cli.asking import line_of, say
from builder.cli.reading_along import add_show_private, tell

if TYPE_CHECKING:
    from builder.authoring.post import Post
    from builder.authoring.template_set import TemplateSet
    from builder.model.incident import Incident
    from builder.model.site import Site
    from builder.source.scan import IncidentFolder, Snapshot
    from builder.vocabulary.problems import Problem

_MOST_WARNINGS = 3


@dataclass(frozen=True, slots=True)
class Desk:
    """The site as it was when the command began. ``moment`` is when that was, ``now`` the minute of
    it, as names of updates have it; ``asks`` is true where somebody sits at a terminal."""

    source: Path
    memory: Path
    moment: datetime
    latest: datetime | None
    site: Site
    snapshot: Snapshot
    templates: TemplateSet
    asks: bool

    @property
    def now(self) -> datetime:
        """The minute in which the command began."""
        return self.moment.replace(second=0)

    def after(self, last: datetime) -> datetime:
        """Return the time of an update that comes after one at ``last``: the minute where that is
        enough, so that names stay short, else to the second."""
        return self.now if self.now > last else max(self.moment, last + timedelta(seconds=1))

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone: times are typed and told in it."""
        return ZoneInfo(self.site.time_zone)

    def time(self, text: str) -> datetime:
        """Read a time that was typed.

        Raises:
            UnreadTime: it is none.
        """
        return read_typed(text, self.now, self.zone)

    def echo(self, moment: datetime) -> str:
        """Tell a time back."""
        return echoed(moment, self.now, self.zone)

    def folder(self, incident: str) -> IncidentFolder | None:
        """Return an incident's folder as it was when the command began."""
        return next((each for each in self.snapshot.folders if each.id == incident), None)


@dataclass(frozen=True, slots=True)
class Choice:
    """What an author may still change before the last Enter; ``None`` where the default holds."""

    since: datetime | None = None
    next_update: datetime | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A post, and what to say of it."""

    post: Post
    notes: tuple[str, ...] = ()


class Refused(Exception):
    """What was given can't be used; each message says what to give. ``problems`` are of files."""

    def __init__(self, *messages: str, problems: Iterable[Problem] = ()) -> None:
        self.messages = messages
        self.problems = tuple(problems)
        super().__init__(messages)


def add_desk_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what commands take that write words."""
    add_site_arguments(parser)
    parser.add_argument("--sentence", metavar="TEXT", help="one sentence that customers may read")
    parser.add_argument(
        "--sentence-in",
        action="append",
        default=[],
        metavar="LANGUAGE=TEXT",
        help="the sentence in another language of the site",
    )
    parser.add_argument(
        "--field",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="an answer to a template's question (NAME.LANGUAGE for one language)",
    )
    parser.add_argument(
        "--say",
        action="append",
        default=[],
        metavar="READER=TEXT",
        help="words for one audience or account alone, besides those of its template",
    )
    parser.add_argument("--next", metavar="TIME", help="when the next update comes (14:30, +20m)")
    parser.add_argument("--ask", action="store_true", help="ask for what may stay empty, too")
    parser.add_argument("--edit", action="store_true", help="open the text in your editor first")
    parser.add_argument("--draft", action="store_true", help="write it as a draft that nobody sees")
    parser.add_argument("--dry-run", action="store_true", help="show it, and write nothing")


def add_site_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what all commands of the desk take."""
    add_source(parser)
    add_show_private(parser)
    parser.add_argument("--yes", action="store_true", help="ask nothing, write at once")


def desk_of(arguments: argparse.Namespace) -> Desk:
    """Return the desk; an error in a file that is not in the way is no hindrance at night.

    Raises:
        Refused: the site itself can't be read.
    """
    from builder.authoring.template_set import template_set
    from builder.source.scan import scan
    from builder.source.site import read_site

    arguments.jobs = None
    request = request_of(arguments)
    snapshot = scan(request.source)
    reading = read_site(snapshot, request.latest)
    if reading.site is None:
        raise Refused(problems=(*snapshot.problems, *reading.problems))
    templates = template_set(snapshot, reading.site)
    if templates.problems:
        tell(templates.problems, arguments)
    return Desk(
        source=request.source,
        memory=request.cache,
        moment=request.now,
        latest=request.latest,
        site=reading.site,
        snapshot=snapshot,
        templates=templates,
        asks=sys.stdin is not None and sys.stdin.isatty() and not arguments.yes,
    )


def finish(
    desk: Desk, arguments: argparse.Namespace, make: Callable[[Choice], Made], choice: Choice
) -> int:
    """Make the post, try it out, show it, and write it; return the exit status.

    Raises:
        Refused: it can't be made of what was given.
        OSError: the disk refuses.
    """
    edited = ""
    opening = bool(arguments.edit)
    while True:
        made = make(choice)
        post = replace(made.post, edited=edited)
        if opening:
            from builder.cli.editing import EditorFailed, edited_text

            opening = False
            try:
                edited = edited_text(post.files()[post.path])
            except EditorFailed as failure:
                say(str(failure))
                return _kept(desk, post, 1)
            post = replace(post, edited=edited)
        incident, problems = _tried(desk, post)
        errors = [problem for problem in problems if problem.is_error]
        if errors or incident is None:
            tell(errors, arguments)
            if desk.asks and line_of("Enter: change the text · stop: keep it as a draft") == "":
                opening = True
                continue
            return _kept(desk, post, 1)
        warnings = [problem for problem in problems if not problem.is_error]
        if desk.asks or arguments.dry_run:
            _show(desk, post, incident)
        say(*made.notes)
        if warnings:
            tell(warnings[:_MOST_WARNINGS], arguments)
        if arguments.dry_run:
            return 0
        if desk.asks:
            answer = line_of("Enter: write it · since TIME · next TIME · edit · draft · stop\n>")
            word, _, rest = answer.partition(" ")
            if word == "stop":
                return _kept(desk, post, 1)
            if word == "draft" and not edited:
                arguments.draft = True
            if word == "edit":
                opening = True
            if word in ("since", "next", "draft") and edited:
                say("  The text was changed by hand: write it there, with edit.")
            elif word in ("since", "next"):
                choice = _changed(desk, choice, word, rest)
            if answer:
                continue
        return _place(desk, post)


def _changed(desk: Desk, choice: Choice, word: str, typed: str) -> Choice:
    try:
        moment = desk.time(typed)
    except ValueError as unread:
        say(f"  {unread}")
        return choice
    say(f"  {desk.echo(moment)}")
    return replace(choice, **{"since" if word == "since" else "next_update": moment})


def _tried(desk: Desk, post: Post) -> tuple[Incident | None, tuple[Problem, ...]]:
    from builder.authoring.trial import tried_out

    files = post.files()
    words = "\n".join(files.values())
    beside = [each.id for each in desk.snapshot.folders if each.id in words]
    reading, names = tried_out(
        desk.snapshot, desk.site, post.incident, files, desk.latest, desk.moment, beside
    )
    paths = {problem.place.path for problem in reading.problems} & files.keys()
    own = (problem for problem in reading.problems if problem.place.path in paths)
    others = (
        problem
        for problem in reading.problems
        if problem.place.path not in paths and problem.is_error
    )
    return reading.legible, (*names, *own, *others)


def _show(desk: Desk, post: Post, incident: Incident) -> None:
    """Show what each reader would read."""
    from builder.authoring.finished import finished

    said: set[str] = set()
    called = {each.id: each.called for each in desk.site.components()}
    for one in finished(incident, desk.site, post.name, desk.now):
        names = ", ".join(name.removeprefix("audience:") for name in one.readers)
        say("", f"── {names} ({one.language}): {one.title}")
        states = ", ".join(f"{called.get(name, name)}: {state}" for name, state in one.states)
        due = "" if one.due is None else f"next update: {desk.echo(one.due)}"
        for fact in filter(None, (states, due)):
            if fact not in said:
                say(fact)
                said.add(fact)
        if one.everyone and one.everyone in said:
            say("(the words for everyone)")
        elif one.everyone:
            say("", one.everyone)
            said.add(one.everyone)
        if one.own:
            say("", one.own)
    since = post.about.get("started") or post.front.get("since")
    say("")
    if isinstance(since, str):
        from builder.vocabulary.times import parse_time

        say(f"this counts from {desk.echo(parse_time(since))}")


def _place(desk: Desk, post: Post) -> int:
    from builder.authoring.placing import MovedMeanwhile, place
    from builder.authoring.source_edit import EditBusy

    try:
        written = place(desk.source, post, desk.folder(post.incident))
    except MovedMeanwhile:
        say(f"{post.folder} has changed since this began: look at what was written there.")
        return _kept(desk, post, 1)
    except EditBusy as busy:
        say(str(busy))
        return _kept(desk, post, 3)
    except OSError:
        _kept(desk, post, 3)
        raise
    for path in written.files():
        print(desk.source / path)
    return 0


def _kept(desk: Desk, post: Post, status: int) -> int:
    """Keep a text that is not written, and say where."""
    from builder.authoring.placing import keep_draft

    folder = keep_draft(desk.memory, post.files())
    say(f"Nothing was published. The text is kept in {folder}")
    return status


def run_at_desk(arguments: argparse.Namespace, write: Callable[[Desk], int]) -> int:
    """Run a command of the desk, and say why where it can't go on."""
    from builder.authoring.placing import MovedMeanwhile
    from builder.authoring.source_edit import EditBusy
    from builder.authoring.update_words import UnfitWords
    from builder.cli.asking import NothingMoreToRead

    try:
        return write(desk_of(arguments))
    except Refused as refusal:
        say(*refusal.messages)
        if refusal.problems:
            tell((each for each in refusal.problems if each.is_error), arguments)
            return 1
    except UnfitWords as unfit:
        say(*unfit.messages)
    except MovedMeanwhile as moved:
        say(f"{moved} has changed since this began: look at what was written there.")
        return 1
    except EditBusy as busy:
        say(str(busy))
        return 3
    except NothingMoreToRead:
        say("The input ended before the last question; nothing was written.")
    except ValueError as unfit:
        say(str(unfit))
    return 2


def default_choice(desk: Desk, since: str | None, next_update: str | None) -> Choice:
    """Return what the flags chose.

    Raises:
        UnreadTime: one of the times is none.
    """
    return Choice(
        since=desk.time(since) if since else None,
        next_update=desk.time(next_update) if next_update else None,
    )
