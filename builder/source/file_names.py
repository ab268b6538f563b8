"""What is wrong with the name of a file or folder, and which name to give it instead."""

import re

from builder.source.words import nearest, one_of, shown
from builder.vocabulary.names import LANGUAGE
from builder.vocabulary.problems import Place, Problem, Severity

SITE_FOLDER = "site_src"
INCIDENTS_FOLDER = "incidents"
INCIDENT_FILE = "incident.md"
CLOSED_FOLDER = "site_src/closed/"
TEMPLATES_FOLDER = "site_src/message_templates/"
APPROVALS_FILE = "site_src/approvals.yml"
PICTURE_ENDINGS = ("png", "jpg", "jpeg", "gif", "webp")

_LIKE_AN_UPDATE = re.compile(r"\d{8}T\d{4}", re.IGNORECASE)
_TIME_APART = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T _](\d\d):?(\d\d)(?::?(\d\d))?Z?(?![0-9A-Za-z])")
_LIKE_MARKDOWN = frozenset({"md", "markdown", "mdown", "mkd", "txt"})
_NO_LETTER = re.compile(r"[^A-Za-z0-9_]+")
_NO_LETTER_OR_DOT = re.compile(r"[^A-Za-z0-9_.]+")
_KNOWN_ENDING = re.compile(rf"(?:\.{LANGUAGE.pattern})?\.(?:md|{'|'.join(PICTURE_ENDINGS)})")
_GRAMMAR = (
    "A name has letters from a to z, small or capital, digits, {signs}, begins with a letter "
    "or digit, and is at most 100 long."
)


def is_skipped(name: str) -> bool:
    """Say whether a file is an editor's or a system's own: left out without a word."""
    return name[0] in ".#" or name[-1] == "~"


def looks_like_update(name: str) -> bool:
    """Say whether a name begins as those of updates do, with a time."""
    return _LIKE_AN_UPDATE.match(name) is not None


def fitting(name: str, *, dots: bool = False) -> str:
    """Return the name that is nearest to one that an address can't carry; empty without one.

    ``dots`` says that there may be any in it, and not only before a known ending.
    """
    from unicodedata import normalize

    places = (at for at, letter in enumerate(name) if letter == "." and not dots)
    ending = next((name[at:] for at in places if _KNOWN_ENDING.fullmatch(name, at)), "")
    stem = _TIME_APART.sub(_together, name.removesuffix(ending), count=1)
    plain = normalize("NFKD", stem).encode("ascii", "ignore").decode()
    kept = (_NO_LETTER_OR_DOT if dots else _NO_LETTER).sub("-", plain).strip("-_.")[:100]
    return f"{kept}{ending}" if kept else ""


def _together(time: re.Match[str]) -> str:
    year, month, day, hour, minute, second = time.groups(default="")
    return f"{year}{month}{day}T{hour}{minute}{second}Z"


def bad_name(path: str, name: str, *, dots: bool = False) -> Problem:
    """Return the problem of a name that an address can't carry; ``dots`` is that of ``fitting``."""
    better = fitting(name, dots=dots)
    grammar = _GRAMMAR.format(signs="`-`, `_` and dots" if dots else "`-` and `_`")
    return Problem(
        Place(path),
        "bad-name",
        f"{shown(name)} is not a name that an address can carry.",
        f"Rename it to {shown(better)}. {grammar}" if better else grammar,
    )


def reserved(path: str, name: str) -> Problem:
    """Return the problem of a name that is taken."""
    return Problem(
        Place(path),
        "reserved-name",
        f"The name {shown(name)} is taken: the site's own addresses need it, or a system does.",
        f"Choose another one, like {shown('our-' + name)}.",
    )


def other_case(path: str, name: str, wanted: str) -> Problem:
    """Return the problem of a file that would be read if its name had other capitals."""
    return Problem(
        Place(path),
        "bad-name",
        f"{shown(name)} is not {shown(wanted)}: capitals count in names.",
        f"Rename it to {shown(wanted)}.",
    )


