"""Canaries: pieces of private text that must stand in no output of whoever may not read them.

A canary is a run of five words, or of fewer that are as long as 24 characters, or a name as a
whole, if it stands nowhere in the texts that the tree's reader may read. Output is read as
``canary_text`` does. What is found says where, and never what.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from html import unescape
from itertools import pairwise
from typing import TypeAlias

from builder.output.canary_text import parts, pieces, readings, words_in
from builder.vocabulary.limited_text import LimitedText, Waiver
from builder.vocabulary.readers import Reader

RUN = 5
"""Words of a run."""

LETTERS = 20
"""Letters and digits that make a run of fewer words: what is left of 24 characters without blanks
and marks."""

# Dates and numbers stand on every page.
_WORDS_WITH_LETTERS = 3
_SHARE_OF_LETTERS = 0.75

# From so many runs on, looking all of them up in the words of a text takes longer than the reverse.
_MANY_RUNS = 50

_MANY_SIGNS = 1_000

Run: TypeAlias = tuple[str, ...]
_Limits: TypeAlias = tuple[tuple[frozenset[str], ...], int | None]

_LINK_TARGET = re.compile(r"\]\([^()\s]*\)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_NOTHING: frozenset[Run] = frozenset()
_BORDER = " | "
"""Stands between texts; no word has this sign."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text of the sources as words. ``forms`` holds them, with blanks between, as they are
    written and as they are printed. The rest is that of ``LimitedText``."""

    path: str
    limits: tuple[frozenset[str], ...]
    since: int | None
    is_name: bool
    forms: tuple[str, ...] = field(repr=False)

    def runs(self) -> Iterator[Run]:
        """Yield what would be canaries of it."""
        if self.is_name:
            yield from (tuple(form.split()) for form in self.forms)
        else:
            yield from self.parts()

    def parts(self) -> Iterator[Run]:
        """Yield the runs that stand in it, of a name as well."""
        for form in self.forms:
            yield from runs_of(form.split())


def said_of(text: LimitedText) -> Said:
    """Return the words of a text."""
    forms = tuple(" ".join(words_in(unescape(form))) for form in _forms(text.text))
    forms = tuple(dict.fromkeys(filter(None, forms)))
    return Said(text.path, text.limits, text.since, text.is_name, forms)


def all_said(texts: Iterable[LimitedText], now: int) -> tuple[Said, ...]:
    """Return the words of texts; what everyone may read ``now`` is one text, of no path."""
    everyones: list[str] = []
    limited = []
    for said in map(said_of, texts):
        since = said.since if said.since is not None and said.since > now else None
        if not said.limits and since is None:
            everyones += said.forms
        elif said.forms:
            limited.append(replace(said, since=since))
    together = Said("", (), None, False, (_BORDER.join(everyones),)) if everyones else None
    return (*limited, together) if together else tuple(limited)


@dataclass(frozen=True, slots=True)
class Found:
    """A run that stands in a file of the output and in a text that its reader may not read."""

    output: str
    run: Run = field(repr=False)


class Canaries:
    """What not everyone may read, in runs, and what is looked for in the trees of readers.

    Args:
        said: every text of the sources.
        spoken: what every page may say: the words of the program and of the theme.
        now: the moment, in seconds since 1970.

    ``pairs`` are the neighbouring words of all that was searched: a run of two words or more can
    stand in a file only if each of its pairs does. ``open_runs`` are what was left out because it
    stands in texts for everyone.
    """

    def __init__(self, said: Iterable[Said], spoken: Iterable[str], now: int) -> None:
        self.pairs: set[str] = set()
        self.open_runs: set[Run] = set()
        self._now = now
        self._limited: list[Said] = []
        self._open: list[str] = list(spoken)
        for each in said:
            if each.limits or (each.since is not None and now < each.since):
                self._limited.append(each)
            else:
                self._open += each.forms
        self._limits: dict[_Limits, int] = {}
        self._of: dict[Run, set[int]] = {}
        for each in self._limited:
            number = self._limits.setdefault((each.limits, each.since), len(self._limits))
            for run in each.runs():
                self._of.setdefault(run, set()).add(number)
        # Who reads a name reads its parts, which may stand in what others are told.
        for each in self._limited:
            if each.is_name:
                for run in self._of.keys() & set(each.parts()):
                    self._of[run].add(self._limits[each.limits, each.since])
        self._of.pop((), None)
        self._readable: dict[str, frozenset[int]] = {}
        self._runs = by_length(self._of)
        # Readers have most sections and pieces in common, and the pages of one reader too: each
        # is read once.
        self._read_sections: set[int] = set()
        self._in_sections: dict[int, frozenset[Run]] = {}
        self._in_pieces: dict[int, frozenset[Run]] = {}
        self._hidden: dict[tuple[int, str], frozenset[Run]] = {}

    def __bool__(self) -> bool:
        """True where there is anything that not everyone may read."""
        return bool(self._of or self.open_runs)

    def in_file(self, output: str, path: str, data: bytes, reader: Reader) -> tuple[Found, ...]:
        """Return what stands in a file that its reader may not read, for all that is known of that
        text alone: ``unread`` tells what of it is read elsewhere.

        Args:
            output: what the file is called where it is told.
            path: its name, from the root of its tree.
            data: its bytes, before sealing.
            reader: who reads the tree.

        Raises:
            Unreadable: it is compressed in a way that can't be undone here.
        """
        found: set[Run] = set()
        file = parts(path, data)
        for piece in file.pieces:
            found |= self._unreadable(self._in_piece(piece), reader)
        sections = dict(zip(map(hash, file.sections), file.sections, strict=True))
        for known in set(sections).difference(self._read_sections):
            self._read_sections.add(known)
            runs = frozenset().union(*map(self._in_piece, pieces(sections[known])))
            if runs:
                self._in_sections[known] = runs
        for known in sections.keys() & self._in_sections.keys():
            key = known, reader.name
            if key not in self._hidden:
                self._hidden[key] = self._unreadable(self._in_sections[known], reader)
            found |= self._hidden[key]
        return tuple(Found(output, run) for run in found)

    def prune(self) -> None:
        """Leave out what stands in texts for everyone; worth it before much is searched."""
        self.leave_out(self.among_open(self._of))

    def leave_out(self, runs: Collection[Run]) -> None:
        """Leave out runs that are known to stand in texts for everyone."""
        for run in self._of.keys() & runs:
            del self._of[run]
            self.open_runs.add(run)
        self._runs = by_length(self._of)

    def sources_of(self, run: Run) -> tuple[Said, ...]:
        """Return the texts in which a run stands that not everyone may read."""
        return tuple(each for each in self._limited if run in each.runs())

    def unread(self, found: Collection[Found]) -> tuple[Found, ...]:
        """Leave out what stands in a text for everyone."""
        known = self.among_open({each.run for each in found})
        self.open_runs |= known
        return tuple(each for each in found if each.run not in known)

    def among_open(self, runs: Collection[Run]) -> set[Run]:
        """Return the runs that stand in texts for everyone."""
        if not runs:
            return set()
        return _standing(runs, self._open)

    def among(self, forms: Iterable[str]) -> set[Run]:
        """Return the canaries that stand in words."""
        return {run for form in forms for run in _among(form.split(), self._runs)}

    def _unreadable(self, runs: frozenset[Run], reader: Reader) -> frozenset[Run]:
        """Return the runs that a reader may not read."""
        if not runs:
            return _NOTHING
        readable = self._readable_by(reader)
        return frozenset(run for run in runs if readable.isdisjoint(self._of[run])) or _NOTHING

    def _readable_by(self, reader: Reader) -> frozenset[int]:
        """Return the limits within which a reader is, by their numbers."""
        found = self._readable.get(reader.name)
        if found is None:
            found = self._readable[reader.name] = frozenset(
                number
                for (limits, since), number in self._limits.items()
                if (since is None or since <= self._now) and all(map(reader.may_read, limits))
            )
        return found

    def _in_piece(self, piece: str) -> frozenset[Run]:
        """Return the canaries in a piece of a file."""
        known = hash(piece)
        runs = self._in_pieces.get(known)
        if runs is None:
            found: set[Run] = set()
            for words in readings(piece):
                found.update(_among(words, self._runs))
                self.pairs.update(map(" ".join, pairwise(words)))
            runs = self._in_pieces[known] = frozenset(found) if found else _NOTHING
        return runs


def may_stand(run: Run, pairs: Collection[str]) -> bool:
    """Say whether a run may stand in files of which all pairs of neighbouring words are known."""
    return len(run) < 2 or all(" ".join(pair) in pairs for pair in pairwise(run))


def waives(waiver: Waiver, found: Found) -> bool:
    """Say whether a waiver lets pass what was found."""
    words = words_in(waiver.word)
    length = len(found.run)
    return fnmatchcase(found.output, waiver.where) and any(
        tuple(words[start : start + length]) == found.run for start in range(len(words))
    )


def lines_of(run: Run, text: str) -> list[int]:
    """Return the lines of a file, from 1, in which a run begins; the first where it is in none."""
    found = []
    for form in _forms(text):
        words: list[str] = []
        lines: list[int] = []
        for number, line in enumerate(form.split("\n"), 1):
            here = words_in(unescape(line))
            words += here
            lines += [number] * len(here)
        length = len(run)
        starts = zip(*(words[start:] for start in range(length)), strict=False)
        found += [lines[start] for start, here in enumerate(starts) if here == run]
    return sorted(set(found)) or [1]


def _standing(runs: Collection[Run], forms: Sequence[str]) -> set[Run]:
    if len(runs) < _MANY_RUNS:
        text = f" {_BORDER.join(forms)} "
        return {run for run in runs if f" {' '.join(run)} " in text}
    sought = by_length(runs)
    return {run for form in forms for run in _among(form.split(), sought)}


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of as many words each. In each stands one of ``signs``, its longest word; where there
    are too many to rule anything out there are none."""

    signs: frozenset[str] | None
    words: frozenset[Run]


