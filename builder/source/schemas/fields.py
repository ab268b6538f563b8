"""Types of values that many keys share.

Scalars arrive as text (see ``yaml_text``), and each type reads its own words. What can't be read is
a ``PydanticCustomError`` whose type is the code of the problem, with message and mend in its
context.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Annotated, LiteralString, TypeAlias
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    PlainValidator,
    StrictBool,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from builder.source.files import FORBIDDEN
from builder.source.words import shown
from builder.vocabulary.names import DOMAIN, IDENTIFIER, LANGUAGE, RESERVED
from builder.vocabulary.times import NaiveTimeError, TimeError, parse_duration, parse_time

LONGEST_LINE = 300
"""Characters of a name or title: what one line of a page, and a title in a feed, can bear."""

LONGEST_WORDS = 5_000
"""Characters of a description or reason."""

YEARS = range(1970, 2200)
"""Years that a time may lie in: a slip of the pen lies outside, a real incident does not."""

_TIME_PATTERN = r"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:?\d\d)$"
_DURATION_PATTERN = r"^[1-9]\d{0,5}[smhd]$"
_DATE_PATTERN = r"^\d{4}-\d\d-\d\d$"
_TIME_EXAMPLE = "Write a time with its offset, like `2026-11-23T14:05:00Z`."
_PROMISE_EXAMPLE = (
    "Write `+20m` for 20 minutes after `at`, or a time with its offset, like "
    "`2026-11-23T14:25:00Z`."
)
_NO_PART_OF_A_URI = re.compile(r"[^A-Za-z0-9._~:/\[\]@!$&'()*+,;=%-]")
_OPENING = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
_CLOSING = {"\u202c": "\u202a\u202b\u202d\u202e", "\u2069": "\u2066\u2067\u2068"}


class Record(BaseModel):
    """A mapping with known keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def refuse(code: LiteralString, message: str, mend: str, *below: str | int) -> PydanticCustomError:
    """Return the error of a value; ``below`` leads from the value to the part that is wrong."""
    return PydanticCustomError(
        code, "{message}", {"message": message, "mend": mend, "below": below}
    )


def as_text(value: object, mend: str) -> str:
    """Return a value that is text.

    Raises:
        PydanticCustomError: it is empty, or something else.
    """
    if isinstance(value, str):
        return value
    if value is None:
        raise refuse("empty-value", "There is no value.", mend)
    raise refuse("not-text", "This is not text.", mend)


# --- text ---------------------------------------------------------------------------------------


def _line(value: str) -> str:
    if not value.strip():
        raise refuse("empty-value", "This is empty.", "Write a few words.")
    if "\n" in value or "\t" in value:
        raise refuse("not-a-line", "This is more than one line, or holds a tab.", "Write one line.")
    return _words(value)


def _words(value: str) -> str:
    match = FORBIDDEN.search(value)
    if match is not None:
        raise refuse(
            "control-character",
            f"This holds a control (U+{ord(match.group()):04X}), which no text may hold.",
            "Delete it.",
        )
    if not value.isascii() and not _balanced(value):
        raise refuse(
            "unbalanced-direction",
            "This holds a control of writing direction that is not closed, "
            "and would turn what stands behind it.",
            "Delete it, or close it.",
        )
    return value


def _balanced(value: str) -> bool:
    opened: list[str] = []
    for letter in value:
        if letter in _OPENING:
            opened.append(letter)
        elif letter in _CLOSING and (not opened or opened.pop() not in _CLOSING[letter]):
            return False
    return not opened


Line: TypeAlias = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST_LINE), AfterValidator(_line)
]
"""One line of text, not empty, at most 300 characters."""

Words: TypeAlias = Annotated[
    str, StringConstraints(max_length=LONGEST_WORDS), AfterValidator(_words)
]
"""Text, at most 5,000 characters."""

Truth: TypeAlias = StrictBool
"""``true`` or ``false``, and nothing else."""


# --- times --------------------------------------------------------------------------------------


def read_time(value: object) -> datetime:
    """Return the instant that was written, in UTC."""
    text = as_text(value, _TIME_EXAMPLE)
    try:
        moment = parse_time(text)
    except NaiveTimeError:
        raise refuse(
            "naive-time",
            f"{shown(text)} does not say how far it is from UTC.",
            f"Write {shown(text + 'Z')} if it is UTC, else its offset, "
            f"like {shown(text + '+01:00')}.",
        ) from None
    except TimeError as error:
        if not text:
            raise refuse("empty-value", "There is no time.", _TIME_EXAMPLE) from None
        raise refuse("bad-time", _sentence(error, text), _TIME_EXAMPLE) from None
    if moment.year not in YEARS:
        raise refuse("bad-time", f"The year of {shown(text)} can't be meant.", _TIME_EXAMPLE)
    return moment


