"""A document held against the schema of its kind: a record, or problems in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, Union, get_args, get_origin

from builder.source.files import MOST_PROBLEMS
from builder.source.words import nearest, one_of, shown, suggestion
from builder.vocabulary.statuses import State, Status

if TYPE_CHECKING:
    from pydantic import BaseModel

    from builder.source.document import Document
    from builder.source.yaml_text import Keys
    from builder.vocabulary.problems import Problem

    Model = TypeVar("Model", bound=BaseModel)

_WORDS_OF = {
    "Status": "unknown-status",
    "State": "unknown-state",
    "StateOrInherit": "unknown-state",
    "Priority": "unknown-priority",
    "Kind": "unknown-kind",
}
_SHAPES = {
    "string_type": ("not-text", "text", "Put quotes around it if it is meant as text."),
    "bool_type": ("not-true-or-false", "`true` or `false`", "Write `true` or `false`."),
    "tuple_type": ("not-a-list", "a list", "Write `[one, two]`, or lines that begin with `- `."),
    "dict_type": ("not-a-mapping", "a mapping", "Write lines of `key: value` below it."),
    "model_type": ("not-a-mapping", "a mapping", "Write lines of `key: value` below it."),
    "enum": ("not-text", "one word", "Write one word, and no list."),
}
_KEY = "[key]"
_COMPONENTS = ("components",)
_STATES = frozenset(state.value for state in State)
_LONGEST_LIST = 12


def read_record(
    document: Document, model: type[Model], stages: Sequence[str] = ()
) -> tuple[Model | None, list[Problem]]:
    """Return the record that stands in a document, and every problem of it.

    What is wrong is left out of the record and the rest is read without it, so that what else is
    wrong is said in the same run; ``None`` where what is left is no record. ``stages`` are the
    words of a status that may stand in it, where that is known.
    """
    from pydantic import ValidationError

    problems: list[Problem] = []
    values = document.values
    empty = list(_empty_values(values, ()))
    if empty and "root" in model.model_fields:
        empty = [keys for keys in empty if len(keys) > 1]
    if empty:
        told = [keys for keys in empty if keys != _COMPONENTS or not _states_beside(values)]
        problems = [_empty_value(document, keys) for keys in told[:MOST_PROBLEMS]]
        values = _without(values, empty)
    for depth in (2, 1):
        try:
            return model.model_validate(values), problems
        except ValidationError as error:
            errors = error.errors(include_url=False)
            if depth == 2:
                untold = _untold(document, model, errors, empty)[:MOST_PROBLEMS]
                problems += [_problem(document, model, found, stages) for found in untold]
            values = _without(values, [found["loc"][:depth] for found in errors])
    # What is missing has been said; a stand-in lets the rest be checked all the same.
    stand_in = {
        field.alias or name: "?"
        for name, field in model.model_fields.items()
        if field.is_required() and name != "root" and (field.alias or name) not in values
    }
    try:
        return model.model_validate({**values, **stand_in}), problems
    except ValidationError:
        return None, problems


def meant_keys(document: Document, model: type[BaseModel]) -> frozenset[str]:
    """Return the keys that were most likely meant by keys that there are not."""
    known = _known_keys(model)
    near = (nearest(key, known) for key in document.values if key not in known)
    return frozenset(key for key in near if key is not None)


def _untold(
    document: Document, model: type[BaseModel], errors: Sequence[Any], empty: Sequence[Keys]
) -> list[Any]:
    """Leave out that a key is missing which is there without a value, or misspelt."""
    told = set(empty)
    for error in errors:
        if error["type"] == "extra_forbidden":
            keys, _ = _keys(document, error["loc"])
            near = nearest(str(keys[-1]), _known_keys(_type_at(model, keys[:-1])))
            told |= {(*keys[:-1], near)} if near else set()
    return [
        error
        for error in errors
        if error["type"] != "missing" or _keys(document, error["loc"])[0] not in told
    ]


def _states_beside(values: Mapping[str, Any]) -> bool:
    """Say whether a component's state stands in a line that is not indented below its key."""
    return any(_is_state(value) for value in values.values())


def _is_state(value: object) -> bool:
    return isinstance(value, str) and value in _STATES


