"""``publish`` in ``site.yml``."""

from pathlib import Path

import pytest

from builder.model.publishing import Target, TargetType
from tests.source import sample

SITE = "name: Example\nurl: https://status.example.com\n"
AUDIENCES = """\
public: {}
strategic: {reads: [public], accounts: true}
executives: {reads: [public]}
technical: {protection: host}
"""


def read(root: Path, targets: str) -> tuple[list[str], tuple[Target, ...]]:
    files = {
        "site_src/site.yml": f"{SITE}publish:\n{targets}",
        "site_src/audiences.yml": AUDIENCES,
        "site_src/accounts/acme.yml": "name: Acme\n",
    }
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
        ("{type: directory, path: /srv/x, checks_readers: true}", "key-of-private-target"),
        ("{type: directory, path: /srv/x, shared_origin: accepted}", "key-of-private-target"),
        ("{type: directory, path: /srv/status/private}", "target-in-target"),
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
        ("{type: rsync, host: a}", "missing-key"),
        ("{type: rsync, host: a b, folder: /srv/x}", "bad-host"),
        ("{type: rsync, host: -oProxyCommand=x, folder: /srv/x}", "bad-host"),
        ("{type: rsync, host: 'a:/srv', folder: /srv/x}", "bad-host"),
        ("{type: rsync, host: a, folder: /}", "bad-folder"),
        ("{type: rsync, host: a, folder: /srv/../etc}", "bad-folder"),
        ("{type: rsync, host: a, folder: -x}", "bad-folder"),
        ("{type: rsync, host: a, folder: /srv/x, path: /srv/x}", "key-of-other-type"),
        ("{type: command, url: 'https://x.org'}", "missing-key"),
        ("{type: command, command: upload, url: 'https://x.org'}", "bad-value"),
        ("{type: command, command: [upload], url: 'https://x.org'}", "bad-command"),
        ("{type: command, command: [], url: 'https://x.org'}", "bad-command"),
        ("{type: command, command: [upload, '{folder}']}", "missing-key"),
        ("{type: s3}", "missing-key"),
        ("{type: s3, bucket: 's3://status'}", "bad-bucket"),
        ("{type: s3, bucket: status, prefix: /site}", "bad-prefix"),
        ("{type: s3, bucket: status, prefix: a/../b}", "bad-prefix"),
        ("{type: s3, bucket: status, region: 'https://x'}", "bad-region"),
        ("{type: s3, bucket: status, compression: brotli}", "unknown-word"),
        ("{type: s3, bucket: status, endpoint: s3.example.com}", "bad-address"),
        ("{type: s3, bucket: status, endpoint: 'https://u:word@x.org'}", "bad-address"),
        ("{type: s3, bucket: status, path: /srv/x}", "key-of-other-type"),
        ("{type: google, bucket: status, region: eu}", "key-of-other-type"),
        ("{type: s3, bucket: status, secret_access_key: hunter2}", "unknown-key"),
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


def test_keys_to_a_store_are_not_quoted(tmp_path: Path) -> None:
    keys = "  a:\n    type: s3\n    bucket: status\n    secret_access_key: hunter2\n"
    sample.write(tmp_path, {"site_src/site.yml": f"{SITE}publish:\n{keys}".encode()})
    problems = sample.read(tmp_path)[0].problems
    assert [problem.code for problem in problems] == ["unknown-key"]
    assert all("hunter2" not in f"{problem} {problem.excerpt}" for problem in problems)


MACHINE = "type: rsync, host: deploy@web.example.com"


def test_a_folder_of_another_machine(tmp_path: Path) -> None:
    found, targets = read(tmp_path, f"  live: {{{MACHINE}, folder: /srv/status}}\n")
    assert found == []
    assert targets[0].settings == {"host": "deploy@web.example.com", "folder": "/srv/status"}


@pytest.mark.parametrize(
    ("folder", "codes"),
    [
        ("/srv/status", ["same-target"]),
        ("/srv/status/inner", ["target-in-target"]),
        ("/srv", ["target-in-target"]),
        ("/srv/status-2", []),
    ],
)
def test_two_folders_of_another_machine(tmp_path: Path, folder: str, codes: list[str]) -> None:
    targets = f"  live: {{{MACHINE}, folder: /srv/status}}\n  b: {{{MACHINE}, folder: {folder}}}\n"
    assert read(tmp_path, targets)[0] == codes


def test_a_command(tmp_path: Path) -> None:
    words = "command: [upload, --dir, '{folder}'], url: 'https://x.org'"
    found, targets = read(tmp_path, f"  live: {{type: command, {words}}}\n")
    assert found == []
    assert targets[0].settings == {"command": '["upload", "--dir", "{folder}"]'}


STORE = "type: s3, bucket: status, endpoint: 'https://x.example.com'"


def test_a_bucket(tmp_path: Path) -> None:
    more = "region: eu-central-1, prefix: site/, compression: gzip"
    found, targets = read(tmp_path, f"  live: {{{STORE}, {more}}}\n")
    assert found == []
    assert targets[0].settings == {
        "bucket": "status",
        "prefix": "site",
        "compression": "gzip",
        "region": "eu-central-1",
        "endpoint": "https://x.example.com",
    }


