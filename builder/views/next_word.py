"""When a reader hears next where no time is promised."""

from builder.views.types import IncidentView
from builder.vocabulary.statuses import STATUSES, Status


def next_stage(view: IncidentView, stages: tuple[Status, ...] | None) -> Status | None:
    """Return the next stage that owes the reader words.

    ``stages`` are those that do. ``None`` where all of them do, where a time is promised, and where
    nothing is awaited any more.
    """
    if stages is None or view.stage is None or view.due is not None or not view.is_open:
        return None
    usual = STATUSES[view.kind]
    after = usual[usual.index(view.stage) + 1 :]
    return next((stage for stage in after if stage in stages), None)
