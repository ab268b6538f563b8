"""The pages of components and groups: what they hold, who has them, and what stays there."""

from dataclasses import replace

import pytest

from builder.model.incident import Incident
from builder.model.site import Component, Group
from builder.views.part_pages import PAST
from builder.views.types import FeedOf, GroupPage, SiteView
from builder.vocabulary.readers import PUBLIC, Reader
from builder.vocabulary.statuses import State
from tests.model.written import incident, moment
from tests.views.fixtures import SITE, site

NOW = moment("18:00")
ACME = Reader("account:acme", frozenset({"account:acme", "audience:public"}))
LIMITED = replace(SITE, groups=(replace(SITE.groups[0], audience=frozenset({"account:acme"})),))
OLD = replace(
    SITE,
    groups=(
        Group(id="old", name="Old", components=(Component("fax", "Fax", archived=True),)),
        *SITE.groups,
    ),
)
OVER = "14:05 investigating fax=major_outage\n15:00 resolved"


def written(**texts: str) -> dict[str, Incident]:
    """Read several incidents, each named as its keyword."""
    return {name: incident(text, name) for name, text in texts.items()}


def group(seen: SiteView, name: str) -> GroupPage:
    return next(page for page in seen.group_pages if page.group.id == name)


def test_a_group_has_what_touches_any_of_its_components_and_nothing_else() -> None:
    seen = site(
        written(
            running="14:05 investigating api=partial_outage",
            other="14:06 investigating db=major_outage",
            over="13:00 investigating checkout=major_outage api=major_outage\n13:30 resolved",
        ),
        NOW,
    )
    page = group(seen, "payments")
    assert [row.id for row in page.open] == ["running"]
    assert [row.id for row in page.past] == ["over"]
    assert page.group.state is State.PARTIAL_OUTAGE
    assert [each.group_id for each in seen.components] == ["payments", "payments", "", ""]
    assert [each.group.id for each in seen.group_pages] == ["payments"]


def test_a_page_has_the_newest_of_what_is_over() -> None:
    minutes = range(PAST + 1)
    texts = {
        f"i{minute:02}": f"14:{minute:02} identified api=partial_outage\n15:{minute:02} resolved"
        for minute in minutes
    }
    page = group(site(written(**texts), NOW), "payments")
    assert [row.id for row in page.past] == [f"i{minute:02}" for minute in reversed(minutes)][:PAST]
    assert page.more


@pytest.mark.parametrize(("reader", "there"), [(PUBLIC, False), (ACME, True)])
def test_a_limited_group_has_a_page_for_who_may_read_it(reader: Reader, there: bool) -> None:
    seen = site(written(one="14:05 investigating api=major_outage"), NOW, reader, of=LIMITED)
    assert [page.group.id for page in seen.group_pages] == (["payments"] if there else [])
    groups = {page.component.id: page.group_id for page in seen.components}
    assert groups.get("api") == ("payments" if there else None)


def test_a_group_whose_components_are_no_more_keeps_page_feed_and_calendar() -> None:
    seen = site(written(one=OVER), NOW, of=OLD)
    assert "old" not in {each.id for each in seen.groups}, "it is not listed"
    page = group(seen, "old")
    assert page.group.components == ()
    assert [row.id for row in page.past] == ["one"]
    (feed,) = (each for each in seen.feeds if each.of is FeedOf.GROUP and each.id == "old")
    assert [each.entry.key for each in feed.entries] == ["one/1500", "one/1405"]
    assert "old" in {each.id for each in seen.calendars if each.of is FeedOf.GROUP}


def test_the_end_of_what_ailed_last_is_told_in_the_feed_of_its_group() -> None:
    mixed = replace(
        SITE,
        groups=(
            Group("all", "All", (Component("api", "API"), Component("fax", "Fax", archived=True))),
        ),
    )
    seen = site(written(one=OVER), NOW, of=mixed)
    (feed,) = (each for each in seen.feeds if each.of is FeedOf.GROUP)
    assert [each.entry.key for each in feed.entries] == ["one/1500", "one/1405"]
    assert [each.id for each in group(seen, "all").group.components] == ["api"]