@pytest.mark.parametrize(
    ("prefix", "codes"),
    [
        (", prefix: a", ["same-target"]),
        (", prefix: a/b", ["target-in-target"]),
        ("", ["target-in-target"]),
        (", prefix: ab", []),
    ],
)
def test_two_targets_share_no_part_of_a_bucket(
    tmp_path: Path, prefix: str, codes: list[str]
) -> None:
    written = f"  one: {{{STORE}, prefix: a}}\n  two: {{{STORE}{prefix}}}\n"
    assert read(tmp_path, written)[0] == codes


@pytest.mark.parametrize(
    ("url", "codes"),
    [
        ("https://private.example.com", []),
        ("https://status.s3.eu-central-1.amazonaws.com", []),
        ("https://s3.eu-central-1.amazonaws.com/status", ["shared-origin"]),
        ("https://storage.googleapis.com/status/", ["shared-origin"]),
        ("http://status.s3-website.eu-central-1.amazonaws.com", ["private-not-https"]),
    ],
)
def test_a_bucket_below_a_path_shares_its_origin(
    tmp_path: Path, url: str, codes: list[str]
) -> None:
    assert read(tmp_path, f"  one: {{{STORE}, tree: private, url: '{url}'}}\n")[0] == codes


PLACE = "type: directory, path: /srv/x"
HOST = "url: 'https://private.example.com'"


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        (f"tree: execs, {HOST}", "unknown-reader"),
        (f"tree: strategic, {HOST}", "unknown-reader"),
        (f"tree: 'account:nobody', {HOST}", "target-without-reader"),
        (f"tree: technical, {HOST}", "target-checks-nobody"),
        ("tree: private", "missing-key"),
        ("tree: private, url: 'http://private.example.com'", "private-not-https"),
        ("tree: technical, checks_readers: true, url: 'http://x.org'", "private-not-https"),
        ("tree: private, url: 'https://status.example.com'", "shared-origin"),
        ("tree: private, url: 'https://STATUS.example.com:443/private/'", "shared-origin"),
        ("tree: private, url: 'https://example.github.io/private'", "shared-origin"),
        ("tree: 'account:acme', url: 'https://live.example.com'", "shared-origin"),
        ("tree: private, shared_origin: yes", "unknown-word"),
    ],
)
def test_what_is_refused_of_private_pages(tmp_path: Path, keys: str, code: str) -> None:
    first = "  live: {type: directory, path: /srv/a, url: 'https://live.example.com'}\n"
    assert read(tmp_path, f"{first}  other: {{{PLACE}, {keys}}}\n")[0] == [code]


def test_sealed_pages_do_not_share_an_origin_with_those_of_a_host_that_checks(
    tmp_path: Path,
) -> None:
    checked = f"  one: {{{PLACE}, tree: technical, checks_readers: true, {HOST}}}\n"
    sealed = f"  two: {{type: directory, path: /srv/y, tree: private, {HOST}}}\n"
    assert read(tmp_path, checked + sealed)[0] == ["shared-origin"]


@pytest.mark.parametrize(
    ("keys", "tree"),
    [
        (f"tree: executives, {HOST}", "audience:executives"),
        (f"tree: 'audience:executives', {HOST}", "audience:executives"),
        (f"tree: 'account:acme', {HOST}", "account:acme"),
        (f"tree: private, {HOST}", "private"),
        (f"tree: technical, checks_readers: true, {HOST}", "audience:technical"),
        (f"tree: private, checks_readers: true, {HOST}", "private"),
        ("tree: private, url: 'http://localhost:8000'", "private"),
        ("tree: private, url: 'https://x.github.io/a', shared_origin: accepted", "private"),
    ],
)
def test_private_pages_go_to_a_host_that_is_fit_for_them(
    tmp_path: Path, keys: str, tree: str
) -> None:
    found, targets = read(tmp_path, f"  one: {{{PLACE}, {keys}}}\n")
    assert found == []
    assert targets[0].tree == tree


def test_private_means_the_pages_that_the_host_is_fit_for() -> None:
    sealed = Target("a", TargetType.DIRECTORY, "private")
    checked = Target("b", TargetType.DIRECTORY, "private", checks_readers=True)
    assert [sealed.takes("x", sealed=kind) for kind in (True, False)] == [True, False]
    assert [checked.takes("x", sealed=kind) for kind in (True, False)] == [False, True]


def test_a_branch_of_private_pages_keeps_no_history(tmp_path: Path) -> None:
    keys = f"type: git, branch: a, tree: private, history: keep, {HOST}"
    assert read(tmp_path, f"  one: {{{keys}}}\n")[0] == ["private-history"]


def test_no_account_is_named_that_was_not_written(tmp_path: Path) -> None:
    written = f"publish: {{a: {{{PLACE}, tree: acme, {HOST}}}}}\n"
    files = {
        "site_src/site.yml": f"{SITE}{written}",
        "site_src/audiences.yml": AUDIENCES,
        "site_src/accounts/globex.yml": "name: Globex\n",
    }
    sample.write(tmp_path, {path: text.encode() for path, text in files.items()})
    assert all("globex" not in str(problem) for problem in sample.read(tmp_path)[0].problems)
