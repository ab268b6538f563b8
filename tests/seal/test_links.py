from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from builder.seal.links import Link, SealedReader, epoch, live, next_end
from tests.seal.samples import ACME, ACME_WITHOUT

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_a_link_opens_until_its_end() -> None:
    link = Link("0a1b2c3d", until=NOON)
    assert link.is_live(NOON - SECOND)
    assert not link.is_live(NOON)


def test_a_revoked_link_opens_nothing() -> None:
    assert not Link("0a1b2c3d", revoked=True).is_live(NOON)


def test_live_links_are_in_order_of_their_ids() -> None:
    links = [Link("b0000000"), Link("a0000000"), Link("c0000000", revoked=True)]
    assert live(links, NOON) == (Link("a0000000"), Link("b0000000"))


def test_the_next_end_is_that_of_a_live_link() -> None:
    links = [
        Link("a0000000", until=NOON + 2 * SECOND),
        Link("b0000000", until=NOON + SECOND, revoked=True),
        Link("c0000000", until=NOON),
        Link("d0000000"),
    ]
    assert next_end(links, NOON) == NOON + 2 * SECOND
    assert next_end([Link("d0000000")], NOON) is None


@pytest.mark.parametrize(
    "changed",
    [
        ACME_WITHOUT,
        replace(ACME, links=()),
        replace(ACME, links=(*ACME.links, Link("ffffffff"))),
        replace(ACME, generation=2),
        replace(ACME, path=2),
        replace(ACME, name="audience:acme"),
    ],
)
def test_what_changes_the_keys(changed: SealedReader) -> None:
    assert epoch(changed) != epoch(ACME)


def test_the_order_of_links_changes_nothing() -> None:
    assert epoch(replace(ACME, links=ACME.links[::-1])) == epoch(ACME)


def test_an_epoch_is_8_bytes() -> None:
    assert len(bytes.fromhex(epoch(ACME))) == 8
