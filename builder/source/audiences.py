"""``audiences.yml`` and ``accounts/``: who reads, and what each may read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from builder.model.site import Access, Audience, Link
from builder.source.document import Document
from builder.source.site_files import SiteFiles
from builder.source.words import shown, suggestion
from builder.vocabulary.audiences import Feed, Need, Owner, Protection
from builder.vocabulary.needs import NEEDS
from builder.vocabulary.problems import Problem
from builder.vocabulary.readers import FIGURES, PUBLIC, Reader, account, audience
from builder.vocabulary.statuses import Priority

if TYPE_CHECKING:
    from builder.source.schemas.site import AccountRecord, AudienceRecord

AUDIENCES_FILE = "site_src/audiences.yml"
ACCOUNTS_FOLDER = "site_src/accounts/"

ACCOUNTS, SLA = "accounts", FIGURES
"""Words of ``reads`` that are no audience: every account's text, and every account's figures."""

STANDARD: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "public": ("Everyone", ()),
    "strategic": ("Strategic accounts", ("public",)),
    "technical": ("Technical teams", ("public",)),
    "business": ("Business teams", ("public", SLA)),
    "customer-service": ("Customer service", ("public", "strategic", ACCOUNTS)),
    "executives": ("Executives", ("public", "business", SLA)),
}
"""The audiences of a site that names none: what each is called, and whose text it reads."""

_PAGES_AN_ACCOUNT = "strategic"
_COMMS_LEADS = frozenset({"public", "strategic", "technical"})


def _cadence(*minutes: int) -> dict[Priority, timedelta]:
    """Return the gaps of P1, P2 and P3; at P4 there is word when something changes."""
    priorities = (Priority.P1, Priority.P2, Priority.P3)
    return {
        priority: timedelta(minutes=gap) for priority, gap in zip(priorities, minutes, strict=True)
    }


_PUBLIC_CADENCE = _cadence(20, 30, 60)
_CADENCE = {"public": _PUBLIC_CADENCE, "strategic": _cadence(15, 20, 45)}
_INTERNAL_CADENCE = _cadence(15, 30, 60)


@dataclass(frozen=True, slots=True)
class WrittenAudience:
    """An audience as it stands in the file, with what is taken for granted filled in."""

    id: str
    name: str
    reads: tuple[str, ...]
    accounts: bool
    record: AudienceRecord | None = None


@dataclass(frozen=True, slots=True)
class ReadersReading:
    """Audiences and the readers of accounts. ``whole`` is false where the file could not be read,
    so that nobody can tell which audiences there are."""

    audiences: Mapping[str, Audience]
    accounts: Mapping[str, Reader]
    whole: bool = True


def account_id(path: str) -> str:
    """Return the id of the account whose file lies at a path."""
    return path.removeprefix(ACCOUNTS_FOLDER).removesuffix(".yml")


def read_readers(files: SiteFiles, languages: Iterable[str]) -> ReadersReading:
    """Read the audiences and resolve what every reader may read.

    Accounts are known by their files alone, so that an error in one of them does not make its
    name unknown everywhere else.
    """
    from builder.source.schemas.site import AudiencesRecord

    accounts = sorted(account_id(path) for path in files.paths if path.startswith(ACCOUNTS_FOLDER))
    document, record = files.record(AUDIENCES_FILE, AudiencesRecord)
    whole = True
    if document is None or record is None:
        whole = AUDIENCES_FILE not in files.paths
        written = [_written(name, None, STANDARD) for name in STANDARD]
    else:
        whole = record.root.keys() == document.values.keys()
        names = list(dict.fromkeys(["public", *record.root]))
        written = [_written(name, record.root.get(name), names) for name in names]
        files.problems += _unknown_names(document, written, languages)
        files.problems += _circles(document, written)
        files.problems += _read_by_everyone(document, written)
        files.problems += _several_with_accounts(document, written)
        files.problems += _slow_cadence(document, written)
        files.problems += _pages(document, written)
        for one in written:
            links = access_of(one.record).links if one.record else ()
            files.problems += files.link_ids.claim(document, (one.id, "links"), links)
    return _resolved(written, accounts, whole)


def _written(name: str, record: AudienceRecord | None, known: Iterable[str]) -> WrittenAudience:
    title, standard = STANDARD.get(name, (name.replace("-", " ").capitalize(), ()))
    reads = tuple(word for word in standard if word in (*known, ACCOUNTS, SLA))
    accounts = name == _PAGES_AN_ACCOUNT
    if record is not None:
        title = record.name or title
        reads = reads if record.reads is None else record.reads
        accounts = accounts if record.accounts is None else record.accounts
    return WrittenAudience(name, title, reads, accounts, record)


def _resolved(written: list[WrittenAudience], accounts: list[str], whole: bool) -> ReadersReading:
    by_name = {one.id: one for one in written}
    account_names = frozenset(map(account, accounts))
    audiences = {}
    for one in written:
        reach = _closure(one.id, by_name)
        reads = frozenset(map(audience, reach & by_name.keys()))
        if ACCOUNTS in reach:
            reads |= account_names
        internal = not one.accounts and one.id != "public"
        if SLA in reach and internal:
            reads |= {FIGURES}
        reader = Reader(audience(one.id), reads, internal)
        plain = Audience(one.id, one.name, reader, one.accounts)
        audiences[one.id] = _promised(plain, one.record, _public_gaps(written))
    shared = PUBLIC.reads
    for found in audiences.values():
        if found.accounts:
            shared |= {found.reader.name}
    readers = {name: Reader(account(name), shared | {account(name)}) for name in accounts}
    return ReadersReading(audiences, readers, whole)


def _promised(
    plain: Audience, record: AudienceRecord | None, public: Mapping[Priority, timedelta]
) -> Audience:
    """Fill in what the audience is owed; what it says of itself stands in place of the usual.

    Accounts usually hear no less often than the public does.
    """
    name = plain.id
    cadence = _CADENCE.get(name, _INTERNAL_CADENCE)
    if plain.accounts:
        cadence = {priority: min(gap, public[priority]) for priority, gap in cadence.items()}
    usual = replace(
        plain,
        owner=Owner.COMMS_LEAD if name in _COMMS_LEADS else Owner.BUSINESS_RESPONSE_LEAD,
        needs=NEEDS.get(_PAGES_AN_ACCOUNT if plain.accounts else name, ()),
        cadence=cadence,
    )
    if record is None:
        return usual
    return replace(
        usual,
        owner=record.owner or usual.owner,
        needs=usual.needs
        if record.needs is None
        else tuple(Need(need.id, need.label) for need in record.needs),
        stages=record.stages,
        cadence={**usual.cadence, **record.cadence},
        protection=record.protection,
        feed=record.feed,
        access=access_of(record),
    )


def access_of(record: AudienceRecord | AccountRecord) -> Access:
    """Return who may open the pages of the reader that a record is about."""
    links = tuple(Link(one.id, one.until, one.revoked, one.words) for one in record.links)
    return Access(links, record.generation, record.path)


def _closure(start: str, by_name: Mapping[str, WrittenAudience]) -> frozenset[str]:
    reach: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name not in reach:
            reach.add(name)
            waiting += by_name[name].reads if name in by_name else ()
    return frozenset(reach)


def _unknown_names(
    document: Document, written: list[WrittenAudience], languages: Iterable[str]
) -> list[Problem]:
    known = {one.id for one in written} | {ACCOUNTS, SLA}
    problems = []
    for one in written:
        if one.id in languages:
            problems.append(
                document.problem(
                    "reserved-name",
                    (one.id,),
                    f"{shown(one.id)} is one of the site's languages.",
                    f"Choose another name, like {shown('our-' + one.id)}.",
                    at_key=True,
                )
            )
        for index, word in enumerate(one.reads):
            if word not in known:
                problems.append(
                    document.problem(
                        "unknown-audience",
                        (one.id, "reads", index),
                        f"There is no audience {shown(word)}.",
                        suggestion(word, sorted(known)),
                    )
                )
    return problems


def _circles(document: Document, written: list[WrittenAudience]) -> list[Problem]:
    by_name = {one.id: one for one in written}
    problems = []
    for one in written:
        for index, word in enumerate(one.reads):
            if word in by_name and one.id in _closure(word, by_name):
                problems.append(
                    document.problem(
                        "audience-circle",
                        (one.id, "reads", index),
                        f"{shown(one.id)} reads {shown(word)}, which reads {shown(one.id)}, "
                        "directly or through others.",
                        "Take one of the two away.",
                    )
                )
    return problems


def _read_by_everyone(document: Document, written: list[WrittenAudience]) -> list[Problem]:
    return [
        document.problem(
            "public-reads",
            ("public", "reads"),
            "Everyone can't be given what is for some.",
            "Take `reads` away here, and write what everyone may read outside sections.",
        )
        for one in written
        if one.id == "public" and one.reads
    ]


def _several_with_accounts(document: Document, written: list[WrittenAudience]) -> list[Problem]:
    holders = [one.id for one in written if one.accounts]
    return [
        document.problem(
            "several-with-accounts",
            (name, "accounts"),
            f"{shown(holders[0])} already has a page for each account.",
            "Keep `accounts: true` on one audience.",
        )
        for name in holders[1:]
    ]


def _slow_cadence(document: Document, written: list[WrittenAudience]) -> list[Problem]:
    gaps = _public_gaps(written)
    return [
        document.problem(
            "slow-cadence",
            (one.id, "cadence", priority.value),
            f"Strategic accounts would hear less often than the public at {priority}.",
            "Write a gap that is not longer than the public's.",
        )
        for one in written
        if one.accounts and one.record is not None
        for priority, gap in one.record.cadence.items()
        if priority in gaps and gap > gaps[priority]
    ]


def _public_gaps(written: list[WrittenAudience]) -> dict[Priority, timedelta]:
    said = (one.record.cadence for one in written if one.id == "public" and one.record)
    return _PUBLIC_CADENCE | next(said, {})


def _pages(document: Document, written: list[WrittenAudience]) -> list[Problem]:
    """What is said of pages fits those that there are."""
    problems = []
    for one in written:
        if one.record is None:
            continue
        if one.record.links and (one.accounts or one.id == "public"):
            reason = (
                "Each account has its own" if one.accounts else "Everyone reads them without a link"
            )
            problems.append(
                document.problem(
                    "no-page-to-open",
                    (one.id, "links"),
                    f"There are no pages of {shown(one.id)} that a link could open. {reason}.",
                    "Write the links of an account into its file in `site_src/accounts/`."
                    if one.accounts
                    else "Take the links out.",
                    at_key=True,
                )
            )
        sealed = one.record.protection is Protection.SEALED
        if one.record.feed is Feed.FULL and sealed and one.id != "public":
            problems.append(
                document.problem(
                    "full-feed-sealed",
                    (one.id, "feed"),
                    "A feed with all words can't be sealed: programs that fetch it have no key.",
                    "Write `feed: notice`, which tells that there is an update, or "
                    "`protection: host` where the host checks who reads.",
                )
            )
    return problems
