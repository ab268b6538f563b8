"""Every case in ``fixtures/``: what is written, what is said, that ``check`` accepts it."""

from pathlib import Path

import pytest

from tests.importers.cases import FIXTURES, checked, read_case, read_files, run, write_files

CASES = sorted(FIXTURES.glob("*/*.txt"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_case(path: Path, tmp_path: Path) -> None:
    case = read_case(path)
    source = write_files(tmp_path / "old", case.source)
    into = tmp_path / "new"
    result = run(path.parent.name, source, into, case.options.get("timezone"))
    assert [str(problem) for problem in result.problems] == []
    written = read_files(into)
    updates = {
        name: text
        for name, text in written.items()
        if name.startswith("incidents/") and not name.endswith("/incident.md")
    }
    expected = {name: text for name, text in case.written.items() if name in updates}
    assert updates == expected
    for name, text in case.written.items():
        assert written.get(name) == text, name
    for line in case.report:
        assert line in written["import-report.md"].split("\n"), line
    status, said = checked(into)
    assert status == 0, said
    assert run(path.parent.name, source, into, case.options.get("timezone")) == result
    assert read_files(into) == written
