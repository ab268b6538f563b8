"""The keys of the files in ``site_src/``."""

from enum import StrEnum
from typing import Annotated

from pydantic import (
    Discriminator,
    Field,
    PlainValidator,
    RootModel,
    Tag,
    WithJsonSchema,
)

from builder.source.schemas.contract import ContractRecord
from builder.source.schemas.fields import (
    Date,
    Domain,
    Duration,
    Email,
    Identifier,
    Language,
    Line,
    LinkId,
    Number,
    Readers,
    Record,
    SecretCheck,
    SiteAddress,
    SiteId,
    Time,
    TrueOrDate,
    Truth,
    WebAddress,
    Words,
    as_text,
    refuse,
)
from builder.source.schemas.policy import KnownPolicy, PolicyRecord, kind_of_policy
from builder.source.schemas.publishing import RecordPlaceRecord, TargetRecord
from builder.source.words import shown
from builder.vocabulary.audiences import Feed, Owner, Protection
from builder.vocabulary.statuses import Priority, Status


def _format(value: object) -> int:
    text = as_text(value, "Write `format: 1`.")
    if text != "1":
        raise refuse(
            "unknown-format",
            f"The site is written in format {shown(text)}; this program reads format 1.",
            "Install a newer Tocsin, or write `format: 1`.",
        )
    return 1


class ShowOverdue(StrEnum):
    """Who sees that a promised update is late."""

    ALL = "all"
    ACCOUNTS = "accounts"
    INTERNAL = "internal"


class FeedIds(Record):
    """What every feed id begins with; never changes (RFC 4151)."""

    authority: Annotated[Domain | None, Field(description="A domain that is yours.")] = None
    year: Annotated[Number | None, Field(description="A year in which it was yours.")] = None


class WaiverRecord(Record):
    """Words that the search for leaks lets pass."""

    word: Annotated[Line, Field(description="The words, or the name, that are no leak.")]
    where: Annotated[
        Line, Field(description="The files of the output: public/*.html; * is anything.")
    ]
    why: Annotated[Line, Field(description="Why they may stand there.")]


class WordsCode(StrEnum):
    """Warnings on words for customers."""

    OF_OURS = "words-of-ours"
    PROMISE_REPAIR = "words-promise-repair"
    SOME_USERS = "words-some-users"
    BLAME = "words-blame"
    ROTE = "words-rote"
    TIME_WITHOUT_ZONE = "words-time-without-zone"
    OUTAGE = "words-outage"
    NO_NEXT_UPDATE = "words-no-next-update"
    REPEATED = "words-repeated"


class VoiceRecord(Record):
    """How the company speaks of itself in message templates."""

    we: Annotated[Line | None, Field(description="Who speaks; default We.")] = None
    product: Annotated[Line | None, Field(description="The product; default the site's name.")] = (
        None
    )
    support: Annotated[Line | None, Field(description="Where customers find help.")] = None
    sign_off: Annotated[Line | None, Field(description="What a message ends with.")] = None


class LeakCheckRecord(Record):
    """The search for private text in what is written."""

    allow: Annotated[
        tuple[WaiverRecord, ...], Field(description="Words that are no leak, where, and why.")
    ] = ()


