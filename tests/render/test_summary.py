from dataclasses import replace

from builder.render.badges import badges
from builder.render.setting import Setting
from builder.render.summary import index_page, maintenance_page
from builder.render.times import Times
from builder.render.words import ENGLISH
from tests.render import samples

SETTING = Setting(samples.frame(), ENGLISH, Times("Etc/UTC", ENGLISH), badges(ENGLISH), "")


def test_older_updates_of_an_open_incident_are_folded_and_none_is_left_out() -> None:
    card = index_page(samples.site(), SETTING).sections[0].cards[0]
    assert len(card.items) == 3
    assert len(card.items) + len(card.older) == len(samples.view().updates)
    assert card.older_label == "2 earlier updates"


def test_all_open_incidents_stand_on_the_index() -> None:
    site = samples.site(open=(samples.view(), samples.view(id="other")))
    page = index_page(site, SETTING)
    assert [card.address for card in page.sections[0].cards] == [
        "incidents/2026-11-23-card-payments.html",
        "incidents/other.html",
    ]
    assert page.summary[0].striptags() == "2 open incidents"


def test_components_without_a_group_are_others_only_beside_groups() -> None:
    groups = samples.site().groups
    both = index_page(samples.site(), SETTING).groups
    alone = index_page(samples.site(groups=groups[1:]), SETTING).groups
    link = '<a href="groups/payments.html"><bdi>Payments</bdi></a>'
    assert [group.name for group in both] == [link, "Other components"]
    assert [group.name for group in alone] == [""]


def test_what_is_planned_stands_with_what_is_to_come() -> None:
    upcoming = maintenance_page(samples.site(), SETTING).sections[1].cards[0]
    facts = {fact.label: fact.value.striptags() for fact in upcoming.facts}
    assert facts["Planned"] == "Search: Degraded performance"
    assert "Began" not in facts


def test_page_of_maintenance_without_any_says_so() -> None:
    page = maintenance_page(replace(samples.site(), active=(), upcoming=()), SETTING)
    assert page.sections == ()
    assert page.empty == "No maintenance is in progress or scheduled."
