from dataclasses import replace

from builder.render.badges import badges
from builder.render.lists import component_page, history_page, line
from builder.render.setting import Setting
from builder.render.times import Times
from builder.render.words import ENGLISH
from builder.views.types import MonthView, Span
from builder.vocabulary.statuses import Impact, State, Status
from tests.render import samples

SETTING = Setting(samples.frame(), ENGLISH, Times("Etc/UTC", ENGLISH), badges(ENGLISH), "../")


def test_months_stand_under_their_years_newest_first() -> None:
    row = samples.row(samples.view())
    months = [MonthView("2027-01", (row, row)), MonthView("2026-12", (row,))]
    page = history_page(months, SETTING)
    assert [(year.name, [month.told for month in year.months]) for year in page.years] == [
        ("2027", ["2 entries"]),
        ("2026", ["1 entry"]),
    ]


def test_running_incident_in_a_list_has_no_length() -> None:
    assert line(samples.row(samples.view()), SETTING).when.striptags() == "23 Nov 2026, 13:52 UTC"


def badges_of(**changes: object) -> list[str]:
    return [str(badge.striptags()) for badge in line(samples.row(**changes), SETTING).badges]  # type: ignore[arg-type]


def test_what_goes_on_elsewhere_leads_there_instead_of_telling_its_old_stage() -> None:
    merged = samples.view(is_open=False, merged_into="2026-11-23-slow-database")
    found = line(samples.row(merged), SETTING).badges[-1]
    link = '<a href="../incidents/2026-11-23-slow-database.html">slow database</a>'
    assert str(found) == f"Continues in {link}"
    assert badges_of(incident=merged) == ["Major impact", "Continues in slow database"]


def test_what_would_go_on_in_what_is_not_there_keeps_its_stage() -> None:
    merged = samples.view(is_open=True, merged_into="2026-11-23-slow-database")
    assert badges_of(incident=merged) == ["Major impact", "Identified"]


def test_an_impact_that_nobody_has_told_yet_is_not_called_none() -> None:
    silent = samples.view(impact=Impact.NONE, spans=(), components=())
    assert badges_of(incident=silent) == ["Impact not known yet", "Identified"]
    over = replace(silent, stage=Status.RESOLVED, is_open=False)
    assert badges_of(incident=over) == ["No impact", "Resolved"]
    well = (Span("checkout", State.OPERATIONAL, silent.began),)
    assert badges_of(incident=silent, spans=well) == ["No impact", "Identified"]


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
