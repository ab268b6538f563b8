from dataclasses import replace

from builder.render.badges import badges
from builder.render.lists import component_page, history_page, line
from builder.render.setting import Setting
from builder.render.times import Times
from builder.render.words import ENGLISH
from builder.views.types import MonthView
from tests.render import samples

SETTING = Setting(samples.frame(), ENGLISH, Times("Etc/UTC", ENGLISH), badges(ENGLISH), "../")


def test_months_stand_under_their_years_newest_first() -> None:
    row = samples.row(samples.view())
    months = [MonthView("2027-01", (row, row)), MonthView("2026-12", (row,))]
    page = history_page(months, SETTING)
    assert [(year.name, [month.count for month in year.months]) for year in page.years] == [
        ("2027", ["2 entries"]),
        ("2026", ["1 entry"]),
    ]


def test_running_incident_in_a_list_has_no_length() -> None:
    assert line(samples.row(samples.view()), SETTING).when.striptags() == "23 Nov 2026, 13:52 UTC"


def test_long_title_is_cut_in_a_list() -> None:
    row = samples.row(samples.view(), title={"en": "word " * 100})
    assert len(line(row, SETTING).name.striptags()) <= 160


def test_component_leads_to_its_own_site_only_on_the_web() -> None:
    page = samples.site().components[0]
    for url, shown in (("https://larkspur.example", True), ("javascript:alert(1)", False)):
        found = component_page(replace(page, component=replace(page.component, url=url)), SETTING)
        assert bool(found.site) is shown


def test_archived_component_says_so() -> None:
    page = samples.site().components[2]
    archived = replace(page, component=replace(page.component, archived=True))
    assert component_page(archived, SETTING).archived == "This component is no longer in use."
    assert component_page(page, SETTING).archived == ""
