"""The second cutter: source files in, and out of them what everyone may read, still as sources.

Incidents, updates, pages, components and groups that are limited to readers are left out; of every
other file the keys that are not public and the sections. What is left is a site of its own, whose
public pages must be those of the whole: every byte of difference comes from something private.

Imports nothing of the project but its own scanner. What it can't take apart for sure it refuses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from builder.publish import public_keys
from builder.publish.lines import for_everyone, has_words, sheet_of, text_of
from builder.publish.yaml_scalars import Scalar, Unsure
from builder.publish.yaml_shape import Node, read_shape, written

Files = Mapping[str, bytes]
"""Files by their paths relative to the source folder, with slashes."""

_PUBLIC = "public"
_AT_LAST = datetime.max.replace(tzinfo=UTC)
_SITE = "site_src/site.yml"
_COMPONENTS = "site_src/components.yml"
_AUDIENCES = "site_src/audiences.yml"
_TEXT = re.compile(r"([A-Za-z0-9][A-Za-z0-9_-]*)(?:\.([A-Za-z-]+))?\.md")
_PICTURE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\.(?:png|jpg|jpeg|gif|webp)")
_NAME_TIME = re.compile(r"(\d{8}T\d{4}(?:\d\d)?)Z")


class NotStripped(Exception):
    """A file that can't be taken apart for sure: ``path``, ``line`` (from 1) and ``reason``."""

    def __init__(self, path: str, line: int, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}")
        self.path = path
        self.line = line
        self.reason = reason


def stripped(files: Files, now: datetime) -> dict[str, bytes]:
    """Return the files of the site that everyone may read at ``now`` (aware).

    Raises:
        NotStripped: a file is written in a way that this can't take apart for sure.
    """
    found = {path: data for path, data in files.items() if path.startswith("themes/")}
    if _SITE in files:
        found[_SITE] = _site(files[_SITE])
    if _AUDIENCES in files:
        found[_AUDIENCES] = _audiences(files[_AUDIENCES])
    hidden: frozenset[str] = frozenset()
    if _COMPONENTS in files:
        found[_COMPONENTS], hidden = _components(files[_COMPONENTS])
    pages = _in_folder(files, "site_src/pages/")
    found.update(_with_pictures("site_src/pages/", pages, _pages(pages)))
    incidents = _incidents(files, hidden, now)
    left = frozenset(incidents)
    for name in sorted(left):
        folder = f"incidents/{name}/"
        texts = {
            path: text.bytes(left, frozenset(incidents[name]))
            for path, text in incidents[name].items()
        }
        found.update(_with_pictures(folder, _in_folder(files, folder), texts))
    return found


def _in_folder(files: Files, folder: str) -> dict[str, bytes]:
    """Return the files that lie in a folder itself, by their names."""
    return {
        path[len(folder) :]: data
        for path, data in files.items()
        if path.startswith(folder) and "/" not in path[len(folder) :]
    }


