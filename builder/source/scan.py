"""Which files there are: found and judged by name, kind and size, without reading any.

Imports nothing heavy, so that a build with nothing to do is over before a library is loaded.
"""

import os
import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from builder.source.files import PICTURE_LIMIT, TEXT_LIMIT, symbolic_link, too_large, unreadable
from builder.source.words import nearest, one_of, shown
from builder.vocabulary.names import DEVICE_NAMES, FILE_NAME, IDENTIFIER, LANGUAGE, RESERVED
from builder.vocabulary.problems import Place, Problem

SITE_FOLDER = "site_src"
INCIDENTS_FOLDER = "incidents"
INCIDENT_FILE = "incident.md"
PICTURE_ENDINGS = ("png", "jpg", "jpeg", "gif", "webp")

_SITE_FILES = ("site.yml", "components.yml", "audiences.yml")
_SITE_FOLDERS = ("accounts", "pages", "static")
_UPDATE = re.compile(rf"({FILE_NAME.pattern})(?:\.({LANGUAGE.pattern}))?\.md")
_PICTURE = re.compile(rf"{FILE_NAME.pattern}\.(?:{'|'.join(PICTURE_ENDINGS)})")
_ACCOUNT = re.compile(rf"({IDENTIFIER.pattern})\.yml")
_STATIC = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_TAKEN_FILE_NAMES = DEVICE_NAMES | {"index", "event"}
_NAME_MEND = "Use letters, digits, `-` and `_`, beginning with a letter or digit, at most 100."


