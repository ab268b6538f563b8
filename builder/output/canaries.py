"""Canaries: pieces of private text that must stand in no output of whoever may not read them.

A canary is a run of five words, or of fewer that are as long as 24 characters, or a name as a
whole, if it stands nowhere in the texts that the tree's reader may read. Output is read as
``canary_text`` does. A hit says where, and never what.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from html import unescape
from typing import TypeAlias

from builder.output.canary_text import readings, words_in
from builder.vocabulary.readers import Limit, Reader

RUN = 5
"""Words of a run."""

LETTERS = 20
"""Letters and digits that make a run of fewer words: what is left of 24 characters without blanks
and marks."""

# Dates and numbers stand on every page.
_WORDS_WITH_LETTERS = 3
_SHARE_OF_LETTERS = 0.75

Run: TypeAlias = tuple[str, ...]

_LINK_TARGET = re.compile(r"\]\([^()\s]*\)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class PrivateText:
    """Text that only some may read: the file it stands in, the line where it begins (from 1), and
    for whom it is (``None`` is everyone)."""

    path: str
    line: int
    text: str
    readers: Limit


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A canary in a file of the output, and where it stands in the sources."""

    output: str
    source: str
    line: int

    def __str__(self) -> str:
        """Say where, and nothing of the text."""
        return f"{self.output}: private text of {self.source}:{self.line}"


@dataclass(frozen=True, slots=True)
class Waiver:
    """Words that are no leak in the files that ``where`` fits (``*`` is anything), and why."""

    word: str
    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Runs:
    """Canaries of as many words each. In each stands one of ``signs``, its longest word."""

    signs: frozenset[str]
    words: frozenset[Run]


@dataclass(frozen=True, slots=True)
class CanarySet:
    """All canaries of one tree, by how many words they are, and the texts that they are of."""

    runs: Mapping[int, Runs]
    texts: tuple[PrivateText, ...] = field(repr=False)
    names: tuple[PrivateText, ...] = field(repr=False)


def hidden_from(
    reader: Reader, texts: Iterable[PrivateText]
) -> tuple[tuple[PrivateText, ...], tuple[str, ...]]:
    """Part texts into those that a reader may not read, and the words of those that it may."""
    hidden, read = [], []
    for text in texts:
        if reader.may_read(text.readers):
            read.append(text.text)
        else:
            hidden.append(text)
    return tuple(hidden), tuple(read)


def canaries(
    private: Iterable[PrivateText], public: Iterable[str], names: Iterable[PrivateText] = ()
) -> CanarySet:
    """Return the canaries of a tree.

    Args:
        private: texts that the tree's reader may not read.
        public: every text that it may: sources, and the theme's own words.
        names: what counts as a whole, however short: names of accounts, of private incidents.
    """
    texts, whole = tuple(private), tuple(names)
    found: set[Run] = {tuple(words_in(name.text)) for name in whole} - {()}
    for text in texts:
        for words, _ in _worded(text):
            found.update(run for run, _ in _runs_of(words))
    sought = _by_length(found)
    for readable in public:
        for form in _forms(readable):
            found.difference_update(_among(words_in(unescape(form)), sought))
    return CanarySet(_by_length(found), texts, whole)


def search(
    files: Iterable[tuple[str, bytes]], canary_set: CanarySet, waivers: Iterable[Waiver] = ()
) -> tuple[Hit, ...]:
    """Return every file in which a canary stands, with each place that it comes from, sorted.

    Raises:
        Unreadable: a file is compressed in a way that can't be undone here.
    """
    if not canary_set.runs:
        return ()
    allowed = tuple(waivers)
    sources: Mapping[Run, list[Source]] = {}
    passed: set[str] = set()
    hits: set[Hit] = set()
    for path, data in files:
        found = {
            run for words in readings(path, data, passed) for run in _among(words, canary_set.runs)
        }
        if not found:
            continue
        # What was found in a tag of this file is to be found in the next one too.
        passed.clear()
        sources = sources or _sources(canary_set)
        waived = [waiver for waiver in allowed if fnmatchcase(path, waiver.where)]
        for run in found:
            if not any(_stands_in(run, waiver.word) for waiver in waived):
                hits.update(Hit(path, *source) for source in sources[run])
    return tuple(sorted(hits))


def _among(words: Sequence[str], runs: Mapping[int, Runs]) -> Iterator[Run]:
    """Yield the canaries in a list of words."""
    for length, known in runs.items():
        if not known.signs.isdisjoint(words):
            yield from known.words.intersection(
                zip(*(words[start:] for start in range(length)), strict=False)
            )


def _stands_in(run: Run, phrase: str) -> bool:
    words = words_in(phrase)
    return any(tuple(words[start : start + len(run)]) == run for start in range(len(words)))


# --- canaries of a text -------------------------------------------------------------------------


def _runs_of(words: Sequence[str]) -> Iterator[tuple[Run, int]]:
    """Yield each run that counts, and the number of its first word: those of five words, and the
    shortest of fewer that are long enough."""
    lengths = list(map(len, words))
    for start in range(len(words)):
        letters = 0
        for count, length in enumerate(lengths[start : start + RUN], 1):
            letters += length
            if count == RUN or letters >= LETTERS:
                run = tuple(words[start : start + count])
                if _is_wordy(run, letters):
                    yield run, start
                break
        if count < RUN:
            run = tuple(words[start : start + RUN])
            if len(run) == RUN and _is_wordy(run, letters):
                yield run, start


def _is_wordy(run: Run, letters: int) -> bool:
    if len(run) == RUN:
        return sum(word[0].isalpha() for word in run) >= _WORDS_WITH_LETTERS
    return sum(map(str.isalpha, "".join(run))) >= _SHARE_OF_LETTERS * letters


def _by_length(runs: Iterable[Run]) -> dict[int, Runs]:
    found: dict[int, set[Run]] = {}
    for run in runs:
        found.setdefault(len(run), set()).add(run)
    return {
        length: Runs(
            frozenset(max(run, key=len) for run in found[length]), frozenset(found[length])
        )
        for length in sorted(found)
    }


# --- what is written in Markdown ----------------------------------------------------------------


def _forms(text: str) -> Iterator[str]:
    """Yield a text as it is written, and as it is printed where that differs."""
    yield text
    printed = _LINK_TARGET.sub("]", _ESCAPED.sub(r"\1", text))
    if printed != text:
        yield printed


def _worded(text: PrivateText) -> Iterator[tuple[list[str], list[int]]]:
    """Yield the words of each form of a text, and the line of each."""
    for form in _forms(text.text):
        words: list[str] = []
        lines: list[int] = []
        for number, line in enumerate(form.split("\n"), text.line):
            found = words_in(unescape(line))
            words += found
            lines += [number] * len(found)
        yield words, lines


Source: TypeAlias = tuple[str, int]
"""A file of the sources, and a line in it."""


def _sources(canary_set: CanarySet) -> dict[Run, list[Source]]:
    """Return where each canary stands; asked for only once something was found."""
    found: dict[Run, list[Source]] = {}
    for text in canary_set.texts:
        for words, lines in _worded(text):
            for run, start in _runs_of(words):
                found.setdefault(run, []).append((text.path, lines[start]))
    for name in canary_set.names:
        found.setdefault(tuple(words_in(name.text)), []).append((name.path, name.line))
    return found
