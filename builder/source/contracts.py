"""The ``contract`` of an account's file, held against the site and against itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from builder.model.contract import (
    HUNDRED,
    Adjustment,
    Contract,
    CreditStep,
    Exclusion,
    ResponsePromise,
)
from builder.model.uptime_policy import CONTRACT, POLICIES, Policy
from builder.source.words import shown
from builder.source.zones import zone_problem

if TYPE_CHECKING:
    from builder.source.document import Document
    from builder.source.schemas.contract import ContractRecord
    from builder.source.schemas.policy import KnownPolicy, WeightsRecord
    from builder.source.yaml_text import Keys
    from builder.vocabulary.problems import Problem

ListOfComponents = Callable[["Keys", Iterable[str]], tuple[str, ...]]
"""Reads a list of components that stands below some keys, and notes what is wrong with it."""


def read_contract(
    document: Document,
    record: ContractRecord,
    components: tuple[str, ...],
    time_zone: str,
    listed: ListOfComponents,
) -> tuple[Contract, list[Problem]]:
    """Return a contract and what is wrong with it.

    ``components`` and ``time_zone`` are the account's, for a contract that has none of its own.
    """
    own = listed(("contract", "components"), record.components)
    contract = Contract(
        since=record.since,
        target=record.target,
        components=own or components,
        time_zone=record.time_zone or time_zone,
        policy=_policy(record.policy),
        rolling=record.window,
        exclusions=tuple(
            Exclusion(
                each.since,
                each.until,
                each.reason,
                listed(("contract", "exclusions", number, "components"), each.components),
            )
            for number, each in enumerate(record.exclusions)
        ),
        credits=tuple(CreditStep(each.below, each.sum) for each in record.credits),
        responses={
            priority: ResponsePromise(each.first, each.updates)
            for priority, each in record.responses.items()
        },
        dispute=record.dispute,
        adjustments=tuple(
            Adjustment(each.month, each.change // timedelta(seconds=1), each.reason, each.agreed)
            for each in record.adjustments
        ),
    )
    problems = zone_problem(document, record.time_zone, ("contract", "time_zone"))
    if not (contract.components or record.components):
        problems.append(
            document.problem(
                "contract-about-nothing",
                ("contract",),
                "Neither the account nor its contract names a component.",
                "Write `components: [...]` with what its uptime is about.",
                at_key=True,
            )
        )
    problems += _elsewhere(document, contract)
    problems += _credits(document, contract)
    problems += _adjustments(document, contract)
    return contract, problems


def _policy(written: KnownPolicy | WeightsRecord) -> Policy:
    if not isinstance(written, str):
        return Policy(**{**dict(written), "name": CONTRACT})
    return POLICIES[written]


def _elsewhere(document: Document, contract: Contract) -> Iterator[Problem]:
    """Yield exclusions of what the contract is not about."""
    for number, each in enumerate(contract.exclusions):
        for name in each.components:
            if name not in contract.components:
                yield document.problem(
                    "exclusion-elsewhere",
                    ("contract", "exclusions", number, "components"),
                    f"The contract is not about {shown(name)}.",
                    "Take it out here, or write it into the contract's `components`.",
                )


def _credits(document: Document, contract: Contract) -> Iterator[Problem]:
    """Yield steps that leave a figure without an answer."""
    last = contract.target
    for number, step in enumerate(contract.credits):
        keys = ("contract", "credits", number, "below")
        if not number and step.below != contract.target:
            yield document.problem(
                "credit-hole",
                keys,
                f"Nothing says what is owed between {_percent(step.below)} and the target of "
                f"{_percent(contract.target)}.",
                f"Let the first step begin with `below: {_percent(contract.target)}`; write "
                "`sum: nothing` where nothing is owed.",
            )
        elif number and step.below >= last:
            yield document.problem(
                "credits-out-of-order",
                keys,
                f"{_percent(step.below)} does not lie below {_percent(last)}, the step before.",
                "Write the steps from the highest figure to the lowest, each one once.",
            )
        last = step.below


def _adjustments(document: Document, contract: Contract) -> Iterator[Problem]:
    for number, each in enumerate(contract.adjustments):
        keys = ("contract", "adjustments", number, "month")
        if contract.rolling:
            yield document.problem(
                "adjustment-without-month",
                keys,
                "The window of this contract moves with time: no figure is that of a month.",
                "Write the times that do not count as `exclusions`.",
            )
        elif each.month < (contract.since.year, contract.since.month):
            yield document.problem(
                "adjustment-too-early",
                keys,
                "The contract did not count yet in this month.",
                "Write a month that is not before `since`.",
            )


def _percent(target: int) -> str:
    """Write a percentage without zeros at its end."""
    whole, rest = divmod(target, HUNDRED // 100)
    return f"{whole}.{rest:05}".rstrip("0") if rest else str(whole)
