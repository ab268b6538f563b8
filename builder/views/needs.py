"""Needs: a paragraph that begins with a need's label in bold is the value of that need.

Found in parsed blocks, never in source lines, and only in what the reader may read. The newest
value holds until it is restated; ``none`` ends it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from unicodedata import normalize

from builder.views.audience_types import NeedView
from builder.views.types import Passage, UpdateView
from builder.vocabulary.audiences import Need

_LABELLED = re.compile(r"<p><strong>([^<]+)</strong>(.*)</p>\s*", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_COLONS = ":\N{FULLWIDTH COLON}"
_SPACES = " \t\n\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
_END = "none"


def needs_now(
    needs: Iterable[Need], updates: Iterable[UpdateView], reader: str
) -> tuple[NeedView, ...]:
    """Return every need in order with its newest value in updates that still stand.

    Of what one update says of a need, what is for ``reader`` by name goes before what is for more.
    """
    wanted = tuple(needs)
    ids = {_plain(label): need.id for need in wanted for label in need.label.values()}
    found = {need.id: NeedView(need.id, need.label) for need in wanted}
    for update in updates:
        if update.withdrawn is None and update.redacted is None:
            for identifier, text in _said(update, ids, reader).items():
                found[identifier] = NeedView(
                    id=identifier,
                    label=found[identifier].label,
                    text=text,
                    at=update.at,
                    update=update.id,
                    ended=any(_is_end(passages) for passages in text.values()),
                )
    return tuple(found.values())


def _said(
    update: UpdateView, ids: Mapping[str, str], reader: str
) -> dict[str, dict[str, tuple[Passage, ...]]]:
    """Return what an update says of each need, by language; the narrowest word on each alone."""
    found: dict[str, dict[str, tuple[Passage, ...]]] = {}
    narrowest: dict[str, int] = {}
    for language, passages in update.text.items():
        for identifier, value in _values(passages, ids):
            width = 2 if reader in value.to else 1 if value.own else 0
            if width > narrowest.get(identifier, -1):
                found[identifier] = {}
                narrowest[identifier] = width
            if width == narrowest[identifier]:
                found[identifier][language] = (value,)
    return found


def _values(passages: tuple[Passage, ...], ids: Mapping[str, str]) -> Iterator[tuple[str, Passage]]:
    """Yield each need that a passage names, and its value; the block behind a bare label is its."""
    for position, passage in enumerate(passages):
        labelled = _LABELLED.fullmatch(passage.html)
        identifier = ids.get(_plain(labelled[1])) if labelled else None
        if labelled is None or identifier is None:
            continue
        rest = labelled[2].lstrip(_SPACES + _COLONS).rstrip()
        if rest:
            yield identifier, Passage(f"<p>{rest}</p>\n", passage.to)
            continue
        behind = passages[position + 1 : position + 2]
        if behind and behind[0].to == passage.to and not _LABELLED.fullmatch(behind[0].html):
            yield identifier, behind[0]


def _plain(label: str) -> str:
    """Return a label as it is compared: without markup, case, form of letters and colon."""
    text = normalize("NFKC", unescape(label)).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return " ".join(text.casefold().split()).rstrip(_SPACES + _COLONS)


def _is_end(passages: tuple[Passage, ...]) -> bool:
    text = unescape(_TAG.sub("", "".join(passage.html for passage in passages)))
    return text.strip(f"{_SPACES}.").casefold() == _END
