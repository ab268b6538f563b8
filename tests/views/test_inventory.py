from dataclasses import replace

from builder.model.site import Component, Group, Site
from builder.views.inventory import inventory_of
from builder.vocabulary.codes import code_of
from builder.vocabulary.readers import PUBLIC
from tests.views.fixtures import SITE


def positions(site: Site) -> dict[str, int]:
    found = inventory_of(PUBLIC, site)
    return {each.id: each.position for each in found.components.values()}


def test_positions_are_within_the_group_and_begin_at_one() -> None:
    assert positions(SITE) == {"checkout": 1, "api": 2, "db": 2, "old": 3}
    assert inventory_of(PUBLIC, SITE).groups["payments"].position == 1


def test_what_some_alone_may_read_takes_no_place() -> None:
    private = Group(
        "private", "Private", (Component("x", "X"),), audience=frozenset({"account:acme"})
    )
    hidden = Component("first", "First", audience=frozenset({"account:acme"}))
    with_hidden = replace(SITE, groups=(private, *SITE.groups), ungrouped=(hidden, *SITE.ungrouped))
    assert inventory_of(PUBLIC, with_hidden) == inventory_of(PUBLIC, SITE)


def test_what_is_no_more_comes_last() -> None:
    old = (Component("gone", "Gone", archived=True), *SITE.ungrouped)
    assert positions(replace(SITE, ungrouped=old)) == {
        "checkout": 1,
        "api": 2,
        "gone": 3,
        "db": 2,
        "old": 4,
    }


def test_a_component_is_known_by_its_oldest_name() -> None:
    renamed = Component("checkout", "Pay", aliases=("web-checkout", "pay"))
    found = inventory_of(PUBLIC, replace(SITE, ungrouped=(renamed,)))
    assert found.components["checkout"].code == code_of("component", "checkout")


def test_an_id_of_a_system_that_was_left_wins() -> None:
    moved = Component("checkout", "Pay", aliases=("pay",), origin="8l4ygp009s5s")
    found = inventory_of(PUBLIC, replace(SITE, ungrouped=(moved,)))
    assert found.components["checkout"].code == "8l4ygp009s5s"


def test_the_page_is_known_by_what_never_changes() -> None:
    found = inventory_of(PUBLIC, replace(SITE, name="Other", url="https://other.example"))
    assert found.code == inventory_of(PUBLIC, SITE).code
