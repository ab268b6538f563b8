"""Frozen values as JSON and back, by their types.

A dataclass becomes the list of its fields, an instant its seconds since 1970, a duration its
seconds, a date and an enumeration their text. What comes back equals what went in, the order of
mappings included.
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

Decode = Callable[[Any], Any]


def encode_value(value: object) -> Any:
    """Return a value as what JSON can hold.

    Raises:
        TypeError: it holds something of another type.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, datetime):
        return int(value.timestamp())
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return int(value.total_seconds())
    if isinstance(value, tuple):
        return [encode_value(each) for each in value]
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return {str(key): encode_value(each) for key, each in value.items()}
    if is_dataclass(value):
        return [encode_value(getattr(value, item.name)) for item in fields(value)]
    raise TypeError(f"{type(value).__name__} can't be kept")


def decode_value(kind: Any, content: Any) -> Any:
    """Return the value of a type that ``encode_value`` took apart.

    Raises:
        ValueError, TypeError, KeyError, OverflowError: it is none.
    """
    return _decoder(kind)(content)


@cache
def _decoder(kind: Any) -> Decode:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _of_union(arguments)
    if origin is tuple:
        return _of_tuple(arguments)
    if origin is frozenset:
        return frozenset
    if origin is not None and issubclass(origin, Mapping):
        name, each = map(_decoder, arguments)
        return lambda content: {name(key): each(value) for key, value in content.items()}
    if is_dataclass(kind):
        return _of_dataclass(kind)
    if kind is datetime:
        return lambda content: datetime.fromtimestamp(content, UTC)
    if kind is timedelta:
        return lambda content: timedelta(seconds=content)
    if kind is date:
        return date.fromisoformat
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return _same


def _same(content: Any) -> Any:
    return content


def _of_union(arguments: tuple[Any, ...]) -> Decode:
    """Either nothing, or true and false, or the one other type."""
    (kind,) = (each for each in arguments if each not in (type(None), bool))
    decode = _decoder(kind)
    return lambda content: (
        content if content is None or isinstance(content, bool) else decode(content)
    )


def _of_tuple(arguments: tuple[Any, ...]) -> Decode:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        each = _decoder(arguments[0])
        return lambda content: tuple([each(value) for value in content])
    several = [_decoder(argument) for argument in arguments]
    return lambda content: tuple(
        [decode(value) for decode, value in zip(several, content, strict=True)]
    )


def _of_dataclass(kind: Any) -> Decode:
    hints = get_type_hints(kind)
    decoders = [_decoder(hints[item.name]) for item in fields(kind)]
    return lambda content: kind(
        *[decode(value) for decode, value in zip(decoders, content, strict=True)]
    )
