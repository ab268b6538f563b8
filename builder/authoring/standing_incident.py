"""Where an incident stands: what whoever writes the next update of it goes on from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from builder.model.incident import Incident
from builder.model.standing import counts, visible
from builder.model.timeline import timeline
from builder.views.inside import priority
from builder.vocabulary.readers import Limit
from builder.vocabulary.statuses import ENDING, Kind, Priority, Status


@dataclass(frozen=True, slots=True)
class StandingIncident:
    """An incident as the company knows it.

    ``last_update`` is when readers last heard of it, ``last_at`` the latest time that an update
    has. ``components`` are ids of all that it named.
    """

    id: str
    kind: Kind
    title: Mapping[str, str]
    stage: Status | None
    priority: Priority | None
    began: datetime
    last_update: datetime
    last_at: datetime
    components: tuple[str, ...]
    goes_on: bool
    audience: Limit

    @property
    def is_over(self) -> bool:
        """True where the last word was that it is over."""
        return self.stage in ENDING


def standing(incident: Incident, now: datetime) -> StandingIncident | None:
    """Return where an incident stands at ``now``; ``None`` where nothing was said yet."""
    shown = [update for update in visible(incident, now) if counts(update, now)]
    if not shown:
        return None
    line = timeline(incident, now)
    titles = [update.title for update in shown if update.title]
    goes_on = line.stage not in ENDING and not line.merged_into
    if incident.kind is Kind.NOTICE:
        goes_on = incident.shows_until is None or incident.shows_until > now
    return StandingIncident(
        id=incident.id,
        kind=incident.kind,
        title=titles[-1] if titles else incident.title,
        stage=line.stage,
        priority=priority(incident, shown, now),
        began=line.began,
        last_update=max(update.visible_from for update in shown),
        last_at=max(update.at for update in incident.updates),
        components=line.named,
        goes_on=goes_on,
        audience=incident.audience,
    )
