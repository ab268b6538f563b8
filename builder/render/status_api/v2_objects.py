"""The objects of the Statuspage v2 API that are no incident: pages, components and groups."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from builder.render.status_api.site import ApiSite, Json
from builder.render.telling import in_language
from builder.views.inventory_types import ListedComponent, ListedGroup
from builder.views.types import ComponentView, GroupView, SiteView, Verdict
from builder.vocabulary.statuses import State

V2_KEYS = (
    *("page", "status", "components", "incidents", "scheduled_maintenances"),
    *("id", "name", "url", "time_zone", "created_at", "updated_at", "indicator", "description"),
    *("position", "showcase", "start_date", "group_id", "page_id", "group"),
    *("only_show_if_degraded", "monitoring_at", "resolved_at", "impact", "shortlink", "started_at"),
    *("incident_updates", "reminder_intervals", "scheduled_for", "scheduled_until", "body"),
    *("incident_id", "display_at", "affected_components", "code", "old_status", "new_status"),
    *("deliver_notifications", "custom_tweet", "tweet_id"),
)
"""Every key of the API: words that stand in each site, whatever is private in it."""


def page_object(site: ApiSite, updated: datetime | None) -> Json:
    """Return the page; ``updated`` is when anything on it last changed."""
    return {
        "id": site.inventory.code,
        "name": site.frame.name,
        "url": site.frame.url,
        "time_zone": site.frame.time_zone,
        "updated_at": site.stamp(updated or site.beginning),
    }


def status_object(verdict: Verdict) -> Json:
    """Return the state of the whole page."""
    return {"indicator": verdict.indicator.value, "description": verdict.description}


def component_object(
    component: ListedComponent, state: State, changed: datetime | None, site: ApiSite
) -> Json:
    """Return a component in a state, which it has been in since ``changed``."""
    language = site.frame.languages[0]
    began = site.midnight(component.start) if component.start else site.beginning
    return {
        "id": component.code,
        "name": in_language(component.name, language),
        "status": state.value,
        "created_at": site.stamp(began),
        "updated_at": site.stamp(changed or began),
        "position": component.position,
        "description": in_language(component.description, language) or None,
        "showcase": False,
        "start_date": component.start.isoformat() if component.start else None,
        "group_id": component.group.code if component.group else None,
        "page_id": site.inventory.code,
        "group": False,
        "only_show_if_degraded": component.archived,
    }


@dataclass(frozen=True, slots=True)
class PresentComponents:
    """Components in their present state: those that the page lists, each group before its own, and
    every component by its code."""

    listed: tuple[Json, ...]
    by_code: Mapping[str, Json]


def present_components(view: SiteView, site: ApiSite) -> PresentComponents:
    """Return the components of a site as they are now."""
    known = site.inventory.components
    present = {page.component.id: page.component for page in view.components}
    by_id = {name: _present(known[name], each, site) for name, each in present.items()}
    listed: list[Json] = []
    for group in view.groups:
        mine = [by_id[each.id] for each in group.components]
        if group.id:
            listed.append(_group_object(site.inventory.groups[group.id], group, mine, site))
        listed += mine
    return PresentComponents(tuple(listed), {each["id"]: each for each in by_id.values()})


def _present(component: ListedComponent, view: ComponentView, site: ApiSite) -> Json:
    return component_object(component, view.state, view.changed, site)


def _group_object(group: ListedGroup, view: GroupView, mine: list[Json], site: ApiSite) -> Json:
    language = site.frame.languages[0]
    changed = (each.changed for each in view.components if each.changed)
    return {
        "id": group.code,
        "name": in_language(group.name, language),
        "status": view.state.value,
        "created_at": site.stamp(site.beginning),
        "updated_at": site.stamp(max(changed, default=site.beginning)),
        "position": group.position,
        "description": in_language(group.description, language) or None,
        "showcase": False,
        "start_date": None,
        "group_id": None,
        "page_id": site.inventory.code,
        "group": True,
        "only_show_if_degraded": False,
        "components": [each["id"] for each in mine],
    }
