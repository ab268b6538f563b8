"""A theme's files as a value: one of the site's own, or one that comes with the program."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from builder.source.file_names import is_skipped
from builder.source.files import PICTURE_LIMIT, TEXT_LIMIT, decode, read_bytes, symbolic_link
from builder.source.words import shown, suggestion
from builder.vocabulary.problems import Place, Problem
from builder.vocabulary.theme import Theme, ThemeCatalogue

TEMPLATE_ENDINGS = (".html", ".xml")
CATALOGUE = "LC_MESSAGES/tocsin"
"""Where a language's catalogue lies in its folder of `locales/`, without the ending."""
_PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class ThemeReading:
    """A theme, ``None`` where it can't be read, and what is wrong with it."""

    theme: Theme | None
    problems: tuple[Problem, ...] = ()


def read_theme(root: Path, name: str, languages: Iterable[str] = ()) -> ThemeReading:
    """Read ``themes/<name>/`` of the site, or else the program's own theme of that name.

    ``languages`` are those whose catalogues the site needs from the program.
    """
    home = _home(root, name)
    if home is None:
        return ThemeReading(None, (_no_theme(root, name),))
    problems: list[Problem] = []
    templates: dict[str, str] = {}
    assets: dict[str, bytes] = {}
    # A theme of the program lies outside the site; its problems are placed as if it lay in it.
    digest = sha256()
    for path in _files(home, f"themes/{name}/templates", problems):
        data = read_bytes(home, path, TEXT_LIMIT)
        if isinstance(data, Problem):
            problems.append(data)
            continue
        reading = decode(path, data)
        problems += reading.problems
        if reading.source is not None and path.endswith(TEMPLATE_ENDINGS):
            templates[_below(path)] = reading.source.text
            digest.update(f"{path} {reading.source.digest}\n".encode())
    for path in _files(home, f"themes/{name}/static", problems):
        data = read_bytes(home, path, PICTURE_LIMIT)
        if isinstance(data, Problem):
            problems.append(data)
        else:
            assets[_below(path)] = data
            digest.update(f"{path} {sha256(data).hexdigest()}\n".encode())
    catalogues = tuple(_catalogues(home, name, problems)) if home == root else ()
    compiled = _compiled(languages)
    if problems:
        return ThemeReading(None, tuple(problems))
    for one in catalogues:
        digest.update(f"{one.path} {one.text}\n".encode())
    for language, text in compiled.items():
        digest.update(f"{language} {text}\n".encode())
    theme = Theme(name, templates, assets, digest.hexdigest(), compiled, catalogues)
    return ThemeReading(theme)


def _catalogues(home: Path, name: str, problems: list[Problem]) -> Iterator[ThemeCatalogue]:
    """Yield the theme's own catalogues."""
    folder = f"themes/{name}/locales"
    for path in _files(home, folder, problems):
        language, _, file = path.removeprefix(f"{folder}/").partition("/")
        if file != f"{CATALOGUE}.po":
            continue
        data = read_bytes(home, path, TEXT_LIMIT)
        if isinstance(data, Problem):
            problems.append(data)
            continue
        reading = decode(path, data)
        problems += reading.problems
        if reading.source is not None:
            yield ThemeCatalogue(language.replace("_", "-"), path, reading.source.text)


def _compiled(languages: Iterable[str]) -> dict[str, str]:
    """Return the catalogues of the program, by language, as far as there are any."""
    found = {}
    for language in languages:
        for kind in (language, language.partition("-")[0]):
            for home in (_PACKAGE, _PACKAGE.parent):
                path = home / "themes/default/locales" / kind / f"{CATALOGUE}.json"
                if kind not in found and path.is_file():
                    found[kind] = path.read_text("utf-8")
    return found


def _home(root: Path, name: str) -> Path | None:
    """Return the folder whose ``themes/`` holds the theme."""
    for home in (root, _PACKAGE, _PACKAGE.parent):
        if (home / "themes" / name / "templates").is_dir():
            return home
    return None


def _files(home: Path, folder: str, problems: list[Problem]) -> Iterator[str]:
    full = os.path.join(home, folder)
    if os.path.islink(full):
        problems.append(symbolic_link(folder))
        return
    if not os.path.isdir(full):
        return
    with os.scandir(full) as listing:
        entries = sorted(listing, key=lambda entry: entry.name)
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if is_skipped(entry.name):
            continue
        if entry.is_symlink():
            problems.append(symbolic_link(path))
        elif entry.is_dir(follow_symlinks=False):
            yield from _files(home, path, problems)
        else:
            yield path


def _below(path: str) -> str:
    return "/".join(path.split("/")[3:])


def _no_theme(root: Path, name: str) -> Problem:
    there = sorted(
        {
            folder.name
            for home in (root, _PACKAGE, _PACKAGE.parent)
            if (home / "themes").is_dir()
            for folder in (home / "themes").iterdir()
            if (folder / "templates").is_dir()
        }
    )
    return Problem(
        Place(f"themes/{name}"),
        "no-theme",
        f"There is no theme {shown(name)}.",
        suggestion(name, there) or "Put its `templates/` and `static/` there.",
    )
