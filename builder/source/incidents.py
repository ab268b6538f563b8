"""One incident's folder: its files read, checked against each other, and made a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from builder.model.incident import Incident, Role, Update
from builder.model.site import Site
from builder.source.bodies import BodyReading, SiteLink, read_body
from builder.source.document import Document, read_document
from builder.source.file_names import INCIDENT_FILE
from builder.source.files import SourceText, read_text
from builder.source.front_matter import YAML_LINE, second_front_matter, split
from builder.source.limited_texts import incident_texts
from builder.source.markdown import UPDATE_HEADINGS
from builder.source.merges import check_merges
from builder.source.names import names_of, wrong_language
from builder.source.pictures import Picture, read_pictures
from builder.source.reach import (
    typed_sla,
    unread_asks,
    unread_incident,
    unread_sections,
)
from builder.source.records import read_record
from builder.source.rules import check_incident
from builder.source.scan import IncidentFolder, split_name
from builder.source.sections import CutText
from builder.source.site_links import TextLinks, check_links, destinations
from builder.source.translated_sections import WrittenText, compare_sections
from builder.source.updates import (
    UpdateFront,
    WrittenUpdate,
    make_update,
    read_front,
    states_of,
)
from builder.source.words import shown, suggestion
from builder.vocabulary.codes import Origin
from builder.vocabulary.limited_text import LimitedText
from builder.vocabulary.problems import Place, Problem, Severity
from builder.vocabulary.statuses import Kind
from builder.vocabulary.text import Body

if TYPE_CHECKING:
    from builder.source.schemas.incident import IncidentRecord


@dataclass(frozen=True, slots=True)
class IncidentReading:
    """What came of a folder.

    ``incident`` is ``None`` where a problem is an error; ``legible`` is then what could be read of
    it all the same, for whoever must know what is promised, and is never built of. ``digests`` are
    the SHA-256 of the bytes of each text that was read, by path. ``references`` are what else was
    looked at: ids of other incidents, and ``p/<name>`` of pages. ``pictures`` are those that its
    texts show. ``texts`` is all that is written in the folder, with those who may read it.
    ``drafts`` are the ids of its updates that are drafts.
    """

    incident: Incident | None
    problems: tuple[Problem, ...]
    digests: Mapping[str, str]
    references: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    texts: tuple[LimitedText, ...] = ()
    legible: Incident | None = None
    drafts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenIncident:
    """``incident.md`` as it was written, and the incident that it makes with its updates.

    ``kind`` is ``None`` where the file could not be read: then only what does not depend on it can
    be checked.
    """

    incident: Incident
    record: IncidentRecord
    document: Document
    updates: tuple[WrittenUpdate, ...]
    kind: Kind | None


def read_incident(
    folder: IncidentFolder,
    site: Site | None,
    root: Path,
    known: frozenset[str],
    latest: datetime | None,
    *,
    drafts: bool = False,
) -> IncidentReading:
    """Read one incident.

    ``known`` are the ids of all incidents. ``latest`` is the latest time (aware, UTC) that an
    update may have without an embargo, ``None`` where any will do. Without a site, words that only
    a site could tell right from wrong are left alone. With ``drafts`` these count as posted: for
    who looks at them before anybody else does.
    """
    reader = _FolderReader(folder, site, root, drafts=drafts)
    written = reader.read()
    problems = reader.problems
    problems += check_incident(written, reader.fronts, reader.names, latest)
    if site is not None and written.kind is not None:
        problems += reader.out_of_reach(written, site)
    merges = check_merges(written, reader.names, root, known, latest)
    there = destinations(site, site.pages if site else None, known, latest)
    links = check_links(reader.text_links(written), there, reader.names, root)
    problems += (*merges.problems, *links.problems)
    looked_at = (*merges.references, *links.references)
    failed = written.kind is None or any(problem.is_error for problem in problems)
    return IncidentReading(
        None if failed else written.incident,
        tuple(problems),
        reader.digests,
        tuple(dict.fromkeys(each for each in looked_at if each != folder.id)),
        tuple(picture for picture in reader.pictures if picture.address in reader.shown),
        () if failed else tuple(reader.limited_texts(written)),
        None if written.kind is None else written.incident,
        tuple(one.update.id for one in written.updates if one.record.draft),
    )


@dataclass(slots=True)
class _Texts:
    """Files of an incident by what they are."""

    incident: SourceText | None = None
    updates: dict[str, SourceText] = field(default_factory=dict)
    translations: dict[str, dict[str, SourceText]] = field(default_factory=dict)


class _FolderReader:
    """Reads the files of one folder and gathers what is wrong with each."""

    def __init__(
        self, folder: IncidentFolder, site: Site | None, root: Path, *, drafts: bool = False
    ) -> None:
        self._drafts = drafts
        self._folder = folder
        self._root = root
        self._site = site
        self._language = site.language if site else "en"
        self.names = names_of(site)
        self.problems: list[Problem] = []
        self.digests: dict[str, str] = {}
        self.shown: set[str] = set()
        self.fronts: list[UpdateFront] = []
        self.pictures: tuple[Picture, ...] = ()
        self._links: dict[str, tuple[SiteLink, ...]] = {}
        self._cut: dict[str, dict[str, CutText]] = {}
        self._bodies: dict[str, list[tuple[SourceText, BodyReading]]] = {}

    def read(self) -> WrittenIncident:
        texts = self._texts()
        pictures = read_pictures(self._root, self._folder.files, f"incidents/{self._folder.id}")
        self.pictures = pictures.pictures
        self.problems += pictures.problems
        self._lost_translations(texts)
        document, record = self._incident_file(texts.incident)
        updates = [
            self._update(identifier, source, texts.translations.get(identifier, {}), record)
            for identifier, source in texts.updates.items()
        ]
        return self._incident(document, record, [one for one in updates if one is not None])

    def text_links(self, written: WrittenIncident) -> Iterator[TextLinks]:
        """Yield the links of each update with those who may read it."""
        made = {one.update.id: one.update for one in written.updates}
        for identifier, links in self._links.items():
            update = made.get(identifier)
            limits = None if update is None else (written.incident.audience, update.audience)
            yield TextLinks(links, limits, update.visible_from if update else None)

    def limited_texts(self, written: WrittenIncident) -> Iterator[LimitedText]:
        """Yield all that is written, with those who may read it."""
        drafts = frozenset(one.update.id for one in written.updates if one.record.draft)
        updates = [one.update for one in written.updates]
        readers = (self.names.readers or {}).values()
        insiders = frozenset(reader.name for reader in readers if reader.internal)
        return incident_texts(written.incident, drafts, updates, self._cut, insiders)

    def _texts(self) -> _Texts:
        texts = _Texts()
        for file in self._folder.files:
            if not file.path.endswith(".md"):
                continue
            reading = read_text(self._root, file.path)
            self.problems += reading.problems
            parts = split_name(file.name)
            if reading.source is None or parts is None:
                continue
            self.digests[file.path] = reading.source.digest
            name, language = parts
            if language:
                texts.translations.setdefault(name, {})[language] = reading.source
            elif file.name == INCIDENT_FILE:
                texts.incident = reading.source
            else:
                texts.updates[name] = reading.source
        return texts

    def _lost_translations(self, texts: _Texts) -> None:
        there = {split_name(file.name) for file in self._folder.files}
        for name, languages in texts.translations.items():
            for source in languages.values():
                if name == "incident":
                    self.problems.append(
                        Problem(
                            Place(source.path, 1, 1),
                            "lost-translation",
                            "`incident.md` has no body to translate.",
                            "Write the title under `translations:` in `incident.md`.",
                        )
                    )
                elif (name, "") not in there:
                    near = suggestion(name, sorted(texts.updates), longest_list=0)
                    self.problems.append(
                        Problem(
                            Place(source.path, 1, 1),
                            "lost-translation",
                            f"This translates {shown(name + '.md')}, which is not there.",
                            f"Name it after its update. {near}".strip(),
                        )
                    )

    def out_of_reach(self, written: WrittenIncident, site: Site) -> Iterator[Problem]:
        """Yield a warning on what does not reach whom it is for."""
        yield from unread_incident(written, site)
        yield from unread_asks(written, site)
        for one in written.updates:
            limits = (written.incident.audience, one.update.audience)
            for source, reading in self._bodies.get(one.update.id, ()):
                yield from unread_sections(source, reading, limits, site)

    def _update(
        self,
        identifier: str,
        source: SourceText,
        translations: Mapping[str, SourceText],
        incident: IncidentRecord | None,
    ) -> WrittenUpdate | None:
        front, problems = read_front(source, identifier, incident.kind if incident else None)
        self.problems += problems
        bodies: dict[str, Body] = {}
        original: WrittenText | None = None
        if front is not None:
            self.fronts.append(front)
            reading = self._body(identifier, source, front.body, front.body_line)
            self._require_words(front, reading)
            _keep(bodies, self._language, reading)
            self._links[identifier] = reading.links
            self._bodies[identifier] = [(source, reading)]
            original = WrittenText(self._language, source, reading)
        for language, translation in translations.items():
            reading = self._translation(identifier, language, translation)
            _keep(bodies, language, reading)
            self._links[identifier] = (*self._links.get(identifier, ()), *reading.links)
            self._bodies.setdefault(identifier, []).append((translation, reading))
            if original is not None and self._site is not None:
                translated = WrittenText(language, translation, reading)
                self.problems += compare_sections(original, translated, self._site)
        if front is None:
            return None
        begins = incident.shows_from if incident else None
        update, problems = make_update(front, self.names, bodies, self._language, begins)
        self.problems += problems
        return update

    def _translation(self, update: str, language: str, source: SourceText) -> BodyReading:
        languages = self.names.languages
        if languages is not None and language not in languages[1:]:
            message, mend = wrong_language(language, languages)
            self.problems.append(source.problem("unknown-language", 1, 1, message, mend))
        if source.text.startswith("---\n"):
            self.problems.append(
                source.problem(
                    "front-matter-in-translation",
                    1,
                    1,
                    "A translation of an update has no front matter: "
                    "its facts are those of the update.",
                    "Delete the front matter, down to its second `---`.",
                )
            )
        reading = self._body(update, source, source.text, 1)
        if not reading.has_words:
            self.problems.append(
                source.problem(
                    "empty-translation",
                    1,
                    1,
                    "The translation has no words.",
                    "Write it, or delete the file.",
                )
            )
        return reading

    def _body(self, update: str, source: SourceText, body: str, body_line: int) -> BodyReading:
        addresses = {picture.name: picture.address for picture in self.pictures}
        reading = read_body(source, body, body_line, self.names, addresses, UPDATE_HEADINGS)
        # What a translation begins with is told as its front matter.
        whole = body_line > 1 or not body.startswith("---\n")
        second = second_front_matter(source, body, body_line) if whole and "---" in body else None
        self.problems += (
            *reading.problems,
            *((second,) if second is not None else ()),
            *reading.warnings,
            *typed_sla(source, reading),
        )
        self.shown |= reading.pictures
        if reading.cut is not None:
            self._cut.setdefault(update, {})[source.path] = reading.cut
        return reading

    def _require_words(self, front: UpdateFront, reading: BodyReading) -> None:
        record = front.record
        if record is None or record.audience or record.draft or record.redacted:
            return
        if reading.body.blocks or reading.problems or "audience" in front.document.values:
            return
        source = front.document.source
        if reading.body.sections:
            code, message = "nothing-for-everyone", "All words of the update stand in sections."
            mend = "Write a sentence for everyone, or limit the update with `audience:`."
        else:
            code, message = "empty-body", "The update has no words."
            mend = "Write a sentence below the front matter: what is known, and for whom."
        self.problems.append(source.problem(code, front.body_line, 1, message, mend))

    def _incident(
        self, document: Document, record: IncidentRecord | None, updates: list[WrittenUpdate]
    ) -> WrittenIncident:
        from builder.source.schemas.incident import IncidentRecord

        kind = record.kind if record is not None else None
        record = record or IncidentRecord.model_validate({"title": "?"})
        self.problems += [_draft(one) for one in updates if one.record.draft]
        published = [one.update for one in updates if self._drafts or not one.record.draft]
        incident = self._make(document, record, published)
        return WrittenIncident(incident, record, document, tuple(updates), kind)

    def _incident_file(self, source: SourceText | None) -> tuple[Document, IncidentRecord | None]:
        from builder.source.schemas.incident import IncidentRecord

        if source is None:
            nothing = SourceText(f"incidents/{self._folder.id}/{INCIDENT_FILE}", "", "")
            return Document(nothing, "", 1, {}, False), None
        parts = split(source)
        if isinstance(parts, Problem):
            self.problems.append(parts)
            return Document(source, "", 1, {}, False), None
        self._refuse_body(source, parts.body, parts.body_line)
        document, problems = read_document(source, parts.yaml, YAML_LINE)
        self.problems += problems
        if not document.whole:
            return document, None
        record, problems = read_record(document, IncidentRecord)
        self.problems += problems
        return document, record

    def _refuse_body(self, source: SourceText, body: str, body_line: int) -> None:
        if body and not body.isspace():
            blank = len(body) - len(body.lstrip())
            line = body_line + body.count("\n", 0, blank)
            self.problems.append(
                source.problem(
                    "body-in-incident",
                    line,
                    1,
                    "`incident.md` has no body; these words would be shown to nobody.",
                    "Move them into an update of their own.",
                )
            )

    def _make(self, document: Document, record: IncidentRecord, updates: list[Update]) -> Incident:
        names, problems = self.names, self.problems
        problems += names.check_languages(document, ("translations",), record.translations)
        title = {self._language: record.title}
        title.update((language, text.title) for language, text in record.translations.items())
        titles = {}
        for word, text in record.titles.items():
            reader = names.written_reader(document, ("titles", word), word, problems, at_key=True)
            if reader is not None:
                titles[reader] = text
        origin = record.origin
        return Incident(
            id=self._folder.id,
            kind=record.kind,
            title=title,
            updates=tuple(sorted(updates, key=lambda update: (update.at, update.id))),
            titles=titles,
            priority=record.priority,
            started=record.started,
            declared=record.declared,
            audience=names.limit(document, ("audience",), record.audience, problems),
            scheduled_for=record.scheduled_for,
            scheduled_until=record.scheduled_until,
            components=states_of(document, record.components, names, problems),
            shows_from=record.shows_from,
            shows_until=record.shows_until,
            roles=tuple(Role(each.role, each.name, each.since) for each in record.roles),
            origin=Origin(origin.id, origin.feed_id or "") if origin else None,
        )


def _keep(bodies: dict[str, Body], language: str, reading: BodyReading) -> None:
    if reading.body.blocks or reading.body.sections:
        bodies[language] = reading.body


def _draft(written: WrittenUpdate) -> Problem:
    return written.document.problem(
        "still-a-draft",
        ("draft",),
        "Nobody sees this update: it is a draft.",
        "Delete the line once it may go out.",
        severity=Severity.NOTE,
    )
