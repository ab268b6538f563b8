"""The search for leaks: what a build is about to write, before any of it takes its place.

Private text that stands in a file whose reader may not read it is an error. Files that the last
build searched are not searched again, as long as nothing that is private now could stand in them:
texts that are new, and texts that were for everyone and no longer are, are looked up among all
neighbouring words of those files; where one may be there, everything is searched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from builder.build.no_search import waives_nothing
from builder.output.canaries import (
    Canaries,
    Found,
    Run,
    Said,
    all_said,
    lines_of,
    may_stand,
    waives,
)
from builder.output.canary_memory import SaidIn, Searched
from builder.output.canary_text import Unreadable, words_in
from builder.source.files import MOST_PROBLEMS, read_text
from builder.source.limited_texts import site_texts
from builder.vocabulary.problems import Place, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from builder.build.tree_build import TreeBuild
    from builder.model.site import Site
    from builder.output.written import Written
    from builder.vocabulary.limited_text import Waiver
    from builder.vocabulary.theme import Theme

_Limits: TypeAlias = tuple[tuple[frozenset[str], ...], int | None]
_EVERYONE: _Limits = ((), None)

SITE = ""
"""The name under which the site's own texts are remembered."""


class LeakSearch:
    """The search of one build.

    Args:
        sources: the texts of each incident, and of the site by ``SITE``.
        before: what the last build searched, ``None`` where that is not known.
        spoken: what every page may say.
        waivers: words that are no leak.
        now: the moment, in seconds since 1970.
    """

    def __init__(
        self,
        sources: Mapping[str, SaidIn],
        before: Searched | None,
        spoken: Iterable[str],
        waivers: tuple[Waiver, ...],
        now: int,
    ) -> None:
        self._sources = sources
        self._before = before
        self._waivers = waivers
        self._now = now
        self._canaries = Canaries(
            (said for each in sources.values() for said in each.said), spoken, now
        )
        self._used: frozenset[int] = frozenset()
        self._no_more_open: set[Run] = set()
        self._whole = self._before is None or self._may_stand_anywhere(self._before)
        if self._before is not None and not self._whole:
            self._used = self._before.used
            self._canaries.pairs.update(self._before.pairs)
            self._canaries.leave_out(self._before.open_runs - self._no_more_open)
        else:
            self._canaries.prune()

    def problems(
        self,
        trees: Iterable[TreeBuild],
        written: Callable[[TreeBuild], Mapping[str, Written]],
        root: Path,
    ) -> Iterator[Problem]:
        """Search the trees, and yield each place of private text in them, and each waiver that lets
        nothing pass.

        Args:
            trees: what is about to be written.
            written: what the last build left of a tree.
            root: the folder of the sources.
        """
        found: list[Found] = []
        for tree in trees if self._canaries else ():
            known = {} if self._whole else written(tree)
            for path, reader, data in tree.contents(known):
                output = f"{tree.name}/{path}"
                try:
                    found += self._canaries.in_file(output, path, data, reader)
                except Unreadable as error:
                    yield _unreadable(output, error)
        leaks = self._not_waived(self._canaries.unread(found))
        yield from self._told(leaks, root)
        for number, waiver in enumerate(self._waivers):
            if number not in self._used:
                yield waives_nothing(waiver)

    def searched(self) -> Searched | None:
        """Return what the next build may know; ``None`` where nothing is private."""
        canaries = self._canaries
        if not canaries:
            return None
        return Searched(
            self._sources,
            frozenset(canaries.pairs),
            self._now,
            self._used,
            frozenset(canaries.open_runs),
        )

    def _not_waived(self, found: Iterable[Found]) -> list[Found]:
        left = []
        for each in found:
            by = {number for number, one in enumerate(self._waivers) if waives(one, each)}
            self._used |= by
            if not by:
                left.append(each)
        return left

    def _told(self, found: Iterable[Found], root: Path) -> Iterator[Problem]:
        """Yield the problem of each place in the sources of what was found."""
        texts: dict[str, str] = {}
        places: dict[tuple[str, int], set[str]] = {}
        outputs: dict[Run, set[str]] = {}
        for each in found:
            outputs.setdefault(each.run, set()).add(each.output)
        for run in sorted(outputs)[:MOST_PROBLEMS]:
            for path in {said.path for said in self._canaries.sources_of(run)}:
                if path not in texts:
                    source = read_text(root, path).source
                    texts[path] = source.text if source is not None else ""
                for line in lines_of(run, texts[path]):
                    places.setdefault((path, line), set()).update(outputs[run])
        told = ((place, output) for place in sorted(places) for output in sorted(places[place]))
        for place, output in islice(told, MOST_PROBLEMS):
            yield _leak(place, output)

    def _may_stand_anywhere(self, before: Searched) -> bool:
        """Say whether what is private now, and was not, may stand in what was searched."""
        new: set[Run] = set()
        for name in self._sources.keys() | before.sources.keys():
            here, there = self._sources.get(name), before.sources.get(name)
            if here == there:
                continue
            said = self._by_limits(here.said if here is not None else ())
            was = self._by_limits(there.said if there is not None else ())
            for limits in said.keys() | was.keys():
                now, then = said.get(limits, []), was.get(limits, [])
                if limits != _EVERYONE:
                    new |= _runs(now) - _runs(then)
                gone = self._among(then) - self._among(now)
                new |= gone
                if limits == _EVERYONE:
                    self._no_more_open |= gone
        near = {run for run in new if may_stand(run, before.pairs)}
        return bool(near - self._canaries.among_open(near))

    def _by_limits(self, said: Iterable[Said]) -> dict[_Limits, list[Said]]:
        """Sort texts by who may read them, and when where that is still to come."""
        found: dict[_Limits, list[Said]] = {}
        for each in said:
            waits = each.since is not None and each.since > self._now
            found.setdefault((each.limits, each.since if waits else None), []).append(each)
        return found

    def _among(self, said: Iterable[Said]) -> set[Run]:
        return self._canaries.among(form for each in said for form in each.forms)


