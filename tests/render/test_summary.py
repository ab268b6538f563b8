import gzip
import random
from dataclasses import replace

import pytest

from builder.render.badges import badges
from builder.render.pages import PageRenderer
from builder.render.setting import Setting
from builder.render.summary import index_page, maintenance_page
from builder.render.times import Times
from builder.render.words import ENGLISH
from builder.views.types import SiteView, UpdateView
from builder.vocabulary.statuses import Status
from tests.render import samples
from tests.render.reading import faults, read
from tests.render.test_day_history import many

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


def with_texts(characters: int, updates: int = 4, incidents: int = 1) -> SiteView:
    """A site on which so much is told of each open incident; no word compresses well."""
    drawing = random.Random(5)
    letters = "abcdefghijklmnopqrstuvwxyz "

    def said(number: int) -> UpdateView:
        text = "".join(drawing.choices(letters, k=characters))
        return samples.update(f"20261123T140{number}Z-said", Status.IDENTIFIED, text)

    views = [
        samples.view(id=f"open-{each}", updates=tuple(map(said, range(updates))))
        for each in range(incidents)
    ]
    return replace(many(40), open=tuple(views), notices=(), active=(), upcoming=())


@pytest.mark.parametrize(
    ("characters", "shown", "folded", "whole"),
    [(900, 3, 1, True), (1500, 3, 0, True), (3000, 1, 0, True), (20_000, 1, 0, False)],
)
def test_what_there_is_no_room_for_stands_on_the_incident_s_own_page(
    characters: int, shown: int, folded: int, whole: bool
) -> None:
    card = index_page(with_texts(characters), SETTING).sections[0].cards[0]
    assert (len(card.items), len(card.older)) == (shown, folded)
    assert (len(card.items[0].body) >= characters) == whole
    link = '<a href="incidents/open-0.html">All updates</a>'
    assert card.more == ("" if folded else link)


def test_index_arrives_at_once_with_long_incidents_and_bad_days_together() -> None:
    """Twelve open incidents of 8 updates, and 40 components with 45 bad days each."""
    for characters in (700, 30_000):
        site = with_texts(characters, updates=8, incidents=12)
        data = PageRenderer(site.frame, samples.theme()).index_output(site).make()
        assert data.count(b"<article") == 12
        assert len(gzip.compress(data, 6, mtime=0)) <= 13_500
        assert faults(read(data)) == []
