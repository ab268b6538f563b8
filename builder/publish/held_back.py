"""Files with errors that no reader ever had: they can be held back, and the rest published."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from builder.build import Outcome, Request, build
from builder.build.request import Progress
from builder.model.publishing import Target
from builder.publish.record import Record
from builder.publish.targets.place import TargetFault
from builder.source.file_names import INCIDENT_FILE, INCIDENTS_FOLDER
from builder.source.scan import split_name
from builder.vocabulary.problems import Place, Problem


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Files and folders that a build was made without, and what is wrong with them."""

    paths: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


NOTHING_HELD = HeldBack()


def build_the_rest(
    request: Request, failed: Outcome, published: frozenset[str], progress: Progress
) -> tuple[Outcome, HeldBack]:
    """Build what has no errors, where all errors lie in what no reader ever had; else return the
    build that ``failed``, and hold nothing. ``published`` is as for ``to_hold``.

    Raises:
        OutputProblem: see ``build``.
        WorkLost: see ``build``.
    """
    built, held = failed, NOTHING_HELD
    while built.failed:
        errors = tuple(problem for problem in built.problems if problem.is_error)
        more = to_hold(request.source, errors, published)
        if more is None or more <= held.paths:
            return failed, NOTHING_HELD
        held = HeldBack(held.paths | more, (*held.problems, *errors))
        built = build(replace(request, held=held.paths), progress)
    return built, held


def ever_published(record: Record, targets: Iterable[Target]) -> frozenset[str]:
    """Return the updates that readers of some target have (``<incident>/<update>``).

    Raises:
        TargetFault: the record can't be read, or does not know a target.
        OSError: the record can't be read.
    """
    record.fetch()
    found: set[str] = set()
    for target in targets:
        there = record.held(target.name)
        if there is None:
            raise TargetFault(
                Problem(
                    Place("record"),
                    "nothing-held",
                    f"No record tells what readers of {target.name!r} have, so nothing can be held "
                    "back.",
                    "Mend the errors. To have them held back later, say with `record:` in "
                    "site_src/site.yml where the record is kept.",
                )
            )
        found.update(update.rpartition(" ")[2] for update in there.updates)
    return frozenset(found)


def to_hold(
    source: Path, problems: Iterable[Problem], published: frozenset[str]
) -> frozenset[str] | None:
    """Return the files and folders without which the sources may have none of these errors;
    ``None`` where one lies in something that readers have, or that all pages are made of.

    ``published`` are the updates that some reader has (``<incident>/<update>``). An update is held
    with its translations, an incident that nobody has with all that lies in it.
    """
    found: set[str] = set()
    for problem in problems:
        held = _held(source, problem.place.path, published)
        if not held:
            return None
        found |= held
    return frozenset(found)


def _held(source: Path, path: str, published: frozenset[str]) -> frozenset[str]:
    parts = path.split("/")
    if parts[0] != INCIDENTS_FOLDER or len(parts) < 2:
        return frozenset()
    incident = parts[1]
    if not any(update.startswith(f"{incident}/") for update in published):
        is_update = len(parts) == 3 and _update(parts[2]) is not None
        return _files(source, path) if is_update else frozenset({"/".join(parts[:2])})
    if len(parts) != 3 or not path.endswith(".md") or parts[2].lower() == INCIDENT_FILE:
        return frozenset()
    update = _update(parts[2])
    if update is None:
        # No name of an update: what has it was never published.
        return frozenset({path})
    return frozenset() if f"{incident}/{update}" in published else _files(source, path)


def _update(name: str) -> str | None:
    parts = split_name(name)
    return parts[0] if parts is not None and name != INCIDENT_FILE else None


def _files(source: Path, path: str) -> frozenset[str]:
    """Return the file of an update and those of its translations."""
    folder, _, name = path.rpartition("/")
    update = _update(name)
    there = (each.name for each in (source / folder).iterdir())
    return frozenset(f"{folder}/{each}" for each in there if _update(each) == update) | {path}
