"""A post put among the sources, whole or not at all; or kept as a draft where that is refused."""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from builder.authoring.post import Post
from builder.authoring.source_edit import (
    ChangedMeanwhile,
    EditBusy,
    edited_alone,
    replace_text,
)
from builder.output.disk import DISK, Disk, create, flush_folder
from builder.source.file_names import INCIDENTS_FOLDER
from builder.source.scan import IncidentFolder, scan

DRAFTS = "drafts"
"""The folder in the memory (``.tocsin/``) where refused texts are kept."""

_PATIENCE = 5.0
"""Seconds to wait for another command that writes at the same moment."""


class MovedMeanwhile(Exception):
    """Somebody wrote into the incident since it was read."""


def place(source: Path, post: Post, seen: IncidentFolder | None, disk: Disk = DISK) -> Post:
    """Write a post, for the next free second where its own is taken, and return it as it is named.

    ``seen`` is the incident's folder as it was when the post was tried out, ``None`` where it is
    new. A new incident appears whole; of an update the file itself comes before its translations.

    Raises:
        MovedMeanwhile: the incident is another than the one that was seen.
        EditBusy: another command went on writing.
        OSError: the disk refuses; nothing of the post is left.
    """
    with alone(source):
        if post.about:
            return _new_incident(source, post, disk)
        if _folder(source, post.incident) != seen:
            raise MovedMeanwhile(post.incident)
        while (source / post.folder / f"{post.name}.md").exists():
            post = post.a_second_later()
        _write(source, post.files(), disk)
        return post


def mark(source: Path, path: str, before: str, after: str) -> None:
    """Put the new text of a published update in place of the one that was read.

    Raises:
        MovedMeanwhile: somebody saved the file meanwhile; theirs stands.
        EditBusy: another command went on writing.
        OSError: the disk refuses; the file is as it was.
    """
    with alone(source):
        try:
            replace_text(source / path, before, after)
        except ChangedMeanwhile:
            raise MovedMeanwhile(path) from None


def keep_draft(memory: Path, files: Mapping[str, str]) -> Path:
    """Keep texts that were refused, for their owner alone, and return the folder.

    Raises:
        OSError: the disk refuses.
    """
    memory.mkdir(mode=0o700, exist_ok=True)
    number = 1
    while (folder := memory / DRAFTS / f"{number:04}").exists():
        number += 1
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        create(DISK, os.fspath(target), text.encode(), 0o600, flush=True)
    return folder


@contextmanager
def alone(source: Path) -> Iterator[None]:
    """Wait for other commands that change the sources: each holds them for a moment."""
    patience = time.monotonic() + _PATIENCE
    with ExitStack() as held:
        while True:
            try:
                held.enter_context(edited_alone(source))
                break
            except EditBusy:
                if time.monotonic() > patience:
                    raise
            time.sleep(0.05)
        yield


def _folder(source: Path, incident: str) -> IncidentFolder | None:
    return next((each for each in scan(source).folders if each.id == incident), None)


def _new_incident(source: Path, post: Post, disk: Disk) -> Post:
    """Write all files into a folder under a name that is no source's, then give it its own."""
    base, number = post.incident, 1
    while (source / post.folder).exists():
        number += 1
        post = replace(post, incident=f"{base}-{number}")
    incidents = source / INCIDENTS_FOLDER
    incidents.mkdir(exist_ok=True)
    draft = incidents / f".{post.incident}.new"
    draft.mkdir()
    try:
        for path, text in post.files().items():
            name = os.fspath(draft / Path(path).name)
            create(disk, name, text.encode(), usual_mode(), flush=True)
        os.rename(draft, source / post.folder)
    except BaseException:
        for file in draft.iterdir() if draft.is_dir() else ():
            file.unlink()
        with suppress(OSError):
            draft.rmdir()
        raise
    flush_folder(disk, os.fspath(incidents))
    return post


def _write(source: Path, files: Mapping[str, str], disk: Disk) -> None:
    """Write files beside their places first, then give each its name; undone where one fails."""
    drafts: list[tuple[str, str]] = []
    placed: list[str] = []
    try:
        for path, text in files.items():
            target = source / path
            draft = os.fspath(target.with_name(f".{target.name}.new"))
            with suppress(FileNotFoundError):
                disk.remove(draft)
            create(disk, draft, text.encode(), usual_mode(), flush=True)
            drafts.append((draft, os.fspath(target)))
        for draft, final in drafts:
            disk.replace(draft, final)
            placed.append(final)
    except BaseException:
        for path in (*(draft for draft, _ in drafts), *placed):
            with suppress(OSError):
                disk.remove(path)
        raise
    for folder in {os.path.dirname(path) for path in placed}:
        flush_folder(disk, folder)


def usual_mode() -> int:
    """Return the mode that a new file gets by the umask."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
