"""Ids and names of files, made from what people wrote in the old system."""

import hashlib
import re
import unicodedata
from collections.abc import Collection

from builder.vocabulary.names import RESERVED

_UNSPELT = {
    "ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "œ": "oe", "Œ": "OE", "đ": "d", "Đ": "D",
    "ł": "l", "Ł": "L", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "\u0131": "i",
}  # fmt: skip
_LONGEST_IDENTIFIER = 64
_LONGEST_FILE_NAME = 100


def folded(name: str) -> str:
    """Return what two spellings of one name share: no case, no blanks at the ends or doubled."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def short_hash(text: str) -> str:
    """Eight characters that tell one source from another and never change."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def identifier(name: str, taken: Collection[str] = ()) -> str:
    """Make a component's or group's id from its name: unlike the taken ones, never a reserved one.

    Letters without an ASCII spelling are replaced by a hash of the name.
    """
    slug = re.sub(r"[^a-z0-9]+", "-", _ascii(name).lower()).strip("-")
    if not slug:
        slug = short_hash(folded(name))
    if slug in RESERVED:
        slug = f"{slug}-component"
    slug = slug[:_LONGEST_IDENTIFIER].strip("-")
    if slug in taken:
        slug = f"{slug[: _LONGEST_IDENTIFIER - 9].strip('-')}-{short_hash(folded(name))}"
    return slug


def folder_name(stem: str) -> str:
    """Make a folder's name from a file's name without its extension; it may be a reserved one."""
    slug = re.sub(r"[^A-Za-z0-9_]+", "-", _ascii(stem)).strip("-_")
    if not slug:
        slug = f"incident-{short_hash(stem)}"
    return slug[:_LONGEST_FILE_NAME].strip("-_")


def with_suffix(name: str, source: str) -> str:
    """Tell a name apart by a hash of where it comes from."""
    return f"{name[: _LONGEST_FILE_NAME - 9].strip('-_')}-{short_hash(source)}"


def folder_names(
    stems: dict[str, str], recorded: dict[str, str], taken: Collection[str]
) -> dict[str, str]:
    """Name a folder for each source.

    Args:
        stems: what each source's folder is named after.
        recorded: names that sources have from an earlier import; they keep them.
        taken: names that are not to be used.

    Returns:
        A name for each source. Sources that would share one, by case alone too, all get a suffix
        of their own, so that no name depends on an order.
    """
    names = {source: folder_name(stem) for source, stem in stems.items() if source not in recorded}
    used = {name.lower() for name in (*recorded.values(), *taken)} | RESERVED
    wanted = [name.lower() for name in names.values()]
    for source, name in names.items():
        if name.lower() in used or wanted.count(name.lower()) > 1:
            names[source] = with_suffix(name, source)
    return {source: recorded.get(source) or names[source] for source in stems}


def _ascii(text: str) -> str:
    spelt = "".join(_UNSPELT.get(letter, letter) for letter in text)
    apart = unicodedata.normalize("NFKD", spelt)
    return (
        "".join(letter for letter in apart if not unicodedata.combining(letter))
        .encode("ascii", "replace")
        .decode()
        .replace("?", "-")
    )
