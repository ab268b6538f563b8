"""Where sections end: at lines as the sources have them, and nowhere else."""

import pytest

from builder.source.files import SourceText
from builder.source.names import Names
from builder.source.sections import cut_sections

NAMES = Names(None, None, None)


def public_text(body: str) -> str:
    return cut_sections(SourceText("a.md", body, ""), body, 1, NAMES)[0].text


@pytest.mark.parametrize(
    "end", ["\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]
)
def test_a_marker_behind_another_end_than_that_of_a_line_closes_nothing(end: str) -> None:
    body = f"Words.\n::: executives\nSecret.{end}:::\nSecret too.\n:::\n"
    assert public_text(body) == "Words.\n\n"


def test_what_is_left_keeps_its_blanks_and_its_last_line_end() -> None:
    body = "Words  \n\n    code  \n::: executives\nSecret.\n:::\n\tend \n\n"
    assert public_text(body) == "Words  \n\n    code  \n\n\tend \n\n"
