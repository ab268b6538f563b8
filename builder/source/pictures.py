"""Pictures beside a text: read, freed of what they tell about their maker, and named by content."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from builder.source.files import PICTURE_LIMIT, read_bytes
from builder.source.words import shown
from builder.vocabulary.problems import Place, Problem

if TYPE_CHECKING:
    from builder.source.scan import SourceFile


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is published. ``source`` is its path among the sources, ``address`` the one
    in the site: ``incidents/<incident>/<12 characters of SHA-256>.<ending>``."""

    source: str
    address: str
    data: bytes

    @property
    def name(self) -> str:
        """The file name that a text calls it by."""
        return self.source.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class PictureReading:
    """The pictures of a folder, and what is wrong with those that can't be published."""

    pictures: tuple[Picture, ...]
    problems: tuple[Problem, ...]


NO_PICTURES = PictureReading((), ())


def read_pictures(root: Path, files: Iterable[SourceFile], address: str) -> PictureReading:
    """Read the pictures among some files; ``address`` is the folder they are published in."""
    paths = [file.path for file in files if not file.path.endswith(".md")]
    if not paths:
        return NO_PICTURES
    from builder.source.picture_data import PictureError, without_metadata

    pictures: list[Picture] = []
    problems: list[Problem] = []
    for path in paths:
        data = read_bytes(root, path, PICTURE_LIMIT)
        if isinstance(data, Problem):
            problems.append(data)
            continue
        ending = path.rpartition(".")[2]
        try:
            clean = without_metadata(data, ending)
        except PictureError as error:
            problems.append(
                Problem(
                    Place(path),
                    "bad-picture-file",
                    f"{shown(path.rpartition('/')[2])} can't be published: {error}.",
                    "Save it anew as PNG, JPEG, GIF or WebP.",
                )
            )
            continue
        digest = sha256(clean).hexdigest()[:12]
        pictures.append(Picture(path, f"{address}/{digest}.{ending}", clean))
    return PictureReading(tuple(pictures), tuple(problems))
