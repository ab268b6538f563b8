"""``closed/<account>/<month>.yml``: figures that were made final."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from builder.model.closed import ClosedInterval, ClosedMonth, digest_of
from builder.source.file_names import CLOSED_FOLDER
from builder.source.site_files import SiteFiles
from builder.source.words import shown, suggestion
from builder.vocabulary.problems import Place, Problem


def read_closed(files: SiteFiles, accounts: Iterable[str]) -> dict[str, tuple[ClosedMonth, ...]]:
    """Read the months of all accounts that were made final, by account."""
    known = frozenset(accounts)
    found: dict[str, list[ClosedMonth]] = {}
    for path in sorted(each for each in files.paths if each.startswith(CLOSED_FOLDER)):
        account, _, name = path.removeprefix(CLOSED_FOLDER).partition("/")
        if account not in known:
            files.problems.append(_no_account(path, account, known))
            continue
        found.setdefault(account, []).extend(_month(files, path, name.removesuffix(".yml")))
    return {account: tuple(months) for account, months in found.items()}


def _month(files: SiteFiles, path: str, key: str) -> Iterator[ClosedMonth]:
    from builder.source.schemas.closed import ClosedRecord

    document, record = files.record(path, ClosedRecord)
    if document is None or record is None:
        return
    closed = ClosedMonth(
        key,
        record.made,
        record.uptime,
        record.credit,
        tuple(
            ClosedInterval(
                each.component,
                each.since,
                each.until,
                each.state,
                each.update.partition("/")[0],
                each.update.partition("/")[2],
                int(each.weighted) if each.weighted.isascii() and each.weighted.isdigit() else -1,
            )
            for each in record.intervals
        ),
        record.digest,
    )
    if digest_of(closed) != closed.digest:
        files.problems.append(
            document.problem(
                "closed-changed",
                ("digest",),
                "These are not the figures that were made final.",
                "Bring the file back as it was; what became known later is shown beside it.",
            )
        )
    yield closed


def _no_account(path: str, account: str, known: frozenset[str]) -> Problem:
    return Problem(
        Place(path),
        "unknown-account",
        f"There is no account {shown(account)}.",
        suggestion(account, sorted(known)),
    )
