"""What a reader sees does not depend on what it may not read, for every reader."""

import pickle
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from io import BytesIO
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from builder.publish.stripped_copy import copy_stripped
from builder.views.alike import named_in, reader_as_named
from builder.views.cut import cut
from builder.views.frame import component_limits
from builder.views.types import IncidentView, SiteView
from builder.vocabulary.readers import PUBLIC
from tests.leaks.many_sites import hold_for_all, in_parts
from tests.leaks.pairs import hidden_from, pair_of, secrets_in, strangers_in, told_to
from tests.leaks.plan import stream
from tests.leaks.seen import Seen, read, seen_by
from tests.leaks.sites import site, write

QUICK = range(2_000, 2_030)
MANY = range(10_000, 20_000)


def hold(folder: Path, seed: int) -> None:
    """Compare what one of a pair of readers sees of two variants, and what everyone sees of a
    site and of what the second cutter leaves of it."""
    drawn = site(seed, stream(0))
    write(drawn, folder / "site")
    base = read(folder / "site")
    reader, other = pair_of(base.readers(), seed // 2)
    variant = told_to(other, reader) if seed % 2 else hidden_from(reader)
    everyone = seen_by(PUBLIC, base, drawn.now)
    own = seen_by(base.readers()[reader], base, drawn.now)
    for name, view in ((PUBLIC.name, everyone), (reader, own)):
        kept = pickle.dumps(view)
        assert (secrets_in([kept], drawn.canaries, name), strangers_in(kept, name)) == (
            set(),
            set(),
        )
    copy_stripped(folder / "site", folder / "stripped", drawn.now)
    held(seen_by(PUBLIC, read(folder / "stripped"), drawn.now), everyone)
    write(site(seed, variant), folder / "site")
    changed = read(folder / "site")
    held(seen_by(changed.readers()[reader], changed, drawn.now), own)


def held(one: Seen, other: Seen) -> None:
    """Hold two views against each other, and the order of what is in their mappings."""
    assert one == other
    assert in_order(one) == in_order(other)


def in_order(seen: Seen) -> bytes:
    """Return the bytes of a view: values in their order, and no trace of which are one object."""
    out = BytesIO()
    pickler = pickle.Pickler(out)
    pickler.fast = True
    # What feeds tell is one of the incidents each; a copy an entry would be a great deal.
    pickler.dump((seen.incidents, replace(seen.site, feed=()), replace(seen.half, feed=())))
    return out.getvalue()


@in_parts(QUICK, 15)
def test_a_view_does_not_move_with_what_its_reader_may_not_read(
    tmp_path: Path, seeds: range
) -> None:
    hold_for_all(hold, seeds, tmp_path)


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
@in_parts(MANY, 250)
def test_a_view_does_not_move_with_what_its_reader_may_not_read_on_many_sites(
    tmp_path: Path, seeds: range
) -> None:
    hold_for_all(hold, seeds, tmp_path)


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
