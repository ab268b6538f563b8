"""``accounts/<id>.yml``: strategic accounts, a file each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from builder.model.site import Account, Contact
from builder.source.audiences import ACCOUNTS_FOLDER, access_of
from builder.source.contracts import read_contract
from builder.source.document import Document
from builder.source.names import Names
from builder.source.site_files import SiteFiles
from builder.source.words import shown, suggestion
from builder.source.yaml_text import Keys
from builder.source.zones import zone_problem
from builder.vocabulary.problems import Problem
from builder.vocabulary.readers import Limit, Reader


def read_accounts(
    files: SiteFiles,
    readers: Mapping[str, Reader],
    names: Names,
    limits: Mapping[str, Iterable[Limit]],
    time_zone: str,
) -> dict[str, Account]:
    """Read every account. One whose file is wrong still has its name and what it may read.

    ``limits`` say of each component for whom it and its group are; ``time_zone`` is the site's.
    """
    return {
        name: _account(files, name, reader, names, limits, time_zone)
        for name, reader in readers.items()
    }


def _account(
    files: SiteFiles,
    name: str,
    reader: Reader,
    names: Names,
    limits: Mapping[str, Iterable[Limit]],
    time_zone: str,
) -> Account:
    from builder.source.schemas.site import AccountRecord, Outbox

    document, record = files.record(f"{ACCOUNTS_FOLDER}{name}.yml", AccountRecord)
    if document is None or record is None:
        return Account(name, name, reader)

    def listed(keys: Keys, words: Iterable[str]) -> tuple[str, ...]:
        found, problems = _components(document, keys, words, reader, names, limits)
        files.problems += problems
        return found

    components = listed(("components",), record.components)
    languages = names.languages
    if record.language and languages is not None and record.language not in languages:
        files.problems.append(
            document.problem(
                "unknown-language",
                ("language",),
                f"The site has no language {shown(record.language)}.",
                suggestion(record.language, languages),
            )
        )
    files.problems += zone_problem(document, record.time_zone)
    contract = None
    if record.contract is not None:
        zone = record.time_zone or time_zone
        contract, problems = read_contract(document, record.contract, components, zone, listed)
        files.problems += problems
    access = access_of(record)
    files.problems += files.link_ids.claim(document, ("links",), access.links)
    contact = record.contact
    return Account(
        id=name,
        name=record.name,
        reader=reader,
        components=components,
        language=record.language or "",
        time_zone=record.time_zone or "",
        contact=Contact(contact.name, contact.email or "") if contact else None,
        access=access,
        told_in_words=record.outbox is Outbox.WORDS,
        contract=contract,
    )


def _components(
    document: Document,
    keys: Keys,
    words: Iterable[str],
    reader: Reader,
    names: Names,
    limits: Mapping[str, Iterable[Limit]],
) -> tuple[tuple[str, ...], list[Problem]]:
    """Return the components that stand in a list of an account's file, and what is wrong there."""
    found: list[str] = []
    problems: list[Problem] = []
    for index, word in enumerate(words):
        at = (*keys, index)
        component = names.component(document, at, word, problems, at_key=False)
        if component in found:
            problems.append(
                document.problem(
                    "duplicate-component",
                    at,
                    f"{shown(word)} stands in the list already.",
                    "Keep one of the two.",
                )
            )
        elif component is not None:
            found.append(component)
            if not all(map(reader.may_read, limits.get(component, ()))):
                problems.append(
                    document.problem(
                        "component-out-of-reach",
                        at,
                        f"{shown(word)} is for other readers: the account's page does not have it.",
                        "Take it out, or name the account in the component's `audience`.",
                    )
                )
    return tuple(found), problems
