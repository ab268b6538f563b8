"""Where front matter ends and the body begins; what is refused is in ``bad_front_matter.md``."""

import pytest

from builder.source.files import SourceText
from builder.source.front_matter import LONGEST, FrontMatter, split
from builder.vocabulary.problems import Problem


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("---\na: 1\n---\nbody\n", FrontMatter("a: 1\n", "body\n", 4)),
        ("---\na: 1\nb: 2\n---\n\nbody", FrontMatter("a: 1\nb: 2\n", "\nbody", 5)),
        ("---\na: 1\n---", FrontMatter("a: 1\n", "", 4)),
        ("---\n---\nbody", FrontMatter("", "body", 3)),
        ("---\na: 1\n---\nbody\n---\nmore", FrontMatter("a: 1\n", "body\n---\nmore", 4)),
        ("---\na: |\n  ---\n---\nbody", FrontMatter("a: |\n  ---\n", "body", 5)),
    ],
)
def test_parts(text: str, parts: FrontMatter) -> None:
    assert split(SourceText("x.md", text, "")) == parts


def test_front_matter_without_measure() -> None:
    text = f"---\na: {'x' * LONGEST}\n---\nbody"
    problem = split(SourceText("x.md", text, ""))
    assert isinstance(problem, Problem)
    assert problem.code == "front-matter-too-long"