def update_without_ending(path: str, name: str) -> Problem:
    """Return the problem of a file that nobody would read and whose name is an update's."""
    return Problem(
        Place(path),
        "unknown-file",
        f"{shown(name)} has the name of an update and does not end in `.md`, so nothing reads it.",
        f"Rename it to {shown(name + '.md')}; a draft of your own begins with a dot.",
    )


def without_ending(path: str, name: str, ending: str) -> Problem:
    """Return the problem of a file that would be read if its name had its ending."""
    return Problem(
        Place(path),
        "unknown-file",
        f"{shown(name)} does not end in {shown(ending)}, so nothing reads it.",
        f"Rename it to {shown(name + ending)}; what is not to be read begins with a dot.",
    )


def left_out(path: str, name: str) -> Problem:
    """Return the warning on a folder that is passed over and holds what would be read."""
    better = name.strip(".#~") or "its own name"
    return Problem(
        Place(path),
        "left-out",
        f"Nothing in {shown(name)} is read: names that begin with `.` or `#` or end with `~` are "
        "an editor's or a system's own.",
        f"Rename the folder, like {shown(better)}, or move it away if it is not to be published.",
        Severity.WARNING,
    )


def other_folder(name: str, wanted: str) -> Problem:
    """Return the warning on a folder beside which the one that it may be meant as is missing."""
    return Problem(
        Place(name),
        "left-out",
        f"Nothing reads {shown(name + '/')}, and there is no {shown(wanted + '/')}.",
        f"Rename it to {shown(wanted)} if it is meant as that.",
        Severity.WARNING,
    )


def unknown_name(path: str, name: str, folder: str, known: tuple[str, ...]) -> Problem:
    """Return the problem of a file or folder where only those of some names are read."""
    near = nearest(name, known)
    mend = f"Did you mean {shown(near)}?" if near else f"{folder}/ holds {one_of(known)}."
    return Problem(Place(path), "unknown-file", f"Nothing reads {shown(name)} here.", mend)


def folder_too_deep(path: str) -> Problem:
    """Return the problem of a folder where there are files alone."""
    return Problem(
        Place(path),
        "unknown-file",
        "Nothing reads a folder here.",
        "Move its files one level up, or the folder elsewhere.",
    )


def incident_too_deep(path: str, name: str) -> Problem:
    """Return the problem of an incident in another folder than ``incidents/`` itself."""
    return Problem(
        Place(path),
        "unknown-file",
        "This incident lies in another folder, where nothing reads it.",
        f"Move it to {shown(f'incidents/{name}')}.",
    )


def unknown_kind(path: str, name: str, owner: str) -> Problem:
    """Return the problem of a file of another kind than ``owner`` (``An incident``) can have."""
    ending = name.rpartition(".")[2]
    if ending.lower() in _LIKE_MARKDOWN and (ending.lower() != "txt" or looks_like_update(name)):
        message = f"Nothing reads a file that ends in {shown('.' + ending)}."
        mend = f"Rename it to {shown(name.removesuffix(ending) + 'md')}."
    elif ending.lower() == "svg":
        message = "An SVG picture can hold a script and is not published with a text."
        mend = "Save it as PNG or WebP."
    else:
        message = f"{owner} has no use for a file that ends in {shown('.' + ending)}."
        pictures = one_of([f".{known}" for known in PICTURE_ENDINGS])
        mend = f"Texts end in `.md`, pictures in {pictures}, in small letters."
    return Problem(Place(path), "unknown-file", message, mend)


def stray(path: str, name: str) -> Problem:
    """Return the problem of a file that lies in ``incidents/`` itself."""
    stem, _, ending = name.rpartition(".")
    stem = stem if ending.lower() in _LIKE_MARKDOWN else name
    if ending == "md" or looks_like_update(name):
        name = f"{stem}.md"
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
