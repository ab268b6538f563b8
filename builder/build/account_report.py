"""The report of an account's month: all sources read, cut for the account, and held against its
contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from builder.build.ground import read_ground
from builder.build.request import Progress, Request, silent
from builder.build.uptime_figures import NotMeasured, UnfitQuestion, account_of, rows_of
from builder.source.scan import scan
from builder.source.words import shown
from builder.views.rows import carried
from builder.views.service_levels import period_level, service_view

if TYPE_CHECKING:
    from builder.model.site import Account, Site
    from builder.views.service_types import PeriodLevel, ServiceView
    from builder.vocabulary.theme import Theme


@dataclass(frozen=True, slots=True)
class AccountReport:
    """An account's month, and what it takes to lay it out as its pages are. ``limited`` are the
    incidents of which no public page tells."""

    account: Account
    service: ServiceView
    level: PeriodLevel
    site: Site
    theme: Theme
    limited: frozenset[str]


def account_report(
    request: Request, account: str, month: tuple[int, int], progress: Progress = silent
) -> AccountReport:
    """Measure a month (year, month) of an account's contract, as far as ``request.now``.

    Raises:
        NotMeasured: the sources have errors.
        UnfitQuestion: there is no such account, it has no contract, or none in this month.
    """
    snapshot = scan(request.source)
    ground = read_ground(snapshot, latest=request.latest)
    wrong = any(problem.is_error for problem in ground.problems)
    if ground.site is None or ground.theme is None or wrong:
        raise NotMeasured(ground.problems)
    site = ground.site
    found = account_of(site, account)
    if found.contract is None:
        raise UnfitQuestion(
            f"{shown(found.id)} has no contract. Write `contract` into its file in "
            "`site_src/accounts/`."
        )
    rows, sources = rows_of(request, snapshot, site, found.reader, progress)
    listed = carried(rows)
    level = period_level(found, site, listed, month, request.now, sources)
    service = service_view(found, site, listed, request.now)
    if level is None or service is None:
        raise UnfitQuestion(
            f"The contract of {shown(found.id)} has no {month[0]:04}-{month[1]:02}: it begins on "
            f"{found.contract.since}, and a month is told of once it has begun."
        )
    limited = frozenset(row.id for row in listed if row.limited)
    return AccountReport(found, service, level, site, ground.theme, limited)
