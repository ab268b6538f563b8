"""Uptime from the rows of one reader: what counts, from when to when, and what no one else adds."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from builder.model.incident import Incident
from builder.model.site import Component, Site
from builder.model.timeline import timeline
from builder.model.uptime import Window
from builder.model.uptime_policy import INCIDENT_IO, STATUSPAGE, Policy
from builder.views.cut import readable
from builder.views.frame import component_limits
from builder.views.rows import row_of
from builder.views.uptime import Uptime, uptime
from builder.vocabulary.readers import PUBLIC, Reader
from tests.model.written import DAY, moment
from tests.views.fixtures import SITE, views
from tests.views.histories import HOUR, after, sites
from tests.views.test_own_states import ACME
from tests.views.test_site_view import written

UTC = ZoneInfo("Etc/UTC")
NOON = moment("12:00")


def figures(
    incidents: Mapping[str, Incident],
    now: datetime,
    reader: Reader = PUBLIC,
    *,
    since: datetime = DAY,
    policy: Policy = STATUSPAGE,
    wanted: Collection[str] | None = None,
    site: Site = SITE,
    zone: ZoneInfo = UTC,
) -> Uptime:
    """The figures of a reader from ``since`` to ``now``."""
    limits = component_limits(SITE)
    seen = views(incidents, now, reader)
    left = {name: readable(reader, incidents[name], limits) for name in seen}
    sources = {
        name: timeline(each, now).stretches for name, each in left.items() if each is not None
    }
    return uptime(
        reader,
        site,
        [row_of(view, view.id) for view in seen.values()],
        Window(int(since.timestamp()), int(now.timestamp())),
        zone,
        policy,
        wanted=wanted,
        sources=sources,
    )


def weighs(found: Uptime) -> dict[str, float]:
    """Weighted seconds of each component that has some."""
    return {
        each.id: each.measured.weighted / 1000
        for each in found.components
        if each.measured.weighted
    }


def pieces(found: Uptime, component: str) -> list[str]:
    """What counted of a component: by which update, in which state, from when to when."""
    measured = next(each.measured for each in found.components if each.id == component)
    began = int(DAY.timestamp())
    return [
        f"{each.source} {each.state} {(each.since - began) // 60}-{(each.until - began) // 60}"
        for each in measured.pieces
    ]


def with_checkout(**changes: object) -> Site:
    group = SITE.groups[0]
    checkout, *others = group.components
    mine = (replace(checkout, **changes), *others)  # type: ignore[arg-type]
    return replace(SITE, groups=(replace(group, components=mine),))


def test_started_and_since_move_the_borders() -> None:
    text = """
        started 10:00
        10:10 investigating checkout=partial_outage
        10:40 identified checkout=major_outage since=10:30
        11:30 resolved since=11:00
    """
    found = figures(written(one=text), NOON)
    assert weighs(found) == {"checkout": 1800 * 0.3 + 1800}
    assert pieces(found, "checkout") == [
        "one/1010 partial_outage 600-630",
        "one/1040 major_outage 630-660",
    ]


def test_a_state_goes_back_to_the_update_that_brought_it() -> None:
    text = """
        10:00 investigating checkout=partial_outage
        10:10 identified checkout=partial_outage
        10:30 resolved
        10:45 investigating
        11:00 resolved
    """
    assert pieces(figures(written(one=text), NOON), "checkout") == [
        "one/1000 partial_outage 600-630",
        "one/1045 partial_outage 645-660",
    ]


def test_incidents_that_overlap_count_once() -> None:
    found = figures(
        written(
            one="10:00 investigating checkout=partial_outage\n11:00 resolved",
            two="10:30 investigating checkout=major_outage\n10:40 resolved",
        ),
        NOON,
    )
    assert pieces(found, "checkout") == [
        "one/1000 partial_outage 600-630",
        "two/1030 major_outage 630-640",
        "one/1000 partial_outage 640-660",
    ]


def test_what_goes_on_counts_up_to_now() -> None:
    found = figures(written(one="11:00 investigating checkout=major_outage"), NOON)
    assert weighs(found) == {"checkout": 3600}


def test_what_was_merged_goes_on() -> None:
    found = figures(
        written(
            first="10:00 investigating checkout=major_outage\n10:30 identified into=second",
            second="10:20 investigating\n11:00 resolved",
        ),
        NOON,
    )
    assert weighs(found) == {"checkout": 3600}


def test_maintenance_is_named_by_its_window() -> None:
    text = "window 10:00-11:00 api=under_maintenance\n09:00 scheduled"
    found = figures(written(work=text), NOON)
    assert pieces(found, "api") == ["work/incident under_maintenance 600-660"]
    assert weighs(found) == {}
    strict = Policy("strict", 1000, 300, under_maintenance=1000)
    assert weighs(figures(written(work=text), NOON, policy=strict)) == {"api": 3600}


DOWN = written(one="10:00 investigating checkout=major_outage\n11:00 resolved")


@pytest.mark.parametrize(
    ("changes", "known", "weighted"),
    [
        ({}, 36, 1.0),
        ({"start_date": date(2026, 11, 23)}, 12, 1.0),
        ({"start_date": date(2026, 11, 24)}, 0, 0.0),
        ({"archived": date(2026, 11, 23)}, 24, 0.0),
        ({"archived": date(2026, 12, 1)}, 36, 1.0),
        ({"archived": date(2026, 11, 22), "start_date": date(2026, 11, 23)}, 0, 0.0),
        ({"archived": True}, 0, 0.0),
    ],
)
def test_start_and_archiving_clip(changes: dict[str, object], known: int, weighted: float) -> None:
    since = DAY.replace(day=22)
    site = with_checkout(**changes)
    found = figures(DOWN, NOON, since=since, wanted=["checkout"], site=site).components[0].measured
    assert (found.known / 3600, found.weighted / 3_600_000) == (known, weighted)
    assert (found.uptime is None) == (known == 0)


def test_a_day_begins_at_midnight_of_the_zone() -> None:
    site = with_checkout(start_date=date(2026, 11, 23))
    found = figures(DOWN, NOON, site=site, zone=ZoneInfo("America/New_York"))
    assert found.components[0].measured.known == 7 * 3600


def test_archived_components_are_listed_while_they_were_there() -> None:
    def listed(**changes: object) -> list[str]:
        return [each.id for each in figures(DOWN, NOON, site=with_checkout(**changes)).components]

    assert listed() == ["checkout", "api", "db"]
    assert listed(archived=True) == ["api", "db"]
    assert listed(archived=date(2026, 11, 1)) == ["api", "db"]
    assert listed(archived=date(2026, 11, 24)) == ["checkout", "api", "db"]


def test_groups_by_policy() -> None:
    texts = written(
        one="09:00 investigating checkout=major_outage\n10:00 resolved",
        two="09:30 investigating api=major_outage\n10:30 resolved",
    )
    mean = figures(texts, NOON).groups[0]
    assert (mean.id, mean.uptime, mean.components) == (
        "payments",
        Fraction(11, 12),
        ("checkout", "api"),
    )
    assert figures(texts, NOON, policy=INCIDENT_IO).groups[0].uptime == 1 - Fraction(90, 720)


def test_components_that_are_asked_for_come_alone_and_in_their_order() -> None:
    found = figures(DOWN, NOON, wanted=["db", "checkout"])
    assert [each.id for each in found.components] == ["db", "checkout"]
    assert found.groups == ()


def test_an_accounts_own_word_counts_for_it_alone() -> None:
    text = """
        10:00 investigating checkout=partial_outage
        10:20 for=account:acme checkout=major_outage
        10:30 for=account:acme checkout=inherit
        11:00 resolved
    """
    assert weighs(figures(written(one=text), NOON)) == {"checkout": 3600 * 0.3}
    mine = figures(written(one=text), NOON, ACME)
    assert weighs(mine) == {"checkout": 3000 * 0.3 + 600}
    assert pieces(mine, "checkout")[1] == "one/1020 major_outage 620-630"


def test_nothing_private_counts_for_everyone() -> None:
    hidden = written(
        one="10:00 investigating checkout=partial_outage\n11:00 resolved",
        two="09:00 investigating for=account:acme checkout=major_outage acme-cluster=major_outage",
    )
    plain = {"one": hidden["one"]}
    assert figures(hidden, NOON) == figures(plain, NOON)
    assert figures(hidden, NOON, ACME) != figures(plain, NOON, ACME)


def test_a_private_child_is_in_no_public_group() -> None:
    cluster = Component("cluster", "Cluster", audience=frozenset({"account:acme"}))
    group = SITE.groups[0]
    site = replace(SITE, groups=(replace(group, components=(*group.components, cluster)),))
    assert figures({}, NOON, site=site).groups[0].components == ("checkout", "api")
    assert figures({}, NOON, ACME, site=site).groups[0].components == ("checkout", "api", "cluster")


def test_a_private_group_is_its_readers_alone() -> None:
    group = replace(SITE.groups[0], audience=frozenset({"account:acme"}))
    site = replace(SITE, groups=(group,))
    assert figures({}, NOON, site=site).groups == ()
    assert [each.id for each in figures({}, NOON, site=site).components] == ["db"]
    assert [each.id for each in figures({}, NOON, ACME, site=site).groups] == ["payments"]


@settings(max_examples=100, deadline=None)
@given(sites())
def test_no_order_language_or_zone_moves_a_figure(incidents: dict[str, Incident]) -> None:
    now = after(50)
    found = figures(incidents, now, since=HOUR)
    turned = dict(reversed(list(incidents.items())))
    french = replace(SITE, languages=("fr", "en"), time_zone="Asia/Kathmandu")
    assert figures(turned, now, since=HOUR) == found
    assert (
        figures(incidents, now, since=HOUR, site=french, zone=ZoneInfo("Asia/Kathmandu")) == found
    )


@settings(max_examples=100, deadline=None)
@given(sites())
def test_every_piece_knows_its_update(incidents: dict[str, Incident]) -> None:
    found = figures(incidents, after(50), since=HOUR)
    for each in found.components:
        for piece in each.measured.pieces:
            incident, _, update = piece.source.partition("/")
            names = {one.id for one in incidents[incident].updates}
            assert update in names or (update == "incident" and incidents[incident].components)
