"""The page that keeps the figures: between two markers, the rest is written by people."""

import os
import platform
import re
from pathlib import Path

BEGIN = "<!-- figures of make bench: begin -->"
END = "<!-- figures of make bench: end -->"


def conditions() -> str:
    """Say what the figures were reached with."""
    return (
        f"Measured with Python {platform.python_version()} on {platform.system()}, "
        f"{os.cpu_count()} CPUs; medians of several runs by turns."
    )


def write_report(page: Path, table: str) -> None:
    """Put the table between the markers of the page.

    Raises:
        ValueError: the page has no markers.
    """
    text = page.read_text(encoding="utf-8")
    between = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    if not between.search(text):
        raise ValueError(f"{page} has no line {BEGIN} with a line {END} after it")
    filled = f"{BEGIN}\n{conditions()}\n\n{table}{END}"
    page.write_text(between.sub(lambda _: filled, text), encoding="utf-8", newline="\n")
