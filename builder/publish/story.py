"""The story of a publish: build, prove that nothing leaks, bring each target what it lacks, look.

Private pages go before public ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from builder.build import Request, build
from builder.build.readers import PUBLIC_TREE
from builder.build.request import Progress, silent
from builder.model.publishing import Target
from builder.model.site import Site
from builder.publish.clock import waited_for
from builder.publish.consignment import in_order
from builder.publish.delivery import Delivery
from builder.publish.held_back import NOTHING_HELD, build_the_rest, ever_published
from builder.publish.leak_check import leak_check
from builder.publish.record import Record
from builder.publish.record_opening import open_record
from builder.publish.request import PublishOutcome, PublishRequest
from builder.publish.targets.place import TargetFault
from builder.vocabulary.problems import Place as Where
from builder.vocabulary.problems import Problem


def publish(request: PublishRequest, progress: Progress = silent) -> PublishOutcome:
    """Build the site and bring it to its targets.

    Raises:
        OutputProblem: the local trees can't be written; no target was touched.
    """
    record = open_record(
        request.site.record,
        request.build.source,
        request.build.cache,
        request.environment,
        sources_public=request.build.sources_public,
    )
    request = replace(request, build=_at_its_time(request, record))
    built, held = build(request.build, progress), NOTHING_HELD
    if built.failed and request.hold_broken:
        try:
            published = ever_published(record, request.targets)
        except TargetFault as fault:
            return PublishOutcome(built, (fault.problem,))
        built, held = build_the_rest(request.build, built, published, progress)
        request = replace(request, build=replace(request.build, held=held.paths))
    if built.failed:
        return PublishOutcome(built)
    if any(target.is_public for target in request.targets):
        progress("looking for leaks", 0, 1)
        leaks = _leaks(request.build)
        if leaks:
            return PublishOutcome(built, leaks)
    return PublishOutcome(built, (), Delivery(request, record).published(progress), held)


def _at_its_time(request: PublishRequest, record: Record) -> Request:
    """Return the build for its moment, waited for where readers have one that is a little later."""
    if request.build.now_given:
        return request.build
    # A record that can't be read is told of each target.
    with suppress(TargetFault):
        record.fetch()
    newest = record.newest({target.name for target in request.targets})
    return replace(request.build, now=waited_for(request.build.now, newest))


def _leaks(request: Request) -> tuple[Problem, ...]:
    """Build the public tree a second time without anything private, and say how it differs."""
    check = leak_check(
        request.source,
        request.out / PUBLIC_TREE,
        request.now,
        request.cache / "second-build",
        request.jobs,
        request.held,
    )
    return check.problems + tuple(
        Problem(
            Where(f"{PUBLIC_TREE}/{each.path}"),
            "public-leak",
            f"Made from public sources alone, this file {each.kind}.",
            "Nothing was published. This is a fault of tocsin: please report it, without the text.",
        )
        for each in check.differences
    )


def chosen(site: Site, names: Iterable[str], *, public_only: bool = False) -> tuple[Target, ...]:
    """Return the targets of these names, all where none is named, in the order in which they are
    served; with ``public_only`` none that takes private pages."""
    wanted = set(names)
    return tuple(
        target
        for target in in_order(site.targets, site)
        if (not wanted or target.name in wanted) and (target.is_public or not public_only)
    )
