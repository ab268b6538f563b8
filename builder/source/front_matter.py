"""Front matter: YAML between two lines that are exactly ``---``, before the body."""

from dataclasses import dataclass

from builder.source.files import SourceText
from builder.vocabulary.problems import Problem


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A file cut in two. The YAML begins in line 2, the body in ``body_line`` (from 1)."""

    yaml: str
    body: str
    body_line: int


YAML_LINE = 2
"""The line of a file in which its front matter begins."""

LONGEST = 32 * 1024
"""Characters of a front matter."""


def split(source: SourceText) -> FrontMatter | Problem:
    """Cut a file into its front matter and its body."""
    text = source.text
    if not text.startswith("---\n"):
        return _no_opening(source)
    end = text.find("\n---\n", 3)
    if end < 0:
        if not text.endswith("\n---"):
            return source.problem(
                "unclosed-front-matter",
                1,
                1,
                "The front matter that begins here has no end.",
                "Write a line that is exactly `---` after its last key.",
            )
        end = len(text) - 4
    yaml = text[4 : end + 1]
    if len(yaml) > LONGEST:
        return source.problem(
            "front-matter-too-long",
            1,
            1,
            f"The front matter has {len(yaml):,} characters; {LONGEST:,} are allowed.",
            "Move words into the body, and facts into the updates that they belong to.",
        )
    return FrontMatter(yaml, text[end + 5 :], yaml.count("\n") + 3)


def _no_opening(source: SourceText) -> Problem:
    first = source.line(1)
    if first.strip() == "---":
        message = "The first line is not exactly `---`: there are blanks beside it."
    elif first.strip() == "+++":
        message = "The front matter is not YAML between lines of `---`."
    elif not first.strip() and source.text.lstrip().startswith("---"):
        message = "There are blank lines before the front matter."
    else:
        message = "The file does not begin with front matter."
    return source.problem(
        "no-front-matter",
        1,
        1,
        message,
        "Begin the file with a line that is exactly `---`, then the keys, then `---` again.",
    )