def _runs(said: Iterable[Said]) -> set[Run]:
    return {run for each in said for run in each.runs()}


def texts_of_site(site: Site, digest: str, now: int) -> SaidIn:
    """Return the texts of the site."""
    return SaidIn(digest, all_said(site_texts(site), now))


def spoken_by(site: Site, theme: Theme) -> Iterator[str]:
    """Yield what any page may say: the words of the program and those of the theme."""
    from builder.render.interface import spoken
    from builder.seal.hosts_public import PublicSite, headers_file

    hosting = headers_file(PublicSite("", True, "")).decode()
    for text in (*spoken(site.catalogues), hosting, *theme.templates.values()):
        yield " ".join(words_in(text))


def _leak(place: tuple[str, int], output: str) -> Problem:
    return Problem(
        Place(*place, 1),
        "private-text",
        f"What stands here is private, and {output} would tell it to who may not read it.",
        "Take it out of what those readers read; if it is no leak, say so under "
        "`leak_check: {allow: [{word, where, why}]}` in `site_src/site.yml`.",
    )


def _unreadable(output: str, error: Unreadable) -> Problem:
    return Problem(
        Place(output),
        "not-searched",
        f"Private text can't be looked for in this file: {error}.",
        "Publish it without compression, or compressed by gzip.",
    )


def all_texts(
    incidents: Iterable[str],
    digest_of: Callable[[str], str],
    read: Mapping[str, tuple[Said, ...] | None],
    before: Searched | None,
    read_again: Callable[[str], tuple[Said, ...]],
) -> dict[str, SaidIn]:
    """Return the texts of all incidents: those that were read, else those of the last build.

    Args:
        incidents: their ids.
        digest_of: tells the digest of all that an incident is made from.
        read: the texts of those that this build has read, ``None`` where they were not gathered.
        before: what the last build knew.
        read_again: reads those that neither has.
    """
    remembered = before.sources if before is not None else {}
    found = {}
    for incident in incidents:
        digest = digest_of(incident)
        old = remembered.get(incident)
        said = read.get(incident)
        if said is not None:
            found[incident] = SaidIn(digest, said)
        elif old is not None and old.digest == digest:
            found[incident] = old
        else:
            found[incident] = SaidIn(digest, read_again(incident))
    return found
