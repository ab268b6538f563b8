"""Ids of links: each stands once in a whole site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from builder.model.site import Link
from builder.source.document import Document
from builder.source.words import shown
from builder.source.yaml_text import Keys
from builder.vocabulary.problems import Problem


@dataclass(slots=True)
class LinkIds:
    """The ids that were met so far, each with the file in which it stands."""

    files: dict[str, str] = field(default_factory=dict)

    def claim(self, document: Document, keys: Keys, links: Iterable[Link]) -> list[Problem]:
        """Take the ids of the list that ``keys`` lead to; return a problem for each taken one."""
        problems = []
        here = document.source.path
        for index, link in enumerate(links):
            if link.id in self.files:
                before = self.files[link.id]
                where = "further up" if before == here else f"in {shown(before)}"
                problems.append(_used(document, (*keys, index, "id"), link.id, where))
            self.files.setdefault(link.id, here)
        return problems


def _used(document: Document, keys: Keys, identifier: str, where: str) -> Problem:
    return document.problem(
        "link-used",
        keys,
        f"The id {shown(identifier)} stands {where} already.",
        "An id is never used again: take this link out, and make another with `tocsin link add`.",
    )
