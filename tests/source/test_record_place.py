"""``record`` in ``site.yml``: never where readers get pages from, nor among the sources."""

from pathlib import Path

import pytest

from builder.model.publishing import RecordPlace, RecordType
from tests.source import sample

SITE = """\
name: Example
url: https://status.example.com
publish:
  live: {type: directory, path: /srv/status}
  mirror: {type: git, branch: gh-pages}
  other: {type: git, branch: pages, repository: ../host.git}
record: """


def read(root: Path, record: str) -> tuple[list[str], RecordPlace | None]:
    sample.write(root, {"site_src/site.yml": f"{SITE}{record}\n".encode()})
    reading = sample.read(root)[0]
    place = reading.site.record if reading.site is not None else None
    return [problem.code for problem in reading.problems], place


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("{type: directory, path: .tocsin/record}", (RecordType.DIRECTORY, ".tocsin/record")),
        ("{type: git, branch: log}", (RecordType.GIT, "", "", "log")),
        (
            "{type: git, branch: gh-pages, repository: ../private.git}",
            (RecordType.GIT, "", "../private.git", "gh-pages"),
        ),
    ],
)
def test_a_place(tmp_path: Path, written: str, place: tuple[str, ...]) -> None:
    assert read(tmp_path, written) == ([], RecordPlace(*place))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("{type: directory}", "missing-key"),
        ("{type: git}", "missing-key"),
        ("{type: s3, bucket: a}", "unknown-word"),
        ("{type: directory, path: /srv/x, branch: log}", "key-of-other-type"),
        ("{type: git, branch: a..b}", "bad-branch"),
        ("{type: git, branch: log, repository: 'https://u:w@x.org/a'}", "password-in-address"),
        ("{type: directory, path: /srv/status}", "record-in-target"),
        ("{type: directory, path: /srv/status/record}", "record-in-target"),
        ("{type: directory, path: /srv}", "record-in-target"),
        ("{type: git, branch: gh-pages}", "record-in-target"),
        ("{type: git, branch: pages, repository: ../host.git}", "record-in-target"),
        ("{type: directory, path: site_src}", "record-among-sources"),
        ("{type: directory, path: incidents/log}", "record-among-sources"),
        ("{type: directory, path: ..}", "record-among-sources"),
    ],
)
def test_mistakes(tmp_path: Path, written: str, code: str) -> None:
    assert code in read(tmp_path, written)[0]
