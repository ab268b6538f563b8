"""The second reading of YAML: what the first one reads, or nothing at all."""

from random import Random
from typing import Any

import pytest

from builder.publish.yaml_scalars import Unsure
from builder.publish.yaml_shape import Node, Scalar, read_shape, written
from builder.source.yaml_text import read_yaml

GOOD = """\
status: investigating
at: 2026-11-23T14:31:00Z   # when
'next_update': {public: 2026-11-23T14:51:00Z, executives: "+20m",
  "account:acme": +5m}
components:
  checkout: partial_outage # comment
  "payments-api": degraded_performance

embargo: true
word: 'true'
asks:
- id: a
  to: [technical, "b",]
  text: |
    literal

      deeper
- {id: b, to: executives, text: it''s}
-
  id: c
folded: >-
  one
  two

  three
kept: |+
  text

plain: words that
  go on # here they end
quoted: "caf\\u00e9 \\
  joined
  folded"
single: 'it''s
  folded'
list:
  - - nested
    - twice
  - x: y
    z: http://example.org/#a
"""

PIECES = (
    *("a", "b: ", "- ", "\n", "\n  ", "\n    ", " ", "'", '"', "{", "}", "[", "]", ", ", ": "),
    *("#", " # x", "|", "|-", ">", "> \n  ", "\\", "\\n", "true", "null", "~", "x y", "é", "\n\n"),
    *("2026-11-23T14:05:00Z", "http://x.y", "? ", "&a ", "*a", "!t ", "''", "|2", "+", "\t"),
    *("\nk3: ", "\nk4:\n", "\n- ", "---\n", "..."),
)

UNSURE = {
    "an anchor": "a: &b c\n",
    "an alias": "a: *b\n",
    "a tag": "a: !b c\n",
    "a tab": "a:\tb\n",
    "a key with a question mark": "? a\n: b\n",
    "a key that is a list": "[a]: b\n",
    "a key twice": "a: b\na: c\n",
    "a second document": "a: b\n---\nc: d\n",
    "two keys in a line": "a: b: c\n",
    "a quote that is not closed": 'a: "b\n',
    "a bracket that is not closed": "a: [b\n",
    "words behind a quote": "a: 'b' c\n",
    "a list that is not indented as its items": "a:\n  - b\n - c\n",
    "no mapping": "- a\n",
    "an escape of half a character": 'a: "\\ud83d"\n',
    "a bracket after another": "a: {b: c} d\n",
}


def plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        words = {"true": True, "false": False, "null": None, "~": None}
        return words[node.text] if node.is_word else node.text
    if isinstance(node, list):
        return [plain(each) for each in node]
    return {key: plain(each) for key, each in node.items()} if node is not None else None


def test_what_people_write_is_read_as_the_site_reads_it() -> None:
    assert plain(read_shape(GOOD)) == read_yaml(GOOD).value


def test_what_is_written_is_read_as_the_same() -> None:
    assert read_yaml(written(read_shape(GOOD))).value == read_yaml(GOOD).value


@pytest.mark.parametrize("name", UNSURE)
def test_what_is_not_sure_is_refused(name: str) -> None:
    with pytest.raises(Unsure):
        read_shape(UNSURE[name])


def test_the_line_that_is_not_sure_is_named() -> None:
    with pytest.raises(Unsure) as refused:
        read_shape("a: b\nc: d\ne: &f g\n")
    assert refused.value.line == 3


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "---\n"])
def test_nothing_is_no_key(text: str) -> None:
    assert read_shape(text) == {}
    assert written({}) == "{}\n"


def test_random_text_is_read_as_the_site_reads_it_or_refused() -> None:
    chance = Random(7)
    read = 0
    for _ in range(4_000):
        text = edited(chance) if chance.random() < 0.5 else made(chance)
        try:
            shape = read_shape(text)
        except Unsure:
            continue
        reading = read_yaml(text)
        if reading.faults:
            # The site refuses it in words of its own: nothing is built of it either way.
            continue
        assert plain(shape) == (reading.value or {}), text
        assert (read_yaml(written(shape)).value or {}) == (reading.value or {}), text
        read += 1
    assert read > 300


def made(chance: Random) -> str:
    return "key: " + "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 10)))


def edited(chance: Random) -> str:
    text = GOOD
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(text))
        gone = chance.choice((0, 0, 1, 3))
        text = text[:place] + chance.choice(("", *PIECES)) + text[place + gone :]
    return text