class SiteRecord(Record):
    """The site as a whole."""

    format: Annotated[
        int,
        PlainValidator(_format),
        WithJsonSchema({"const": 1}),
        Field(description="The version of these files."),
    ] = 1
    name: Annotated[Line, Field(description="The site's name.")]
    url: Annotated[SiteAddress, Field(description="Where it will be found.")]
    time_zone: Annotated[str, Field(description="An IANA time zone, such as Europe/Paris.")] = (
        "Etc/UTC"
    )
    languages: Annotated[
        tuple[Language, ...],
        Field(min_length=1, description="Its languages; the first is the default."),
    ] = ("en",)
    theme: Annotated[Identifier, Field(description="A folder of themes/.")] = "default"
    uptime_policy: Annotated[
        Annotated[KnownPolicy, Tag("known")] | Annotated[PolicyRecord, Tag("own")],
        Discriminator(kind_of_policy),
        Field(description="How uptime is computed: a policy's name, or weights of the site's own."),
    ] = KnownPolicy.STATUSPAGE
    show_overdue: Annotated[
        ShowOverdue, Field(description="Who is told that a promised update has not come.")
    ] = ShowOverdue.ALL
    search_engines: Annotated[
        Truth, Field(description="Whether search engines may list the public pages.")
    ] = True
    ids: Annotated[FeedIds, Field(description="What every feed id begins with.")] = FeedIds()
    voice: Annotated[VoiceRecord, Field(description="What message templates are filled with.")] = (
        VoiceRecord()
    )
    words: Annotated[
        tuple[WordsCode, ...], Field(description="Warnings on words that are turned off.")
    ] = ()
    leak_check: Annotated[
        LeakCheckRecord, Field(description="What the search for private text lets pass.")
    ] = LeakCheckRecord()
    publish: Annotated[
        dict[Identifier, TargetRecord],
        Field(default_factory=dict, description="The places that it is published to."),
    ]
    record: Annotated[
        RecordPlaceRecord | None,
        Field(description="Where it is kept what was published and sent."),
    ] = None
    site_id: Annotated[
        SiteId | None, Field(description="Part of every key; written by `tocsin secret new`.")
    ] = None
    secret_check: Annotated[
        SecretCheck | None,
        Field(description="Knows the site's secret; written by `tocsin secret new`."),
    ] = None


class NameTranslation(Record):
    """A name and description in another language."""

    name: Annotated[Line | None, Field(description="The name in this language.")] = None
    description: Annotated[Words | None, Field(description="The description in it.")] = None


NameTranslations = dict[Language, NameTranslation]


class ComponentOrigin(Record):
    """What a component was called in a system that was left."""

    system: Annotated[Line, Field(description="The system that it comes from.")]
    id: Annotated[Line, Field(description="Its id there, by which programs know it.")]


class ComponentRecord(Record):
    """A part of the product that has a state."""

    id: Annotated[Identifier, Field(description="Its id in updates, and in addresses.")]
    name: Annotated[Line, Field(description="Its name on pages.")]
    description: Annotated[Words, Field(description="What it does.")] = ""
    aliases: Annotated[
        tuple[Identifier, ...],
        Field(description="Its earlier ids, oldest first, by which its addresses go on."),
    ] = ()
    start_date: Annotated[Date | None, Field(description="Since when it exists.")] = None
    archived: Annotated[
        TrueOrDate, Field(description="It is no more: true, or since which day.")
    ] = False
    audience: Annotated[Readers, Field(description="Limits it to readers.")] = ()
    url: Annotated[WebAddress | None, Field(description="Where it is found.")] = None
    translations: Annotated[
        NameTranslations, Field(default_factory=dict, description="In other languages.")
    ]
    origin: Annotated[
        ComponentOrigin | None, Field(description="What it was called in a system that was left.")
    ] = None


class GroupRecord(Record):
    """Components that are shown together."""

    id: Annotated[Identifier, Field(description="Its id in addresses.")]
    name: Annotated[Line, Field(description="Its name on pages.")]
    description: Annotated[Words, Field(description="What it holds.")] = ""
    translations: Annotated[
        NameTranslations, Field(default_factory=dict, description="In other languages.")
    ]
    audience: Annotated[Readers, Field(description="Limits it to readers.")] = ()
    components: Annotated[tuple[ComponentRecord, ...], Field(description="What is in it.")] = ()


class ComponentsRecord(Record):
    """All components: in groups, or without one."""

    groups: Annotated[tuple[GroupRecord, ...], Field(description="Groups in their order.")] = ()
    components: Annotated[
        tuple[ComponentRecord, ...], Field(description="Components without a group.")
    ] = ()


