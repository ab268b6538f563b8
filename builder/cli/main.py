"""``tocsin COMMAND``: finds the command's module and runs it.

Exit status: 0 done; 1 problems in the content, nothing written; 2 wrong usage; 3 a fault from
outside (disk, network, another build).
"""

import argparse
import gc
import sys
from importlib import import_module
from types import ModuleType

from builder import __version__

COMMANDS = {
    "init": ("new_site", "lay out a new site in a folder"),
    "check": ("check", "find every problem in the sources at once"),
    "build": ("build", "compile the sources into pages and feeds"),
    "import": ("import_history", "bring a history along from another system"),
    "schema": ("schema", "write JSON Schemas of the files for editors"),
}
"""Command, its module in ``builder.cli``, and what it does."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    words = sys.argv[1:] if arguments is None else arguments
    named = next((word for word in words if not word.startswith("-")), None)
    parser, modules = _parser(named)
    parsed = parser.parse_args(words)
    # A run makes few cycles and ends soon; looking for them costs a tenth of its time.
    gc.set_threshold(100_000)
    if parsed.command is None:
        parser.print_help()
        return 0
    try:
        return int(modules[parsed.command].run(parsed))
    except KeyboardInterrupt:
        print("stopped; what was there before is unchanged", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 3


def _parser(named: str | None) -> tuple[argparse.ArgumentParser, dict[str, ModuleType]]:
    """Build the parser; only the named command's module is imported for its arguments."""
    parser = argparse.ArgumentParser(
        prog="tocsin",
        description="Compiles incident updates into status pages and feeds for each audience.",
    )
    parser.add_argument("--version", action="version", version=f"tocsin {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    modules = {}
    for name, (module_name, purpose) in COMMANDS.items():
        command = commands.add_parser(name, help=purpose, description=purpose.capitalize() + ".")
        if name == named:
            modules[name] = import_module(f"builder.cli.{module_name}")
            modules[name].add_arguments(command)
    return parser, modules


if __name__ == "__main__":
    sys.exit(main())
