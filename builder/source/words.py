"""How problems speak of words: quoted, cut to a bearable length, with the nearest right one."""

from collections.abc import Iterable, Sequence

_LONGEST_SHOWN = 60


def shown(word: str) -> str:
    """Return what somebody wrote, in backticks, on one line, at most 60 characters of it."""
    flat = "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in word
    )
    if len(flat) > _LONGEST_SHOWN:
        flat = flat[: _LONGEST_SHOWN - 1] + "\N{HORIZONTAL ELLIPSIS}"
    return f"'{flat}'" if "`" in flat else f"`{flat}`"


def same_code(name: str, other: str) -> tuple[str, str]:
    """Return what is wrong with two things that programs could not tell apart, and the mend."""
    return (
        f"Programs would know {shown(name)} and {shown(other)} by the same id.",
        "Let one of the two alone have this `origin`; without one, give the newer another name.",
    )


def one_of(words: Sequence[str]) -> str:
    """Return ``a``, ``b`` or ``c`` as a list in a sentence."""
    quoted = [shown(word) for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Return the word that was most likely meant, or ``None`` where none is near."""
    known = sorted(set(words))
    folded = _folded(word)
    for candidate in known:
        if _folded(candidate) == folded:
            return candidate
    from difflib import get_close_matches

    close = get_close_matches(word[:100].lower(), known, n=1)
    return close[0] if close else None


def suggestion(word: str, words: Sequence[str], *, longest_list: int = 12) -> str:
    """Return what to write instead: the nearest word, and all of them where they are few."""
    near = nearest(word, words)
    if near is not None:
        start = f"Did you mean {shown(near)}?"
        return f"{start} Allowed: {one_of(words)}." if 1 < len(words) <= longest_list else start
    if not words:
        return ""
    if len(words) <= longest_list:
        return f"Write {one_of(words)}."
    return f"There are {len(words)}, among them {one_of(words[:longest_list])}."


def _folded(word: str) -> str:
    return word.casefold().replace("_", "-").replace(" ", "-")
