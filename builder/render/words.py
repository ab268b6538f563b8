"""The words of the interface: states, stages, impacts and labels, in one place.

Sentences have named slots in braces; what goes into them is escaped, and so are the words.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from builder.render.markup import made
from builder.vocabulary.statuses import Impact, Kind, State, Status

RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"}
)
"""Languages written from right to left, unless their tag names another script."""


def direction(language: str) -> str:
    """Return the direction of a language's text as HTML spells it: ``ltr`` or ``rtl``."""
    first, *others = language.split("-")
    script = next((part for part in others if len(part) == 4), "")
    if script:
        return "rtl" if script in {"Arab", "Hebr", "Thaa", "Syrc"} else "ltr"
    return "rtl" if first in RIGHT_TO_LEFT else "ltr"


_OWN_NAMES = {
    "ar": "العربية",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "it": "Italiano",
    "ja": "日本語",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "zh": "中文",
}


def language_name(language: str) -> str:
    """Return what a language calls itself; its tag where that is not known here."""
    return _OWN_NAMES.get(language, language)


@dataclass(frozen=True)
class Words:
    """The interface in one language. ``months`` are twelve pairs: short and full name."""

    states: Mapping[State, str]
    stages: Mapping[Status, str]
    impacts: Mapping[Impact, str]
    kinds: Mapping[Kind, str]
    events: Mapping[str, tuple[str, str]]
    unsaid: Mapping[Status, str]
    months: tuple[tuple[str, str], ...]
    labels: Mapping[str, str]

    def __getitem__(self, label: str) -> str:
        """Return a label.

        Raises:
            KeyError: there is none of this name.
        """
        return self.labels[label]

    def sentence(self, label: str, **values: object) -> Markup:
        """Return a label with its slots filled, as HTML."""
        safe = {name: escape(value) for name, value in values.items()}
        return made(str(escape(self.labels[label])).format_map(safe))

    def counted(self, label: str, number: int) -> Markup:
        """Return ``<label>.one`` or ``<label>.many`` with the number filled in."""
        return self.sentence(f"{label}.{'one' if number == 1 else 'many'}", number=number)


