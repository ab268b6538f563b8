"""The words of the interface: states, stages, impacts and labels, in one place.

Sentences have named slots in braces; what goes into them is escaped, and so are the words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from builder.render.markup import made
from builder.vocabulary.catalogue import ENGLISH_PLURALS, Catalogue, plural_form
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
    """The interface in one language.

    ``months`` are twelve pairs: as they stand in a time, and in the name of a month. ``plurals``
    has the forms of what is counted, ``forms`` says which number takes which (``Catalogue``).
    """

    states: Mapping[State, str]
    stages: Mapping[Status, str]
    impacts: Mapping[Impact, str]
    kinds: Mapping[Kind, str]
    events: Mapping[str, tuple[str, str]]
    unsaid: Mapping[Status, str]
    months: tuple[tuple[str, str], ...]
    labels: Mapping[str, str]
    plurals: Mapping[str, tuple[str, ...]]
    forms: str = ENGLISH_PLURALS

    def __getitem__(self, label: str) -> str:
        """Return a label.

        Raises:
            KeyError: there is none of this name.
        """
        return self.labels[label]

    def sentence(self, label: str, **values: object) -> Markup:
        """Return a label with its slots filled, as HTML."""
        return _filled(self.labels[label], values)

    def counted(self, label: str, number: int) -> Markup:
        """Return what is counted in the form that its number has, with the number filled in."""
        form = plural_form(self.forms, number)
        return _filled(self.plurals[label][form], {"number": number})

    def listed(self, items: Iterable[str]) -> Markup:
        """Return items one after the other, as HTML."""
        return escape(self.labels["comma"]).join(items)

    def verdict(self, description: str) -> str:
        """Return what the status API says of the whole site in the words of the language."""
        return self.labels[f"verdict.{description.lower().replace(' ', '_')}"]

    def language(self, tag: str) -> str:
        """Return what a language is called, by its own name where no other is known."""
        return self.labels.get(f"language.{tag.partition('-')[0]}") or language_name(tag)


def _filled(pattern: str, values: Mapping[str, object]) -> Markup:
    safe = {name: escape(value) for name, value in values.items()}
    return made(str(escape(pattern)).format_map(safe))


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
        "day": "{day} {month} {year}",
        "month": "{month} {year}",
        "percent": "{whole}.{decimals}%",
        "percent.whole": "{whole}%",
        "window": "{start} to {end}",
        "more_components": "and {number} more",
        "components_and_more": "{components} and {number} more",
        "began_for": "{time}, for {duration}",
        "range.open": "since {start}",
        "duration": "{larger} {smaller}",
        "comma": ", ",
        "page_title": "{page} · {site}",
        "skip": "Skip to content",
        "navigation": "Pages",
        "status": "Status",
        "maintenance": "Maintenance",
        "history": "History",
        "languages": "Languages",
        "atom": "Updates as Atom",
        "rss": "Updates as RSS",
        "json": "Updates as JSON Feed",
        "whole": "Incidents, one entry each",
        "subscribe": "Subscribe",
        "calendar": "Calendar of maintenance",
        "calendar_event": "Put it into a calendar",
        "embedding": "Badges and widget",
        "embed.whole_site": "The whole site",
        "embed.badges": "Badges",
        "embed.badges_text": "A picture of the present state. Put its markup into your page.",
        "embed.widget": "Open incidents on your own site",
        "embed.widget_text": "Put this line where open incidents are to appear. While there are "
        "none, or this site can't be reached, nothing is shown.",
        "embed.policy_text": "Where your site has a content security policy, it must allow:",
        "embed.banner": "Banner in a frame",
        "embed.banner_text": "The present state in a few lines, without a script.",
        "times": "All times on this page are in {zone}.",
        "open_incidents": "Open incidents",
        "state": "{component}: {state}",
        "notices": "Notices",
        "active_maintenance": "Maintenance in progress",
        "upcoming_maintenance": "Scheduled maintenance",
        "past_maintenance": "Past maintenance",
        "components": "Components",
        "other_components": "Other components",
        "recent_incidents": "Recent incidents",
        "past_incidents": "Past incidents",
        "current": "Open and scheduled",
        "whole_incident": "All updates",
        "all_history": "All of the history",
        "no_recent": "No past incidents.",
        "no_maintenance": "No maintenance is in progress or scheduled.",
        "no_past_maintenance": "No past maintenance.",
        "no_history": "Nothing has happened yet.",
        "no_past": "No past incidents.",
        "updates": "Updates",
        "update": "Update",
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
        "earlier_month": "Earlier: {month}",
        "later_month": "Later: {month}",
        "group": "Part of {group}",
        "archived": "This component is no longer in use.",
        "not_found": "Page not found",
        "not_found_text": "There is no page at this address. "
        "It may have moved, or the link is cut off.",
        "to_status": "See the current status",
        "untranslated": "Not translated yet: shown in {language}.",
        "inside.investigating": "investigating",
        "inside.identified": "identified",
        "inside.monitoring": "monitoring",
        "inside.resolved": "resolved",
        "inside.postmortem": "postmortem",
        "inside.scheduled": "scheduled",
        "inside.in_progress": "in progress",
        "inside.verifying": "verifying",
        "inside.completed": "completed",
        "inside.cancelled": "cancelled",
        "verdict.all_systems_operational": "All Systems Operational",
        "verdict.open_incident": "Open Incident",
        "verdict.major_system_outage": "Major System Outage",
        "verdict.partial_system_outage": "Partial System Outage",
        "verdict.minor_service_outage": "Minor Service Outage",
        "verdict.degraded_system_service": "Degraded System Service",
        "verdict.partially_degraded_service": "Partially Degraded Service",
        "verdict.service_under_maintenance": "Service Under Maintenance",
        "no_data": "No data",
        "uptime.days": "{figure} in 90 days",
        "uptime.last_days": "The last 90 days",
        "uptime.key": "Each bar is a day: the taller, the worse.",
        "uptime.how": "How uptime is computed",
        "uptime.months": "Uptime by month",
        "uptime.other_months": "In months that are not listed it was operational throughout, or "
        "there is no data.",
        "uptime.so_far": "so far",
        "uptime.told": "Days with an interruption: {number}",
        "uptime.policy": "Policy: {name}",
        "uptime.what": "Figures cover 90 whole days up to the last midnight ({zone}). The day that "
        "is not over yet counts in none.",
        "uptime.formula": "100 * (T - weighted seconds) / T",
        "uptime.terms": "T is the number of seconds of which there is data. Each second in which "
        "a component was not operational counts with the weight of its state. Where states "
        "overlap, the one that weighs most counts, once.",
        "uptime.state": "State",
        "uptime.weight": "Weight",
        "uptime.taken_out": "taken out of T",
        "uptime.mean": "The figure of a group is the mean of those of its components.",
        "uptime.any": "A group is down while any of its components is.",
        "uptime.rounding": "Percentages are rounded half up. What is less than 100 is never shown "
        "as 100.",
        "uptime.worked": "An example: {component}",
        "language.ar": "Arabic",
        "language.de": "German",
        "language.en": "English",
        "language.es": "Spanish",
        "language.fr": "French",
        "language.it": "Italian",
        "language.ja": "Japanese",
        "language.nl": "Dutch",
        "language.pl": "Polish",
        "language.pt": "Portuguese",
        "language.zh": "Chinese",
    },
    plurals={
        "open": ("1 open incident", "{number} open incidents"),
        "active": ("1 maintenance in progress", "{number} maintenances in progress"),
        "earlier": ("1 earlier update", "{number} earlier updates"),
        "incidents": ("1 entry", "{number} entries"),
        "unit.day": ("{number}\N{NO-BREAK SPACE}d", "{number}\N{NO-BREAK SPACE}d"),
        "unit.hour": ("{number}\N{NO-BREAK SPACE}h", "{number}\N{NO-BREAK SPACE}h"),
        "unit.minute": ("{number}\N{NO-BREAK SPACE}min", "{number}\N{NO-BREAK SPACE}min"),
        "unit.second": ("{number}\N{NO-BREAK SPACE}s", "{number}\N{NO-BREAK SPACE}s"),
    },
)


def words_in(catalogue: Catalogue) -> Words:
    """Return the interface in the language of a catalogue."""
    return translated(ENGLISH, catalogue)


def translated(english: Words, catalogue: Catalogue) -> Words:
    """Return words with what a catalogue has in place of them."""
    if not catalogue.forms:
        return english
    say = catalogue.forms.get

    def said(label: str, text: str) -> str:
        return say(label, (text,))[0]

    return Words(
        states={each: said(f"state.{each}", text) for each, text in english.states.items()},
        stages={each: said(f"stage.{each}", text) for each, text in english.stages.items()},
        impacts={each: said(f"impact.{each}", text) for each, text in english.impacts.items()},
        kinds={each: said(f"kind.{each}", text) for each, text in english.kinds.items()},
        events={
            name: (said(f"event.{name}", heading), said(f"event.{name}.text", sentence))
            for name, (heading, sentence) in english.events.items()
        },
        unsaid={each: said(f"unsaid.{each}", text) for each, text in english.unsaid.items()},
        months=tuple(
            (said(f"month.{number}.short", short), said(f"month.{number}.full", full))
            for number, (short, full) in enumerate(english.months, start=1)
        ),
        labels={label: said(label, text) for label, text in english.labels.items()},
        plurals={
            label: say(label) or _english_forms(forms, catalogue.plurals)
            for label, forms in english.plurals.items()
        },
        forms=catalogue.plurals,
    )


def _english_forms(english: tuple[str, ...], plurals: str) -> tuple[str, ...]:
    """Return English forms in the order of another language's: one is said of nothing else."""
    one, many = english
    alone = plurals[1] if plurals.count(plurals[1]) == 1 else ""
    return tuple(one if str(form) == alone else many for form in range(int(max(plurals)) + 1))
