"""Front matter: YAML between two lines that are exactly ``---``, before the body."""

import re
from dataclasses import dataclass

from builder.source.files import SourceText
from builder.vocabulary.keys import UPDATE
from builder.vocabulary.problems import Problem


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A file cut in two. The YAML begins in line 2, the body in ``body_line`` (from 1)."""

    yaml: str
    body: str
    body_line: int


YAML_LINE = 2
"""The line of a file in which its front matter begins."""

_KEY_LINE = re.compile(r"([a-z_]+):(?:[ \t]|$)|[ \t]+\S")
_INVISIBLE = " \t\ufeff\u200b\u200c\u200d\u2060\xa0"

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


def second_front_matter(source: SourceText, body: str, body_line: int) -> Problem | None:
    """Return the problem of keys in a body, which would be printed and do nothing: lines of
    ``key: value`` with a key of an update, above a line that is exactly ``---``."""
    lines = body.split("\n")
    for index, line in enumerate(lines):
        start = index
        while line == "---" and start and _KEY_LINE.match(lines[start - 1]):
            start -= 1
        keys = (match[1] for each in lines[start:index] if (match := _KEY_LINE.match(each)))
        if any(key in UPDATE for key in keys):
            return source.problem(
                "several-documents",
                body_line + start,
                1,
                "A second front matter stands in the words: it would be printed and do nothing.",
                "Put each update into a file of its own, and all keys of one above its words.",
            )
    return None


def _no_opening(source: SourceText) -> Problem:
    first = source.line(1)
    if first.strip() == "---":
        message = "The first line is not exactly `---`: there are blanks beside it."
    elif first.strip(_INVISIBLE) == "---":
        message = "There is a character in the first line that can't be seen, beside its `---`."
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
