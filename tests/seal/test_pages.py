from hashlib import sha256

import pytest

from builder.seal.head import Listed
from builder.seal.pages import listed, open_page, seal_page
from builder.seal.sealed_file import SealError
from tests.seal.samples import ACME_WITHOUT, GLOBEX, keys_of

KEYS = keys_of()


def test_a_name_changes_with_path_bytes_and_keys() -> None:
    names = {
        listed(KEYS, "a.html", b"words").file,
        listed(KEYS, "b.html", b"words").file,
        listed(KEYS, "a.html", b"other words").file,
        listed(keys_of(ACME_WITHOUT), "a.html", b"words").file,
        listed(keys_of(GLOBEX), "a.html", b"words").file,
    }
    assert len(names) == 5
    assert all(len(name) == 26 for name in names)
    assert listed(KEYS, "a.html", b"words") == listed(KEYS, "a.html", b"words")


def test_path_and_bytes_do_not_run_together() -> None:
    assert listed(KEYS, "a", b"bc").file != listed(KEYS, "ab", b"c").file


def test_the_head_knows_a_page_by_its_digest() -> None:
    assert listed(KEYS, "a.html", b"words").digest == sha256(b"words").hexdigest()


def test_an_older_page_of_the_same_path_is_refused() -> None:
    older, newer = b"all is well", b"it is down"
    page = Listed(listed(KEYS, "a.html", newer).file, listed(KEYS, "a.html", newer).digest)
    replayed = seal_page(KEYS, "a.html", older)
    with pytest.raises(SealError, match="not the one that the head lists"):
        open_page(replayed, KEYS.path_id, KEYS.epoch, "a.html", page, KEYS.content)
