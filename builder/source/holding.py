"""Holding posts: an author's word that an update has nothing new to tell.

Feeds of major incidents leave such an update out, so it may bring nothing along that is news.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from builder.source.words import shown
from builder.vocabulary.problems import Problem
from builder.vocabulary.statuses import ENDING, Kind

if TYPE_CHECKING:
    from builder.source.updates import WrittenUpdate

_NEWS = (
    "components",
    "since",
    "title",
    "priority",
    "corrects",
    "merged_into",
    "data_loss",
    "scheduled_for",
    "scheduled_until",
)
"""Keys of an update that tell something."""


def holding_problems(one: WrittenUpdate, kind: Kind | None) -> Iterator[Problem]:
    """Yield what is wrong with an update of a record of this kind that says it has no news."""
    document = one.document
    if not one.record.holding:
        return
    if kind is not Kind.INCIDENT or one.update.status in ENDING:
        yield document.problem(
            "holding-with-news",
            ("holding",),
            "Only an update of an incident that goes on can say that there is nothing new.",
            "Delete the line.",
            at_key=True,
        )
    for key in _NEWS:
        if key in document.values:
            yield document.problem(
                "holding-with-news",
                (key,),
                f"{shown(key)} is news, and {shown('holding')} says that the update has none: "
                "feeds of major incidents would leave it out.",
                "Delete one of the two lines; what was said before still holds.",
                at_key=True,
            )
