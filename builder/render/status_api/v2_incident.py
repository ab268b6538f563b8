"""An incident or maintenance as an object of the Statuspage v2 API.

What a view of the incident alone can tell: components stand in the state that it leaves them in,
lists put their present state in its place.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from builder.render.addresses import incident_path
from builder.render.entry_facts import entry_facts
from builder.render.outputs import RenderProblem
from builder.render.status_api.posts import Post, Texts, body, posts
from builder.render.status_api.site import ApiSite, Json
from builder.render.status_api.v2_objects import component_object
from builder.render.telling import in_language
from builder.views.types import ClockEvent, IncidentView, Turned, UpdateView
from builder.vocabulary.codes import code_of
from builder.vocabulary.problems import Place, Problem
from builder.vocabulary.statuses import ENDING, Kind, State, Status


def incident_object(view: IncidentView, said: Texts, site: ApiSite) -> Json:
    """Return an incident or a maintenance, of which this is ``said`` as plain text.

    Raises:
        RenderProblem: two of its updates have the same code.
    """
    updates = _updates(view, said, site)
    created = min(update.visible_from for update in view.updates)
    over = stage_word(view) in ("resolved", "postmortem", "completed")
    shared: Json = {
        "id": view.code,
        "name": in_language(view.title, site.frame.languages[0]),
        "status": stage_word(view),
        "created_at": site.stamp(created),
        "updated_at": site.stamp(view.updated),
        "monitoring_at": _stamp_or_none(_monitored(view.updates), site),
        "resolved_at": site.stamp(_resolved(view)) if over else None,
        "impact": view.impact.value,
        "shortlink": site.address(incident_path(view.id)),
        "started_at": site.stamp(view.began),
        "page_id": site.inventory.code,
        "incident_updates": updates,
        "components": _components(view, site),
    }
    if view.kind is not Kind.MAINTENANCE:
        return {**shared, "reminder_intervals": None}
    return {
        **shared,
        "scheduled_for": _stamp_or_none(view.scheduled_for, site),
        "scheduled_until": _stamp_or_none(view.scheduled_until, site),
    }


def stage_word(view: IncidentView) -> str:
    """Return the stage in the API's words, which know nothing of what was cancelled, withdrawn as a
    whole or goes on elsewhere: that is over."""
    if view.kind is Kind.MAINTENANCE:
        return _word(view.stage) if view.stage is not None else Status.COMPLETED.value
    if view.stage is None or (view.merged_into and view.stage not in ENDING):
        return Status.RESOLVED.value
    return view.stage.value


def _word(stage: Status | None) -> str:
    assert stage is not None
    return (Status.COMPLETED if stage is Status.CANCELLED else stage).value


def _resolved(view: IncidentView) -> datetime:
    if view.ended is not None:
        return view.ended
    gone = [away.since for away in view.away if away.until is None]
    return gone[-1] if gone else view.updated


def _monitored(updates: Iterable[UpdateView]) -> datetime | None:
    """Return when the newest watch over a mend began; an earlier stage ends it."""
    found: datetime | None = None
    for update in updates:
        if update.withdrawn is not None:
            continue
        if update.status is Status.MONITORING:
            found = found or update.at
        elif update.status in (Status.INVESTIGATING, Status.IDENTIFIED):
            found = None
    return found


def _components(view: IncidentView, site: ApiSite) -> list[Json]:
    left = {span.component: span.state for span in view.spans if span.until is None}
    known = site.inventory.components
    return [
        component_object(known[name], left.get(name, State.OPERATIONAL), view.updated, site)
        for name in view.components
        if name in known
    ]


def _updates(view: IncidentView, said: Texts, site: ApiSite) -> list[Json]:
    """Return all posts, newest first."""
    code = view.code
    in_order = posts(view)
    found = [
        _update(view, code, post, word, said, site)
        for post, word in zip(in_order, _words(view, in_order), strict=True)
    ][::-1]
    if len({each["id"] for each in found}) < len(found):
        raise RenderProblem(
            Problem(
                Place(f"incidents/{view.id}"),
                "same-code",
                "Two updates of this incident would have the same id in the API.",
                "Rename the one that nobody was told of yet.",
            )
        )
    return found


def _words(view: IncidentView, in_order: Sequence[Post]) -> list[str]:
    """Return the stage with which each post left the incident: the newest one in that which it has.

    What was withdrawn left it as it was; a correction in the stage that was reached meanwhile.
    """
    found: list[str] = []
    for post in in_order:
        update = post.update
        if update is None:
            assert post.event is not None
            found.append(_word(post.event.stage))
        elif update.withdrawn is not None and found:
            found.append(found[-1])
        elif update.corrects:
            found.append(_word(_stage_reached(view, update)))
        else:
            found.append(_word(update.status))
    return [*found[:-1], stage_word(view)]


def _stage_reached(view: IncidentView, update: UpdateView) -> Status | None:
    entry = next(entry for entry in view.entries if entry.update == update.id)
    return entry_facts(view, entry).stage or update.status


def _update(
    view: IncidentView, code: str, post: Post, word: str, said: Texts, site: ApiSite
) -> Json:
    times, turned = _of_update(post.update) if post.update is not None else _of_event(post.event)
    at, posted, updated = map(site.stamp, times)
    return {
        "id": code_of("update", f"{view.id}/{post.id}"),
        "status": word,
        "body": body(view, post, said, site.telling),
        "incident_id": code,
        "created_at": posted,
        "updated_at": updated,
        "display_at": at,
        "affected_components": [_affected(each, site) for each in turned] or None,
        "deliver_notifications": True,
        "custom_tweet": None,
        "tweet_id": None,
    }


_Facts = tuple[tuple[datetime, datetime, datetime], tuple[Turned, ...]]


def _of_update(update: UpdateView) -> _Facts:
    changes = filter(None, (update.withdrawn, update.redacted, *update.edited))
    updated = max((update.visible_from, *changes))
    return (update.at, update.visible_from, updated), update.turned


def _of_event(event: ClockEvent | None) -> _Facts:
    assert event is not None
    return (event.at, event.told, event.told), event.turned


def _affected(turned: Turned, site: ApiSite) -> Json:
    return {
        **site.components_named[turned.component],
        "old_status": turned.before.value,
        "new_status": turned.after.value,
    }


def _stamp_or_none(moment: datetime | None, site: ApiSite) -> str | None:
    return None if moment is None else site.stamp(moment)
