"""A short digest of frozen values: equal values, equal digest, in every process."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from hashlib import blake2b


def fingerprint(*values: object) -> str:
    """Return a digest of values made of dataclasses, mappings, tuples, text, times and numbers.

    A dataclass that carries a ``digest`` of its own is taken at its word, so that a long list of
    rows costs what the list is long and not what the rows hold.

    Raises:
        TypeError: a value of another type, whose bytes might differ between processes.
    """
    state = blake2b(digest_size=16)
    for value in values:
        state.update(_spelled(value).encode())
        state.update(b"\x00")
    return state.hexdigest()


def _spelled(value: object) -> str:
    if value is None or isinstance(value, bool | int | str | date):
        return repr(value)
    if isinstance(value, tuple | list):
        return "(" + ",".join(map(_spelled, value)) + ")"
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{_spelled(key)}:{_spelled(value[key])}" for key in value) + "}"
    if isinstance(value, frozenset):
        return "<" + ",".join(sorted(map(_spelled, value))) + ">"
    if is_dataclass(value):
        own = getattr(value, "digest", "")
        if own:
            return f"{type(value).__name__}#{own}"
        members = (f"{item.name}={_spelled(getattr(value, item.name))}" for item in fields(value))
        return f"{type(value).__name__}[{','.join(members)}]"
    raise TypeError(f"no fingerprint of {type(value).__name__}")