class NeedRecord(Record):
    """Something that an audience needs to know."""

    id: Annotated[Identifier, Field(description="Its id.")]
    label: Annotated[
        dict[Language, Line], Field(description="The words that a paragraph begins with.")
    ]


class Link(Record):
    """A link that opens private pages."""

    id: Annotated[LinkId, Field(description="8 hexadecimal characters, never chosen by hand.")]
    holder: Annotated[Line | None, Field(alias="for", description="Who holds it.")] = None
    until: Annotated[Time | None, Field(description="When it ends.")] = None
    revoked: Annotated[Truth, Field(description="It opens nothing any more.")] = False
    words: Annotated[Truth, Field(description="It is six words in place of a key.")] = False


class AudienceRecord(Record):
    """An audience of incidents."""

    name: Annotated[Line | None, Field(description="Its name for people.")] = None
    reads: Annotated[
        tuple[str, ...] | None,
        Field(description="Whose text it reads besides its own; accounts and sla too."),
    ] = None
    accounts: Annotated[Truth | None, Field(description="A page an account.")] = None
    owner: Annotated[Owner | None, Field(description="Who owns its text.")] = None
    protection: Annotated[Protection, Field(description="Of its pages.")] = Protection.SEALED
    feed: Annotated[Feed, Field(description="What its feed tells.")] = Feed.NOTICE
    cadence: Annotated[
        dict[Priority, Duration],
        Field(default_factory=dict, description="The longest gap between updates."),
    ]
    stages: Annotated[
        tuple[Status, ...] | None, Field(description="The stages that owe it text; default all.")
    ] = None
    needs: Annotated[
        tuple[NeedRecord, ...] | None, Field(description="What it needs to know, in order.")
    ] = None
    links: Annotated[tuple[Link, ...], Field(description="Links that open its pages.")] = ()
    generation: Annotated[Number, Field(description="Raised to change its keys.")] = 1
    path: Annotated[Number, Field(description="Raised to move its pages.")] = 1


MOST_AUDIENCES = 200
"""Audiences of one site; what each may read is worked out for all of them together."""


class AudiencesRecord(
    RootModel[Annotated[dict[Identifier, AudienceRecord | None], Field(max_length=MOST_AUDIENCES)]]
):
    """All audiences by their ids."""


class Outbox(StrEnum):
    """What a message to an account holds."""

    NOTICE = "notice"
    WORDS = "words"


class Contact(Record):
    """Whom an account may turn to."""

    name: Annotated[Line, Field(description="A person or a team.")]
    email: Annotated[Email | None, Field(description="Their address.")] = None


class AccountRecord(Record):
    """One strategic account."""

    name: Annotated[Line, Field(description="Its name.")]
    components: Annotated[
        tuple[str, ...], Field(description="Its components, in the order of its page.")
    ] = ()
    language: Annotated[Language | None, Field(description="The language of its page.")] = None
    time_zone: Annotated[str | None, Field(description="An IANA time zone.")] = None
    contact: Annotated[Contact | None, Field(description="Whom it may turn to.")] = None
    contract: Annotated[
        ContractRecord | None,
        Field(description="What was agreed on its uptime and on words to it."),
    ] = None
    links: Annotated[tuple[Link, ...], Field(description="Links that open its page.")] = ()
    generation: Annotated[Number, Field(description="Raised to change its keys.")] = 1
    path: Annotated[Number, Field(description="Raised to move its page.")] = 1
    outbox: Annotated[Outbox, Field(description="What a message to it holds.")] = Outbox.NOTICE


class PageRecord(Record):
    """A free page."""

    title: Annotated[Line, Field(description="Its title.")]
    description: Annotated[
        Line | None, Field(description="What it is about, for search engines.")
    ] = None
    audience: Annotated[Readers, Field(description="Limits it to readers.")] = ()


class PageTranslationRecord(Record):
    """A free page in another language."""

    title: Annotated[Line, Field(description="Its title in this language.")]
    description: Annotated[
        Line | None, Field(description="What it is about, in this language.")
    ] = None
