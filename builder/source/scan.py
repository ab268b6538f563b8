"""Which files there are: found and judged by name, kind and size, without reading any.

Imports nothing heavy, so that a build with nothing to do is over before a library is loaded.
"""

import os
import re
import stat
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from builder.source.file_names import (
    APPROVALS_FILE,
    INCIDENT_FILE,
    INCIDENTS_FOLDER,
    PICTURE_ENDINGS,
    SITE_FOLDER,
    TEMPLATES_FOLDER,
    bad_name,
    folder_too_deep,
    incident_too_deep,
    is_skipped,
    looks_like_update,
    other_case,
    reserved,
    stray,
    unknown_kind,
    unknown_name,
    update_without_ending,
    without_ending,
)
from builder.source.files import PICTURE_LIMIT, TEXT_LIMIT, symbolic_link, too_large, unreadable
from builder.source.passed_over import folders_of_other_names, is_incident, is_passed_over
from builder.source.words import shown
from builder.vocabulary.names import DEVICE_NAMES, FILE_NAME, IDENTIFIER, LANGUAGE, RESERVED
from builder.vocabulary.problems import Place, Problem

_SITE_FILES = ("site.yml", "components.yml", "audiences.yml", "approvals.yml")
_TEMPLATES = "message_templates"
_CLOSED = "closed"
_SITE_FOLDERS = ("accounts", _CLOSED, _TEMPLATES, "pages", "static")
_UPDATE = re.compile(rf"({FILE_NAME.pattern})(?:\.({LANGUAGE.pattern}))?\.md")
_PICTURE = re.compile(rf"{FILE_NAME.pattern}\.(?:{'|'.join(PICTURE_ENDINGS)})")
_ACCOUNT = re.compile(rf"({IDENTIFIER.pattern})\.yml")
_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])\.yml")
_TEMPLATE = re.compile(rf"{IDENTIFIER.pattern}\.{LANGUAGE.pattern}\.md")
_STATIC = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_TAKEN_FILE_NAMES = DEVICE_NAMES | {"index", "event"}


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
    templates: tuple[SourceFile, ...] = ()
    """Message templates: who builds does not need them."""


def scan(root: Path, held: Collection[str] = ()) -> Snapshot:
    """Find every source file below ``root``. Nothing is read, no link is followed.

    ``held`` are files and folders of incidents that are taken not to be there.
    """
    problems: list[Problem] = list(folders_of_other_names(root))
    site_files = _site_files(root, problems)
    folders = _incident_folders(root, problems, held)
    templates = [file for file in site_files if file.path.startswith(TEMPLATES_FOLDER)]
    desk = {APPROVALS_FILE, *(file.path for file in templates)}
    others = [file for file in site_files if file.path not in desk]
    return Snapshot(
        root, tuple(sorted(others)), tuple(folders), tuple(problems), tuple(sorted(templates))
    )


def rescan(before: Snapshot, incidents: frozenset[str]) -> Snapshot:
    """Return a snapshot like one before, with these incidents' folders looked at anew.

    All of them must have been there, and must be there still.
    """
    problems: list[Problem] = [
        problem
        for problem in before.problems
        if not problem.place.path.startswith(
            tuple(f"{INCIDENTS_FOLDER}/{name}/" for name in incidents)
        )
    ]
    folders = tuple(
        _incident_folder(before.root, folder.id, problems, ()) if folder.id in incidents else folder
        for folder in before.folders
    )
    return replace(before, folders=folders, problems=tuple(problems))


def split_name(name: str) -> tuple[str, str] | None:
    """Return the name and the language (or nothing) of ``NAME.md`` or ``NAME.fr.md``."""
    match = _UPDATE.fullmatch(name)
    return (match.group(1), match.group(2) or "") if match else None


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
        if is_passed_over(entry, path, problems):
            continue
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in _SITE_FOLDERS:
                problems.append(unknown_name(path, entry.name, SITE_FOLDER, _SITE_FOLDERS))
            else:
                found.extend(_site_folder(root, entry.name, problems))
        elif entry.name in _SITE_FILES:
            _add(entry, path, TEXT_LIMIT, found, problems)
        elif f"{entry.name}.yml" in _SITE_FILES:
            problems.append(without_ending(path, entry.name, ".yml"))
        elif "." in entry.name:
            problems.append(
                unknown_name(path, entry.name, SITE_FOLDER, (*_SITE_FILES, *_SITE_FOLDERS))
            )
    return found


def _site_folder(root: Path, name: str, problems: list[Problem]) -> list[SourceFile]:
    folder = f"{SITE_FOLDER}/{name}"
    if name == "static":
        return _static_files(root, folder, problems)
    if name == _CLOSED:
        return _closed_files(root, folder, problems)
    found: list[SourceFile] = []
    ending = ".yml" if name == "accounts" else ".md"
    for entry in _entries(root, folder, problems):
        path = f"{folder}/{entry.name}"
        if is_passed_over(entry, path, problems):
            continue
        if entry.is_dir(follow_symlinks=False):
            problems.append(folder_too_deep(path))
        elif "." not in entry.name:
            # A README or LICENSE is nobody's page.
            if IDENTIFIER.fullmatch(entry.name):
                problems.append(without_ending(path, entry.name, ending))
        elif name == "accounts":
            _account(entry, path, found, problems)
        elif name == _TEMPLATES:
            _template(entry, path, found, problems)
        else:
            _page(entry, path, found, problems)
    return found


