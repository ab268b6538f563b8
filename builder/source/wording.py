"""Warnings on words for customers: only of what is new, for what was published stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from builder.model.site import Site
from builder.source.files import SourceText, read_text
from builder.source.scan import IncidentFolder, split_name
from builder.source.updates import UpdateFront, read_front
from builder.source.words import shown
from builder.vocabulary.problems import Problem, Severity
from builder.vocabulary.statuses import State, Status
from builder.vocabulary.times import TimeError, time_in_name
from builder.vocabulary.wording import hits

NEW = timedelta(days=1)
"""How old an update may be whose words are looked at."""

_OUT = frozenset({State.PARTIAL_OUTAGE.value, State.MAJOR_OUTAGE.value})
_AWAITED = frozenset({Status.INVESTIGATING, Status.IDENTIFIED, Status.MONITORING})


def wording(root: Path, folder: IncidentFolder, site: Site, now: datetime) -> tuple[Problem, ...]:
    """Return warnings on the words of an incident's new updates, the worst of each text first."""
    names = [(split_name(file.name), file.path) for file in folder.files]
    originals = {
        parts[0]: path
        for parts, path in names
        if parts is not None and not parts[1] and parts[0] != "incident"
    }
    if not any(_is_new(name, now) for name in originals):
        return ()
    found: list[Problem] = []
    before = ""
    for name in sorted(originals):
        source = read_text(root, originals[name]).source
        front = read_front(source, name)[0] if source is not None else None
        if source is None or front is None:
            continue
        text = "\n".join(line for _, line in _customers(front, site))
        if _is_new(name, now):
            found += _of_update(source, front, text, before, site)
            for parts, path in names:
                if parts is not None and parts[0] == name and parts[1]:
                    translation = read_text(root, path).source
                    if translation is not None:
                        found += _of_words(translation, translation.text, 1, parts[1], front, site)
        before = text or before
    return tuple(problem for problem in found if problem.code not in site.words_off)


def _is_new(name: str, now: datetime) -> bool:
    try:
        at = time_in_name(name)
    except TimeError:
        return False
    return at is not None and at >= now - NEW


def _of_update(
    source: SourceText, front: UpdateFront, text: str, before: str, site: Site
) -> Iterator[Problem]:
    record = front.record
    if record is None or record.redacted or record.withdrawn or record.corrects:
        return
    yield from _of_words(source, front.body, front.body_line, site.language, front, site)
    if text and text == before and not record.holding and not record.audience:
        yield source.problem(
            "words-repeated",
            front.body_line,
            1,
            "The words are those of the update before.",
            "Say what is new; where nothing is, `holding: true` says so.",
            Severity.WARNING,
        )
    waits = record.status in _AWAITED and not record.audience and not record.merged_into
    if waits and record.next_update is None:
        yield front.document.problem(
            "words-no-next-update",
            ("status",),
            f"At {shown(record.status or '')} readers wait for the next word, and this does not "
            "say when it comes.",
            "Write `next_update:` with a time or `+20m`.",
            severity=Severity.WARNING,
        )


def _of_words(
    source: SourceText, body: str, first: int, language: str, front: UpdateFront, site: Site
) -> Iterator[Problem]:
    record = front.record
    lines = list(_customers(front, site, body))
    if record is None or not lines:
        return
    said = {str(state) for state in record.components.values()}
    text = "\n".join(line for _, line in lines)
    for hit in hits(text, language, out=not said or bool(said & _OUT)):
        number = text.count("\n", 0, hit.start)
        column = hit.start - (text.rfind("\n", 0, hit.start) + 1)
        yield source.problem(
            hit.lint.code,
            first + lines[number][0],
            column + 1,
            f"{shown(hit.found)}: {hit.lint.message}",
            hit.lint.mend,
            Severity.WARNING,
        )


def _customers(
    front: UpdateFront, site: Site, body: str | None = None
) -> Iterator[tuple[int, str]]:
    """Yield the lines that customers may read, each with its number from 0."""
    record = front.record
    insiders = {
        name
        for name, audience in site.audiences.items()
        if audience.reader.internal and not audience.accounts
    }
    if record is not None and record.audience and insiders.issuperset(record.audience):
        return
    hidden = False
    for number, line in enumerate((front.body if body is None else body).split("\n")):
        if line.startswith(":::"):
            words = line.removeprefix(":::").split()
            hidden = bool(words) and words[0] in insiders
        elif not hidden:
            yield number, line
