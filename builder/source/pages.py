"""``pages/``: free pages of the site's own words, with their translations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from builder.model.site import Page
from builder.source.bodies import SiteLink, read_body
from builder.source.document import read_document
from builder.source.files import SourceText
from builder.source.front_matter import YAML_LINE, split
from builder.source.markdown import PAGE_HEADINGS
from builder.source.names import Names, wrong_language
from builder.source.pictures import Picture, read_pictures
from builder.source.reach import sections_of_page
from builder.source.records import read_record
from builder.source.scan import SourceFile, split_name
from builder.source.site_files import SiteFiles
from builder.source.site_links import TextLinks
from builder.source.words import shown
from builder.vocabulary.problems import Place, Problem
from builder.vocabulary.text import Body

PAGES_FOLDER = "site_src/pages/"


@dataclass(frozen=True, slots=True)
class PagesReading:
    """All pages by name, the pictures that they show, and the links in each."""

    pages: tuple[Page, ...]
    pictures: tuple[Picture, ...]
    links: tuple[TextLinks, ...] = ()


def read_pages(files: SiteFiles, there: tuple[SourceFile, ...], names: Names) -> PagesReading:
    """Read every page; one with an error is left out."""
    reader = _PageReader(files, there, names)
    pages = reader.pages()
    shown_pictures = tuple(one for one in reader.pictures if one.address in reader.shown)
    return PagesReading(pages, shown_pictures, tuple(reader.links))


class _PageReader:
    """Reads the files of the folder, page by page."""

    def __init__(self, files: SiteFiles, there: tuple[SourceFile, ...], names: Names) -> None:
        self._files = files
        self._names = names
        self._own = [file for file in there if file.path.startswith(PAGES_FOLDER)]
        reading = read_pictures(files.root, self._own, "p")
        files.problems += reading.problems
        self.pictures = reading.pictures
        self.shown: set[str] = set()
        self.links: list[TextLinks] = []
        self._found: list[SiteLink] = []
        self._addresses = {one.name: one.address for one in reading.pictures}

    def pages(self) -> tuple[Page, ...]:
        translations: dict[str, dict[str, SourceFile]] = {}
        originals: dict[str, SourceFile] = {}
        for file in self._own:
            parts = split_name(file.name)
            if parts is None:
                continue
            name, language = parts
            if language:
                translations.setdefault(name, {})[language] = file
            else:
                originals[name] = file
        for name, languages in translations.items():
            if name not in originals:
                self._files.problems += (_lost(file.path, name) for file in languages.values())
        found = (
            self._page(name, file, translations.get(name, {})) for name, file in originals.items()
        )
        return tuple(page for page in found if page is not None)

    def _page(
        self, name: str, file: SourceFile, translations: Mapping[str, SourceFile]
    ) -> Page | None:
        from builder.source.schemas.site import PageRecord

        source = self._files.text(file.path)
        if source is None:
            return None
        self._found = []
        parts = split(source)
        if isinstance(parts, Problem):
            self._files.problems.append(parts)
            return None
        document, problems = read_document(source, parts.yaml, YAML_LINE)
        body = self._body(source, parts.body, parts.body_line)
        self._files.problems += problems
        if not document.whole:
            return None
        record, problems = read_record(document, PageRecord)
        self._files.problems += problems
        if record is None:
            return None
        default = self._names.languages[0] if self._names.languages else "en"
        titles, bodies = {default: record.title}, {default: body}
        descriptions = {default: record.description} if record.description else {}
        for language, translation in translations.items():
            self._translation(language, translation, titles, descriptions, bodies)
        limit = self._names.limit(document, ("audience",), record.audience, self._files.problems)
        self.links.append(TextLinks(tuple(self._found), (limit,)))
        return Page(name, titles, bodies, limit, descriptions)

    def _translation(
        self,
        language: str,
        file: SourceFile,
        titles: dict[str, str],
        descriptions: dict[str, str],
        bodies: dict[str, Body],
    ) -> None:
        from builder.source.schemas.site import PageTranslationRecord

        source = self._files.text(file.path)
        if source is None:
            return
        languages = self._names.languages
        if languages is not None and language not in languages[1:]:
            message, mend = wrong_language(language, languages)
            self._files.problems.append(source.problem("unknown-language", 1, 1, message, mend))
        parts = split(source)
        if isinstance(parts, Problem):
            self._files.problems.append(parts)
            return
        document, problems = read_document(source, parts.yaml, YAML_LINE)
        self._files.problems += problems
        bodies[language] = self._body(source, parts.body, parts.body_line)
        if document.whole:
            record, problems = read_record(document, PageTranslationRecord)
            self._files.problems += problems
            if record is not None:
                titles[language] = record.title
                if record.description:
                    descriptions[language] = record.description

    def _body(self, source: SourceText, body: str, body_line: int) -> Body:
        reading = read_body(source, body, body_line, self._names, self._addresses, PAGE_HEADINGS)
        self._files.problems += (
            *reading.problems,
            *reading.warnings,
            *sections_of_page(source, reading),
        )
        self.shown |= reading.pictures
        self._found += reading.links
        return reading.body


def _lost(path: str, name: str) -> Problem:
    return Problem(
        Place(path, 1, 1),
        "lost-translation",
        f"This translates {shown(name + '.md')}, which is not there.",
        "Name it after its page.",
    )
