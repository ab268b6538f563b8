"""``message_templates/<id>.<lang>.md``: words that updates are filled from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from builder.model.message_template import FACTS, Field, MessageTemplate, gaps, stray_braces
from builder.source.document import Document, read_document
from builder.source.file_names import TEMPLATES_FOLDER
from builder.source.files import SourceText, read_text
from builder.source.front_matter import YAML_LINE, FrontMatter, split
from builder.source.records import read_record
from builder.source.words import one_of, shown, suggestion
from builder.vocabulary.problems import Problem, Severity
from builder.vocabulary.statuses import STATUSES, Kind

if TYPE_CHECKING:
    from builder.model.site import Site
    from builder.source.schemas.message_template import MessageTemplateRecord


@dataclass(frozen=True, slots=True)
class TemplatesReading:
    """Message templates in order of id and language, and what is wrong with their files."""

    templates: tuple[MessageTemplate, ...]
    problems: tuple[Problem, ...]


def read_message_templates(
    root: Path, paths: Iterable[str], site: Site | None, *, shipped: bool = False
) -> TemplatesReading:
    """Read message templates that lie below ``root``; one with an error is left out.

    Without a site, words that only a site could tell right from wrong are left alone.
    """
    templates: list[MessageTemplate] = []
    problems: list[Problem] = []
    for path in sorted(paths):
        reading = read_text(root, path)
        problems += reading.problems
        if reading.source is None or reading.problems:
            continue
        file = _File(reading.source, site)
        template = file.read(shipped=shipped)
        problems += file.problems
        if template is not None:
            templates.append(template)
    problems += _unlike(root, templates)
    return TemplatesReading(tuple(templates), tuple(problems))


class _File:
    """One template's file, and what is wrong with it."""

    def __init__(self, source: SourceText, site: Site | None) -> None:
        self._source = source
        self._site = site
        self.problems: list[Problem] = []

    def read(self, *, shipped: bool) -> MessageTemplate | None:
        from builder.source.schemas.message_template import MessageTemplateRecord

        parts = split(self._source)
        if isinstance(parts, Problem):
            self.problems.append(parts)
            return None
        document, problems = read_document(self._source, parts.yaml, YAML_LINE)
        self.problems += problems
        if not document.whole:
            return None
        record, problems = read_record(document, MessageTemplateRecord)
        self.problems += problems
        if record is None:
            return None
        name, language = name_and_language(self._source.path)
        self._check_words(document, record, language)
        self._check_gaps(document, record, parts)
        if any(problem.is_error for problem in self.problems):
            return None
        fields = tuple(
            Field(key, each.type, each.ask, each.limit, each.optional, each.options)
            for key, each in record.fields.items()
        )
        return MessageTemplate(
            id=name,
            language=language,
            audience=record.audience,
            kind=record.kind,
            occasion=record.occasion,
            stage=record.stage,
            priority=record.priority,
            title=record.title or "",
            body=parts.body.strip("\n"),
            fields=fields,
            shipped=shipped,
            path=self._source.path,
        )

    def _check_words(
        self, document: Document, record: MessageTemplateRecord, language: str
    ) -> None:
        site = self._site
        if site is not None and record.audience not in site.audiences:
            self.problems.append(
                document.problem(
                    "unknown-audience",
                    ("audience",),
                    f"There is no audience {shown(record.audience)}.",
                    suggestion(record.audience, list(site.audiences)),
                )
            )
        if site is not None and language not in site.languages:
            self.problems.append(
                document.problem(
                    "unknown-language",
                    (),
                    f"The site has no language {shown(language)}, which the file's name ends with.",
                    suggestion(language, site.languages),
                )
            )
        allowed = STATUSES[record.kind]
        if record.stage is not None and record.stage not in allowed:
            instead = f"Write {one_of(allowed)}." if allowed else "Delete the line."
            self.problems.append(
                document.problem(
                    "wrong-status",
                    ("stage",),
                    f"{shown(record.stage)} is no stage of a record of kind {shown(record.kind)}.",
                    instead,
                )
            )

    def _check_gaps(
        self, document: Document, record: MessageTemplateRecord, parts: FrontMatter
    ) -> None:
        known = (*record.fields, *FACTS)
        used: set[str] = set()
        for number, line in enumerate(parts.body.split("\n"), parts.body_line):
            if line.lstrip().startswith("::"):
                self.problems.append(
                    self._source.problem(
                        "section-in-template",
                        number,
                        1,
                        "A template is for one audience, and holds no section.",
                        "Write the words for another audience into a template of its own.",
                    )
                )
            start = next(stray_braces(line), None)
            if start is not None:
                self.problems.append(
                    self._source.problem("bad-gap", number, start + 1, *_stray(line[start]))
                )
            for gap in gaps(line):
                used.add(gap.name)
                if gap.name not in known:
                    self.problems.append(
                        self._source.problem(
                            "unknown-gap", number, gap.start + 1, *_unknown(gap.name, known)
                        )
                    )
        title = record.title or ""
        if any(stray_braces(title)):
            self.problems.append(document.problem("bad-gap", ("title",), *_stray("{")))
        for gap in gaps(title):
            used.add(gap.name)
            if gap.name not in known:
                self.problems.append(
                    document.problem("unknown-gap", ("title",), *_unknown(gap.name, known))
                )
        if not parts.body.strip():
            self.problems.append(
                self._source.problem(
                    "empty-body",
                    parts.body_line,
                    1,
                    "The template has no words.",
                    "Write them below the front matter.",
                )
            )
        self.problems += _unused(document, record, used)


