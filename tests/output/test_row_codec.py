import json
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from builder.output.row_codec import Instants, decode_row, encode_row
from builder.views.types import Entry, IncidentRow, Span
from tests.output.rows import START, row, rows

GOOD = encode_row(row("a"))


def _there_and_back(made: IncidentRow) -> IncidentRow:
    return decode_row(json.loads(json.dumps(encode_row(made))), Instants())


@settings(max_examples=60, deadline=None)
@given(rows)
def test_what_comes_back_is_what_went_in(made: IncidentRow) -> None:
    back = _there_and_back(made)

    assert back == made
    assert list(back.title.items()) == list(made.title.items()), "languages keep their order"
    assert repr(back) == repr(made), "types and zones are the same too"


def test_every_field_is_carried() -> None:
    """A field that is added to a row and forgotten here would come back as its default."""
    made = row("a")
    assert len(encode_row(made)) == len(fields(IncidentRow))
    assert len(encode_row(made)[10][0]) == len(fields(Span))
    assert len(encode_row(made)[11][0]) == len(fields(Entry))


def test_a_fraction_of_a_second_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a whole second"):
        encode_row(replace(row("a"), updated=START + timedelta(microseconds=1)))


@pytest.mark.parametrize(
    "content",
    [
        [],
        [None] * 16,
        [None] * 17,
        [*GOOD[:1], "no kind", *GOOD[2:]],
        [*GOOD[:6], 10**15, *GOOD[7:]],
    ],
)
def test_what_is_no_row_is_refused(content: list[Any]) -> None:
    with pytest.raises((ValueError, TypeError, LookupError, OSError, OverflowError)):
        decode_row(content, Instants())
