"""A document held against the schema of its kind: a record, or problems in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from builder.source.words import nearest, one_of, shown, suggestion

if TYPE_CHECKING:
    from pydantic import BaseModel

    from builder.source.document import Document
    from builder.source.yaml_text import Keys
    from builder.vocabulary.problems import Problem

    Model = TypeVar("Model", bound=BaseModel)

_WORDS_OF = {
    "Status": "unknown-status",
    "State": "unknown-state",
    "Priority": "unknown-priority",
    "Kind": "unknown-kind",
}
_SHAPES = {
    "string_type": ("not-text", "text", "Put quotes around it if it is meant as text."),
    "bool_type": ("not-true-or-false", "`true` or `false`", "Write `true` or `false`."),
    "tuple_type": ("not-a-list", "a list", "Write `[one, two]`, or lines that begin with `- `."),
    "dict_type": ("not-a-mapping", "a mapping", "Write lines of `key: value` below it."),
    "model_type": ("not-a-mapping", "a mapping", "Write lines of `key: value` below it."),
    "enum": ("not-text", "one word", "Write one of the words that it may be."),
}
_KEY = "[key]"


def read_record(document: Document, model: type[Model]) -> tuple[Model | None, list[Problem]]:
    """Return the record that stands in a document, and every problem of it.

    Keys that are wrong are left out of the record and the rest is read without them, so that what
    else is wrong is said in the same run; ``None`` where what is left is no record.
    """
    from pydantic import ValidationError

    try:
        return model.model_validate(document.values), []
    except ValidationError as error:
        problems = [_problem(document, model, found) for found in _errors(error)]
        wrong = {found["loc"][0] for found in _errors(error) if found["loc"]}
    rest = {key: value for key, value in document.values.items() if key not in wrong}
    try:
        return model.model_validate(rest), problems
    except ValidationError:
        return None, problems


def _errors(error: Any) -> list[Any]:
    return list(error.errors(include_url=False, include_input=True))


def _problem(document: Document, model: type[BaseModel], error: Any) -> Problem:
    kind: str = error["type"]
    context: Mapping[str, Any] = error.get("ctx", {})
    keys, at_key = _keys(document, error["loc"])
    value = error["input"]
    if "mend" in context:
        below: tuple[str | int, ...] = tuple(context["below"])
        message, mend = context["message"], context["mend"]
        return document.problem(kind, (*keys, *below), message, mend, at_key=at_key)
    if kind == "extra_forbidden":
        return _unknown_key(document, model, keys)
    if kind == "missing":
        return _missing_key(document, keys)
    if value is None:
        return document.problem(
            "empty-value",
            keys,
            f"{shown(str(keys[-1]))} has no value." if keys else "There is no value.",
            "Write its value, or take the line out.",
        )
    if kind == "enum" and isinstance(value, str):
        return _unknown_word(document, model, keys, value, at_key)
    if kind == "literal_error":
        words = [word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", ")]
        return document.problem(
            "unknown-word", keys, f"{shown(str(value))} is not allowed here.", one_of(words)
        )
    if kind in _SHAPES:
        code, wanted, mend = _SHAPES[kind]
        return document.problem(code, keys, f"This must be {wanted}.", mend)
    return _wrong_size(document, keys, kind, context, value)


def _keys(document: Document, place: Sequence[str | int]) -> tuple[Keys, bool]:
    """Return the way to a value, and whether its key is at fault.

    Pydantic's own way holds the tags of its types besides; they are no keys of the document.
    """
    keys: list[str | int] = []
    value: Any = document.values
    at_key = bool(place) and place[-1] == _KEY
    for position, part in enumerate(place):
        inside = (isinstance(value, dict) and part in value) or (
            isinstance(value, list) and isinstance(part, int) and part < len(value)
        )
        if inside:
            value = value[part]
            keys.append(part)
        elif position == len(place) - 1 and part != _KEY and isinstance(value, dict):
            keys.append(part)
    return tuple(keys), at_key


def _unknown_key(document: Document, model: type[BaseModel], keys: Keys) -> Problem:
    word = str(keys[-1])
    known = _known_keys(_type_at(model, keys[:-1]))
    near = nearest(word, known)
    mend = f"Did you mean {shown(near)}?" if near else f"The keys here are {one_of(known)}."
    return document.problem(
        "unknown-key", keys, f"There is no key {shown(word)} here.", mend, at_key=True
    )


def _missing_key(document: Document, keys: Keys) -> Problem:
    word = str(keys[-1])
    return document.problem(
        "missing-key",
        keys,
        f"The key {shown(word)} is missing.",
        f"Write a line `{word}: ...`.",
        at_key=True,
    )


def _unknown_word(
    document: Document, model: type[BaseModel], keys: Keys, word: str, at_key: bool
) -> Problem:
    words_of = _words_at(model, keys, at_key)
    words = [str(member.value) for member in words_of] if words_of else []
    code = _WORDS_OF.get(words_of.__name__ if words_of else "", "unknown-word")
    return document.problem(
        code,
        keys,
        f"{shown(word)} is not a {code.removeprefix('unknown-')} that there is."
        if code != "unknown-word"
        else f"{shown(word)} is not allowed here.",
        suggestion(word, words),
        at_key=at_key,
    )


def _wrong_size(
    document: Document, keys: Keys, kind: str, context: Mapping[str, Any], value: object
) -> Problem:
    if kind == "string_too_long":
        return document.problem(
            "too-long",
            keys,
            f"This has {len(str(value)):,} characters; {context['max_length']:,} are allowed.",
            "Say it in fewer words; the body of an update has room for more.",
        )
    if kind in ("string_too_short", "too_short"):
        return document.problem("empty-value", keys, "This is empty.", "Write its value.")
    return document.problem(
        "bad-value", keys, f"{shown(str(value))} can't stand here.", "See the key's description."
    )


# --- what a schema holds at a key ---------------------------------------------------------------


def _type_at(model: type[BaseModel], keys: Iterable[str | int]) -> Any:
    """Return the type that a schema has at the end of a way."""
    at: Any = model
    for key in keys:
        at = _below(at, key)
    return _record_in(at)


def _below(at: Any, key: str | int) -> Any:
    from typing import get_args, get_origin

    record = _record_in(at)
    if record is not None:
        fields = record.model_fields
        if "root" in fields:
            return _below(fields["root"].annotation, key)
        for name, field in fields.items():
            if key in (name, field.alias):
                return field.annotation
        return None
    for option in (at, *get_args(at)):
        if get_origin(option) in (dict, tuple):
            arguments = [one for one in get_args(option) if one is not Ellipsis]
            return arguments[-1]
    return None


def _record_in(at: Any) -> Any:
    from typing import get_args

    from pydantic import BaseModel

    for option in (at, *get_args(at)):
        if isinstance(option, type) and issubclass(option, BaseModel):
            return option
    return None


def _words_at(model: type[BaseModel], keys: Keys, at_key: bool) -> type[StrEnum] | None:
    from typing import get_args

    at: Any = model
    for key in keys[:-1] if at_key else keys:
        at = _below(at, key)
    options = [at, *get_args(at)]
    options += [one for option in options for one in get_args(option)]
    for option in options:
        if isinstance(option, type) and issubclass(option, StrEnum):
            return option
    return None


def _known_keys(record: Any) -> list[str]:
    fields = record.model_fields if record is not None else {}
    return [field.alias or name for name, field in fields.items()]
