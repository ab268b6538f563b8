"""``import-report.md``: what became of every file, and what was changed to fit."""

from dataclasses import dataclass

from builder.importers.reading.history import ImportedIncident, ListedFile, Reading
from builder.importers.writing.plan import Plan


@dataclass(frozen=True, slots=True)
class Setting:
    """How the import was asked for: the zone of times without one, and the table of severities."""

    time_zone: str
    table: str


def report_text(reading: Reading, plan: Plan, setting: Setting, notes: tuple[str, ...]) -> str:
    """Return the report. It holds no clock: the same import gives the same bytes."""
    listed = sorted((*reading.listed, *plan.listed), key=lambda file: file.path)
    incidents = sorted(
        (each for each in reading.incidents if each.source in plan.remarks),
        key=lambda incident: incident.source,
    )
    retired = _retired(reading, plan)
    parts = [
        f"# Import from {reading.title}",
        _figures(reading, plan, len(incidents), len(listed)),
        _setting(setting),
        _section("Of the whole", (*reading.remarks, *notes)),
        _not_in(tuple(listed)),
        _changed(tuple(incidents), plan),
        _comments(tuple(incidents)),
        _section(
            "Kept as they are here",
            tuple(
                f"`{path}` was edited or removed here since the last import." for path in plan.kept
            ),
        ),
        _section(
            "Updates that the source no longer has",
            tuple(f"`{name}`: removed; its name is not used again." for name in retired),
        ),
        _section(
            "Incidents that the source no longer has, or that can't be read there now",
            tuple(f"`{source}`: left as it is." for source in plan.gone),
        ),
        _where(tuple(incidents), plan),
    ]
    return "\n".join(part for part in parts if part)


def counted(number: int, noun: str) -> str:
    """Return ``1 update``, ``2 updates``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _figures(reading: Reading, plan: Plan, incidents: int, listed: int) -> str:
    rows = (
        ("files looked at", reading.files),
        ("incidents in", incidents),
        ("updates in", plan.updates),
        ("files listed below, with the reason", listed),
        ("updates of earlier imports that nothing matches", len(_retired(reading, plan))),
        ("files kept as they were edited here", len(plan.kept)),
    )
    lines = ["", "| | |", "|---|---:|", *(f"| {name} | {count} |" for name, count in rows), ""]
    return "\n".join(lines)


def _retired(reading: Reading, plan: Plan) -> tuple[str, ...]:
    """All updates that were imported once and that the source has no longer."""
    return tuple(
        f"{incident.folder}/{name}"
        for _, incident in sorted(plan.record.of(reading.system).items())
        for name in incident.retired
    )


def _setting(setting: Setting) -> str:
    zone = f"`{setting.time_zone}`" if setting.time_zone else "not given, and not needed"
    table = f"`{setting.table}` above the built-in one" if setting.table else "the built-in one"
    return f"Zone of times without one: {zone}. Table of severities: {table}.\n"


def _section(title: str, lines: tuple[str, ...]) -> str:
    if not lines:
        return ""
    return "\n".join([f"## {title}", "", *(f"- {line}" for line in lines), ""])


def _not_in(listed: tuple[ListedFile, ...]) -> str:
    return _section(
        "Files that are no incident here",
        tuple(f"`{file.path}`: {file.reason}." for file in listed),
    )


def _changed(incidents: tuple[ImportedIncident, ...], plan: Plan) -> str:
    lines = []
    for incident in incidents:
        remarks = plan.remarks[incident.source]
        if remarks:
            lines.append(f"- `{incident.source}`")
            lines += [f"  - {remark}" for remark in remarks]
    return "\n".join(["## Changed to fit", "", *lines, ""]) if lines else ""


def _comments(incidents: tuple[ImportedIncident, ...]) -> str:
    lines = []
    for incident in incidents:
        if incident.comments:
            lines.append(f"- `{incident.source}`")
            lines += [f"  - {_quoted(comment)}" for comment in incident.comments]
    head = ["## Comments that left the text", ""]
    return "\n".join([*head, *lines, ""]) if lines else ""


def _quoted(text: str) -> str:
    """Show text so that nothing in it is read as Markdown."""
    return f"`` {text} ``" if text and "``" not in text else f"```` {text} ````"


def _where(incidents: tuple[ImportedIncident, ...], plan: Plan) -> str:
    lines = tuple(
        f"`{incident.source}`: `incidents/{plan.folders[incident.source]}`, "
        f"{counted(len(incident.updates), 'update')}."
        for incident in incidents
    )
    return _section("Where each incident is", lines)
