"""``site.yml`` and ``components.yml``: made where they are absent, added to where they are not."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from builder.importers.reading.fields import list_of, mapping_of, mappings_of, text_of
from builder.importers.reading.front_matter import parse_yaml
from builder.importers.reading.history import ImportedComponent, Reading
from builder.importers.writing.names import folded, identifier
from builder.source.yaml_writing import Value, write_yaml

UNKNOWN_URL = "https://status.example.com/"
_YEAR = "2026"
_MARK = (
    "  # Named by imported incidents; archived, so that the page shows them in the past alone.\n"
)


@dataclass(frozen=True, slots=True)
class ComponentsFile:
    """``components.yml`` as it will be, and the id that each imported component has in it.

    ``text`` is ``None`` where the file stays as it is. ``unplaced`` are ids that can't be added
    without touching what people wrote.
    """

    text: str | None
    ids: Mapping[str, str]
    unplaced: tuple[str, ...] = ()


def site_text(reading: Reading, time_zone: str, fallback_name: str) -> str:
    """Return ``site.yml``."""
    site = reading.site
    url = site.url or UNKNOWN_URL
    language = re.match(r"[a-z]{2,3}(?=$|[-_])", site.language.lower())
    values: dict[str, Value] = {
        "name": site.name or fallback_name,
        "url": url,
        "time_zone": site.time_zone or time_zone or "Etc/UTC",
        "languages": [language[0] if language else "en"],
        "ids": {"authority": urlsplit(url).hostname or "status.example.com", "year": _YEAR},
    }
    return write_yaml(values).replace(f'year: "{_YEAR}"', f"year: {_YEAR}")


def components_file(reading: Reading, present: str | None) -> ComponentsFile:
    """Make the file, or add what incidents name and it lacks, as archived components.

    Raises:
        ValueError: the present file can't be read.
    """
    if present is None:
        return _new_file(reading)
    document = parse_yaml(present) or {}
    if not isinstance(document, dict):
        raise ValueError("it is no mapping")
    known = _known_ids(document)
    taken = set(known.values())
    found: dict[str, str] = {}
    added = []
    for component in reading.components:
        own = next((known[word] for word in _words(component) if word in known), None)
        if own is None:
            own = identifier(component.name, taken)
            taken.add(own)
            added.append((component, own))
        found[component.key] = own
    named = _named_keys(reading)
    added = [(component, own) for component, own in added if component.key in named]
    if not added:
        return ComponentsFile(None, found)
    lines = [_component(component, own, reading.system, archived=True) for component, own in added]
    text = _with_components(present, lines)
    unplaced = () if text is not None else tuple(own for _, own in added)
    return ComponentsFile(text, found, unplaced)


def _new_file(reading: Reading) -> ComponentsFile:
    ids: dict[str, str] = {}
    for component in reading.components:
        ids[component.key] = identifier(component.name, ids.values())
    groups: list[Value] = []
    group_ids: list[str] = []
    for group in reading.groups:
        members: list[Value] = [
            _component(each, ids[each.key], reading.system)
            for each in reading.components
            if each.group == group.name
        ]
        if members:
            group_ids.append(identifier(group.name, group_ids))
            values: dict[str, Value] = {"id": group_ids[-1], "name": group.name}
            if group.description:
                values["description"] = group.description
            groups.append({**values, "components": members})
    placed = {group.name for group in reading.groups}
    alone: list[Value] = [
        _component(each, ids[each.key], reading.system)
        for each in reading.components
        if each.group not in placed
    ]
    document: dict[str, Value] = {"groups": groups} if groups else {}
    if alone or not groups:
        document["components"] = alone
    return ComponentsFile(write_yaml(document), ids)


def _component(
    component: ImportedComponent, own: str, system: str, *, archived: bool = False
) -> dict[str, Value]:
    values: dict[str, Value] = {"id": own, "name": component.name}
    if component.description:
        values["description"] = component.description
    if component.start_date:
        values["start_date"] = component.start_date
    if component.archived or archived:
        values["archived"] = True
    if component.origin_id:
        values["origin"] = {"system": system, "id": component.origin_id}
    return values


def _words(component: ImportedComponent) -> tuple[tuple[str, str], ...]:
    """What may tell a component of the file, surest first: two names may make the same id."""
    return (
        ("origin", component.origin_id),
        ("name", folded(component.name)),
        ("id", identifier(component.name)),
    )


def _known_ids(document: dict[str, Any]) -> dict[tuple[str, str], str]:
    """Ids of the file's components by all that may name them."""
    found: dict[tuple[str, str], str] = {}
    components = list(mappings_of(document, "components"))
    for group in mappings_of(document, "groups"):
        components += mappings_of(group, "components")
    for each in components:
        own = text_of(each, "id")
        words = [("id", own), ("name", folded(text_of(each, "name")))]
        words += [("id", alias) for alias in list_of(each, "aliases")]
        words.append(("origin", text_of(mapping_of(each, "origin"), "id")))
        for kind, word in words:
            if word and own:
                found.setdefault((kind, word), own)
    return found


def _named_keys(reading: Reading) -> frozenset[str]:
    found: set[str] = set()
    for incident in reading.incidents:
        found.update(key for key, _ in incident.window_states)
        for update in incident.updates:
            found.update(key for key, _ in update.states)
    return frozenset(found)


def _with_components(present: str, added: list[dict[str, Value]]) -> str | None:
    """Add items at the end of the list of components, and leave all other text as it is.

    Returns:
        The text, or ``None`` where the list is written in a way that can't be added to.
    """
    text = present if present.endswith("\n") else f"{present}\n"
    lines = text.splitlines(keepends=True)
    start = next((at for at, line in enumerate(lines) if line.startswith("components:")), None)
    if start is None:
        return f"{text}components:\n{_MARK}{_items(added, '  ')}"
    rest = re.sub(r"\s#.*$", "", lines[start].removeprefix("components:").rstrip("\n")).strip()
    if rest not in ("", "[]", "~", "null"):
        return None
    end = start + 1
    for place in range(start + 1, len(lines)):
        if re.match(r"[^\s#-]", lines[place]):
            break
        if lines[place].strip() and not lines[place].lstrip().startswith("#"):
            end = place + 1
    item = next((line for line in lines[start + 1 : end] if line.lstrip().startswith("- ")), None)
    indent = item[: len(item) - len(item.lstrip())] if item else "  "
    head = ["components:\n"] if rest else [lines[start]]
    block = _MARK.replace("  #", f"{indent}#") if _MARK.strip() not in present else ""
    return "".join(
        [*lines[:start], *head, *lines[start + 1 : end], block, _items(added, indent), *lines[end:]]
    )


def _items(added: list[dict[str, Value]], indent: str) -> str:
    written = write_yaml({"components": added}).split("\n", 1)[1]
    return "".join(f"{indent}{line[2:]}" for line in written.splitlines(keepends=True))
