"""``components.yml``: the parts of the product and their groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from builder.model.site import Component, Group
from builder.source.document import Document
from builder.source.files import MOST_PROBLEMS
from builder.source.names import Names
from builder.source.site_files import SiteFiles
from builder.source.words import same_code, shown
from builder.source.yaml_text import Keys
from builder.vocabulary.problems import Problem

if TYPE_CHECKING:
    from builder.source.schemas.site import ComponentRecord, GroupRecord, NameTranslation

COMPONENTS_FILE = "site_src/components.yml"


@dataclass(frozen=True, slots=True)
class ComponentsReading:
    """Components in groups and without. ``whole`` is false where the file could not be read, so
    that nobody can tell which components there are."""

    groups: tuple[Group, ...] = ()
    ungrouped: tuple[Component, ...] = ()
    whole: bool = True


def read_components(files: SiteFiles, names: Names) -> ComponentsReading:
    """Read all components; a site may have none."""
    from builder.source.schemas.site import ComponentsRecord

    document, record = files.record(COMPONENTS_FILE, ComponentsRecord)
    if document is None:
        return ComponentsReading(whole=COMPONENTS_FILE not in files.paths)
    if record is None or record.model_fields_set != document.values.keys():
        return ComponentsReading(whole=False)
    maker = _Maker(document, names)
    groups = tuple(
        maker.group(("groups", index), group) for index, group in enumerate(record.groups)
    )
    ungrouped = tuple(
        maker.component(("components", index), component)
        for index, component in enumerate(record.components)
    )
    files.problems += maker.problems
    return ComponentsReading(groups, ungrouped)


class _Maker:
    """Makes the model's values, and sees that no name is given twice."""

    def __init__(self, document: Document, names: Names) -> None:
        self._document = document
        self._names = names
        self._components: set[str] = set()
        self._groups: set[str] = set()
        self._codes: dict[str, str] = {}
        self.problems: list[Problem] = []

    def group(self, keys: Keys, record: GroupRecord) -> Group:
        before = len(self.problems)
        self._claim(self._groups, (*keys, "id"), record.id, "group")
        claimed_twice = len(self.problems) > before
        self._languages(keys, record.translations)
        group = Group(
            id=record.id,
            name=record.name,
            components=tuple(
                self.component((*keys, "components", index), component)
                for index, component in enumerate(record.components)
            ),
            description=record.description,
            audience=self._names.limit(
                self._document, (*keys, "audience"), record.audience, self.problems
            ),
            translations=_translations(record.translations),
        )
        if not claimed_twice:
            self._claim_code((*keys, "id"), group.id, group.code)
        return group

    def component(self, keys: Keys, record: ComponentRecord) -> Component:
        before = len(self.problems)
        self._claim(self._components, (*keys, "id"), record.id, "component")
        for index, alias in enumerate(record.aliases):
            self._claim(self._components, (*keys, "aliases", index), alias, "component")
        claimed_twice = len(self.problems) > before
        self._languages(keys, record.translations)
        oldest, *later = (*record.aliases, record.id)
        component = Component(
            id=oldest,
            name=record.name,
            description=record.description,
            aliases=tuple(later),
            start_date=record.start_date,
            archived=record.archived,
            audience=self._names.limit(
                self._document, (*keys, "audience"), record.audience, self.problems
            ),
            url=record.url or "",
            translations=_translations(record.translations),
            origin=record.origin.id if record.origin else "",
        )
        if not claimed_twice:
            self._claim_code((*keys, "origin"), record.id, component.code)
        return component

    def _claim(self, taken: set[str], keys: Keys, name: str, kind: str) -> None:
        if len(self.problems) >= MOST_PROBLEMS:
            return
        if name in taken:
            self.problems.append(
                self._document.problem(
                    "duplicate-id",
                    keys,
                    f"Another {kind} is or was called {shown(name)} already.",
                    "Give it an id of its own: addresses and feeds go by it.",
                )
            )
        elif name in (self._names.languages or ()):
            self.problems.append(
                self._document.problem(
                    "reserved-name",
                    keys,
                    f"{shown(name)} is one of the site's languages, whose pages need the name.",
                    f"Choose another one, like {shown('our-' + name)}.",
                )
            )
        taken.add(name)

    def _claim_code(self, keys: Keys, name: str, code: str) -> None:
        """See that programs can tell it from all others."""
        other = self._codes.setdefault(code, name)
        if other != name and len(self.problems) < MOST_PROBLEMS:
            self.problems.append(self._document.problem("same-code", keys, *same_code(name, other)))

    def _languages(self, keys: Keys, translations: Mapping[str, object]) -> None:
        self.problems += self._names.check_languages(
            self._document, (*keys, "translations"), translations
        )


def _translations(written: Mapping[str, NameTranslation]) -> dict[str, dict[str, str]]:
    return {
        language: {
            key: text
            for key, text in (("name", record.name), ("description", record.description))
            if text
        }
        for language, record in written.items()
    }