def _duration(value: object) -> timedelta:
    mend = "Write a duration like `90s`, `15m`, `2h` or `3d`."
    text = as_text(value, mend)
    try:
        return parse_duration(text)
    except TimeError as error:
        raise refuse("bad-duration", _sentence(error, text), mend) from None


def _date(value: object) -> date:
    mend = "Write a day like `2026-11-23`."
    text = as_text(value, mend)
    if not re.fullmatch(_DATE_PATTERN, text):
        raise refuse("bad-date", f"{shown(text)} is not a day.", mend)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refuse("bad-date", f"The day {shown(text)} does not exist.", mend) from None


def _true_or_date(value: object) -> bool | date:
    return value if isinstance(value, bool) else _date(value)


def _promise(value: object) -> datetime | timedelta:
    if isinstance(value, str) and value.startswith("+"):
        try:
            return parse_duration(value[1:])
        except TimeError as error:
            raise refuse(
                "bad-duration",
                _sentence(error, value[1:]),
                _PROMISE_EXAMPLE,
            ) from None
    try:
        return read_time(value)
    except PydanticCustomError as error:
        if error.type != "bad-time":
            raise
        message = str((error.context or {}).get("message"))
        raise refuse("bad-time", message, _PROMISE_EXAMPLE) from None


def _promises(value: object) -> Mapping[str, datetime | timedelta]:
    if not isinstance(value, dict):
        return {"": _promise(value)}
    promises = {}
    for word, promise in value.items():
        try:
            promises[word] = _promise(promise)
        except PydanticCustomError as error:
            context = error.context or {}
            raise refuse(
                error.type,
                str(context.get("message")),
                str(context.get("mend")),
                word,
            ) from None
    return promises


def _sentence(error: TimeError, text: str) -> str:
    return f"{str(error).replace(repr(text), shown(text), 1)}."


_TIME_SCHEMA = {"type": "string", "pattern": _TIME_PATTERN}
_PROMISE_SCHEMA = {"type": "string", "pattern": rf"{_TIME_PATTERN}|^\+{_DURATION_PATTERN[1:]}"}

Time: TypeAlias = Annotated[datetime, PlainValidator(read_time), WithJsonSchema(_TIME_SCHEMA)]
"""An instant, written in ISO 8601 with an offset from UTC."""

Duration: TypeAlias = Annotated[
    timedelta,
    PlainValidator(_duration),
    WithJsonSchema({"type": "string", "pattern": _DURATION_PATTERN}),
]
"""``90s``, ``15m``, ``2h`` or ``3d``."""

Date: TypeAlias = Annotated[
    date, PlainValidator(_date), WithJsonSchema({"type": "string", "pattern": _DATE_PATTERN})
]
"""A day of the calendar."""

TrueOrDate: TypeAlias = Annotated[
    bool | date,
    PlainValidator(_true_or_date),
    WithJsonSchema({"anyOf": [{"type": "boolean"}, {"type": "string", "pattern": _DATE_PATTERN}]}),
]
"""``true``, ``false``, or the day since when."""

Promises: TypeAlias = Annotated[
    Mapping[str, datetime | timedelta],
    PlainValidator(_promises),
    WithJsonSchema(
        {
            "anyOf": [
                _PROMISE_SCHEMA,
                {"type": "object", "additionalProperties": _PROMISE_SCHEMA},
            ]
        }
    ),
]
"""A time or ``+20m``, for everyone (under the empty word) or by the word of a reader."""


# --- names --------------------------------------------------------------------------------------


def _identifier(value: object) -> str:
    mend = "Use small letters, digits and `-`, beginning with a letter or digit, at most 64."
    text = as_text(value, mend)
    if IDENTIFIER.fullmatch(text) is None:
        raise refuse("bad-name", f"{shown(text)} is no id.", mend)
    if text in RESERVED:
        raise refuse(
            "reserved-name",
            f"The name {shown(text)} is taken: the site's own addresses need it.",
            f"Choose another one, like {shown('our-' + text)}.",
        )
    return text


def _language(value: object) -> str:
    mend = "Write it as in `en`, `pt-BR` or `zh-Hant`."
    text = as_text(value, mend)
    if LANGUAGE.fullmatch(text) is None:
        raise refuse("bad-language", f"{shown(text)} is no language.", mend)
    return text


def _readers(value: object) -> tuple[str, ...]:
    mend = "Write an audience like `strategic`, `account:acme`, or a list of them."
    if isinstance(value, list):
        if not value:
            raise refuse("empty-value", "The list names nobody.", mend)
        return tuple(as_text(item, mend) for item in value)
    return (as_text(value, mend),)


def _whole_number(value: object) -> int:
    mend = "Write a whole number from 1 on."
    text = as_text(value, mend)
    if re.fullmatch(r"[1-9][0-9]{0,8}", text) is None:
        raise refuse("bad-number", f"{shown(text)} is no whole number from 1 on.", mend)
    return int(text)


