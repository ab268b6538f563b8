"""Approvals written down: the file only grows."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from builder.authoring.placing import alone, usual_mode
from builder.authoring.source_edit import replace_text
from builder.model.approval import Approval, Standing, digest_of, verdict
from builder.model.message_template import MessageTemplate
from builder.output.disk import DISK, create
from builder.source.approvals import read_approvals
from builder.source.file_names import APPROVALS_FILE
from builder.source.yaml_writing import write_yaml
from builder.vocabulary.problems import Problem
from builder.vocabulary.times import iso

_HEAD = """\
# Who approved which words, written by `tocsin approve`. Lines are added and never changed: an
# approval holds for its words for ever, and for no others.
approvals:
"""


class ApprovalsRefused(Exception):
    """The file of approvals has errors, so nothing is added to it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems


def approve(
    source: Path, templates: Iterable[MessageTemplate], role: str, by: str, at: datetime
) -> tuple[Approval, ...]:
    """Write down that somebody approves the words of templates as they are, and return what is new.

    Raises:
        ApprovalsRefused: the file can't be read.
        EditBusy: another command went on writing.
        OSError: the disk refuses; the file is as it was.
    """
    with alone(source):
        reading = read_approvals(source)
        if any(problem.is_error for problem in reading.problems):
            raise ApprovalsRefused(reading.problems)
        new = tuple(
            Approval(each.id, each.language, digest_of(each), role, by, at)
            for each in templates
            if verdict(each, role, reading.approvals).standing is not Standing.APPROVED
        )
        if new:
            _write(source / APPROVALS_FILE, reading.text, "".join(map(_lines, new)))
        return new


def _write(path: Path, before: str, added: str) -> None:
    if not path.exists():
        create(DISK, str(path), f"{_HEAD}{added}".encode(), usual_mode(), flush=True)
        return
    whole = path.read_bytes().decode()
    end = "" if whole.endswith("\n") else "\n"
    head = "" if "\napprovals:" in f"\n{before}" else "approvals:\n"
    replace_text(path, whole, f"{whole}{end}{head}{added}")


def _lines(approval: Approval) -> str:
    keys = {
        "template": approval.template,
        "language": approval.language,
        "digest": approval.digest,
        "as": approval.role,
        "by": approval.by,
        "at": iso(approval.at),
    }
    lines = write_yaml(keys).rstrip("\n").split("\n")
    return "".join(
        f"{'  - ' if not number else '    '}{line}\n" for number, line in enumerate(lines)
    )
