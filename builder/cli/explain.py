"""``tocsin explain``: who reads which part of a file, an update or a component, and why."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from builder.cli.arguments import add_source
from builder.cli.reading_along import add_show_private, tell

if TYPE_CHECKING:
    from builder.build.explained_file import ExplainedFile
    from builder.source.outline import WrittenPart
    from builder.views.explanation import Explained, Verdict

_PLAIN = frozenset({"insider", "no insider", "not for it"})
"""Reasons that the rule has given already."""

_MOST_ACCOUNTS = 4
"""Accounts that are named one by one where not all of them are meant."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "named",
        metavar="PATH",
        help="a file or folder of the sources, or a component's id",
    )
    add_source(parser)
    add_show_private(parser)
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="for people, or for programs"
    )


def run(arguments: argparse.Namespace) -> int:
    """Explain, print, and return the exit status."""
    from builder.build.explained_file import NotExplained
    from builder.build.explaining import explain

    now = arguments.now or datetime.now(UTC).replace(microsecond=0)
    try:
        found = explain(arguments.source, arguments.named, now)
    except NotExplained as refusal:
        tell(refusal.problems, arguments)
        return 1
    if arguments.format == "json":
        json.dump({"files": [_as_json(file) for file in found]}, sys.stdout, indent=2)
        print()
    else:
        print("\n\n".join("\n".join(_text(file)) for file in found))
    return 0


# --- for people ---------------------------------------------------------------------------------


def _text(file: ExplainedFile) -> Iterator[str]:
    yield f"{file.path} ({file.about})"
    yield from file.notes
    groups = (
        ("Everyone reads", [one for one in file.parts if one[1].by_all]),
        ("Some read", [one for one in file.parts if not (one[1].by_all or one[1].by_none)]),
        ("Nobody reads", [one for one in file.parts if one[1].by_none]),
    )
    width = max((len(_lines(part)) for part, _ in file.parts), default=0)
    for heading, parts in groups:
        if parts:
            yield ""
            yield heading
        for part, explained in parts:
            line = f"  {_lines(part):{width}}  {part.label}"
            if explained.by_all:
                yield line
            elif explained.by_none:
                reasons = dict.fromkeys(each.why for each in explained.verdicts)
                yield f"{line}: {', '.join(reasons)}"
            else:
                yield line if part.limit is not None else f"{line}: {explained.rule}"
                yield from (f"  {' ' * width}    {each}" for each in _sides(explained))


def _lines(part: WrittenPart) -> str:
    return f"line {part.first}" if part.first == part.last else f"lines {part.first}-{part.last}"


def _sides(explained: Explained) -> Iterator[str]:
    """Yield who reads a part and who does not, each with the reason."""
    for reads, word in ((True, "yes"), (False, "no")):
        reasons: dict[str, list[Verdict]] = {}
        for each in explained.verdicts:
            if each.reads is reads:
                reasons.setdefault(each.why, []).append(each)
        every = sum(each.reader.startswith("account:") for each in explained.verdicts)
        said = (
            _named(each, every) + ("" if why in _PLAIN else f" ({why})")
            for why, each in reasons.items()
        )
        yield f"{word}: {'; '.join(said)}"


def _named(verdicts: Iterable[Verdict], every: int) -> str:
    """Name readers; of many accounts how many they are."""
    names = [each.reader.removeprefix("audience:") for each in verdicts]
    accounts = [name for name in names if name.startswith("account:")]
    others = [name for name in names if name not in accounts]
    if len(accounts) == every > 1:
        accounts = ["every account"]
    elif len(accounts) > _MOST_ACCOUNTS:
        accounts = [f"{len(accounts)} of {every} accounts"]
    return ", ".join([*others, *accounts])


# --- for programs -------------------------------------------------------------------------------


def _as_json(file: ExplainedFile) -> dict[str, object]:
    return {
        "path": file.path,
        "about": file.about,
        "notes": list(file.notes),
        "parts": [
            {
                "part": part.key,
                "subject": part.subject,
                "label": part.label,
                "first_line": part.first,
                "last_line": part.last,
                "rule": explained.rule,
                "readers": [
                    {"reader": each.reader, "reads": each.reads, "why": each.why}
                    for each in explained.verdicts
                ],
            }
            for part, explained in file.parts
        ],
    }