class SourceFile(NamedTuple):
    """A regular file: its path relative to the root, in POSIX form, and its stamp on disk."""

    path: str
    size: int
    mtime_ns: int
    inode: int

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class IncidentFolder:
    """A folder of ``incidents/`` and the files in it, sorted by path."""

    id: str
    files: tuple[SourceFile, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All source files at one moment, sorted, and what is wrong with their names and kinds."""

    root: Path
    site_files: tuple[SourceFile, ...]
    folders: tuple[IncidentFolder, ...]
    problems: tuple[Problem, ...]


def scan(root: Path) -> Snapshot:
    """Find every source file below ``root``. Nothing is read, no link is followed."""
    problems: list[Problem] = []
    site_files = _site_files(root, problems)
    folders = _incident_folders(root, problems)
    return Snapshot(root, tuple(sorted(site_files)), tuple(folders), tuple(problems))


def split_name(name: str) -> tuple[str, str] | None:
    """Return the name and the language (or nothing) of ``NAME.md`` or ``NAME.fr.md``."""
    match = _UPDATE.fullmatch(name)
    return (match.group(1), match.group(2) or "") if match else None


def is_skipped(name: str) -> bool:
    """Say whether a file is an editor's or a system's own: left out without a word."""
    return name[0] in ".#" or name[-1] == "~"


# --- site_src -----------------------------------------------------------------------------------


def _site_files(root: Path, problems: list[Problem]) -> list[SourceFile]:
    found: list[SourceFile] = []
    entries = _entries(root, SITE_FOLDER, problems)
    if not any(entry.name == "site.yml" for entry in entries):
        problems.append(
            Problem(
                Place(f"{SITE_FOLDER}/site.yml"),
                "no-site",
                "There is no `site_src/site.yml` here.",
                "Name the folder that holds it with `--source`, "
                "or lay out a new site with `tocsin init`.",
            )
        )
    for entry in entries:
        path = f"{SITE_FOLDER}/{entry.name}"
        if is_skipped(entry.name) or (entry.is_symlink() and _link(path, problems)):
            continue
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in _SITE_FOLDERS:
                problems.append(_unknown_name(path, entry.name, _SITE_FOLDERS))
            else:
                found.extend(_site_folder(root, entry.name, problems))
        elif entry.name in _SITE_FILES:
            _add(entry, path, TEXT_LIMIT, found, problems)
        elif "." in entry.name:
            problems.append(_unknown_name(path, entry.name, (*_SITE_FILES, *_SITE_FOLDERS)))
    return found


def _unknown_name(path: str, name: str, known: tuple[str, ...]) -> Problem:
    near = nearest(name, known)
    mend = f"Did you mean {shown(near)}?" if near else f"{SITE_FOLDER}/ holds {one_of(known)}."
    return Problem(Place(path), "unknown-file", f"Nothing reads {shown(name)} here.", mend)


def _site_folder(root: Path, name: str, problems: list[Problem]) -> list[SourceFile]:
    folder = f"{SITE_FOLDER}/{name}"
    if name == "static":
        return _static_files(root, folder, problems)
    found: list[SourceFile] = []
    for entry in _entries(root, folder, problems):
        path = f"{folder}/{entry.name}"
        if is_skipped(entry.name) or (entry.is_symlink() and _link(path, problems)):
            continue
        if entry.is_dir(follow_symlinks=False):
            problems.append(_folder_too_deep(path))
        elif "." not in entry.name:
            continue
        elif name == "accounts":
            _account(entry, path, found, problems)
        else:
            _page(entry, path, found, problems)
    return found


def _account(
    entry: os.DirEntry[str], path: str, found: list[SourceFile], problems: list[Problem]
) -> None:
    match = _ACCOUNT.fullmatch(entry.name)
    if match is None:
        problems.append(
            Problem(
                Place(path),
                "bad-name",
                f"{shown(entry.name)} is no name of an account's file.",
                "Write `<id>.yml`, the id in small letters, digits and `-`, at most 64.",
            )
        )
        return
    if match.group(1) in RESERVED:
        problems.append(_reserved(path, match.group(1)))
    _add(entry, path, TEXT_LIMIT, found, problems)


def _page(
    entry: os.DirEntry[str], path: str, found: list[SourceFile], problems: list[Problem]
) -> None:
    if _PICTURE.fullmatch(entry.name):
        _add(entry, path, PICTURE_LIMIT, found, problems)
    elif not entry.name.endswith(".md"):
        problems.append(_unknown_kind(path, entry.name, "A page"))
    else:
        _text_file(entry, path, found, problems)


def _static_files(root: Path, folder: str, problems: list[Problem]) -> list[SourceFile]:
    found: list[SourceFile] = []
    for entry in _entries(root, folder, problems):
        path = f"{folder}/{entry.name}"
        if is_skipped(entry.name) or (entry.is_symlink() and _link(path, problems)):
            continue
        if not _STATIC.fullmatch(entry.name):
            problems.append(Problem(Place(path), "bad-name", _bad_name(entry.name), _NAME_MEND))
        elif entry.is_dir(follow_symlinks=False):
            found.extend(_static_files(root, path, problems))
        else:
            _add(entry, path, PICTURE_LIMIT, found, problems)
    return found


# --- incidents ----------------------------------------------------------------------------------


def _incident_folders(root: Path, problems: list[Problem]) -> list[IncidentFolder]:
    folders: list[IncidentFolder] = []
    for entry in _entries(root, INCIDENTS_FOLDER, problems):
        name = entry.name
        path = f"{INCIDENTS_FOLDER}/{name}"
        if is_skipped(name) or (entry.is_symlink() and _link(path, problems)):
            continue
        if entry.is_dir(follow_symlinks=False):
            if FILE_NAME.fullmatch(name) is None:
                problems.append(Problem(Place(path), "bad-name", _bad_name(name), _NAME_MEND))
            elif name.lower() in _TAKEN_FILE_NAMES:
                problems.append(_reserved(path, name))
            folders.append(_incident_folder(root, name, problems))
        elif "." in name:
            problems.append(_stray(path, name))
    return folders


def _incident_folder(root: Path, name: str, problems: list[Problem]) -> IncidentFolder:
    folder = f"{INCIDENTS_FOLDER}/{name}"
    found: list[SourceFile] = []
    entries = _entries(root, folder, problems)
    for entry in entries:
        file = entry.name
        path = f"{folder}/{file}"
        if file[0] in ".#" or file[-1] == "~" or (entry.is_symlink() and _link(path, problems)):
            continue
        if file.endswith(".md") and not entry.is_dir(follow_symlinks=False):
            _text_file(entry, path, found, problems)
        elif entry.is_dir(follow_symlinks=False):
            problems.append(_folder_too_deep(path))
        elif _PICTURE.fullmatch(file):
            _add(entry, path, PICTURE_LIMIT, found, problems)
        elif "." in file:
            problems.append(_unknown_kind(path, file, "An incident"))
    _require_both(folder, entries, problems)
    return IncidentFolder(name, tuple(found))


def _require_both(folder: str, entries: list[os.DirEntry[str]], problems: list[Problem]) -> None:
    names = (entry.name for entry in entries)
    texts = [name for name in names if name.endswith(".md") and not is_skipped(name)]
    if INCIDENT_FILE not in texts:
        problems.append(
            Problem(
                Place(f"{folder}/{INCIDENT_FILE}"),
                "no-incident-file",
                "The folder has no `incident.md`.",
                "Write one with a `title`, or move the updates to their incident's folder.",
            )
        )
    elif len(texts) == 1:
        problems.append(
            Problem(
                Place(f"{folder}/{INCIDENT_FILE}"),
                "no-update",
                "The incident has no update.",
                "Write one beside it: a file with `status` and a sentence, "
                "named like `20261123T1405Z-investigating.md`.",
            )
        )


def _text_file(
    entry: os.DirEntry[str], path: str, found: list[SourceFile], problems: list[Problem]
) -> None:
    parts = split_name(entry.name)
    if parts is None:
        problems.append(Problem(Place(path), "bad-name", _bad_name(entry.name), _NAME_MEND))
    elif parts[0].lower() in _TAKEN_FILE_NAMES:
        problems.append(_reserved(path, parts[0]))
    _add(entry, path, TEXT_LIMIT, found, problems)


# --- what both share ----------------------------------------------------------------------------


def _entries(root: Path, folder: str, problems: list[Problem]) -> list[os.DirEntry[str]]:
    full = os.path.join(root, folder)
    if os.path.islink(full):
        problems.append(symbolic_link(folder))
        return []
    try:
        with os.scandir(full) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except FileNotFoundError:
        return []
    except OSError as error:
        problems.append(unreadable(folder, error))
        return []
    _same_names(folder, [entry.name for entry in entries], problems)
    return entries


def _same_names(folder: str, names: Iterable[str], problems: list[Problem]) -> None:
    first: dict[str, str] = {}
    for name in names:
        other = first.setdefault(_folded(name), name)
        if other != name:
            problems.append(
                Problem(
                    Place(f"{folder}/{name}"),
                    "names-too-alike",
                    f"{shown(name)} differs from {shown(other)} by case or Unicode form alone.",
                    "Rename one of them: many systems take the two for one file.",
                )
            )


def _folded(name: str) -> str:
    if name.isascii():
        return name.lower()
    from unicodedata import normalize

    return normalize("NFC", normalize("NFC", name).casefold())


def _link(path: str, problems: list[Problem]) -> bool:
    problems.append(symbolic_link(path))
    return True


def _add(
    entry: os.DirEntry[str],
    path: str,
    limit: int,
    found: list[SourceFile],
    problems: list[Problem],
) -> None:
    try:
        stamp = entry.stat(follow_symlinks=False)
    except OSError as error:
        problems.append(unreadable(path, error))
        return
    if not stat.S_ISREG(stamp.st_mode):
        problems.append(
            Problem(
                Place(path),
                "not-a-file",
                "This is a folder, a pipe or a device, not a file.",
                "Put a file in its place.",
            )
        )
    elif stamp.st_size > limit:
        problems.append(too_large(path, stamp.st_size, limit))
    else:
        found.append(SourceFile(path, stamp.st_size, stamp.st_mtime_ns, stamp.st_ino))


def _bad_name(name: str) -> str:
    return f"{shown(name)} is not a name that an address can carry."


def _reserved(path: str, name: str) -> Problem:
    return Problem(
        Place(path),
        "reserved-name",
        f"The name {shown(name)} is taken: the site's own addresses need it, or a system does.",
        f"Choose another one, like {shown('our-' + name)}.",
    )


def _folder_too_deep(path: str) -> Problem:
    return Problem(
        Place(path),
        "unknown-file",
        "Nothing reads a folder here.",
        "Move its files one level up, or the folder elsewhere.",
    )


def _unknown_kind(path: str, name: str, owner: str) -> Problem:
    ending = name.rpartition(".")[2]
    if ending.lower() == "svg":
        message = "An SVG picture can hold a script and is not published with a text."
        mend = "Save it as PNG or WebP."
    else:
        message = f"{owner} has no use for a file that ends in {shown('.' + ending)}."
        pictures = one_of([f".{known}" for known in PICTURE_ENDINGS])
        mend = f"Texts end in `.md`, pictures in {pictures}, in small letters."
    return Problem(Place(path), "unknown-file", message, mend)


def _stray(path: str, name: str) -> Problem:
    if name.endswith(".md"):
        return Problem(
            Place(path),
            "stray-update",
            "An update lies in `incidents/` itself and belongs to no incident.",
            f"Move it to its incident's folder: `incidents/<incident>/{name}`.",
        )
    return Problem(
        Place(path),
        "unknown-file",
        f"Nothing reads {shown(name)} here.",
        "`incidents/` holds one folder an incident.",
    )
