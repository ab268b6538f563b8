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
        ("{type: directory, path: /srv/x, branch: pages}", "key-of-other-type"),
        ("{type: git}", "missing-key"),
        ("{type: git, branch: pages, path: /srv/x}", "key-of-other-type"),
        ("{type: git, branch: a..b}", "bad-branch"),
        ("{type: git, branch: -f}", "bad-branch"),
        ("{type: git, branch: pages, repository: -upload}", "bad-repository"),
        ("{type: git, branch: pages, repository: 'https://u:word@x.org/a'}", "password-in-address"),
        ("{type: git, branch: pages, repository: 'https://ghp_a@x.org/a'}", "password-in-address"),
        ("{type: git, branch: pages, history: all}", "unknown-word"),
        ("{type: git, branch: pages, cname: 'https://x.org'}", "bad-domain"),
    ],
)
def test_what_is_refused(tmp_path: Path, written: str, code: str) -> None:
    first = "  live: {type: directory, path: /srv/status}\n"
    assert read(tmp_path, f"{first}  other: {written}\n")[0] == [code]


def test_a_branch(tmp_path: Path) -> None:
    written = (
        "{type: git, repository: 'git@x.org:a/b.git', branch: gh-pages, history: squash, "
        "cname: status.example.com}"
    )
    found, targets = read(tmp_path, f"  live: {written}\n  other: {{type: git, branch: b}}\n")
    assert found == []
    assert targets[0].settings == {
        "repository": "git@x.org:a/b.git",
        "branch": "gh-pages",
        "history": "squash",
        "cname": "status.example.com",
    }


def test_one_branch_can_not_be_two_targets(tmp_path: Path) -> None:
    other = "  two: {type: git, branch: pages, history: squash}\n"
    assert read(tmp_path, f"  one: {{type: git, branch: pages}}\n{other}")[0] == ["same-target"]


def test_a_password_is_not_quoted(tmp_path: Path) -> None:
    written = "publish: {a: {type: git, repository: 'https://u:hunter2@x.org/a', tree: execs}}\n"
    sample.write(tmp_path, {"site_src/site.yml": f"{SITE}{written}".encode()})
    problems = sample.read(tmp_path)[0].problems
    assert problems
    assert all("hunter2" not in f"{problem} {problem.excerpt}" for problem in problems)
