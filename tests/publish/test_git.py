"""A branch as a target: one step or none, and never another hand's work undone unseen."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from builder.publish.built_tree import BuiltTree, built_tree
from builder.publish.targets.git import GitBranch
from builder.publish.targets.git_store import Store
from builder.publish.targets.place import TargetFault
from builder.publish.targets.staying import encode
from tests.publish.branches import ONE, TWO, by_hand, bytes_of, git, host, served, target, tree


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    host(tmp_path)
    return tmp_path


@pytest.fixture
def one(folder: Path) -> BuiltTree:
    return tree(folder / "one", ONE)


@pytest.fixture
def two(folder: Path) -> BuiltTree:
    return tree(folder / "two", TWO)


def commits(folder: Path) -> list[str]:
    return git(folder / "host.git", "rev-list", "pages").splitlines()


def code_of(place: GitBranch, built: BuiltTree) -> str:
    with pytest.raises(TargetFault) as fault:
        place.send(built)
    return fault.value.problem.code


def test_a_clone_of_the_branch_is_the_tree_byte_for_byte(folder: Path, one: BuiltTree) -> None:
    change = target(folder).change(one)
    sent = target(folder).send(one)

    assert served(folder) == bytes_of(one)
    assert sent == change
    assert set(sent.written) == {*one.files, ".nojekyll"}
    assert target(folder).read("build.json") == one.read("build.json")
    assert target(folder).read("nothing.html") is None


def test_a_commit_tells_its_tree_and_nothing_else(folder: Path, one: BuiltTree) -> None:
    target(folder).send(one)
    said = git(folder / "host.git", "log", "-1", "--format=%an %ae %at %cn %ce %ct%n%B", "pages")
    who = "Tocsin tocsin@localhost 946684800"
    assert said == f"{who} {who}\n{one.digest}"


@pytest.mark.parametrize("cache", ["cache", "a machine that was never here"])
def test_the_next_publish_follows(folder: Path, one: BuiltTree, two: BuiltTree, cache: str) -> None:
    target(folder).send(one)
    change = target(folder, cache=cache).change(two)
    assert change.removed == ("incidents/C.html", "incidents/a.html")
    assert change.foreign == ()
    assert target(folder, cache=cache).send(two) == change
    assert served(folder) == bytes_of(two)
    assert len(commits(folder)) == 2


@pytest.mark.parametrize("cache", ["cache", "another"])
@pytest.mark.parametrize("squash", [False, True])
def test_nothing_to_commit_is_nothing_pushed(
    folder: Path, one: BuiltTree, cache: str, squash: bool
) -> None:
    target(folder, squash=squash).send(one)
    before = commits(folder)
    assert target(folder, cache=cache, squash=squash).change(one).is_nothing
    assert target(folder, cache=cache, squash=squash).send(one).is_nothing
    assert commits(folder) == before


def test_squash_keeps_one_commit_and_equal_trees_are_equal_commits(
    folder: Path, one: BuiltTree, two: BuiltTree
) -> None:
    tips = []
    for built in (one, two, one):
        target(folder, squash=True).send(built)
        assert served(folder) == bytes_of(built)
        tips += commits(folder)
    assert len(tips) == 3
    assert tips[0] == tips[2] != tips[1]


@pytest.mark.parametrize("cache", ["cache", "another"])
def test_squash_forgets_what_was_kept_before(
    folder: Path, one: BuiltTree, two: BuiltTree, cache: str
) -> None:
    target(folder).send(one)
    target(folder).send(two)
    change = target(folder, cache=cache, squash=True).send(two)
    assert (change.written, change.foreign) == (("manifest.json",), ())
    assert len(commits(folder)) == 1
    assert served(folder) == bytes_of(two)


@pytest.mark.parametrize("squash", [False, True])
def test_only_what_changed_is_sent(folder: Path, squash: bool) -> None:
    many = {**ONE, **{f"incidents/n{number}.html": b"%d" % number for number in range(300)}}
    target(folder, squash=squash).send(tree(folder / "one", many))
    git(folder / "host.git", "config", "receive.unpackLimit", "1")
    changed = tree(folder / "two", {**many, "index.html": b"new"})
    cold = target(folder, cache="another", squash=squash)
    assert cold.send(changed).written == ("index.html",)
    pack = max(
        (folder / "host.git/objects/pack").glob("*.pack"), key=lambda each: each.stat().st_mtime_ns
    )
    # A commit, the root, the index, the tree's own two files; and what a host adds to read these.
    assert int.from_bytes(pack.read_bytes()[8:12]) <= 8


def test_the_work_tree_and_its_index_are_not_touched(folder: Path, one: BuiltTree) -> None:
    source = folder / "source"
    git(source, "init", "-q", "-b", "main")
    (source / "a").write_text("a", encoding="utf-8")
    git(source, "add", "a")
    git(source, "commit", "-q", "-m", "one")
    git(source, "checkout", "-q", "--detach")
    git(source, "remote", "add", "origin", "../host.git")
    (source / "a").write_text("b", encoding="utf-8")
    before = [
        (path, path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(source.rglob("*"))
        if path.is_file()
    ]
    target(folder, repository="").send(one)
    assert served(folder) == bytes_of(one)
    assert before == [
        (path, path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(source.rglob("*"))
        if path.is_file()
    ]


def test_a_shallow_clone_is_as_good(folder: Path, one: BuiltTree, two: BuiltTree) -> None:
    target(folder).send(one)
    by_hand(folder, {"README.md": b"by hand"})
    (folder / "source").rmdir()
    address = f"file://{folder}/host.git"
    git(folder, "clone", "-q", "--depth=1", "-b", "pages", address, "source")
    target(folder, repository="", cache="another").send(two)
    assert served(folder) == {**bytes_of(two), "README.md": b"by hand"}
    assert len(commits(folder)) == 3


def test_sources_without_a_repository_need_one_to_be_named(folder: Path, one: BuiltTree) -> None:
    assert code_of(target(folder, repository=""), one) == "no-repository"


def test_files_of_others_stay(folder: Path, one: BuiltTree, two: BuiltTree) -> None:
    mine = {
        "README.md": b"by hand",
        'pictures/a b\xe9"\\.png'.encode().decode(): b"\x00",
        "CNAME": b"old",
    }
    by_hand(folder, mine)
    for built in (one, two):
        assert target(folder).change(built).foreign == ()
        target(folder).send(built)
        assert served(folder) == {**bytes_of(built), **mine}


def test_a_domain_is_written_and_stays(folder: Path, one: BuiltTree, two: BuiltTree) -> None:
    target(folder).send(one)
    change = target(folder, domain="status.example.com").change(one)
    assert change.written == ("CNAME",)
    target(folder, domain="status.example.com").send(one)
    assert served(folder)["CNAME"] == b"status.example.com\n"
    target(folder).send(two)
    assert served(folder)["CNAME"] == b"status.example.com\n"


@pytest.mark.parametrize("cache", ["cache", "another"])
def test_a_change_by_another_hand_is_named(
    folder: Path, one: BuiltTree, two: BuiltTree, cache: str
) -> None:
    target(folder).send(one)
    by_hand(folder, {"index.html": b"another hand's", "incidents/b.html": None})
    place = target(folder, cache=cache)
    assert place.change(two).foreign == ("incidents/b.html", "index.html")
    place.send(two)
    assert served(folder) == bytes_of(two)


@pytest.mark.parametrize(
    "name", ["index.html", "incidents", "index.html/deeper.txt", "manifest.json"]
)
def test_a_file_of_another_in_the_way_is_named(folder: Path, one: BuiltTree, name: str) -> None:
    by_hand(folder, {name: b"mine"})
    place = target(folder)
    assert place.change(one).foreign == (name,)
    place.send(one)
    assert served(folder) == bytes_of(one)


def test_squash_forgets_no_commits_of_others_unsaid(folder: Path, one: BuiltTree) -> None:
    by_hand(folder, {"README.md": b"by hand"})
    assert target(folder).change(one).foreign == ()
    assert target(folder, squash=True).change(one).foreign == ("README.md",)


def test_a_branch_of_sources_is_refused(folder: Path, one: BuiltTree) -> None:
    by_hand(folder, {"site_src/site.yml": b"name: Example"})
    assert code_of(target(folder), one) == "target-holds-sources"


def test_a_lost_manifest_is_no_reason_to_leave_old_pages(
    folder: Path, one: BuiltTree, two: BuiltTree
) -> None:
    target(folder).send(one)
    by_hand(folder, {"manifest.json": b"damaged"})
    place = target(folder)
    assert place.change(two).foreign == ("manifest.json",)
    place.send(two)
    assert served(folder) == bytes_of(two)


def test_a_refused_push_is_told_in_the_words_of_the_host(folder: Path, one: BuiltTree) -> None:
    hook = folder / "host.git/hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho 'Closed on \033[31mMondays.' >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    with pytest.raises(TargetFault, match=r"refuses the push: Closed on \[31mMondays\. Let who"):
        target(folder).send(one)
    hook.unlink()
    target(folder).send(one)
    assert served(folder) == bytes_of(one)


def test_a_host_that_keeps_history_is_told_apart(
    folder: Path, one: BuiltTree, two: BuiltTree
) -> None:
    git(folder / "host.git", "config", "receive.denyNonFastForwards", "true")
    target(folder, squash=True).send(one)
    with pytest.raises(TargetFault, match="write `history: keep`"):
        target(folder, squash=True).send(two)
    target(folder).send(two)
    assert served(folder) == bytes_of(two)


def test_of_two_publishers_one_wins_and_the_other_says_so(
    folder: Path, one: BuiltTree, two: BuiltTree
) -> None:
    three = tree(folder / "three", {**TWO, "updates.json": b'{"items": [1, 3]}'})
    target(folder).send(one)
    first, second = target(folder), target(folder, cache="another")
    first.change(two)
    second.change(three)
    first.send(two)
    assert code_of(second, three) == "another-publisher"
    assert served(folder) == bytes_of(two)
    assert len(commits(folder)) == 2
    second.send(three)
    assert served(folder) == bytes_of(three)


def test_two_that_meet_on_an_empty_repository(folder: Path, one: BuiltTree, two: BuiltTree) -> None:
    first, second = target(folder), target(folder, cache="another")
    first.change(one)
    second.change(two)
    first.send(one)
    assert code_of(second, two) == "another-publisher"
    assert served(folder) == bytes_of(one)


def test_two_publishers_of_one_build_do_not_mind(folder: Path, one: BuiltTree) -> None:
    first, second = target(folder), target(folder, cache="another")
    first.change(one)
    second.change(one)
    first.send(one)
    second.send(one)
    assert served(folder) == bytes_of(one)
    assert len(commits(folder)) == 1


@pytest.mark.parametrize("squash", [False, True])
def test_a_branch_that_moved_without_news_is_followed(
    folder: Path, one: BuiltTree, two: BuiltTree, squash: bool
) -> None:
    target(folder, squash=squash).send(one)
    place = target(folder, squash=squash)
    place.change(two)
    by_hand(folder, {"README.md": b"by hand"})
    place.send(two)
    assert served(folder) == {**bytes_of(two), "README.md": b"by hand"}


def test_a_page_that_another_hand_changed_in_the_meantime_stays(
    folder: Path, one: BuiltTree, two: BuiltTree
) -> None:
    target(folder).send(one)
    place = target(folder)
    place.change(two)
    by_hand(folder, {"index.html": b"another hand's"})
    assert code_of(place, two) == "another-publisher"
    assert served(folder)["index.html"] == b"another hand's"


def test_a_page_that_changed_after_the_build_does_not_go_out(folder: Path, one: BuiltTree) -> None:
    (one.folder / "incidents/b.html").write_bytes(b"half")
    assert code_of(target(folder), one) == "not-as-built"
    assert git(folder / "host.git", "branch") == ""


def test_a_repository_that_is_not_there(folder: Path, one: BuiltTree) -> None:
    with pytest.raises(TargetFault) as fault:
        target(folder, repository="../nowhere.git").change(one)
    assert fault.value.problem.code == "target-not-there"
    assert "../nowhere.git" in str(fault.value)


def test_no_git_is_said(folder: Path, one: BuiltTree) -> None:
    assert code_of(target(folder, PATH=str(folder)), one) == "no-git"


def test_a_memory_that_is_damaged_is_said_and_may_be_removed(
    folder: Path, one: BuiltTree, two: BuiltTree
) -> None:
    target(folder).send(one)
    (folder / "cache/repository.git/HEAD").write_text("damaged", encoding="utf-8")
    with pytest.raises(TargetFault, match="it may be removed"):
        target(folder).change(two)


@pytest.mark.parametrize("step", ["commit", "push", "know"])
def test_killed_between_steps_the_next_run_mends(
    folder: Path, one: BuiltTree, two: BuiltTree, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    target(folder).send(one)

    def kill(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Store, step, kill)
        with pytest.raises(KeyboardInterrupt):
            target(folder).send(two)
    (folder / "cache/repository.git/shallow.lock").touch()
    (folder / "cache/repository.git/refs/tocsin/next.lock").touch()
    assert served(folder) == bytes_of(two if step == "know" else one)
    assert target(folder).change(two).foreign == ()
    target(folder).send(two)
    assert served(folder) == bytes_of(two)
    assert len(commits(folder)) == 2


PUBLISHER = """
import itertools, sys
from pathlib import Path
from builder.publish.built_tree import built_tree
from tests.publish.branches import target
folder, first = Path(sys.argv[1]), int(sys.argv[2])
print("ready", flush=True)
for number in itertools.count(first):
    name = "one" if number % 2 else "two"
    target(folder, squash=number % 3 == 0).send(built_tree(folder / name / "public"))
