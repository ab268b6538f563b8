"""What an audience is promised, and by whom: words of ``audiences.yml`` that all may use."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Owner(StrEnum):
    """Who owns what an audience reads."""

    COMMS_LEAD = "comms-lead"
    BUSINESS_RESPONSE_LEAD = "business-response-lead"


class Protection(StrEnum):
    """How private pages are protected."""

    SEALED = "sealed"
    HOST = "host"


class Feed(StrEnum):
    """What a private feed tells."""

    OFF = "off"
    NOTICE = "notice"
    FULL = "full"


class Answer(StrEnum):
    """What became of a request."""

    GRANTED = "granted"
    REFUSED = "refused"
    DROPPED = "dropped"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Need:
    """Something that an audience needs to know.

    ``label`` holds, by language, the words that a paragraph begins with in bold.
    """

    id: str
    label: Mapping[str, str]
