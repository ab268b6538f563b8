"""Names that an address can carry, for those that it can't."""

import pytest

from builder.source.file_names import fitting, looks_like_update
from builder.vocabulary.names import FILE_NAME


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("20261123T1405Z investigating.md", "20261123T1405Z-investigating.md"),
        ("2026-11-23T14:05Z investigating.md", "20261123T1405Z-investigating.md"),
        ("2026-11-23 1405 geprüft.pt-BR.md", "20261123T1405Z-gepruft.pt-BR.md"),
        ("a.b.c.md", "a-b-c.md"),
        ("_outage", "outage"),
        ("x" * 101, "x" * 100),
        ("graph (1).png", "graph-1.png"),
        ("進行中.md", ""),
    ],
)
def test_fitting(name: str, better: str) -> None:
    assert fitting(name) == better
    stem = better.split(".")[0]
    assert not stem or FILE_NAME.fullmatch(stem)


def test_a_file_that_is_published_as_it_is_may_have_dots() -> None:
    assert fitting("site map.min.css", dots=True) == "site-map.min.css"


def test_what_looks_like_an_update() -> None:
    assert looks_like_update("20261123T1405Z-again")
    assert looks_like_update("20261123t1405-again")
    assert not looks_like_update("README")
    assert not looks_like_update("20261123-notes")
