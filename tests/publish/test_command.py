"""A host's own program: it gets the whole tree, and what it does not do is said."""

import stat
from pathlib import Path

import pytest

from builder.cli.main import main
from builder.publish.built_tree import BuiltTree
from builder.publish.targets.command import CommandTarget
from builder.publish.targets.place import TargetFault
from tests.build.sites import SITE, incident, lay, put, update
from tests.publish.branches import ONE, TWO, bytes_of, tree

UPLOAD = """\
#!/bin/sh
echo "$1" >>"$(dirname "$0")/calls"
env >"$(dirname "$0")/env"
[ -e "$(dirname "$0")/fails" ] && { echo "Uploading" ; echo "No credits left." >&2; exit 4; }
rm -rf "$(dirname "$0")/live"
cp -r "$2" "$(dirname "$0")/live"
"""


@pytest.fixture
def upload(tmp_path: Path) -> Path:
    script = tmp_path / "upload"
    script.write_text(UPLOAD)
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return script


@pytest.fixture
def place(upload: Path, tmp_path: Path) -> CommandTarget:
    words = (str(upload), "--dir={folder}", "{folder}")
    return CommandTarget("live", words, tmp_path, tmp_path / "cache", {"PATH": "/usr/bin:/bin"})


def live(folder: Path) -> dict[str, bytes]:
    place = folder / "live"
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in place.rglob("*")
        if path.is_file()
    }


def calls(folder: Path) -> int:
    return len((folder / "calls").read_text().splitlines())


def fault_of(place: CommandTarget, built: BuiltTree) -> TargetFault:
    with pytest.raises(TargetFault) as fault:
        place.send(built)
    return fault.value


def test_it_gets_the_whole_tree_and_nothing_twice(place: CommandTarget, tmp_path: Path) -> None:
    one, two = tree(tmp_path / "one", ONE), tree(tmp_path / "two", TWO)
    assert set(place.change(one).written) == set(ONE)
    place.send(one)
    expected = bytes_of(one)
    expected.pop(".nojekyll")
    assert live(tmp_path) == expected
    assert place.change(one).is_nothing
    change = place.change(two)
    assert set(change.removed) == ONE.keys() - TWO.keys()
    assert place.send(two) == change
    assert calls(tmp_path) == 2
    assert not (tmp_path / "cache/folder").exists()


def test_what_failed_is_given_again(place: CommandTarget, tmp_path: Path) -> None:
    one, two = tree(tmp_path / "one", ONE), tree(tmp_path / "two", TWO)
    place.send(one)
    (tmp_path / "fails").touch()
    fault = fault_of(place, two)
    assert fault.problem.code == "target-failed"
    assert fault.problem.message.endswith("ended with 4. It says: No credits left.")
    # The host may have either by now: also what it had is given again.
    assert not place.change(one).is_nothing
    (tmp_path / "fails").unlink()
    place.send(one)
    assert place.change(one).is_nothing


def test_a_file_that_was_changed_after_it_was_built_does_not_go(
    place: CommandTarget, tmp_path: Path
) -> None:
    one = tree(tmp_path / "one", ONE)
    (one.folder / "index.html").write_bytes(b"another")
    assert fault_of(place, one).problem.code == "not-as-built"
    assert not (tmp_path / "calls").exists()


def test_a_program_that_is_not_there_or_does_not_end(upload: Path, tmp_path: Path) -> None:
    one = tree(tmp_path / "one", ONE)
    given = (tmp_path, tmp_path / "cache", {"PATH": "/usr/bin:/bin"})
    nobody = CommandTarget("live", ("no-such-program", "{folder}"), *given)
    assert fault_of(nobody, one).problem.code == "no-command"
    # What it started in turn ends with it, or nobody would come back before that does.
    slow = CommandTarget("live", ("sh", "-c", "sleep 60; true", "{folder}"), *given, longest=0.1)
    fault = fault_of(slow, one)
    assert fault.problem.code == "target-unreachable"
    assert "did not end" in fault.problem.message


def test_as_a_target_of_a_site(
    upload: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOCSIN_SECRET", "0" * 64)
    monkeypatch.setenv("HOST_TOKEN", "let-me-in")
    root = lay(tmp_path / "source")
    incident(root, "slow", u1=update("resolved", "14:05", "Slow."))
    words = f"command: ['{upload}', 'x', '{{folder}}'], url: 'http://127.0.0.1:9'"
    put(root, "site_src/site.yml", f"{SITE}publish:\n  live: {{type: command, {words}}}\n")
    assert main(["publish", "--source", str(root)]) == 0
    assert "incidents/slow.html" in live(tmp_path)
    given = (tmp_path / "env").read_text()
    assert "HOST_TOKEN=let-me-in" in given
    assert "TOCSIN_SECRET" not in given
    assert main(["publish", "--source", str(root)]) == 0
    assert calls(tmp_path) == 1
