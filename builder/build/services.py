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


def granted(reader: Reader, services: Mapping[str, ServiceView]) -> tuple[ServiceView, ...]:
    """Return those that a reader is told of: its own, or all."""
    if reader.knows_figures:
        return tuple(services.values())
    return (services[reader.name],) if reader.name in services else ()
