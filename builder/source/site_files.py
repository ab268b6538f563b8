"""The files of ``site_src/``, read and parsed, with what is wrong with each."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from builder.source.document import Document, read_document
from builder.source.files import read_text
from builder.source.link_ids import LinkIds
from builder.source.records import read_record
from builder.vocabulary.problems import Problem

if TYPE_CHECKING:
    from pydantic import BaseModel

    from builder.source.files import SourceText

    Model = TypeVar("Model", bound=BaseModel)


@dataclass(slots=True)
class SiteFiles:
    """Reads files of one site, and gathers problems, digests and ids of links on the way."""

    root: Path
    paths: frozenset[str]
    problems: list[Problem] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    link_ids: LinkIds = field(default_factory=LinkIds)

    def text(self, path: str) -> SourceText | None:
        """Return the text of a file, ``None`` where it is not there or can't be read."""
        if path not in self.paths:
            return None
        reading = read_text(self.root, path)
        self.problems += reading.problems
        if reading.source is not None:
            self.digests.append(f"{path} {reading.source.digest}")
        return reading.source

    def record(self, path: str, model: type[Model]) -> tuple[Document | None, Model | None]:
        """Return a YAML file as a document and a record, as far as it can be read."""
        source = self.text(path)
        if source is None:
            return None, None
        document, problems = read_document(source, source.text)
        self.problems += problems
        if not document.whole:
            return document, None
        record, problems = read_record(document, model)
        self.problems += problems
        return document, record
