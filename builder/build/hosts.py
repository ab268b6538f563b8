"""What the hosts of trees are to be told, written beside the memory for the operator.

What is said of private trees names folders that nobody else should know, so it is no part of what
is published.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from builder.build.readers import PRIVATE_TREES, ReaderTree
from builder.output.disk import read_if_there, write_whole
from builder.output.faults import from_error

if TYPE_CHECKING:
    from builder.build.ground import Ground
    from builder.build.request import Request
    from builder.vocabulary.theme import Theme

FOLDER = "hosts"
"""The folder in the cache."""


def write_host_files(
    request: Request,
    ground: Ground,
    planned: Iterable[ReaderTree],
    renewed: Iterable[ReaderTree] = (),
) -> None:
    """Write what differs from what is there, and remove what no tree needs any more.

    ``renewed`` are trees as the previous secret named them. Where private trees are left as they
    are, so is what is said of them.

    Raises:
        OutputProblem: the system refuses.
        TemplateProblem: the theme has no stylesheet that pages can hold.
    """
    if ground.theme is None or ground.site is None:
        return
    from builder.build.layouts import hosted_site
    from builder.seal.hosts_public import public_files

    folder = request.cache / FOLDER
    # Nobody depends on these, and whoever can't write here is told so of the memory.
    with suppress(OSError):
        _put_all(folder, public_files(hosted_site(ground.site, ground.theme)))
    if request.seals:
        try:
            _put_all(folder, _private_files(ground.theme, planned, renewed))
        except OSError as error:
            raise from_error(error, str(folder)) from error


def _private_files(
    theme: Theme, planned: Iterable[ReaderTree], renewed: Iterable[ReaderTree]
) -> Mapping[str, bytes | None]:
    """Return what is said of private trees, ``None`` for a file that no tree needs."""
    from builder.render.stylesheet import private_stylesheet
    from builder.seal.hosts import NAMES, HostedTree, host_files

    trees = [
        HostedTree(plan.name.removeprefix(f"{PRIVATE_TREES}/"), plan.reader.name, plan.is_sealed)
        for plan in planned
        if plan.name.startswith(f"{PRIVATE_TREES}/")
    ]
    trees += [
        HostedTree(
            plan.name.removeprefix(f"{PRIVATE_TREES}/"), f"{plan.reader.name} (renewed)", True
        )
        for plan in renewed
    ]
    files = host_files(trees, private_stylesheet(theme).hash)
    return {name: files.get(name) for name in NAMES}


def _put_all(folder: Path, files: Mapping[str, bytes | None]) -> None:
    if any(files.values()):
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)
    for name, data in files.items():
        _put(folder / name, data)


def _put(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
    elif read_if_there(str(path)) != data:
        write_whole(str(path), data)
    elif path.stat().st_mode & 0o077:
        os.chmod(path, 0o600)