def _empty_values(value: object, keys: Keys) -> Iterator[Keys]:
    """Return the ways to all values that are none: a schema's default must not stand for them."""
    if value is None:
        yield keys
    elif isinstance(value, dict):
        for key, below in value.items():
            if below is None or isinstance(below, (dict, list)):
                yield from _empty_values(below, (*keys, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _empty_values(below, (*keys, index))


def _without(values: Mapping[str, Any], ways: Iterable[Keys]) -> dict[str, Any]:
    """Return the values without those that ``ways`` lead to, or what is nearest around them."""
    kept = dict(values)
    for keys in ways:
        first = str(keys[0]) if keys else ""
        inner = kept.get(first)
        if len(keys) > 1 and isinstance(inner, dict):
            kept[first] = {key: value for key, value in inner.items() if key != keys[1]}
        else:
            kept.pop(first, None)
    return kept


def _empty_value(document: Document, keys: Keys) -> Problem:
    name = next((key for key in reversed(keys) if isinstance(key, str)), "")
    return document.problem(
        "empty-value",
        keys,
        f"{shown(name)} has no value." if name else "There is no value.",
        "Write its value, or take the line out.",
    )


def _problem(
    document: Document, model: type[BaseModel], error: Any, stages: Sequence[str]
) -> Problem:
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
        return _empty_value(document, keys)
    if kind == "enum" and isinstance(value, (str, bool)):
        word = value if isinstance(value, str) else str(value).lower()
        return _unknown_word(document, model, keys, word, at_key, stages)
    if kind == "bool_type" and isinstance(value, str):
        return document.problem(
            "not-true-or-false",
            keys,
            f"{shown(value)} is neither true nor false.",
            "Write `true` or `false`, without quotes.",
        )
    if kind in _SHAPES:
        code, wanted, mend = _SHAPES[kind]
        if kind == "dict_type" and keys[:1] == _COMPONENTS:
            wanted, mend = "lines of components with their states", _state_line(value)
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
    value = document.values.get(word) if len(keys) == 1 else None
    if "components" in known and _is_state(value):
        line = shown(f"  {word}: {value}")
        mend = f"If it is a component, indent it below `components:`, like {line}."
    elif near is not None:
        mend = f"Did you mean {shown(near)}?"
    elif len(known) > _LONGEST_LIST:
        mend = f"Among the {len(known)} keys here are {one_of(known[:_LONGEST_LIST])}."
    else:
        mend = f"The keys here are {one_of(known)}."
    return document.problem(
        "unknown-key", keys, f"There is no key {shown(word)} here.", mend, at_key=True
    )


def _state_line(value: object) -> str:
    """Return what to write for components that were written as a word or a list."""
    first = value[0] if isinstance(value, list) and value else value
    word, state = next(iter(first.items()), ("", "")) if isinstance(first, dict) else (first, "")
    word = word if isinstance(word, str) and word else "checkout"
    state = state if _is_state(state) else State.PARTIAL_OUTAGE
    return (
        f"Write a line for each below `components:`, indented and without `-`: "
        f"{shown(f'  {word}: {state}')}."
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
    document: Document,
    model: type[BaseModel],
    keys: Keys,
    word: str,
    at_key: bool,
    stages: Sequence[str],
) -> Problem:
    words_of = _words_at(model, keys, at_key)
    words = [str(member.value) for member in words_of] if words_of else []
    if words_of is Status and stages:
        words = list(stages)
    code = _WORDS_OF.get(words_of.__name__ if words_of else "", "unknown-word")
    return document.problem(
        code,
        keys,
        f"There is no {code.removeprefix('unknown-')} {shown(word)}."
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
    if kind == "too_long":
        return document.problem(
            "too-long",
            keys,
            f"There are more than {context['max_length']:,} here.",
            "Take out those that nobody needs.",
        )
    if kind in ("string_too_short", "too_short"):
        return document.problem("empty-value", keys, "This is empty.", "Write its value.")
    return document.problem(
        "bad-value", keys, f"{shown(str(value))} can't stand here.", "See the key's description."
    )


# --- what a schema holds at a key ---------------------------------------------------------------


def _type_at(model: type[BaseModel], keys: Iterable[str | int]) -> Any:
    """Return the type that a schema has at the end of a way, ``None`` where it has none."""
    at: Any = model
    for key in keys:
        at = _below(at, key)
    return at


def _below(at: Any, key: str | int) -> Any:
    record = _record_in(at)
    if record is not None:
        fields = record.model_fields
        if "root" in fields:
            return _below(fields["root"].annotation, key)
        found = (field.annotation for name, field in fields.items() if key in (name, field.alias))
        return next(found, None)
    for option in _options(at):
        if get_origin(option) is dict:
            return get_args(option)[1]
        if get_origin(option) is tuple:
            return get_args(option)[0]
    return None


def _record_in(at: Any) -> Any:
    from pydantic import BaseModel

    records = (one for one in _options(at) if isinstance(one, type) and issubclass(one, BaseModel))
    return next(records, None)


def _words_at(model: type[BaseModel], keys: Keys, at_key: bool) -> type[StrEnum] | None:
    at: Any = _type_at(model, keys[:-1] if at_key else keys)
    if at_key:
        at = next((get_args(one)[0] for one in _options(at) if get_origin(one) is dict), None)
    words = (one for one in _options(at) if isinstance(one, type) and issubclass(one, StrEnum))
    return next(words, None)


def _options(at: Any) -> Iterator[Any]:
    """Return the types that a value may have: those of a union, and what is annotated."""
    if get_origin(at) is Annotated:
        yield from _options(get_args(at)[0])
    elif get_origin(at) in (Union, UnionType):
        for one in get_args(at):
            yield from _options(one)
    else:
        yield at


def _known_keys(at: Any) -> list[str]:
    record = _record_in(at)
    fields = record.model_fields if record is not None else {}
    return [field.alias or name for name, field in fields.items()]