def _among(words: Sequence[str], runs: Mapping[int, Runs]) -> Iterator[Run]:
    """Yield the runs in a list of words."""
    for length, known in runs.items():
        if known.signs is None or not known.signs.isdisjoint(words):
            yield from known.words.intersection(
                zip(*(words[start:] for start in range(length)), strict=False)
            )


# --- canaries of a text -------------------------------------------------------------------------


def runs_of(words: Sequence[str]) -> Iterator[Run]:
    """Yield each run that counts: those of five words, and the shortest of fewer that are long
    enough."""
    lengths = list(map(len, words))
    for start in range(len(words)):
        letters = 0
        for count, length in enumerate(lengths[start : start + RUN], 1):
            letters += length
            if count == RUN or letters >= LETTERS:
                run = tuple(words[start : start + count])
                if _is_wordy(run, letters):
                    yield run
                break
        if count < RUN:
            run = tuple(words[start : start + RUN])
            if len(run) == RUN and _is_wordy(run, letters):
                yield run


def _is_wordy(run: Run, letters: int) -> bool:
    if len(run) == RUN:
        return sum(word[0].isalpha() for word in run) >= _WORDS_WITH_LETTERS
    return sum(map(str.isalpha, "".join(run))) >= _SHARE_OF_LETTERS * letters


def by_length(runs: Iterable[Run]) -> dict[int, Runs]:
    """Sort runs by how many words they have."""
    found: dict[int, set[Run]] = {}
    for run in runs:
        found.setdefault(len(run), set()).add(run)
    return {
        length: Runs(
            None
            if len(found[length]) > _MANY_SIGNS
            else frozenset(max(run, key=len) for run in found[length]),
            frozenset(found[length]),
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
