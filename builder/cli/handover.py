"""``tocsin handover``: all that whoever takes over has to know, one screen an incident."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from builder.cli.arguments import add_jobs, add_source, request_of
from builder.cli.reading_along import add_show_private, reads_along, tell

if TYPE_CHECKING:
    from builder.build.owed import Debts
    from builder.views.handover import Handover, LastWords

_WIDEST = 100
_HIDDEN = "(not printed where others may read along)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "incidents", nargs="*", metavar="INCIDENT", help="these alone (default: all that go on)"
    )
    add_source(parser)
    add_jobs(parser)
    add_show_private(parser)
    parser.add_argument("--to", metavar="NAME", help="write down who holds the role from now on")
    parser.add_argument(
        "--role", default="comms-lead", metavar="ROLE", help="which role (default: comms-lead)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print a screen for each incident, and return the exit status."""
    from builder.authoring.placing import MovedMeanwhile
    from builder.authoring.source_edit import EditBusy
    from builder.authoring.yaml_edit import EditRefused
    from builder.build.owed import NotKnown, read_debts
    from builder.source.words import shown, suggestion
    from builder.views.handover import handover

    request = request_of(arguments)
    try:
        debts, legible = read_debts(request)
    except NotKnown as refusal:
        tell(refusal.problems, arguments)
        return 1
    screens: list[Screen] = []
    for each in legible.incidents.values():
        found = handover(each.incident, debts.site, debts.now) if each.incident else None
        if found is not None:
            screens.append(Screen(found, each.drafts))
    names = sorted(screen.incident.id for screen in screens)
    for word in arguments.incidents:
        if word not in names:
            hint = suggestion(word, names) or "Nothing goes on."
            print(f"Nothing is to hand over of {shown(word)}. {hint}", file=sys.stderr)
            return 2
    if arguments.incidents:
        screens = [screen for screen in screens if screen.incident.id in arguments.incidents]
    overheard = reads_along(arguments, os.environ)
    for screen in sorted(screens, key=lambda each: each.incident.began):
        print("\n".join(screen.lines(debts, overheard=overheard)))
        print()
    if not screens:
        print("nothing goes on, and nothing is owed", file=sys.stderr)
    for path in debts.unread:
        print(f"{path}: has errors, so what it says is not known", file=sys.stderr)
    if not arguments.to:
        return int(bool(debts.unread))
    try:
        return _hand_over(arguments, screens, debts)
    except (EditRefused, MovedMeanwhile) as refusal:
        print(f"The role was not written: {refusal}", file=sys.stderr)
        return 1
    except EditBusy as busy:
        print(busy, file=sys.stderr)
        return 3


def _hand_over(arguments: argparse.Namespace, screens: list[Screen], debts: Debts) -> int:
    from builder.authoring.roles import hand_over

    for screen in screens:
        name = screen.incident.id
        held = {_folded(each.role): each.role for each in screen.incident.roles}
        role = held.get(_folded(arguments.role), arguments.role)
        path = hand_over(arguments.source, name, role, arguments.to, debts.now)
        print(f"{arguments.source / path}: {arguments.to} is {role} from now on")
    return 0


def _folded(role: str) -> str:
    """Return a role in a form in which `Comms lead` and `comms-lead` are the same."""
    return role.casefold().replace("-", " ")


@dataclass(frozen=True, slots=True)
class Screen:
    """One incident as it is handed over, and the paths of its drafts."""

    incident: Handover
    drafts: tuple[str, ...]

    def lines(self, debts: Debts, *, overheard: bool) -> Iterator[str]:
        """Yield the screen; ``overheard`` hides words, titles and names of accounts."""
        from builder.cli.due_printing import clock, length
        from builder.cli.due_printing import lines as lines_owed
        from builder.views.due import in_order

        one, site, now = self.incident, debts.site, debts.now
        zone = ZoneInfo(site.time_zone)
        facts = [one.id, one.priority or "no priority", one.stage or "no stage"]
        yield f"{'  '.join(facts)}  since {clock(one.began, now, zone)}, {length(now - one.began)}"
        yield _HIDDEN if overheard else one.title.get(site.language, "")
        called = {each.id: each.called for each in site.components()}
        for name, state in one.states:
            yield f"  {called.get(name, name)}: {state}"
        yield "Last words"
        for last in one.last_words:
            yield from _words(last, debts, zone, overheard=overheard)
        yield from _part("Owed", lines_owed(in_order(one.owed), debts, overheard=overheard))
        yield from _part(
            "Requests",
            (
                f"{', '.join(_names(ask.to, overheard=overheard))}: "
                f"{_HIDDEN if overheard else ' '.join(ask.text.split())}"
                + (f" (by {clock(ask.by, now, zone)})" if ask.by else "")
                for ask in one.asks
            ),
        )
        yield from _part("Drafts", self.drafts)
        yield from _part(
            "Roles",
            (
                f"{role.role}: {_HIDDEN if overheard else role.name}"
                + (f", since {clock(role.since, now, zone)}" if role.since else "")
                for role in one.roles
            ),
        )


def _part(title: str, lines: Iterator[str] | tuple[str, ...]) -> Iterator[str]:
    found = tuple(lines)
    if found:
        yield title
        yield from (f"  {line}" for line in found)


def _words(last: LastWords, debts: Debts, zone: ZoneInfo, *, overheard: bool) -> Iterator[str]:
    from builder.cli.due_printing import clock, length
    from builder.render.plain_text import paragraphs

    ago = length(debts.now - last.at)
    names = ", ".join(_names(last.readers, overheard=overheard))
    yield f"  {names}: {clock(last.at, debts.now, zone)}, {ago} ago ({last.update})"
    if overheard:
        return
    own = [passage for passage in last.words if passage.to]
    text = " ".join(paragraphs(own or last.words, f"{debts.site.url}/", "").split())
    if text:
        yield f"    {text if len(text) <= _WIDEST else text[: _WIDEST - 1] + '…'}"


def _names(readers: tuple[str, ...], *, overheard: bool) -> list[str]:
    names = [name.removeprefix("audience:") for name in readers]
    if not overheard:
        return names
    kept = [name for name in names if not name.startswith("account:")]
    return kept if len(kept) == len(names) else [*kept, "accounts"]
