"""Cases in files: a source, and what an import makes of it, for a person to read and add to.

A case is one file. It begins with ``key: value`` lines (``system``, ``timezone``, ``now``); each
part after it begins with ``=== `` and a path of the source, or with ``=== > `` and a path of what
is written. Written incidents are compared as a whole: what is not in the case must not be there,
but for ``incident.md``, ``site.yml`` and ``components.yml``, which are compared where they are in
it. Lines of ``=== report`` must each stand in the report.
"""

from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from builder.cli.main import main
from builder.importers import ImportResult, import_history

FIXTURES = Path(__file__).parent / "fixtures"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@dataclass
class Case:
    """A case as it was read."""

    options: dict[str, str] = field(default_factory=dict)
    source: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    report: list[str] = field(default_factory=list)


def read_case(path: Path) -> Case:
    """Read a case."""
    head, *parts = ("\n" + path.read_text("utf-8")).split("\n=== ")
    case = Case(dict(line.split(": ", 1) for line in head.split("\n") if ": " in line))
    for part in parts:
        name, _, text = part.partition("\n")
        if name == "report":
            case.report = [line for line in text.split("\n") if line.strip()]
        elif name.startswith("> "):
            case.written[name.removeprefix("> ")] = text.rstrip("\n") + "\n"
        else:
            case.source[name] = text.rstrip("\n") + "\n"
    return case


def write_files(folder: Path, files: dict[str, str]) -> Path:
    """Write files below a folder."""
    for name, text in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    return folder


def read_files(folder: Path) -> dict[str, str]:
    """Read all files below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def checked(folder: Path) -> tuple[int, str]:
    """Run ``check`` on a folder; return its exit status and what it prints."""
    said = StringIO()
    with redirect_stdout(said), redirect_stderr(StringIO()):
        status = main(["check", "--source", str(folder)])
    return status, said.getvalue()


def run(
    system: str, source: Path, into: Path, time_zone: str | None = None, *, force: bool = False
) -> ImportResult:
    """Import at a fixed moment."""
    return import_history(
        system, str(source), into, severity_map=None, time_zone=time_zone, force=force, now=NOW
    )