def name_and_language(path: str) -> tuple[str, str]:
    """Return the id and the language of a template's file, which its name has."""
    name, _, language = path.rpartition("/")[2].removesuffix(".md").rpartition(".")
    return name, language


def _unused(document: Document, record: MessageTemplateRecord, used: set[str]) -> Iterator[Problem]:
    for name in record.fields:
        if name not in used:
            yield document.problem(
                "unused-field",
                ("fields", name),
                f"{shown(name)} would be asked for, and stands nowhere in the words.",
                f"Write `{{{name}}}` where it belongs, or delete the field.",
                at_key=True,
                severity=Severity.WARNING,
            )


def _stray(letter: str) -> tuple[str, str]:
    return (
        f"The {shown(letter)} here belongs to no gap, and nothing else may be written with one.",
        "Write a gap as `{name}`, in small letters, digits and `_`; a template runs no code.",
    )


def _unknown(name: str, known: Sequence[str]) -> tuple[str, str]:
    return (
        f"There is no field {shown(name)}.",
        suggestion(name, known, longest_list=20) + " Or declare it under `fields`.",
    )


def _unlike(root: Path, templates: Sequence[MessageTemplate]) -> Iterator[Problem]:
    """Yield a problem where a template is for something else in another language, or asks for
    something else."""
    first: dict[str, MessageTemplate] = {}
    for template in templates:
        other = first.setdefault(template.id, template)
        if _purpose(other) != _purpose(template):
            source = read_text(root, template.path).source
            if source is not None:
                yield source.problem(
                    "template-differs",
                    1,
                    1,
                    f"This is for something else than {shown(other.path)}, or its fields are "
                    "others.",
                    "Give both the same `audience`, `kind`, `occasion`, `stage`, `priority` and "
                    "fields; questions and options alone are translated.",
                )


def _purpose(template: MessageTemplate) -> tuple[object, ...]:
    fields = [
        (each.name, each.type, each.limit, each.optional, len(each.options))
        for each in template.fields
    ]
    return (
        template.audience,
        template.kind or Kind.INCIDENT,
        template.occasion,
        template.stage,
        template.priority,
        bool(template.title),
        sorted(fields),
    )


def template_path(name: str, language: str) -> str:
    """Return where a template of the site lies."""
    return f"{TEMPLATES_FOLDER}{name}.{language}.md"