"""


def killed_many_times(root: Path, folder: Path, kills: int) -> None:
    """Publish without pause under kills; after each one the branch is one tree or the other.

    What git sends goes on when its parent was killed, and may arrive a moment later.
    """
    known = [bytes_of(tree(folder / "one", ONE)), bytes_of(tree(folder / "two", TWO))]
    target(folder).send(built_tree(folder / "one/public"))
    for number in range(kills):
        command = [sys.executable, "-c", PUBLISHER, str(folder), str(number)]
        child = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(number % 23 / 50)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        assert served(folder) in known
    time.sleep(1)
    target(folder).send(built_tree(folder / "one/public"))
    assert served(folder) == known[0]


def test_a_few_kills(root: Path, folder: Path) -> None:
    killed_many_times(root, folder, 3)


@pytest.mark.proof
def test_a_hundred_kills(root: Path, folder: Path) -> None:
    killed_many_times(root, folder, 100)


def test_styles_stay_for_some_commits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.publish.targets.staying.COMMITS", 2)
    host(tmp_path)
    pages = ({**ONE, "static/a.css": b"a"}, TWO, ONE, TWO)
    found = []
    for number, each in enumerate(pages):
        built = tree(tmp_path / f"tree-{number}", each)
        target(tmp_path, cache=f"cache-{number}").send(built)
        there = served(tmp_path)
        found.append(("static/a.css" in there, "manifest.staying" in there))
        assert target(tmp_path, cache=f"cache-{number}").change(built).is_nothing
    assert found == [(True, False), (True, True), (True, True), (False, False)]
    assert there == bytes_of(built)


def test_a_list_by_another_hand_removes_no_page(tmp_path: Path) -> None:
    host(tmp_path)
    target(tmp_path).send(tree(tmp_path / "one", ONE))
    by_hand(tmp_path, {"theirs.html": b"", "manifest.staying": encode({"theirs.html": 99})})
    target(tmp_path).send(tree(tmp_path / "two", TWO))
    assert "theirs.html" in served(tmp_path)
