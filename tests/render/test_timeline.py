from dataclasses import replace

from builder.render.badges import badges
from builder.render.page_values import TimelineItem
from builder.render.setting import Setting
from builder.render.timeline import timeline
from builder.render.times import Times
from builder.render.words import ENGLISH
from builder.views.types import ClockEvent, IncidentView
from builder.vocabulary.statuses import Status
from tests.render import samples

SETTING = Setting(samples.frame(), ENGLISH, Times("Etc/UTC", ENGLISH), badges(ENGLISH), "../")


def items(view: IncidentView, *, own_page: bool = True) -> tuple[TimelineItem, ...]:
    return timeline(view, SETTING, own_page=own_page, level=4)


def test_newest_is_first_and_events_of_the_clock_stand_in_their_place() -> None:
    view = samples.maintenance()
    said = samples.update("20261123T1400Z-going", view.stage, "On time.")
    end = samples.at("2026-11-23 18:00")
    ended = ClockEvent("overrun", f"{view.id}/event/overrun", end, end, Status.VERIFYING)
    found = items(replace(view, updates=(*view.updates, said), events=(*view.events, ended)))
    assert [item.anchor for item in found] == [
        "event/overrun",
        "20261123T1400Z-going",
        "event/started",
        "20261112T0900Z-moved",
        "20261110T0900Z-scheduled",
    ]


def test_elsewhere_an_item_has_no_anchor_and_leads_to_its_own_page() -> None:
    for item in items(samples.maintenance(), own_page=False):
        assert item.anchor == ""
        assert item.address.startswith("../incidents/2026-11-23-certificates.html#")


def test_window_may_move_at_one_end() -> None:
    view = samples.maintenance()
    end = samples.at("2026-11-23 20:00")
    for change, expected in (
        ({"scheduled_for": end}, "Now planned from 23 Nov 2026, 20:00 UTC."),
        ({"scheduled_until": end}, "Now planned until 23 Nov 2026, 20:00 UTC."),
    ):
        said = replace(view.updates[0], **change)  # type: ignore[arg-type]
        note = items(replace(view, updates=(said,), events=()))[0].notes[0]
        assert note.striptags() == expected


def test_correction_and_corrected_lead_to_each_other() -> None:
    found = {item.anchor: item for item in items(samples.eventful())}
    old, new = found["20261011T0810Z-seen"], found["20261011T0830Z-correction"]
    assert "Corrected" in old.marks
    assert f'href="#{new.anchor}"' in "".join(old.notes)
    assert "Correction" in new.marks
    assert f'href="#{old.anchor}"' in "".join(new.notes)


def test_withdrawn_words_and_states_are_struck_and_folded(tree: dict[str, bytes]) -> None:
    html = tree["incidents/2026-10-11-dashboard.html"].decode()
    folded = html.partition("<details>")[2].partition("</details>")[0]
    struck = folded.partition("<del")[2].rpartition("</del>")[0]
    assert "Exports are affected too." in struck
    assert "Major outage" in struck
    assert html.count("Exports are affected too.") == html.count("Major outage") == 1


def test_update_without_a_word_says_its_stage() -> None:
    assert items(samples.eventful())[0].body == "<p>This incident is resolved.</p>"


def test_taken_back_without_a_reason() -> None:
    view = samples.view()
    when = samples.at("2026-11-23 15:00")
    first = replace(view.updates[0], withdrawn=when)
    second = replace(view.updates[1], redacted=when, text={})
    found = items(replace(view, updates=(first, second)))
    assert [item.body.striptags() for item in found] == [
        "Removed on 23 Nov 2026, 15:00 UTC.",
        "Withdrawn on 23 Nov 2026, 15:00 UTC.",
    ]


def test_reasons_are_marked_where_the_page_is_in_another_language() -> None:
    view = samples.eventful()
    last = replace(
        view.updates[-1], data_loss="Three drafts.", postmortem_by=None, no_postmortem="a test."
    )
    around = samples.frame(languages=("fr", "en"))
    view = replace(view, updates=(*view.updates[:-1], last))
    found = timeline(view, replace(SETTING, frame=around), own_page=True, level=4)
    html = "".join("".join((item.body, *item.notes)) for item in found)
    for reason in (
        "exports were never affected.",
        "it named a customer.",
        "Three drafts.",
        "a test.",
    ):
        assert f'<bdi lang="en" dir="ltr">{reason}</bdi>' in html
    assert "<bdi lang" not in "".join("".join((item.body, *item.notes)) for item in items(view))
