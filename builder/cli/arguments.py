"""Arguments that several commands share, and the one place that reads the clock."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from builder.vocabulary.times import TimeError, parse_time


def add_source(parser: argparse.ArgumentParser) -> None:
    """Add ``--source`` and ``--now``."""
    parser.add_argument(
        "--source",
        type=Path,
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


def moment(arguments: argparse.Namespace) -> datetime:
    """Return the moment asked for, else the clock's: UTC, whole seconds."""
    given: datetime | None = arguments.now
    return given or datetime.now(UTC).replace(microsecond=0)


def _moment(text: str) -> datetime:
    try:
        return parse_time(text)
    except TimeError as error:
        raise argparse.ArgumentTypeError(
            f"{error}. Write it like 2026-11-23T14:05:00Z."
        ) from error
