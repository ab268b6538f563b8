"""What a reader sees does not depend on what it may not read, for every reader."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from shutil import rmtree
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from builder.publish.stripped_copy import copy_stripped
from builder.views.alike import named_in, reader_as_named
from builder.views.cut import cut
from builder.views.frame import component_limits
from builder.views.types import IncidentView, SiteView
from builder.vocabulary.readers import PUBLIC, Limit, Reader
from tests.leaks.plan import Variant, stream
from tests.leaks.seen import read, seen_by
from tests.leaks.sites import site, write

QUICK = range(2_000, 2_050)
MANY = range(10_000, 20_000)


def others_changed(reader: Reader) -> Variant:
    """Draw anew what the reader may not read, and nothing else."""

    def number(limit: Limit) -> int:
        return 0 if reader.may_read(limit) and limit != frozenset() else 1

    return number


def hold(folder: Path, seed: int) -> None:
    """Compare what one reader, another for each seed, and the public see of variants of a site."""
    drawn = site(seed, stream(0))
    write(drawn, folder / "one")
    one = read(folder / "one")
    readers = one.readers()
    reader = readers[sorted(readers)[seed % len(readers)]]
    write(site(seed, others_changed(reader)), folder / "other")
    other = read(folder / "other")
    assert seen_by(reader, one, drawn.now) == seen_by(reader, other, drawn.now)
    copy_stripped(folder / "one", folder / "stripped", drawn.now)
    stripped = read(folder / "stripped")
    assert seen_by(PUBLIC, one, drawn.now) == seen_by(PUBLIC, stripped, drawn.now)


def test_a_view_does_not_move_with_what_its_reader_may_not_read(tmp_path: Path) -> None:
    for seed in QUICK:
        hold(tmp_path / str(seed), seed)


def test_readers_who_are_taken_for_alike_see_what_each_alone_does(tmp_path: Path) -> None:
    for seed in QUICK:
        drawn = site(seed, stream(0))
        write(drawn, tmp_path / str(seed))
        sources = read(tmp_path / str(seed))
        limits = component_limits(sources.site)
        for incident in sources.incidents:
            named = named_in(incident, limits)
            for reader in sources.readers().values():
                alike = cut(reader_as_named(reader, named), incident, limits, drawn.now)
                assert alike == cut(reader, incident, limits, drawn.now), (seed, reader.name)


@pytest.mark.proof
def test_a_view_does_not_move_with_what_its_reader_may_not_read_on_many_sites(
    tmp_path: Path,
) -> None:
    for seed in MANY:
        hold(tmp_path / str(seed), seed)
        rmtree(tmp_path / str(seed))


def test_whatever_a_view_holds_is_a_view_or_a_plain_word() -> None:
    kinds = set(reachable(SiteView)) | set(reachable(IncidentView))
    assert len(kinds) > 15
    assert {kind.__module__.rpartition(".")[0] for kind in kinds} <= {
        "builder.views",
        "builder.vocabulary",
        "",
    }
    assert all(is_frozen(kind) for kind in kinds if is_dataclass(kind))


def reachable(kind: Any, passed: set[Any] | None = None) -> Iterator[type]:
    """Yield every class that a value of a type can lead to."""
    passed = set() if passed is None else passed
    if kind in passed or kind in (NoneType, Ellipsis):
        return
    passed.add(kind)
    if get_origin(kind) is not None or isinstance(kind, UnionType):
        for each in get_args(kind):
            yield from reachable(each, passed)
        return
    yield kind
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        for item in fields(kind):
            yield from reachable(hints[item.name], passed)


def is_frozen(kind: type) -> bool:
    return bool(vars(kind)["__dataclass_params__"].frozen)
