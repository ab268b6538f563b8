"""Who may read each key of the record.

The allow-list of the cut: a key that is not here is an error in the tests, and a key that names no
reader (``OPERATOR``) reaches no output. The same names stand in the schemas of what people write
and on the model's values.
"""

from enum import StrEnum


class ReadBy(StrEnum):
    """Who may read a key's value."""

    READERS = "readers"
    """Everyone who may read the record that it stands in."""

    INTERNAL = "internal"
    """Audiences of the company's own people: neither the public nor an account."""

    NAMED = "named"
    """A value by reader: each its own, and those that read it."""

    COMPONENT = "component"
    """Everyone who may read the component that it names."""

    OPERATOR = "operator"
    """No reader at all."""


_READERS = ReadBy.READERS
_INTERNAL = ReadBy.INTERNAL
_OPERATOR = ReadBy.OPERATOR

SITE = {
    "format": _OPERATOR,
    "name": _READERS,
    "url": _READERS,
    "time_zone": _READERS,
    "languages": _READERS,
    "theme": _READERS,
    "uptime_policy": _READERS,
    "show_overdue": _READERS,
    "search_engines": _READERS,
    "ids": _OPERATOR,
    "leak_check": _OPERATOR,
    "publish": _OPERATOR,
    "record": _OPERATOR,
    "voice": _OPERATOR,
    "words": _OPERATOR,
    "site_id": _OPERATOR,
    "secret_check": _OPERATOR,
}

COMPONENT = {
    "id": _READERS,
    "name": _READERS,
    "description": _READERS,
    "aliases": _READERS,
    "start_date": _READERS,
    "archived": _READERS,
    "audience": _OPERATOR,
    "url": _READERS,
    "translations": _READERS,
    "origin": _READERS,
}

GROUP = {
    "id": _READERS,
    "name": _READERS,
    "description": _READERS,
    "translations": _READERS,
    "audience": _OPERATOR,
    "components": _READERS,
}

AUDIENCE = {
    "name": ReadBy.NAMED,
    "reads": _OPERATOR,
    "accounts": _OPERATOR,
    "owner": _OPERATOR,
    "protection": _OPERATOR,
    "feed": _OPERATOR,
    "cadence": _OPERATOR,
    "stages": ReadBy.NAMED,
    "needs": ReadBy.NAMED,
    "links": _OPERATOR,
    "generation": _OPERATOR,
    "path": _OPERATOR,
}

ACCOUNT = {
    "name": ReadBy.NAMED,
    "components": ReadBy.NAMED,
    "language": ReadBy.NAMED,
    "time_zone": ReadBy.NAMED,
    "contact": ReadBy.NAMED,
    "contract": ReadBy.NAMED,
    "links": _OPERATOR,
    "generation": _OPERATOR,
    "path": _OPERATOR,
    "outbox": _OPERATOR,
}

CLOSED = {
    "made": ReadBy.NAMED,
    "uptime": ReadBy.NAMED,
    "credit": ReadBy.NAMED,
    "intervals": ReadBy.NAMED,
    "digest": _OPERATOR,
}

INCIDENT = {
    "title": _READERS,
    "translations": _READERS,
    "titles": ReadBy.NAMED,
    "kind": _READERS,
    "priority": _INTERNAL,
    "started": _READERS,
    "declared": _INTERNAL,
    "audience": _OPERATOR,
    "scheduled_for": _READERS,
    "scheduled_until": _READERS,
    "components": ReadBy.COMPONENT,
    "from": _READERS,
    "until": _READERS,
    "roles": _INTERNAL,
    "origin": _READERS,
}

UPDATE = {
    "status": _READERS,
    "at": _READERS,
    "posted": _OPERATOR,
    "since": _READERS,
    "components": ReadBy.COMPONENT,
    "next_update": ReadBy.NAMED,
    "title": _READERS,
    "translations": _READERS,
    "priority": _INTERNAL,
    "reason": _INTERNAL,
    "audience": _OPERATOR,
    "embargo": _OPERATOR,
    "holding": _READERS,
    "corrects": _READERS,
    "edited": _READERS,
    "withdrawn": _READERS,
    "withdrawn_reason": _READERS,
    "redacted": _READERS,
    "draft": _OPERATOR,
    "asks": ReadBy.NAMED,
    "answers": ReadBy.NAMED,
    "data_loss": _READERS,
    "postmortem_by": _READERS,
    "no_postmortem": _READERS,
    "restored_by": _INTERNAL,
    "outcome": _READERS,
    "merged_into": _READERS,
    "pace": _OPERATOR,
    "understated": _OPERATOR,
    "template": _INTERNAL,
    "override": _INTERNAL,
    "scheduled_for": _READERS,
    "scheduled_until": _READERS,
}

PAGE = {
    "title": _READERS,
    "description": _READERS,
    "audience": _OPERATOR,
}
