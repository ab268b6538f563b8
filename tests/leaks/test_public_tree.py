"""The public tree does not depend on one private byte: neither its files nor their modes."""

from datetime import datetime
from pathlib import Path
from shutil import rmtree

import pytest

from builder.build import Outcome, Request, build
from builder.publish.leak_check import compare, files_of, leak_check
from tests.leaks.plan import cut, stream
from tests.leaks.sites import site, write

QUICK = range(50)
MANY = range(1_000, 1_300)


def built(folder: Path, now: datetime) -> Outcome:
    """Build ``folder/sources`` into ``folder/out``, with the memory of the build before."""
    return build(Request(folder / "sources", folder / "out", folder / "cache", now, now_given=True))


def made(folder: Path, seed: int, number: int) -> datetime:
    """Lay out a variant of a site, and return the moment to look at it."""
    drawn = site(seed, stream(number))
    write(drawn, folder / "sources")
    return drawn.now


def hold(folder: Path, seed: int) -> None:
    """Change every private word of a site that is published, then take all of them away."""
    now = made(folder, seed, 0)
    first = built(folder, now)
    assert not first.failed, first.problems
    made(folder, seed, 1)
    second = built(folder, now)
    assert (second.failed, second.written, second.removed) == (False, (), ())
    assert second.instants["public"] == first.instants["public"]
    checked = leak_check(folder / "sources", folder / "out/public", now, folder / "scratch")
    assert checked.passed, (checked.differences, checked.problems)


def test_no_public_byte_moves_with_private_ones(tmp_path: Path) -> None:
    for seed in QUICK:
        hold(tmp_path / str(seed), seed)


@pytest.mark.proof
def test_no_public_byte_moves_with_private_ones_on_many_sites(tmp_path: Path) -> None:
    for seed in MANY:
        hold(tmp_path / str(seed), seed)
        rmtree(tmp_path / str(seed))


@pytest.mark.proof
def test_sites_drawn_without_private_pieces_make_the_same_tree(tmp_path: Path) -> None:
    for seed in MANY:
        trees = []
        for name, variant in (("whole", stream(0)), ("cut", cut)):
            folder = tmp_path / f"{seed}-{name}"
            drawn = site(seed, variant)
            write(drawn, folder / "sources")
            assert not built(folder, drawn.now).failed
            trees.append(files_of(folder / "out/public"))
            rmtree(folder)
        assert compare(*trees) == ()
