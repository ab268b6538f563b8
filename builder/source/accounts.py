"""``accounts/<id>.yml``: strategic accounts, a file each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from builder.model.site import Account, Contact
from builder.source.audiences import ACCOUNTS_FOLDER, access_of
from builder.source.names import Names
from builder.source.site_files import SiteFiles
from builder.source.words import shown, suggestion
from builder.source.zones import zone_problem
from builder.vocabulary.problems import Problem
from builder.vocabulary.readers import Limit, Reader


def read_accounts(
    files: SiteFiles,
    readers: Mapping[str, Reader],
    names: Names,
    limits: Mapping[str, Iterable[Limit]],
) -> dict[str, Account]:
    """Read every account. One whose file is wrong still has its name and what it may read.

    ``limits`` say of each component for whom it and its group are.
    """
    return {name: _account(files, name, reader, names, limits) for name, reader in readers.items()}


def _account(
    files: SiteFiles,
    name: str,
    reader: Reader,
    names: Names,
    limits: Mapping[str, Iterable[Limit]],
) -> Account:
    from builder.source.schemas.site import AccountRecord, Outbox

    document, record = files.record(f"{ACCOUNTS_FOLDER}{name}.yml", AccountRecord)
    if document is None or record is None:
        return Account(name, name, reader)
    components: list[str] = []
    problems: list[Problem] = []
    for index, word in enumerate(record.components):
        keys = ("components", index)
        component = names.component(document, keys, word, problems, at_key=False)
        if component in components:
            problems.append(
                document.problem(
                    "duplicate-component",
                    keys,
                    f"{shown(word)} stands in the list already.",
                    "Keep one of the two.",
                )
            )
        elif component is not None:
            components.append(component)
            if not all(map(reader.may_read, limits.get(component, ()))):
                problems.append(
                    document.problem(
                        "component-out-of-reach",
                        keys,
                        f"{shown(word)} is for other readers: the account's page does not have it.",
                        "Take it out, or name the account in the component's `audience`.",
                    )
                )
    files.problems += problems
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
    access = access_of(record)
    files.problems += files.link_ids.claim(document, ("links",), access.links)
    contact = record.contact
    return Account(
        id=name,
        name=record.name,
        reader=reader,
        components=tuple(components),
        language=record.language or "",
        time_zone=record.time_zone or "",
        contact=Contact(contact.name, contact.email or "") if contact else None,
        access=access,
        told_in_words=record.outbox is Outbox.WORDS,
    )
