"""Private pages on a branch: one commit alone, and nothing of those who left."""

from pathlib import Path

from tests.build.sites import SITE, put
from tests.publish.branches import git, host
from tests.publish.private_site import (
    ACME,
    PRIVATE,
    files,
    folder_of,
    private_site,
    published,
)

BRANCH = """\
publish:
  sealed: {type: git, repository: ../host.git, branch: pages, tree: private, \
url: 'http://localhost:9'}
"""


def test_a_branch_holds_one_commit_and_nothing_of_old(tmp_path: Path) -> None:
    host(tmp_path)
    source = private_site(tmp_path, BRANCH)
    first = published(source)
    assert [each.fault for each in first.published] == [None]
    old = git(tmp_path / "host.git", "rev-parse", "pages")
    put(source, "site_src/accounts/acme.yml", f"{ACME}path: 2\n")
    second = published(source)
    assert [each.fault for each in second.published] == [None]

    bare = tmp_path / "host.git"
    assert git(bare, "rev-list", "--count", "pages") == "1"
    assert git(bare, "rev-parse", "pages") != old
    listed = git(bare, "ls-tree", "-r", "--name-only", "pages").splitlines()
    folders = {name.partition("/")[0] for name in listed}
    readers = {folder_of(reader) for reader in ("audience:executives", "account:globex")}
    moved = folder_of("account:acme", 2)
    assert folders == {*readers, moved, "manifest.json", ".nojekyll"}

    git(bare, "reflog", "expire", "--expire=now", "--all")
    git(bare, "gc", "-q", "--prune=now")
    assert old not in git(bare, "cat-file", "--batch-all-objects", "--batch-check")
    git(tmp_path, "clone", "-q", "-b", "pages", "host.git", "clone")
    there = files(tmp_path / "clone")
    data = [each for name, each in there.items() if not name.startswith(".git/")]
    assert not any(words in each for words in PRIVATE for each in data)
    assert not any(moved.encode() in each for each in data)
    assert published(source).published[0].change.is_nothing
    assert published(source, cache="another machine").published[0].change.is_nothing


def test_a_branch_of_the_public_is_not_taken_for_private_pages(tmp_path: Path) -> None:
    host(tmp_path)
    public = "publish:\n  live: {type: git, repository: ../host.git, branch: pages}\n"
    source = private_site(tmp_path, public)
    published(source)
    before = git(tmp_path / "host.git", "rev-parse", "pages")
    put(source, "site_src/site.yml", SITE + BRANCH)
    fault = published(source).published[0].fault
    assert fault is not None
    assert fault.code == "target-of-other-pages"
    assert git(tmp_path / "host.git", "rev-parse", "pages") == before