ENGLISH = Words(
    states={
        State.OPERATIONAL: "Operational",
        State.UNDER_MAINTENANCE: "Under maintenance",
        State.DEGRADED_PERFORMANCE: "Degraded performance",
        State.PARTIAL_OUTAGE: "Partial outage",
        State.MAJOR_OUTAGE: "Major outage",
    },
    stages={
        Status.INVESTIGATING: "Investigating",
        Status.IDENTIFIED: "Identified",
        Status.MONITORING: "Monitoring",
        Status.RESOLVED: "Resolved",
        Status.POSTMORTEM: "Postmortem",
        Status.SCHEDULED: "Scheduled",
        Status.IN_PROGRESS: "In progress",
        Status.VERIFYING: "Verifying",
        Status.COMPLETED: "Completed",
        Status.CANCELLED: "Cancelled",
    },
    impacts={
        Impact.NONE: "No impact",
        Impact.MAINTENANCE: "Maintenance",
        Impact.MINOR: "Minor impact",
        Impact.MAJOR: "Major impact",
        Impact.CRITICAL: "Critical impact",
    },
    kinds={
        Kind.INCIDENT: "Incident",
        Kind.MAINTENANCE: "Maintenance",
        Kind.NOTICE: "Notice",
    },
    events={
        "started": ("Started", "The maintenance window has begun."),
        "overrun": ("Overrun", "The window has passed and the work goes on."),
        "completed": ("Completed", "The maintenance window has ended."),
    },
    unsaid={
        Status.INVESTIGATING: "This is being investigated.",
        Status.IDENTIFIED: "The cause has been identified.",
        Status.MONITORING: "The situation is being monitored.",
        Status.RESOLVED: "This incident is resolved.",
        Status.POSTMORTEM: "The incident has been reviewed.",
        Status.SCHEDULED: "This maintenance is scheduled.",
        Status.IN_PROGRESS: "The work is in progress.",
        Status.VERIFYING: "The work is being verified.",
        Status.COMPLETED: "The work is complete.",
        Status.CANCELLED: "This maintenance is cancelled.",
    },
    months=(
        ("Jan", "January"),
        ("Feb", "February"),
        ("Mar", "March"),
        ("Apr", "April"),
        ("May", "May"),
        ("Jun", "June"),
        ("Jul", "July"),
        ("Aug", "August"),
        ("Sep", "September"),
        ("Oct", "October"),
        ("Nov", "November"),
        ("Dec", "December"),
    ),
    labels={
        "time": "{day} {month} {year}, {hour}:{minute} {zone}",
        "month": "{month} {year}",
        "window": "{start} to {end}",
        "more_components": "and {number} more",
        "components_and_more": "{components} and {number} more",
        "began_for": "{time}, for {duration}",
        "range.open": "since {start}",
        "duration.days": "{days}\N{NO-BREAK SPACE}d {hours}\N{NO-BREAK SPACE}h",
        "duration.whole_days": "{days}\N{NO-BREAK SPACE}d",
        "duration.whole_hours": "{hours}\N{NO-BREAK SPACE}h",
        "duration.hours": "{hours}\N{NO-BREAK SPACE}h {minutes}\N{NO-BREAK SPACE}min",
        "duration.minutes": "{minutes}\N{NO-BREAK SPACE}min",
        "duration.seconds": "{seconds}\N{NO-BREAK SPACE}s",
        "page_title": "{page} · {site}",
        "skip": "Skip to content",
        "navigation": "Pages",
        "status": "Status",
        "maintenance": "Maintenance",
        "history": "History",
        "more": "More",
        "languages": "Languages",
        "feeds": "Feeds",
        "atom": "Updates as Atom",
        "rss": "Updates as RSS",
        "json": "Updates as JSON Feed",
        "whole": "Incidents, one entry each",
        "subscribe": "Subscribe",
        "times": "All times on this page are in {zone}.",
        "open_incidents": "Open incidents",
        "state": "{component}: {state}",
        "open.one": "1 open incident",
        "open.many": "{number} open incidents",
        "active.one": "1 maintenance in progress",
        "active.many": "{number} maintenances in progress",
        "notices": "Notices",
        "active_maintenance": "Maintenance in progress",
        "upcoming_maintenance": "Scheduled maintenance",
        "past_maintenance": "Past maintenance",
        "components": "Components",
        "other_components": "Other components",
        "recent_incidents": "Recent incidents",
        "past_incidents": "Past incidents",
        "current": "Open and scheduled",
        "all_history": "All of the history",
        "no_recent": "No past incidents.",
        "no_maintenance": "No maintenance is in progress or scheduled.",
        "no_past_maintenance": "No past maintenance.",
        "no_history": "Nothing has happened yet.",
        "no_past": "No past incidents.",
        "updates": "Updates",
        "update": "Update",
        "earlier.one": "1 earlier update",
        "earlier.many": "{number} earlier updates",
        "due": "Next update by {time}",
        "hear_next": "The next update comes when this is {stage}.",
        "overdue": "The next update was due by {time}",
        "impact_unknown": "Impact not known yet",
        "affected": "Components",
        "affected_when": "Affected components",
        "planned": "Planned",
        "began": "Began",
        "ended": "Ended",
        "ended_after": "{time}, after {duration}",
        "window_label": "Window",
        "from": "From",
        "until": "Until",
        "overrun": "Running past its window",
        "goes_on": "This goes on in {incident}.",
        "continues_in": "Continues in {incident}",
        "goes_on_link": "another incident",
        "permalink": "Link to this update",
        "reopened": "Reopened",
        "correction": "Correction",
        "corrected": "Corrected",
        "withdrawn": "Withdrawn",
        "removed": "Removed",
        "corrects": "Corrects the update of {update}.",
        "corrected_by": "Corrected by the update of {update}.",
        "edited": "Edited on {times}.",
        "posted": "Posted on {time}.",
        "renamed": "Renamed to {title}.",
        "withdrawn_on": "Withdrawn on {time}.",
        "withdrawn_because": "Withdrawn on {time}: {reason}",
        "withdrawn_words": "What it said",
        "removed_on": "Removed on {time}.",
        "removed_because": "Removed on {time}: {reason}",
        "moved": "Now planned from {start} until {end}.",
        "moved_start": "Now planned from {time}.",
        "moved_end": "Now planned until {time}.",
        "data_loss.none": "Data loss: none.",
        "data_loss.unknown": "Data loss: not yet known.",
        "data_loss": "Data loss: {text}",
        "postmortem_by": "A postmortem follows by {time}.",
        "no_postmortem": "No postmortem: {reason}",
        "no_impact": "It had no impact: the components count as operational throughout.",
        "incidents.one": "1 entry",
        "incidents.many": "{number} entries",
        "earlier_month": "Earlier: {month}",
        "later_month": "Later: {month}",
        "group": "Part of {group}",
        "component_site": "Address",
        "archived": "This component is no longer in use.",
        "not_found": "Page not found",
        "not_found_text": "There is no page at this address. "
        "It may have moved, or the link is cut off.",
        "to_status": "See the current status",
    },
)


def words_for(language: str) -> Words:
    """Return the interface in a language, English where there is no catalogue of it."""
    return {"en": ENGLISH}.get(language, ENGLISH)
