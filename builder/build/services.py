"""Contracts of accounts in a build: measured once in the account's own view, told to whom it is
granted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from builder.model.site import Site
from builder.views.rows import carried
from builder.views.service_levels import service_view
from builder.views.service_types import ServiceView
from builder.vocabulary.readers import Reader

if TYPE_CHECKING:
    from builder.build.tree_build import TreeBuild
    from builder.views.types import IncidentRow


def service_views(
    site: Site, trees: Iterable[TreeBuild], now: datetime
) -> Mapping[str, ServiceView]:
    """Return how each contract stands, by the name of its account as a reader.

    What may change the account's view at some instant may change its figures, in every tree.
    """
    by_reader = {tree.reader.name: tree for tree in trees}
    found = {}
    for account in site.accounts.values():
        tree = by_reader.get(account.reader.name)
        if account.contract is None or tree is None:
            continue
        service = service_view(account, site, carried(tree.rows()), now)
        if service is not None:
            turns = (*service.turns, *tree.turns_of_incidents())
            found[account.reader.name] = replace(service, turns=turns)
    return found


def services_told(
    site: Site, rows: Mapping[str, Iterable[IncidentRow]], now: datetime
) -> Mapping[str, ServiceView]:
    """Return how each contract stands by the rows that its account has, by the account's name as a
    reader."""
    found = {
        account.reader.name: service_view(account, site, carried(rows[account.reader.name]), now)
        for account in site.accounts.values()
        if account.contract is not None and account.reader.name in rows
    }
    return {name: service for name, service in found.items() if service is not None}


def next_breach(services: Iterable[ServiceView], incident: str, now: datetime) -> datetime | None:
    """Return when the first contract breaks that an incident counts in, if what goes on goes on."""
    return min(
        (
            each.now.breach
            for each in services
            if each.now.breach is not None
            and each.now.breach > now
            and any(one.id == incident and one.lasts for one in each.now.incidents)
        ),
        default=None,
    )


def granted(reader: Reader, services: Mapping[str, ServiceView]) -> tuple[ServiceView, ...]:
    """Return those that a reader is told of: its own, or all."""
    if reader.knows_figures:
        return tuple(services.values())
    return (services[reader.name],) if reader.name in services else ()
