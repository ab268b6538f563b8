from datetime import UTC, datetime, timedelta

import pytest

from builder.seal.head import (
    Head,
    Listed,
    head_bytes,
    open_head,
    read_head,
    seal_head,
)
from builder.seal.sealed_file import SealError
from builder.vocabulary.heartbeat import Heartbeat
from tests.seal.samples import NEWEST, keys_of

FULL = Head(
    pages={"p/é.html": Listed("b" * 26, "0" * 64), "index.html": Listed("a" * 26, "f" * 64)},
    newest=NEWEST,
    heartbeat=Heartbeat(datetime(2026, 11, 23, 15, tzinfo=UTC), timedelta(minutes=15)),
    device=False,
)


@pytest.mark.parametrize("head", [FULL, Head({}), Head({}, newest=NEWEST)])
def test_what_was_written_is_read(head: Head) -> None:
    assert read_head(head_bytes(head)) == head


def test_a_head_is_written_in_one_way() -> None:
    turned = Head(
        dict(reversed(list(FULL.pages.items()))), FULL.newest, FULL.heartbeat, FULL.device
    )
    assert head_bytes(turned) == head_bytes(FULL)
    assert head_bytes(FULL).decode() == (
        '{"as_of":"2026-11-23T15:00:00Z","device":false,"every":900,"format":1,'
        '"newest":"2026-11-23T14:58:00Z","pages":{'
        f'"index.html":["{"a" * 26}","{"f" * 64}"],"p/é.html":["{"b" * 26}","{"0" * 64}"]}}}}'
    )


def test_without_a_heartbeat_no_time_of_a_build_stands_in_it() -> None:
    assert b"as_of" not in head_bytes(Head({}, newest=NEWEST))
    assert b"every" not in head_bytes(Head({}, newest=NEWEST))


def test_a_sealed_head_opens_in_its_own_tree_alone() -> None:
    keys = keys_of()
    head = seal_head(keys, FULL)
    assert open_head(head, keys.path_id, keys.epoch, keys.content) == FULL
    with pytest.raises(SealError):
        open_head(head, "a" * 26, keys.epoch, keys.content)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b'{"format":2,"pages":{},"device":true}',
        b'{"format":1,"pages":[],"device":true}',
        b'{"format":1,"pages":{"a":1},"device":true}',
        b'{"format":1,"pages":{},"device":true,"newest":"soon"}',
        b"\xff",
    ],
)
def test_what_is_no_head_is_said(data: bytes) -> None:
    with pytest.raises(SealError, match="head"):
        read_head(data)
