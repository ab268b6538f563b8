"""Everything that is wrong is a problem at its place: cases in ``fixtures/bad_*``.

Each is read three times: as it stands, with CRLF line ends, and behind a BOM. What is said is the
same each time.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from builder.vocabulary.problems import Problem
from tests.source import sample
from tests.source.cases import Case, read_cases

TARGETS = {
    "bad_account.md": "site_src/accounts/acme.yml",
    "bad_audiences.md": "site_src/audiences.yml",
    "bad_closed.md": "site_src/closed/acme/2026-10.yml",
    "bad_components.md": "site_src/components.yml",
    "bad_front_matter.md": sample.UPDATE,
    "bad_incident.md": f"{sample.OUTAGE}/incident.md",
    "bad_maintenance.md": f"{sample.OUTAGE}/incident.md",
    "bad_markdown.md": sample.UPDATE,
    "bad_names.md": "unused",
    "bad_page.md": "site_src/pages/about.md",
    "bad_sections.md": sample.UPDATE,
    "bad_site.md": "site_src/site.yml",
    "bad_site_links.md": sample.UPDATE,
    "bad_template.md": "site_src/message_templates/over.en.md",
    "bad_together.md": sample.UPDATE,
    "bad_translation.md": f"{sample.OUTAGE}/20261123T0810Z-investigating.fr.md",
    "bad_update.md": sample.UPDATE,
}

FORMS: dict[str, Callable[[bytes], bytes]] = {
    "as it stands": lambda data: data,
    "with CRLF": lambda data: data.replace(b"\n", b"\r\n"),
    "with CR": lambda data: data.replace(b"\n", b"\r"),
    "behind a BOM": lambda data: b"\xef\xbb\xbf" + data,
}


def cases() -> list[Case]:
    return [case for name in TARGETS for case in read_cases(name)]


def test_every_fixture_is_read() -> None:
    there = {path.name for path in (Path(__file__).parent / "fixtures").glob("bad_*")}
    assert there == TARGETS.keys()


@pytest.mark.parametrize("case", cases(), ids=str)
def test_problems(case: Case, tmp_path: Path) -> None:
    target = TARGETS[case.fixture]
    for form, changed in FORMS.items():
        root = tmp_path / form
        files = case.files(target)
        sample.write(root, {path: changed(data) for path, data in files.items()})
        assert said(sample.problems(root), target) == case.expected, form


def said(problems: tuple[Problem, ...], target: str) -> str:
    """What is printed of problems, less the path of the file that a fixture is about."""
    return "".join(f"{str(problem).removeprefix(target + ':')}\n" for problem in problems)
