from builder.render.calendar import calendar_outputs
from builder.render.interface import spoken
from builder.render.widget import widget
from builder.views.types import CalendarView, FeedOf
from tests.render import samples
from tests.render.feed_samples import FRAME
from tests.render.test_calendar import AHEAD, event_bytes


def test_what_other_sites_and_programs_get_is_among_it() -> None:
    said = set(spoken({}))
    assert widget().decode() in said
    empty = samples.site(calendars=(CalendarView(FeedOf.SITE, ()),))
    (output,) = calendar_outputs(empty, FRAME, lambda path: b"")
    for data in (output.make(), event_bytes(AHEAD)):
        for line in data.decode().splitlines():
            if not line.startswith(" "):
                assert line.partition(":")[0].partition(";")[0] in said, line
