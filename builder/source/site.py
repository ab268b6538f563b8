"""All of ``site_src/``, read and resolved into one value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from builder.model.site import Group, Site
from builder.model.uptime_policy import POLICIES, Policy
from builder.source.accounts import read_accounts
from builder.source.audiences import read_readers
from builder.source.closed import read_closed
from builder.source.components import read_components
from builder.source.names import Names, names_of
from builder.source.pages import read_pages
from builder.source.record_place import check_record_place, record_place_of
from builder.source.site_files import SiteFiles
from builder.source.site_links import check_links, destinations
from builder.source.targets import check_targets, targets_of
from builder.source.words import shown
from builder.source.zones import zone_problem
from builder.vocabulary.language_codes import is_language
from builder.vocabulary.limited_text import Waiver
from builder.vocabulary.names import DOMAIN
from builder.vocabulary.problems import Problem
from builder.vocabulary.readers import account, audience

if TYPE_CHECKING:
    from builder.source.document import Document
    from builder.source.pictures import Picture
    from builder.source.scan import Snapshot
    from builder.source.schemas.policy import KnownPolicy, PolicyRecord
    from builder.source.schemas.site import SiteRecord

SITE_FILE = "site_src/site.yml"
DEFAULT_YEAR = 2026
"""The year of feed ids where ``ids`` names none. It never changes: ids go by it."""


DEFAULT_ZONE = "Etc/UTC"


@dataclass(frozen=True, slots=True)
class SiteReading:
    """What came of ``site_src/``.

    ``site`` may stand beside problems, so that incidents can be checked against it in the same run;
    nothing may be built of it while a problem is an error. It is ``None`` where too little of it
    could be read for that. ``digest`` stands for all bytes that were read. ``pictures`` are those
    that free pages show, ``references`` the incidents that they lead to.
    """

    site: Site | None
    problems: tuple[Problem, ...]
    digest: str
    pictures: tuple[Picture, ...] = ()
    references: tuple[str, ...] = ()


def read_site(snapshot: Snapshot, latest: datetime | None = None) -> SiteReading:
    """Read the site, its components, readers and free pages.

    ``latest`` is the latest time (aware, UTC) that has come: a page leads to nothing that comes
    later. ``None`` where it does not matter.
    """
    from builder.source.schemas.site import SiteRecord

    files = SiteFiles(snapshot.root, frozenset(file.path for file in snapshot.site_files))
    document, record = files.record(SITE_FILE, SiteRecord)
    languages = record.languages if record is not None else None
    if document is not None and record is not None:
        files.problems += _check(document, record)
    readers = read_readers(files, languages or ())
    people = {audience(one.id): one.reader for one in readers.audiences.values()}
    people.update((account(name), reader) for name, reader in readers.accounts.items())
    names = Names(languages, None, people if readers.whole else None)
    components = read_components(files, names)
    site = None
    if document is not None and record is not None:
        site = _site(record, document)
        site = replace(
            site,
            groups=components.groups,
            ungrouped=components.ungrouped,
            audiences=readers.audiences,
        )
        if components.whole:
            names = replace(names, components=names_of(site).components)
    limits = {
        each.id: (group.audience, each.audience)
        for group in (*components.groups, Group("", "", components.ungrouped))
        for each in group.components
    }
    accounts = read_accounts(
        files, readers.accounts, names, limits, site.time_zone if site else DEFAULT_ZONE
    )
    closed = read_closed(files, accounts)
    accounts = {name: replace(each, closed=closed.get(name, ())) for name, each in accounts.items()}
    pages = read_pages(files, snapshot.site_files, names)
    known = frozenset(folder.id for folder in snapshot.folders)
    there = destinations(site if components.whole else None, pages.pages, known, latest)
    links = check_links(pages.links, there, names, snapshot.root)
    files.problems += links.problems
    digest = sha256("\n".join(sorted(files.digests)).encode()).hexdigest()
    if site is not None and readers.whole and components.whole:
        site = replace(site, accounts=accounts, pages=pages.pages)
        assert document is not None
        files.problems += check_targets(document, site, snapshot.root)
        files.problems += check_record_place(document, site, snapshot.root)
    else:
        site = None
    references = tuple(each for each in links.references if each in known)
    return SiteReading(site, tuple(files.problems), digest, pages.pictures, references)


def _site(record: SiteRecord, document: Document) -> Site:
    return Site(
        name=record.name,
        url=record.url,
        time_zone=record.time_zone,
        languages=record.languages,
        theme=record.theme,
        authority=record.ids.authority or urlsplit(record.url).hostname or "",
        year=record.ids.year or DEFAULT_YEAR,
        show_overdue=record.show_overdue.value,
        uptime_policy=_policy(record.uptime_policy),
        search_engines=record.search_engines,
        voice={key: word for key, word in record.voice.model_dump().items() if word},
        words_off=frozenset(record.words),
        site_id=record.site_id or "",
        secret_check=record.secret_check or "",
        waivers=tuple(
            Waiver(each.word, each.where, each.why, _line_of_waiver(document, number))
            for number, each in enumerate(record.leak_check.allow)
        ),
        targets=targets_of(record.publish),
        record=record_place_of(record.record),
    )


def _policy(written: KnownPolicy | PolicyRecord) -> Policy:
    if not isinstance(written, str):
        return Policy(**dict(written))
    return POLICIES[written]


def _line_of_waiver(document: Document, number: int) -> int:
    try:
        return document.line_of(("leak_check", "allow", number))
    except KeyError:
        return 0


def _check(document: Document, record: SiteRecord) -> list[Problem]:
    problems = zone_problem(document, record.time_zone)
    host = urlsplit(record.url).hostname or ""
    if record.ids.authority is None and not DOMAIN.fullmatch(host):
        problems.append(
            document.problem(
                "missing-authority",
                ("url",),
                f"{shown(host)} is no domain, and ids in feeds begin with one.",
                "Name a domain that is yours below `ids:`, like `authority: example.com`.",
            )
        )
    for index, language in enumerate(record.languages):
        if not is_language(language):
            problems.append(
                document.problem(
                    "unknown-locale",
                    ("languages", index),
                    f"There is no language {shown(language)}.",
                    "Write its tag as CLDR has it, such as `fr` or `pt-BR`.",
                )
            )
        if language in record.languages[:index]:
            problems.append(
                document.problem(
                    "duplicate-language",
                    ("languages", index),
                    f"The language {shown(language)} stands here a second time.",
                    "Keep one of the two.",
                )
            )
    return problems
