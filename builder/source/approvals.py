"""``approvals.yml``: approvals of words, as they were written down."""

from dataclasses import dataclass
from pathlib import Path

from builder.model.approval import Approval
from builder.source.document import read_document
from builder.source.file_names import APPROVALS_FILE
from builder.source.files import read_text
from builder.source.records import read_record
from builder.vocabulary.problems import Problem


@dataclass(frozen=True, slots=True)
class ApprovalsReading:
    """Approvals in the order of the file, its text (empty where there is none), and what is wrong
    with it."""

    approvals: tuple[Approval, ...] = ()
    text: str = ""
    problems: tuple[Problem, ...] = ()


def read_approvals(root: Path) -> ApprovalsReading:
    """Read the approvals of a site; none where nobody approved anything yet."""
    from builder.source.schemas.approvals import ApprovalsRecord

    if not (root / APPROVALS_FILE).exists():
        return ApprovalsReading()
    reading = read_text(root, APPROVALS_FILE)
    if reading.source is None or reading.problems:
        return ApprovalsReading(problems=reading.problems)
    document, problems = read_document(reading.source, reading.source.text)
    if not document.whole:
        return ApprovalsReading(problems=tuple(problems))
    record, more = read_record(document, ApprovalsRecord)
    problems += more
    approvals = tuple(
        Approval(each.template, each.language, each.digest, each.role, each.by, each.at)
        for each in (record.approvals if record else ())
    )
    return ApprovalsReading(approvals, reading.source.text, tuple(problems))
