"""What a person asks about, found, read and explained: a file, an update, a component."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from builder.build.explained_file import ExplainedFile, NotExplained, explained_file, text_of
from builder.build.explained_site import explain_components, explain_site_file
from builder.model.incident import Incident, Update
from builder.model.site import Site
from builder.source.file_names import INCIDENT_FILE, INCIDENTS_FOLDER
from builder.source.incidents import read_incident
from builder.source.names import names_of
from builder.source.outline import outline
from builder.source.scan import IncidentFolder, Snapshot, scan, split_name
from builder.source.site import read_site
from builder.source.words import nearest, shown
from builder.views.audience_view import (
    MONTHS_KEPT,
    audience_setting,
    has_page,
    kept_since,
    site_for,
)
from builder.views.cut import cut
from builder.views.explanation import Explained, Explainer, Part
from builder.views.frame import component_limits
from builder.vocabulary.problems import Place, Problem
from builder.vocabulary.readers import PUBLIC_NAME, Limit
from builder.vocabulary.times import iso


def explain(source: Path, named: str, now: datetime) -> tuple[ExplainedFile, ...]:
    """Explain what is named: a path from here or from the sources, an incident, a component's id.

    Raises:
        NotExplained: there is no such thing, or what it needs has errors.
    """
    snapshot = scan(source)
    reading = read_site(snapshot)
    errors = [problem for problem in reading.problems if problem.is_error]
    if reading.site is None or errors:
        raise NotExplained((*snapshot.problems, *errors))
    site = reading.site
    for path in _paths(source, named):
        found = tuple(_explained(snapshot, path, site, now))
        if found:
            return found
    components = names_of(site).components or {}
    if named in components:
        return (explain_components(source, site, [components[named]]),)
    raise NotExplained([_unknown(named, snapshot, components)])


def _paths(source: Path, named: str) -> Iterator[str]:
    """Yield the paths from the sources that a name may stand for."""
    here, root = Path(named).resolve(), source.resolve()
    if here.exists() and here.is_relative_to(root):
        yield here.relative_to(root).as_posix()
    plain = named.strip("/")
    yield from (plain, f"{INCIDENTS_FOLDER}/{plain}", f"{INCIDENTS_FOLDER}/{plain}.md")


def _unknown(named: str, snapshot: Snapshot, components: Iterable[str]) -> Problem:
    texts = [file.path for folder in snapshot.folders for file in folder.files]
    near = nearest(named, [*components, *(folder.id for folder in snapshot.folders), *texts])
    return Problem(
        Place(named),
        "nothing-to-explain",
        "There is neither a file of texts or settings nor a component of this name.",
        f"Did you mean {shown(near)}?" if near else "Name an update's path, or a component's id.",
    )


def _explained(snapshot: Snapshot, path: str, site: Site, now: datetime) -> Iterator[ExplainedFile]:
    for folder in snapshot.folders:
        inside = f"{INCIDENTS_FOLDER}/{folder.id}"
        texts = [file.path for file in folder.files if file.path.endswith(".md")]
        wanted = [each for each in texts if path in (inside, each)]
        if wanted:
            incident = _incident(snapshot, folder, site)
            yield from (_incident_file(snapshot.root, each, incident, site, now) for each in wanted)
    if path in {file.path for file in snapshot.site_files}:
        found = explain_site_file(snapshot.root, path, site)
        if found is not None:
            yield found


def _incident(snapshot: Snapshot, folder: IncidentFolder, site: Site) -> Incident:
    known = frozenset(each.id for each in snapshot.folders)
    reading = read_incident(folder, site, snapshot.root, known, None)
    if reading.incident is None:
        raise NotExplained(problem for problem in reading.problems if problem.is_error)
    return reading.incident


def _incident_file(
    root: Path, path: str, incident: Incident, site: Site, now: datetime
) -> ExplainedFile:
    explainer = Explainer(incident, site.readers(), component_limits(site))
    parts = outline(text_of(root, path), names_of(site))
    too_old = tuple(_no_page_any_more(incident, site, now))
    name, language = split_name(path.rpartition("/")[2]) or ("", "")
    if f"{name}.md" == INCIDENT_FILE:
        about = f"{incident.kind.value}{_limited(incident.audience)}"
        return explained_file(path, about, parts, explainer.of_incident, too_old)
    update = next((each for each in incident.updates if each.id == name), None)
    what = f"translation of an update into {language}" if language else "update"
    about = what + _limited(update.audience if update else None)
    if incident.audience is not None:
        about += f", of an incident{_limited(incident.audience)}"

    def explained(part: Part) -> Explained:
        return explainer.of_update(part, update)

    return explained_file(path, about, parts, explained, (*_notes(update, now), *too_old))


def _limited(limit: Limit) -> str:
    if limit is None:
        return ""
    names = sorted(name.removeprefix("audience:") for name in limit)
    return f" for {', '.join(names)}"


def _no_page_any_more(incident: Incident, site: Site, now: datetime) -> Iterator[str]:
    """Name the readers whose own words are in an incident so old that no page has them."""
    limits = component_limits(site)
    without = []
    for reader in site.readers():
        view = cut(reader, incident, limits, now) if reader.name != PUBLIC_NAME else None
        if view is None or not view.own:
            continue
        since = kept_since(now, site_for(reader, site).time_zone)
        if not has_page(view, audience_setting(reader, site), since):
            without.append(reader.name.removeprefix("audience:"))
    if without:
        yield (
            f"It is over for more than {MONTHS_KEPT} months: {', '.join(without)} find the public "
            "page of the incident alone, and the words that are theirs on no page any more."
        )


def _notes(update: Update | None, now: datetime) -> Iterator[str]:
    if update is None:
        yield "It is a draft: nobody reads any of it."
        return
    if update.visible_from > now:
        yield f"Nobody reads any of it before {iso(update.visible_from)}."
    if update.redacted is not None:
        yield "Its words were redacted: they are in no output any more."
    elif update.withdrawn is not None:
        yield f"It is withdrawn from {iso(update.withdrawn)} on: its words stay, struck out."
