"""The message templates of a site: its own, and those that come with the program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from builder.model.message_template import MessageTemplate, Occasion, Wanted, choose
from builder.model.site import Site
from builder.source.message_templates import (
    name_and_language,
    read_message_templates,
    template_path,
)
from builder.source.scan import Snapshot
from builder.vocabulary.problems import Place, Problem, Severity
from builder.vocabulary.statuses import Priority, Status

SHIPPED = Path(__file__).with_name("message_templates")

_TOLD = (Status.INVESTIGATING, Status.IDENTIFIED, Status.MONITORING, Status.RESOLVED)
"""The stages of an incident that each audience has words for."""


@dataclass(frozen=True, slots=True)
class TemplateSet:
    """All templates in order of id and language; one of the site's own stands in place of the
    shipped one of its name. ``problems`` are those of the site's own files."""

    templates: tuple[MessageTemplate, ...]
    problems: tuple[Problem, ...]

    def best(self, wanted: Wanted) -> MessageTemplate | None:
        """Return the words that fit best: those of the occasion, else those of the stage."""
        found = choose(self.templates, wanted)
        if found is None and wanted.occasion is not Occasion.UPDATE:
            usual = Wanted(
                wanted.audience,
                wanted.language,
                wanted.kind,
                stage=wanted.stage,
                priority=wanted.priority,
            )
            found = choose(self.templates, usual)
        return found


@dataclass(frozen=True, slots=True)
class Cover:
    """Which words one audience gets at one stage and priority, by language; ``None`` for none."""

    audience: str
    stage: Status
    priority: Priority | None
    words: dict[str, str | None]


def template_set(snapshot: Snapshot, site: Site) -> TemplateSet:
    """Return all templates that the site can use: those in its languages and for its audiences."""
    own = read_message_templates(snapshot.root, [file.path for file in snapshot.templates], site)
    taken = {(each.id, each.language) for each in own.templates}
    taken.update(name_and_language(file.path) for file in snapshot.templates)
    shipped = (
        each
        for each in shipped_templates()
        if (each.id, each.language) not in taken
        and each.language in site.languages
        and each.audience in site.audiences
    )
    together = sorted((*own.templates, *shipped), key=lambda each: (each.id, each.language))
    return TemplateSet(tuple(together), own.problems)


def shipped_templates() -> tuple[MessageTemplate, ...]:
    """Return the templates that come with the program."""
    names = sorted(path.name for path in SHIPPED.glob("*.md"))
    return read_message_templates(SHIPPED, names, None, shipped=True).templates


def shipped_text(name: str, language: str) -> str | None:
    """Return the file of a shipped template as it is, ``None`` where there is none."""
    path = SHIPPED / f"{name}.{language}.md"
    return path.read_text(encoding="utf-8") if path.is_file() else None


def coverage(templates: TemplateSet, site: Site) -> Iterator[Cover]:
    """Yield which words each audience gets at each stage; a priority is named where it has words of
    its own in some language."""
    for name in site.audiences:
        for stage in _TOLD:
            for priority in (*Priority, None):
                found = {
                    language: templates.best(Wanted(name, language, stage=stage, priority=priority))
                    for language in site.languages
                }
                own = any(each and each.priority is priority for each in found.values())
                if priority is None or own:
                    words = {key: each.id if each else None for key, each in found.items()}
                    yield Cover(name, stage, priority, words)


def lint(templates: TemplateSet, site: Site) -> tuple[Problem, ...]:
    """Return what is wrong with the site's own templates, and where the set as a whole falls
    short."""
    return (
        *templates.problems,
        *_missing_languages(templates, site),
        *_alike(templates),
    )


def _missing_languages(templates: TemplateSet, site: Site) -> Iterator[Problem]:
    there = {(each.id, each.language) for each in templates.templates}
    for template in templates.templates:
        missing = [each for each in site.languages if (template.id, each) not in there]
        if missing and not template.shipped:
            yield Problem(
                Place(template.path, 1, 1),
                "template-not-translated",
                f"There is no `{template.id}` in {', '.join(missing)}: there its readers get "
                "other words of the same stage, or none.",
                f"Write `{template_path(template.id, missing[0])}`.",
                Severity.WARNING,
            )


def _alike(templates: TemplateSet) -> Iterator[Problem]:
    """Yield a warning where of two of the site's own that fit alike only one is ever chosen."""
    first: dict[tuple[object, ...], MessageTemplate] = {}
    for template in templates.templates:
        if template.shipped:
            continue
        key = (
            template.audience,
            template.kind,
            template.occasion,
            template.stage,
            template.priority,
            template.language,
        )
        other = first.setdefault(key, template)
        if other is not template:
            yield Problem(
                Place(template.path, 1, 1),
                "template-never-chosen",
                f"`{other.id}` is for the same audience, stage and priority, and is chosen first.",
                "Delete one of the two, or say in the front matter what makes them differ.",
                Severity.WARNING,
            )
