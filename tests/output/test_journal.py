import json
from dataclasses import asdict
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.output.journal import (
    Journal,
    JournalError,
    Move,
    Removal,
    decode_journal,
    encode_journal,
)

JOURNAL = Journal(
    "private/abc",
    (Removal("a", 3, 1_700_000_000_123_456_789),),
    (Move("0", "incidents/é.html", "aa" * 32), Move("1", "index.html", "bb" * 32)),
    (Removal("old.html", 0, -1),),
    (Move("2", "manifest.json", "cc" * 32),),
)


def test_what_comes_back_is_what_went_in() -> None:
    assert decode_journal(encode_journal(JOURNAL)) == JOURNAL


@given(st.integers(0, len(encode_journal(JOURNAL)) - 1))
def test_half_a_journal_is_none(length: int) -> None:
    with pytest.raises(JournalError):
        decode_journal(encode_journal(JOURNAL)[:length])


def _sealed(content: object) -> bytes:
    data = json.dumps(content).encode()
    return sha256(data).hexdigest().encode() + b"\n" + data


GOOD = {"format": 1, **asdict(JOURNAL)}


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"tree": "../elsewhere"},
        {"moves": [{"staged": "../../x", "path": "a", "digest": ""}]},
        {"moves": [{"staged": "0", "path": "../a", "digest": ""}]},
        {"closing": [{"staged": "0", "path": "/a", "digest": ""}]},
        {"removals": [{"path": "../a", "size": 1, "mtime_ns": 1}]},
        {"clearings": [{"path": "a/../../b", "size": 1, "mtime_ns": 1}]},
        {"moves": [{"staged": "0"}]},
        {"moves": [7]},
        {"moves": None},
        {"moves": [{"staged": None, "path": "a", "digest": ""}]},
        {"tree": 7.5},
        {"tree": ["public"]},
    ],
)
def test_a_journal_of_another_form_or_that_leads_out_of_the_tree_is_none(
    change: dict[str, object],
) -> None:
    assert decode_journal(_sealed(GOOD)) == JOURNAL
    with pytest.raises(JournalError):
        decode_journal(_sealed(GOOD | change))


@pytest.mark.parametrize("content", [None, [], 7, "text", {}])
def test_something_else_is_none(content: object) -> None:
    with pytest.raises(JournalError):
        decode_journal(_sealed(content))