def _web_address(value: object) -> str:
    mend = "Write it like `https://status.example.com`."
    text = as_text(value, mend)
    try:
        parts = urlsplit(text)
        port_is_right = parts.port is None or parts.port > 0
    except ValueError:
        raise refuse("bad-address", f"{shown(text)} is no address.", mend) from None
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or not port_is_right
        or re.search(r"[\x00-\x20\x7f-\xa0\\\"<>]", text)
    ):
        raise refuse("bad-address", f"{shown(text)} is no address of the web.", mend)
    if "@" in parts.netloc:
        raise refuse("bad-address", f"{shown(text)} holds a user name.", f"Leave it out. {mend}")
    return text


def _site_address(value: object) -> str:
    text = _web_address(value)
    if "?" in text or "#" in text:
        raise refuse(
            "bad-address",
            f"{shown(text)} holds a `?` or a `#`.",
            "Write the address of the folder in which the site lies.",
        )
    if {".", ".."} & set(text.split("/")):
        raise refuse("bad-address", f"{shown(text)} holds a `.` or `..`.", "Leave it out.")
    odd = _NO_PART_OF_A_URI.search(text)
    if odd is not None:
        # Calendars, sitemaps and RSS take nothing else (RFC 3986, section 2).
        raise refuse(
            "bad-address",
            f"{shown(text)} holds {shown(odd.group())}, which no address has as it is sent.",
            "Write it as browsers send it: a host with `xn--`, other signs like `%C3%BC`.",
        )
    # Scheme and host are the same in capitals, but programs compare addresses as text.
    origin = len(text.partition("://")[0]) + 3 + len(urlsplit(text).netloc)
    return (text[:origin].lower() + text[origin:]).rstrip("/")


Identifier: TypeAlias = Annotated[
    str,
    PlainValidator(_identifier),
    WithJsonSchema({"type": "string", "pattern": f"^{IDENTIFIER.pattern}$"}),
]
"""Id of a component, group, account or audience."""

Language: TypeAlias = Annotated[
    str,
    PlainValidator(_language),
    WithJsonSchema({"type": "string", "pattern": f"^{LANGUAGE.pattern}$"}),
]
"""A language tag (BCP 47: language, script, region)."""

Readers: TypeAlias = Annotated[
    tuple[str, ...],
    PlainValidator(_readers),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
"""One reader or a list: an audience's name or ``account:<id>``."""

Number: TypeAlias = Annotated[
    int, PlainValidator(_whole_number), WithJsonSchema({"type": "integer", "minimum": 1})
]
"""A whole number from 1 on."""

WebAddress: TypeAlias = Annotated[
    str, PlainValidator(_web_address), WithJsonSchema({"type": "string", "pattern": "^https?://"})
]
"""An absolute address of the web."""

SiteAddress: TypeAlias = Annotated[
    str,
    PlainValidator(_site_address),
    WithJsonSchema({"type": "string", "pattern": "^https?://[^?#@]+$"}),
]
"""The address of a site: a sub-path and a port are fine, query, fragment and user are not. The
slash at its end is taken off; scheme and host are in small letters."""


def of_form(pattern: str, what: str, mend: str) -> tuple[PlainValidator, WithJsonSchema]:
    """Return how text of one form is read, and how editors know it."""

    def read(value: object) -> str:
        text = as_text(value, mend)
        if re.fullmatch(pattern, text) is None:
            raise refuse("bad-form", f"{shown(text)} is no {what}.", mend)
        return text

    return PlainValidator(read), WithJsonSchema({"type": "string", "pattern": f"^{pattern}$"})


Domain: TypeAlias = Annotated[
    str, *of_form(DOMAIN.pattern, "domain", "Write it like `status.example.com`.")
]
"""The authority of a tag URI (RFC 4151, section 2.1), in small letters."""

Email: TypeAlias = Annotated[
    str,
    *of_form(
        r"[^\s@<>\"]{1,200}@[^\s@<>\"]{1,253}", "address", "Write it like `team@example.com`."
    ),
]
"""An address of e-mail."""

SiteId: TypeAlias = Annotated[
    str,
    *of_form("[0-9a-f]{32}", "id of a site", "Let `tocsin secret new` write it."),
]
"""The id of a site in its keys: 32 random hexadecimal characters."""

LinkId: TypeAlias = Annotated[
    str,
    *of_form("[0-9a-f]{8}", "id of a link", "Let `tocsin link add` write it."),
]
"""The id of a link: 8 random hexadecimal characters."""

SecretCheck: TypeAlias = Annotated[
    str,
    *of_form("[0-9a-f]{8}", "check of a secret", "Let `tocsin secret new` write it."),
]
"""What a site knows its secret by: 8 hexadecimal characters."""
