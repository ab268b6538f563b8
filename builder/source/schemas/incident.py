"""The keys of ``incident.md`` and of an update."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from builder.source.schemas.fields import (
    Language,
    Line,
    Promises,
    Readers,
    Record,
    Time,
    Truth,
    Words,
)
from builder.vocabulary.audiences import Answer
from builder.vocabulary.statuses import Kind, Priority, State, Status

States = dict[str, State]


class Translation(Record):
    """A title in another language."""

    title: Annotated[Line, Field(description="The title in this language.")]


Translations = dict[Language, Translation]


class Role(Record):
    """Who holds a role since when."""

    role: Annotated[Line, Field(description="The role, such as comms-lead.")]
    name: Annotated[Line, Field(description="Who holds it.")]
    since: Annotated[Time | None, Field(alias="from", description="Since when.")] = None


class Origin(Record):
    """Where an incident was imported from."""

    system: Annotated[Line, Field(description="The system that it comes from.")]
    id: Annotated[Line, Field(description="Its id there.")]
    feed_id: Annotated[Line | None, Field(description="Its id in that system's feeds.")] = None


class IncidentRecord(Record):
    """What an incident, a maintenance or a notice is."""

    title: Annotated[Line, Field(description="What happens, in one line.")]
    translations: Annotated[
        Translations,
        Field(default_factory=dict, description="The title in the site's other languages."),
    ]
    titles: Annotated[
        dict[str, Line],
        Field(
            default_factory=dict,
            description="Another title for a reader: its name, then the title.",
        ),
    ]
    kind: Annotated[Kind, Field(description="An incident where nothing is said.")] = Kind.INCIDENT
    priority: Annotated[
        Priority | None,
        Field(description="How urgent at the start; never shown to the public or accounts."),
    ] = None
    started: Annotated[Time | None, Field(description="When impact began.")] = None
    declared: Annotated[
        Time | None, Field(description="When it was known; default the first update's time.")
    ] = None
    audience: Annotated[Readers, Field(description="Limits the whole incident to readers.")] = ()
    scheduled_for: Annotated[
        Time | None, Field(description="Maintenance: when its window begins.")
    ] = None
    scheduled_until: Annotated[
        Time | None, Field(description="Maintenance: when its window ends.")
    ] = None
    components: Annotated[
        States,
        Field(
            default_factory=dict, description="Maintenance: the states of components in its window."
        ),
    ]
    shows_from: Annotated[
        Time | None,
        Field(alias="from", description="Notice: when it begins to show; nobody sees it before."),
    ] = None
    shows_until: Annotated[
        Time | None, Field(alias="until", description="Notice: when it ceases to show.")
    ] = None
    roles: Annotated[tuple[Role, ...], Field(description="Who holds which role since when.")] = ()
    origin: Annotated[Origin | None, Field(description="Where it was imported from.")] = None


class StateOrInherit(StrEnum):
    """What an update may say of a component: a state, or that an account's own word is over."""

    OPERATIONAL = State.OPERATIONAL.value
    UNDER_MAINTENANCE = State.UNDER_MAINTENANCE.value
    DEGRADED_PERFORMANCE = State.DEGRADED_PERFORMANCE.value
    PARTIAL_OUTAGE = State.PARTIAL_OUTAGE.value
    MAJOR_OUTAGE = State.MAJOR_OUTAGE.value
    INHERIT = "inherit"


class RedactionRecord(Record):
    """Words that must not be read any more."""

    at: Annotated[Time, Field(description="When the words were taken out.")]
    reason: Annotated[Line, Field(description="Why, in words that everyone may read.")]


class Ask(Record):
    """A request to an audience."""

    id: Annotated[Line, Field(description="The name that an answer refers to.")]
    to: Annotated[Readers, Field(description="Who is asked.")]
    text: Annotated[Words, Field(description="What is asked for.")]
    by: Annotated[Time | None, Field(description="When it is needed.")] = None


class Outcome(StrEnum):
    """What it turned out to be."""

    NO_IMPACT = "no_impact"