def _closed_files(root: Path, folder: str, problems: list[Problem]) -> list[SourceFile]:
    """Find the months of accounts, each account in a folder of its own."""
    found: list[SourceFile] = []
    for account in _entries(root, folder, problems):
        inside = f"{folder}/{account.name}"
        if is_passed_over(account, inside, problems):
            continue
        if not account.is_dir(follow_symlinks=False):
            problems.append(_no_month(inside, account.name))
            continue
        for entry in _entries(root, inside, problems):
            path = f"{inside}/{entry.name}"
            if is_passed_over(entry, path, problems):
                continue
            if entry.is_dir(follow_symlinks=False):
                problems.append(folder_too_deep(path))
            elif _MONTH.fullmatch(entry.name):
                _add(entry, path, TEXT_LIMIT, found, problems)
            else:
                problems.append(_no_month(path, entry.name))
    return found


def _no_month(path: str, name: str) -> Problem:
    return Problem(
        Place(path),
        "bad-name",
        f"{shown(name)} is no month that was made final.",
        "Let `tocsin report ACCOUNT MONTH --final` write it.",
    )


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
        problems.append(reserved(path, match.group(1)))
    _add(entry, path, TEXT_LIMIT, found, problems)


def _template(
    entry: os.DirEntry[str], path: str, found: list[SourceFile], problems: list[Problem]
) -> None:
    if _TEMPLATE.fullmatch(entry.name):
        _add(entry, path, TEXT_LIMIT, found, problems)
        return
    problems.append(
        Problem(
            Place(path),
            "bad-name",
            f"{shown(entry.name)} is no name of a message template.",
            "Write `<id>.<language>.md`, like `holding-public.en.md`, the id in small letters, "
            "digits and `-`.",
        )
    )


def _page(
    entry: os.DirEntry[str], path: str, found: list[SourceFile], problems: list[Problem]
) -> None:
    if _PICTURE.fullmatch(entry.name):
        _add(entry, path, PICTURE_LIMIT, found, problems)
    elif not entry.name.endswith(".md"):
        problems.append(unknown_kind(path, entry.name, "A page"))
    else:
        _text_file(entry, path, found, problems)


def _static_files(root: Path, folder: str, problems: list[Problem]) -> list[SourceFile]:
    found: list[SourceFile] = []
    for entry in _entries(root, folder, problems):
        path = f"{folder}/{entry.name}"
        if is_passed_over(entry, path, problems):
            continue
        if not _STATIC.fullmatch(entry.name):
            problems.append(bad_name(path, entry.name, dots=True))
        elif entry.is_dir(follow_symlinks=False):
            found.extend(_static_files(root, path, problems))
        else:
            _add(entry, path, PICTURE_LIMIT, found, problems)
    return found


# --- incidents ----------------------------------------------------------------------------------


def _incident_folders(
    root: Path, problems: list[Problem], held: Collection[str]
) -> list[IncidentFolder]:
    folders: list[IncidentFolder] = []
    for entry in _entries(root, INCIDENTS_FOLDER, problems, held):
        name = entry.name
        path = f"{INCIDENTS_FOLDER}/{name}"
        if is_passed_over(entry, path, problems):
            continue
        if entry.is_dir(follow_symlinks=False):
            if FILE_NAME.fullmatch(name) is None:
                problems.append(bad_name(path, name))
            elif name.lower() in _TAKEN_FILE_NAMES:
                problems.append(reserved(path, name))
            folders.append(_incident_folder(root, name, problems, held))
        elif "." in name or looks_like_update(name):
            problems.append(stray(path, name))
    return folders


def _incident_folder(
    root: Path, name: str, problems: list[Problem], held: Collection[str]
) -> IncidentFolder:
    folder = f"{INCIDENTS_FOLDER}/{name}"
    found: list[SourceFile] = []
    entries = _entries(root, folder, problems, held)
    has_incident_file = any(entry.name == INCIDENT_FILE for entry in entries)
    for entry in entries:
        file = entry.name
        path = f"{folder}/{file}"
        # The first of these tests is that of `is_skipped`: it is asked for each of many files.
        if (file[0] in ".#" or file[-1] == "~" or entry.is_symlink()) and is_passed_over(
            entry, path, problems
        ):
            continue
        if file.lower() == INCIDENT_FILE != file:
            if not has_incident_file:
                problems.append(other_case(path, file, INCIDENT_FILE))
        elif file.endswith(".md") and not entry.is_dir(follow_symlinks=False):
            _text_file(entry, path, found, problems)
        elif entry.is_dir(follow_symlinks=False):
            known = is_incident(entry)
            problems.append(incident_too_deep(path, file) if known else folder_too_deep(path))
        elif _PICTURE.fullmatch(file):
            _add(entry, path, PICTURE_LIMIT, found, problems)
        elif "." in file:
            problems.append(unknown_kind(path, file, "An incident"))
        elif looks_like_update(file):
            problems.append(update_without_ending(path, file))
    _require_both(folder, entries, problems)
    return IncidentFolder(name, tuple(found))


def _require_both(folder: str, entries: list[os.DirEntry[str]], problems: list[Problem]) -> None:
    """Note that an incident lacks its own file or an update; a folder of incidents is none."""
    names = (entry.name for entry in entries)
    texts = [name for name in names if name.lower().endswith(".md") and not is_skipped(name)]
    if not texts and any(is_incident(entry) for entry in entries):
        return
    if INCIDENT_FILE not in map(str.lower, texts):
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
        problems.append(bad_name(path, entry.name))
    elif parts[0].lower() in _TAKEN_FILE_NAMES:
        problems.append(reserved(path, parts[0]))
    _add(entry, path, TEXT_LIMIT, found, problems)


# --- what both share ----------------------------------------------------------------------------


def _entries(
    root: Path, folder: str, problems: list[Problem], held: Collection[str] = ()
) -> list[os.DirEntry[str]]:
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
    if held:
        entries = [entry for entry in entries if f"{folder}/{entry.name}" not in held]
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
