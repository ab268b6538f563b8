"""The keys whose values everyone may read, written down a second time.

The first list stands beside the schemas, and this one was made without it from the documentation of
the record: a key that slips through one of the two is caught by the other. A key that is on
neither is the operator's or an audience's, and goes.
"""

SITE = frozenset(
    {
        "format",
        "name",
        "url",
        "time_zone",
        "languages",
        "theme",
        "uptime_policy",
        "show_overdue",
        "search_engines",
        # No reader's, but what the ids of all public feeds begin with.
        "ids",
    }
)

GROUP = frozenset({"id", "name", "description", "translations", "components"})

COMPONENT = frozenset(
    {
        "id",
        "name",
        "description",
        "aliases",
        "start_date",
        "archived",
        "url",
        "translations",
        # By what programs know it.
        "origin",
    }
)

AUDIENCE = frozenset({"name", "stages", "needs"})
"""Of the audience that is everyone, and of no other."""

PAGE = frozenset({"title", "description"})

INCIDENT = frozenset(
    {
        "title",
        "translations",
        "kind",
        "started",
        "scheduled_for",
        "scheduled_until",
        "components",
        "from",
        "until",
        # By what programs know it.
        "origin",
    }
)

UPDATE = frozenset(
    {
        "status",
        "at",
        # Printed nowhere, but since when everyone sees the update.
        "posted",
        "since",
        "components",
        "next_update",
        "title",
        "translations",
        "holding",
        "corrects",
        "edited",
        "withdrawn",
        "withdrawn_reason",
        "redacted",
        "data_loss",
        "postmortem_by",
        "no_postmortem",
        "outcome",
        "merged_into",
        "scheduled_for",
        "scheduled_until",
    }
)

WORDS_OF_UPDATE = frozenset(
    {"title", "translations", "withdrawn_reason", "data_loss", "no_postmortem"}
)
"""Keys of an update that hold words: a redacted one has none."""