class Pace(StrEnum):
    """How often is promised."""

    LONG = "long"


class TemplateUse(Record):
    """The message template that an update was filled from."""

    id: Annotated[Line, Field(description="The template.")]
    digest: Annotated[Line, Field(description="The digest of its words.")]


class Override(Record):
    """Who posted at once, without the approval that was due."""

    role: Annotated[Line, Field(description="The role that decided.")]
    reason: Annotated[Line, Field(description="Why.")]


class UpdateRecord(Record):
    """The front matter of one update."""

    status: Annotated[Status | None, Field(description="The stage that it declares.")] = None
    at: Annotated[
        Time | None, Field(description="Its time; default the time in its file name.")
    ] = None
    posted: Annotated[
        Time | None, Field(description="When it was really posted, if later than at.")
    ] = None
    since: Annotated[Time | None, Field(description="When its states began; default at.")] = None
    components: Annotated[
        dict[str, StateOrInherit],
        Field(
            default_factory=dict,
            description="The states of components from now on; inherit ends an account's own word.",
        ),
    ]
    next_update: Annotated[
        Promises | None,
        Field(description="By when the next update comes: a time, +20m, or one by reader."),
    ] = None
    title: Annotated[Line | None, Field(description="A new title from this update on.")] = None
    translations: Annotated[
        Translations,
        Field(default_factory=dict, description="The new title in the site's other languages."),
    ]
    priority: Annotated[
        Priority | None, Field(description="A new priority from this update on.")
    ] = None
    reason: Annotated[Words | None, Field(description="Why title or priority changed.")] = None
    audience: Annotated[Readers, Field(description="Limits the whole update to readers.")] = ()
    embargo: Annotated[Truth, Field(description="Its time may lie ahead of the clock.")] = False
    holding: Annotated[
        Truth, Field(description="It says that there is nothing new: no news for `major` feeds.")
    ] = False
    corrects: Annotated[
        str | None, Field(description="The update of this incident that it corrects.")
    ] = None
    edited: Annotated[
        tuple[Time, ...], Field(description="When typos were mended, one time each.")
    ] = ()
    withdrawn: Annotated[Time | None, Field(description="Since when it counts as wrong.")] = None
    withdrawn_reason: Annotated[Line | None, Field(description="Why it was wrong.")] = None
    redacted: Annotated[
        RedactionRecord | None, Field(description="Its words must not be read any more.")
    ] = None
    draft: Annotated[Truth, Field(description="In no output but the preview.")] = False
    asks: Annotated[tuple[Ask, ...], Field(description="Requests to audiences.")] = ()
    answers: Annotated[
        dict[str, Answer], Field(default_factory=dict, description="What became of requests.")
    ]
    data_loss: Annotated[
        Words | None, Field(description="On resolved: none, unknown, or what was lost.")
    ] = None
    postmortem_by: Annotated[
        Time | None, Field(description="On resolved: when the postmortem comes.")
    ] = None
    no_postmortem: Annotated[
        Words | None, Field(description="On resolved: why there will be none.")
    ] = None
    restored_by: Annotated[
        Time | None, Field(description="When it is expected to work again; for insiders alone.")
    ] = None
    outcome: Annotated[Outcome | None, Field(description="On resolved: it was none.")] = None
    merged_into: Annotated[
        str | None, Field(description="The incident in which this one goes on.")
    ] = None
    pace: Annotated[Pace | None, Field(description="Gaps of up to four hours.")] = None
    understated: Annotated[
        Truth, Field(description="A private state is worse than the public one, and meant.")
    ] = False
    template: Annotated[
        TemplateUse | None, Field(description="The message template that it was filled from.")
    ] = None
    override: Annotated[Override | None, Field(description="Who posted it at once, and why.")] = (
        None
    )
    scheduled_for: Annotated[Time | None, Field(description="Maintenance: its new beginning.")] = (
        None
    )
    scheduled_until: Annotated[Time | None, Field(description="Maintenance: its new end.")] = None
