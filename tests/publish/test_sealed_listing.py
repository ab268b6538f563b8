"""The list of private pages at a host: for who has the secret, and for nobody else."""

import pytest

from builder.output.manifest import MANIFEST
from builder.publish.sealed_listing import OtherSecretError, SealedListing
from builder.seal.keys import Site
from builder.seal.secret import Secret

OLD, NEW = (Site(Secret(bytes([number]) * 32), "site") for number in (1, 2))
FILES = {"folderofareader/index.html": "0" * 64}


def test_it_tells_nothing_and_opens_again() -> None:
    listing = SealedListing(NEW)
    (name, data), *others = listing.own_files(FILES).items()
    assert (name, others) == (MANIFEST, [])
    assert b"folder" not in data
    assert listing.listed(data) == FILES


def test_equal_lists_are_equal_bytes_and_sizes_tell_little() -> None:
    one, same = (SealedListing(NEW).own_files(FILES)[MANIFEST] for _ in range(2))
    more = SealedListing(NEW).own_files({**FILES, "b/head": "1" * 64})[MANIFEST]
    assert one == same
    assert one != more
    assert len(one) == len(more)


def test_the_secret_that_was_replaced_opens_it_and_no_other_does() -> None:
    data = SealedListing(OLD).own_files(FILES)[MANIFEST]
    assert SealedListing(NEW, [OLD]).listed(data) == FILES
    with pytest.raises(OtherSecretError):
        SealedListing(NEW).listed(data)


@pytest.mark.parametrize("data", [b"", b"TCS1", b'{"format":1,"files":{}}'])
def test_what_is_none_of_ours_is_not_believed(data: bytes) -> None:
    with pytest.raises(OtherSecretError):
        SealedListing(NEW).listed(data)
