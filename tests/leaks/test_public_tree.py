"""The public tree does not depend on one private byte: neither its files, their modes and the order
in which they are written nor what is said of it, nor when it changes next."""

import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest

from builder.build import Outcome, Request, build
from builder.build.readers import PUBLIC_TREE
from builder.cli.main import main
from builder.publish.leak_check import compare, files_of, leak_check
from builder.vocabulary.times import iso
from tests.leaks.many_sites import hold_for_all, in_parts
from tests.leaks.plan import Variant, cut, stream
from tests.leaks.sites import MadeSite, site, write

QUICK = range(30)
MANY = range(1_000, 1_300)

A_YEAR = timedelta(days=365)
AHEAD = {"key of an update: embargo", "key of an update: posted", "withdrawn later"}
"""What everyone will see in some years: until then it is nobody's, and yet a next instant."""


def built(folder: Path, now: datetime, kept: str = "out") -> Outcome:
    """Build ``folder/sources`` into ``folder/<kept>``, with the memory of the build before."""
    outcome = build(
        Request(folder / "sources", folder / kept, folder / f"{kept}-cache", now, now_given=True)
    )
    assert not outcome.failed, outcome.problems
    return outcome


def made(folder: Path, seed: int, variant: Variant) -> MadeSite:
    """Lay out a variant of a site."""
    drawn = site(seed, variant)
    write(drawn, folder / "sources")
    return drawn


def hold(folder: Path, seed: int) -> None:
    """Change every private word of a site that is published, then take all of them away."""
    now = made(folder, seed, stream(0)).now
    first = built(folder, now)
    made(folder, seed, stream(1))
    second = built(folder, now)
    assert (second.written, second.removed) == ((), ())
    assert second.instants[PUBLIC_TREE] == first.instants[PUBLIC_TREE]
    # Until the next instant nothing moves, and what a build wrote does not say when that was.
    later = (first.instants[PUBLIC_TREE] or now + A_YEAR) - timedelta(seconds=1)
    again = built(folder, later, "again")
    assert again.written == first.written
    assert compare(files_of(folder / "out/public"), files_of(folder / "again/public")) == ()
    checked = leak_check(folder / "sources", folder / "out/public", now, folder / "scratch")
    assert checked.passed, (checked.differences, checked.problems)


@dataclass(frozen=True)
class Said:
    """What the commands say of the public tree, and what they exit with."""

    exits: tuple[int, int]
    written: list[str]
    instant: str | None


def said(folder: Path, now: datetime) -> Said:
    """Check and build ``folder/sources`` by command."""
    place = ["--source", str(folder / "sources"), "--now", iso(now), "--jobs", "1"]
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        checked = main(["check", *place])
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()):
        there = ["--out", str(folder / "out"), "--cache", str(folder / "cache")]
        exit_status = main(["build", *place, *there, "--format", "json"])
    found = json.loads(out.getvalue())
    return Said((checked, exit_status), found["written"], found["next"].get(PUBLIC_TREE))


def hold_cut(folder: Path, seed: int) -> None:
    """Hold a site against one that was drawn without private pieces."""
    answers, trees = [], []
    for name, variant in (("whole", stream(0)), ("cut", cut)):
        drawn = made(folder / name, seed, variant)
        answers.append(said(folder / name, drawn.now))
        trees.append(files_of(folder / name / "out/public"))
    whole, without = answers
    assert whole.exits == without.exits == (0, 0)
    assert whole.written == without.written
    assert whole.instant == without.instant or not AHEAD.isdisjoint(drawn.features)
    assert compare(*trees) == ()


@in_parts(QUICK, 10)
def test_no_public_byte_moves_with_private_ones(tmp_path: Path, seeds: range) -> None:
    hold_for_all(hold, seeds, tmp_path)


def test_sites_drawn_without_private_pieces_make_the_same_tree(tmp_path: Path) -> None:
    hold_for_all(hold_cut, QUICK[:10], tmp_path)


@pytest.mark.proof
@in_parts(MANY, 10)
def test_no_public_byte_moves_with_private_ones_on_many_sites(tmp_path: Path, seeds: range) -> None:
    hold_for_all(hold, seeds, tmp_path)


@pytest.mark.proof
@in_parts(MANY, 10)
def test_many_sites_drawn_without_private_pieces_make_the_same_tree(
    tmp_path: Path, seeds: range
) -> None:
    hold_for_all(hold_cut, seeds, tmp_path)
