"""Readers who are alike in an incident have the same cut of it, whatever there is in it."""

from pathlib import Path

from builder.views.alike import named_in, reader_as_named
from builder.views.cut import cut, instants_for
from builder.views.frame import component_limits
from builder.vocabulary.readers import Reader
from tests.leaks.plan import stream
from tests.leaks.seen import read
from tests.leaks.sites import site, write

SEEDS = range(3_000, 3_040)
ACME = Reader("account:acme", frozenset({"audience:public", "audience:strategic", "account:acme"}))


def test_a_reader_who_knows_only_of_those_named_has_the_same_cut(tmp_path: Path) -> None:
    readers = shared = 0
    for seed in SEEDS:
        drawn = site(seed, stream(0))
        write(drawn, tmp_path / str(seed))
        sources = read(tmp_path / str(seed))
        limits = component_limits(sources.site)
        for incident in sources.incidents:
            named = named_in(incident, limits)
            found = set()
            for reader in sources.readers().values():
                alike = reader_as_named(reader, named)
                assert cut(alike, incident, limits, drawn.now) == cut(
                    reader, incident, limits, drawn.now
                ), (seed, incident.id, reader.name)
                assert instants_for(alike, incident, limits) == instants_for(
                    reader, incident, limits
                )
                found.add(alike)
                readers += 1
            shared += len(sources.readers()) - len(found)
    assert 0 < shared < readers


def test_nothing_of_a_reader_who_is_not_named_is_left() -> None:
    globex = Reader("account:globex", frozenset({"audience:public", "audience:strategic"}))
    named = frozenset({"audience:strategic"})
    assert reader_as_named(ACME, named) == reader_as_named(globex, named)
    assert reader_as_named(ACME, named).name == ""
    assert reader_as_named(ACME, frozenset({"account:acme"})).name == "account:acme"


def test_insiders_are_not_like_customers() -> None:
    insider = Reader("audience:technical", frozenset({"audience:public"}), internal=True)
    assert reader_as_named(insider, frozenset()) != reader_as_named(ACME, frozenset())
