"""``tocsin COMMAND``: finds the command's module and runs it.

Exit status: 0 done; 1 problems in the content, nothing written; 2 wrong usage; 3 a fault from
outside (disk, network, another build); 4 an overdue promise (``due``).
"""

import argparse
import os
import sys
from contextlib import suppress
from importlib import import_module
from types import ModuleType

from builder import __version__

COMMANDS = {
    "init": ("new_site", "lay out a new site in a folder"),
    "check": ("check", "find every problem in the sources at once"),
    "build": ("build", "compile the sources into pages and feeds"),
    "serve": ("serve", "show what every reader will see, while it is written"),
    "publish": ("publish", "bring what was built to where readers are"),
    "rollback": ("rollback", "bring back the public pages of an earlier build"),
    "outbox": ("outbox", "list, show and send messages about what was newly published"),
    "log": ("log", "tell what was published where and when"),
    "doctor": ("doctor", "tell whether a published site is whole and alive"),
    "import": ("import_history", "bring a history along from another system"),
    "open": ("open", "write the first post of an incident, in three inputs"),
    "update": ("update", "write the next word on an incident"),
    "resolve": ("resolve", "write that an incident is over"),
    "postmortem": ("postmortem", "write what happened, once it is over"),
    "correct": ("correct", "write what is right where an update was wrong"),
    "withdraw": ("withdraw", "withdraw an update, or take its words out"),
    "maintenance": ("maintenance", "announce a maintenance, once or again and again"),
    "notice": ("notice", "write a notice that is no incident"),
    "due": ("due", "tell who is owed an update, and what is overdue"),
    "handover": ("handover", "tell whoever takes over where each incident stands"),
    "templates": ("templates", "list, show and check the words that updates are filled from"),
    "approve": ("approve", "write down that somebody approves words as they are"),
    "explain": ("explain", "tell who reads which part of a file, and why"),
    "uptime": ("uptime", "tell how much of the time components were up, and why"),
    "report": ("report", "tell how an account's month stands against its contract"),
    "secret": ("secret", "make the secret that private pages are sealed with"),
    "link": ("link", "hand out links to private pages, or withdraw them"),
    "schema": ("schema", "write JSON Schemas of the files for editors"),
}
"""Command, its module in ``builder.cli``, and what it does."""

_ALONE = frozenset({"-h", "--help", "--version"})
"""What may stand in place of a command."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    _open_missing_streams()
    try:
        status = _run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        print("stopped before the end; run it again to go on", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Who reads the output has seen enough.
        _drop_what_waits()
        return 3
    except OSError as error:
        from builder.cli.reading_along import in_ci, without_path_ids

        where = f"{error.filename}: " if error.filename else ""
        told = f"{where}{error.strerror or error}"
        print(without_path_ids(told) if in_ci(os.environ) else told, file=sys.stderr)
        _drop_what_waits()
        return 3
    return status


class _WithLongNames(argparse.HelpFormatter):
    """Has what a command does on its own line, however long its name."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=32)
        # It reckons without the indent of commands.
        self._action_max_length = 4 + max(map(len, COMMANDS))


def _run(words: list[str]) -> int:
    named = next((word for word in words if not word.startswith("-")), None)
    parser, modules, commands = _parser(named)
    try:
        if words and words[0].startswith("-") and words[0] not in _ALONE:
            parser.error(f"the command comes before its options: tocsin COMMAND {words[0]} ...")
        parsed, unknown = parser.parse_known_args(words)
        if unknown:
            commands.get(parsed.command, parser).error(f"this is not known: {' '.join(unknown)}")
    except SystemExit as ending:
        return int(ending.code or 0)
    if parsed.command is None:
        parser.print_help()
        return 0
    return int(modules[parsed.command].run(parsed))


def _parser(
    named: str | None,
) -> tuple[argparse.ArgumentParser, dict[str, ModuleType], dict[str, argparse.ArgumentParser]]:
    """Build the parser; only the named command's module is imported for its arguments."""
    parser = argparse.ArgumentParser(
        prog="tocsin",
        description="Compiles incident updates into status pages and feeds for each audience.",
        formatter_class=_WithLongNames,
    )
    parser.add_argument("--version", action="version", version=f"tocsin {__version__}")
    listed = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    modules = {}
    commands = {}
    for name, (module_name, purpose) in COMMANDS.items():
        command = listed.add_parser(name, help=purpose, description=purpose.capitalize() + ".")
        commands[name] = command
        if name == named:
            modules[name] = import_module(f"builder.cli.{module_name}")
            modules[name].add_arguments(command)
    return parser, modules, commands


def _open_missing_streams() -> None:
    """Give what is said a place to go where the caller has closed its own."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115 - as long as the process


def _drop_what_waits() -> None:
    """Let what still waits for the output go nowhere, so that Python's own end is silent."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
