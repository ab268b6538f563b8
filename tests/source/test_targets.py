"""``publish`` in ``site.yml``."""

from pathlib import Path

import pytest

from builder.model.publishing import Target, TargetType
from tests.source import sample

SITE = "name: Example\nurl: https://status.example.com\n"


def read(root: Path, targets: str) -> tuple[list[str], tuple[Target, ...]]:
    files = {"site_src/site.yml": f"{SITE}publish:\n{targets}"}
    sample.write(root, {path: text.encode() for path, text in files.items()})
    reading = sample.read(root)[0]
    targets_read = reading.site.targets if reading.site is not None else ()
    return [problem.code for problem in reading.problems], targets_read


def test_a_folder(tmp_path: Path) -> None:
    found, targets = read(tmp_path, "  live: {type: directory, path: /srv/status}\n")
    assert found == []
    assert targets == (Target("live", TargetType.DIRECTORY, settings={"path": "/srv/status"}),)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("{type: directory}", "missing-key"),
        ("{type: directry, path: /srv/x}", "unknown-word"),
        ("{path: /srv/x}", "missing-key"),
        ("{type: directory, path: /srv/status}", "same-target"),
        ("{type: directory, path: /srv/x, tree: technical}", "private-target"),
        ("{type: directory, path: /srv/x, tree: private}", "private-target"),
        ("{type: directory, path: /}", "target-holds-sources"),
        ("{type: directory, path: .}", "target-holds-sources"),
        ("{type: directory, path: site_src/static}", "target-holds-sources"),
    ],
)
def test_what_is_refused(tmp_path: Path, written: str, code: str) -> None:
    first = "  live: {type: directory, path: /srv/status}\n"
    assert read(tmp_path, f"{first}  other: {written}\n")[0] == [code]