def _with_pictures(folder: str, there: Files, texts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return texts by their paths, with the pictures whose names stand in them."""
    # A backslash before a sign is Markdown's way to write the sign.
    words = b"\n".join(texts.values()).replace(b"\\", b"")
    shown = {
        name: data
        for name, data in there.items()
        if _PICTURE.fullmatch(name) and name.encode() in words
    }
    return {folder + name: data for name, data in {**texts, **shown}.items()}


# --- site_src -----------------------------------------------------------------------------------


def _site(data: bytes) -> bytes:
    with _Place(_SITE):
        values = read_shape(_plain(text_of(data)))
        return written(_only(values, public_keys.SITE)).encode()


def _audiences(data: bytes) -> bytes:
    with _Place(_AUDIENCES):
        everyone = read_shape(_plain(text_of(data))).get(_PUBLIC)
        kept: dict[str, Node] = {}
        if everyone is not None:
            kept[_PUBLIC] = _only(_mapping(everyone), public_keys.AUDIENCE)
        return written(kept).encode()


def _components(data: bytes) -> tuple[bytes, frozenset[str]]:
    """Return what everyone may read, and the names of the components that not everyone may."""
    with _Place(_COMPONENTS):
        values = read_shape(_plain(text_of(data)))
        hidden: list[str] = []
        groups: list[Node] = []
        for group in map(_mapping, _list(values.get("groups"))):
            inside = [_mapping(each) for each in _list(group.get("components"))]
            if _is_public(group):
                left: list[Node] = [*_public_components(inside, hidden)]
                groups.append(_only({**group, "components": left}, public_keys.GROUP))
            else:
                hidden += (name for each in inside for name in _names(each))
        alone = [_mapping(each) for each in _list(values.get("components"))]
        kept: dict[str, Node] = {
            "groups": groups,
            "components": [*_public_components(alone, hidden)],
        }
        return written(kept).encode(), frozenset(hidden)


def _public_components(
    components: Iterable[Mapping[str, Node]], hidden: list[str]
) -> Iterable[Node]:
    for component in components:
        if _is_public(component):
            yield _only(component, public_keys.COMPONENT)
        else:
            hidden += _names(component)


def _names(component: Mapping[str, Node]) -> list[str]:
    """Return a component's id and its earlier ones."""
    return [_word(component.get("id")), *map(_word, _list(component.get("aliases")))]


def _pages(there: Files) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    texts = {name: match for name in there if (match := _TEXT.fullmatch(name))}
    for name, match in texts.items():
        if match.group(2):
            continue
        with _Place(f"site_src/pages/{name}"):
            sheet = sheet_of(text_of(there[name]))
            values = read_shape(sheet.yaml)
            if not _is_public(values):
                continue
            body = for_everyone(sheet.body, sheet.body_line)
            found[name] = _file(_only(values, public_keys.PAGE), body)
        for other, translation in texts.items():
            if translation.group(2) and translation.group(1) == match.group(1):
                found.update(_page_translation(other, there[other]))
    return found


def _page_translation(name: str, data: bytes) -> dict[str, bytes]:
    with _Place(f"site_src/pages/{name}"):
        sheet = sheet_of(text_of(data))
        body = for_everyone(sheet.body, sheet.body_line)
        if not has_words(body):
            return {}
        return {name: _file(_only(read_shape(sheet.yaml), public_keys.PAGE), body)}


# --- incidents ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Text:
    """A text that everyone may read: its keys, none for a translation, and its body."""

    values: Mapping[str, Node] | None
    body: str = ""

    def bytes(self, incidents: frozenset[str], texts: frozenset[str]) -> bytes:
        """Return the file, with references to those incidents and texts alone that are left."""
        if self.values is None:
            return self.body.encode()
        values = dict(self.values)
        if "merged_into" in values and _word(values["merged_into"]) not in incidents:
            del values["merged_into"]
        if "corrects" in values and f"{_word(values['corrects'])}.md" not in texts:
            del values["corrects"]
        return _file(values, self.body)


def _incidents(files: Files, hidden: frozenset[str], now: datetime) -> dict[str, dict[str, _Text]]:
    """Return the texts of each incident of which everyone may read something."""
    folders = {
        name: _in_folder(files, f"incidents/{name}/")
        for name in sorted({path.split("/")[1] for path in files if path.startswith("incidents/")})
    }
    found = {name: _incident(name, there, hidden, now) for name, there in folders.items()}
    # Everyone is told that an incident goes on in one which nobody sees yet: it must be there.
    awaited = {
        _word(text.values["merged_into"])
        for texts in found.values()
        for text in texts.values()
        if text.values is not None and "merged_into" in text.values
    }
    for name in awaited & folders.keys():
        found[name] = found[name] or _incident(name, folders[name], hidden, _AT_LAST)
    return {name: texts for name, texts in found.items() if texts}


def _incident(
    incident: str, there: Files, hidden: frozenset[str], now: datetime
) -> dict[str, _Text]:
    """Return the texts of an incident; none where nobody but some readers sees it at ``now``."""
    folder = f"incidents/{incident}"
    if "incident.md" not in there:
        return {}
    with _Place(f"{folder}/incident.md"):
        values = read_shape(sheet_of(text_of(there["incident.md"])).yaml)
        if not _is_public(values) or ("from" in values and _time(values["from"]) > now):
            return {}
        found = {"incident.md": _Text(_incident_keys(values, hidden))}
    texts = {name: match for name in there if (match := _TEXT.fullmatch(name))}
    for name, match in texts.items():
        if name == "incident.md" or match.group(2):
            continue
        with _Place(f"{folder}/{name}"):
            sheet = sheet_of(text_of(there[name]))
            values = read_shape(sheet.yaml)
            if not _is_public(values) or not _is_seen(match.group(1), values, now):
                continue
            body = "" if "redacted" in values else for_everyone(sheet.body, sheet.body_line)
            found[name] = _Text(_update_keys(values, hidden, now), body)
        if "redacted" not in values:
            for other, translation in texts.items():
                if translation.group(2) and translation.group(1) == match.group(1):
                    found.update(_translation(folder, other, there[other]))
    return found if len(found) > 1 else {}


def _translation(folder: str, name: str, data: bytes) -> dict[str, _Text]:
    with _Place(f"{folder}/{name}"):
        body = for_everyone(text_of(data), 1)
        return {name: _Text(None, body)} if has_words(body) else {}


def _incident_keys(values: Mapping[str, Node], hidden: frozenset[str]) -> dict[str, Node]:
    kept = _only(values, public_keys.INCIDENT)
    own_title = _mapping(values.get("titles")).get(_PUBLIC)
    if own_title is not None:
        kept["title"] = own_title
        if "translations" in kept:
            languages = _mapping(kept["translations"])
            kept["translations"] = {language: {"title": own_title} for language in languages}
    return _without_states(kept, hidden)


def _update_keys(
    values: Mapping[str, Node], hidden: frozenset[str], now: datetime
) -> dict[str, Node]:
    kept = _only(values, public_keys.UPDATE)
    if "redacted" in kept:
        kept = {key: kept[key] for key in kept if key not in public_keys.WORDS_OF_UPDATE}
    if "withdrawn" in kept and _time(kept["withdrawn"]) > now:
        kept.pop("withdrawn")
        kept.pop("withdrawn_reason", None)
    promised = kept.get("next_update")
    if isinstance(promised, dict):
        if _PUBLIC in promised:
            kept["next_update"] = {_PUBLIC: promised[_PUBLIC]}
        else:
            del kept["next_update"]
    return _without_states(kept, hidden)


def _without_states(kept: dict[str, Node], hidden: frozenset[str]) -> dict[str, Node]:
    if "components" not in kept:
        return kept
    states = _mapping(kept["components"])
    return {**kept, "components": {name: states[name] for name in states if name not in hidden}}


def _is_seen(name: str, values: Mapping[str, Node], now: datetime) -> bool:
    """Say whether an update is no draft and has been posted by ``now``."""
    if values.get("draft") not in (None, Scalar("false", is_word=True)):
        return False
    at = _time(values["at"]) if values.get("at") is not None else _time_in_name(name)
    posted = _time(values["posted"]) if values.get("posted") is not None else at
    return max(at, posted) <= now


# --- values -------------------------------------------------------------------------------------


class _Place:
    """Says in which file something was not sure."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, Unsure):
            raise NotStripped(self._path, error.line, error.reason) from None


def _is_public(values: Mapping[str, Node]) -> bool:
    """Say whether something is for everyone: not limited, or limited to everyone among others."""
    if "audience" not in values:
        return True
    return _PUBLIC in _readers(values["audience"])


def _readers(limit: Node) -> list[str]:
    """Return the readers that a key names: one, or a list of them."""
    return list(map(_word, limit if isinstance(limit, list) else [limit]))


def _only(values: Mapping[str, Node], keys: frozenset[str]) -> dict[str, Node]:
    """Return the values of public keys; ``audience`` says that it is for everyone where it was."""
    kept = {key: values[key] for key in values if key in keys}
    if "audience" in values:
        kept["audience"] = Scalar(_PUBLIC)
    return kept


def _file(values: Mapping[str, Node], body: str) -> bytes:
    return f"---\n{written(values) if values else ''}---\n{body}".encode()


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _list(node: Node) -> list[Node]:
    if node is None:
        return []
    if not isinstance(node, list):
        raise Unsure("this must be a list", 1)
    return node


def _mapping(node: Node) -> dict[str, Node]:
    if node is None:
        return {}
    if not isinstance(node, dict):
        raise Unsure("this must be a mapping", 1)
    return node


def _word(node: Node) -> str:
    if not isinstance(node, Scalar):
        raise Unsure("this must be a word", 1)
    return node.text


def _time(node: Node) -> datetime:
    try:
        moment = datetime.fromisoformat(_word(node).upper())
    except ValueError:
        raise Unsure("a time can't be read", 1) from None
    if moment.tzinfo is None:
        raise Unsure("a time has no offset", 1)
    return moment.replace(microsecond=0)


def _time_in_name(name: str) -> datetime:
    match = _NAME_TIME.match(name)
    if match is None:
        raise Unsure("an update has no time", 1)
    digits = match.group(1)
    form = "%Y%m%dT%H%M%S" if len(digits) > len("20261123T1405") else "%Y%m%dT%H%M"
    try:
        return datetime.strptime(digits, form).replace(tzinfo=UTC)
    except ValueError:
        raise Unsure("the time in a name does not exist", 1) from None
