"""Arguments that several commands share, and the one place that reads the clock."""

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from builder.cli.public_project import is_public_project
from builder.vocabulary.times import TimeError, parse_time

if TYPE_CHECKING:
    from builder.build import Request


def add_source(parser: argparse.ArgumentParser) -> None:
    """Add ``--source`` and ``--now``."""
    parser.add_argument(
        "--source",
        type=folder,
        default=Path(),
        metavar="DIR",
        help="the folder that holds site_src/ and incidents/ (default: here)",
    )
    parser.add_argument(
        "--now",
        type=_moment,
        metavar="TIME",
        help="an ISO 8601 time with an offset, in place of the clock",
    )


def add_jobs(parser: argparse.ArgumentParser) -> None:
    """Add ``--jobs``."""
    parser.add_argument(
        "--jobs",
        type=int,
        choices=(1, 2),
        help="how many processes may work (default: 2 where there are two processors); "
        "the result is the same",
    )


def request_of(arguments: argparse.Namespace) -> "Request":
    """Return what was asked for; the moment is the clock's where none was named."""
    from builder.build import Request

    source: Path = arguments.source
    given: datetime | None = arguments.now
    return Request(
        source=source,
        out=getattr(arguments, "out", None) or source / "dist",
        cache=getattr(arguments, "cache", None) or source / ".tocsin",
        now=given or datetime.now(UTC).replace(microsecond=0),
        now_given=given is not None,
        jobs=arguments.jobs or min(2, os.cpu_count() or 1),
        sources_public=is_public_project(os.environ),
    )


def folder(text: str) -> Path:
    """Read the name of a folder, which need not be there yet.

    Raises:
        argparse.ArgumentTypeError: a file has this name.
        OSError: it can't be looked at.
    """
    path = Path(text)
    if path.exists() and not path.is_dir():
        raise argparse.ArgumentTypeError(f"{text!r} is a file. Name a folder.")
    return path


def _moment(text: str) -> datetime:
    try:
        return parse_time(text)
    except TimeError as error:
        raise argparse.ArgumentTypeError(f"{error}. Write it like 2026-11-23T14:05:00Z.") from error
