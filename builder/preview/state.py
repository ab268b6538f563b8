"""What the board must know, as JSON."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from builder.preview.showing import Showing
from builder.preview.shown_site import ShownSite
from builder.vocabulary.problems import Problem
from builder.vocabulary.times import iso

RECENT = 40
"""Incidents to choose from."""


def state_of(showing: Showing, moment: datetime | None) -> dict[str, Any]:
    """Return what is shown at a moment, to whom, and what is wrong."""
    site = showing.site(moment)
    return {
        "version": showing.version,
        "whole": showing.is_whole,
        "now": iso(site.now) if site is not None else "",
        "problems": [_problem(each) for each in showing.problems],
        **({} if site is None else _shown(site)),
    }


def _shown(site: ShownSite) -> dict[str, list[dict[str, str]]]:
    return {
        "readers": [{"name": name, "label": site.label(name)} for name in site.readers],
        "incidents": list(_incidents(site)),
        "drafts": list(_drafts(site)),
    }


def _problem(problem: Problem) -> dict[str, str]:
    place = problem.place
    where = f"{place.path}:{place.line}:{place.column}" if place.line else place.path
    return {
        "severity": problem.severity.value,
        "place": where,
        "code": problem.code,
        "message": problem.message,
        "mend": problem.mend,
        "excerpt": problem.excerpt,
    }


def _incidents(site: ShownSite) -> Iterator[dict[str, str]]:
    """Yield the incidents that somebody wrote of last."""
    read = (reading.incident for reading in site.sources.readings.values())
    there = [each for each in read if each is not None and each.updates]
    there.sort(key=lambda each: (each.updates[-1].at, each.id), reverse=True)
    for each in there[:RECENT]:
        yield {"id": each.id, "title": each.title.get(site.site.language, each.id)}


def _drafts(site: ShownSite) -> Iterator[dict[str, str]]:
    for name, reading in site.sources.readings.items():
        for update in reading.drafts:
            yield {"incident": name, "update": update}
