"""Builds killed from outside while someone reads the site: it is whole at every moment."""

import os
import random
import re
import shutil
import subprocess
import sys
import threading
import time
from hashlib import sha256
from pathlib import Path
from typing import ClassVar

import pytest

from builder.authoring.secret_file import VARIABLE
from builder.build import Outcome, Request, build
from builder.output.faults import OutputProblem
from builder.seal.keys import Site, path_id
from builder.seal.opening import open_tree
from builder.seal.secret import Secret
from builder.seal.slots import link_key
from tests.build.processes import children_of, wait_for_the_end_of
from tests.build.sites import NOW, bytes_of, incident, lay, put, update

INCIDENTS = 130
"""Enough for two processes to share the work."""

FOREIGN = {"CNAME": b"status.example.com\n", "incidents/mine.html": b"mine, not yours"}
LINK = re.compile(rb'(?:href|src)="([^"#:]+)(?:#[^"]*)?"')


def edit(site: Path, chance: random.Random, number: int) -> None:
    """Change some incidents, let some go and others come, one with a component of its own."""
    for path in (site / "incidents").glob("*/20261123T1600Z.md"):
        shutil.rmtree(path.parent)
    there = sorted(path.name for path in (site / "incidents").iterdir())
    for name in chance.sample(there, 8):
        shutil.rmtree(site / "incidents" / name)
    for position in range(10):
        write(site, f"new-{number}-{position}", chance, f"Came with {number}")
    rest = sorted(path.name for path in (site / "incidents").iterdir())
    for name in chance.sample(rest, 110 if number % 2 else 15):
        write(site, name, chance, f"Changed by {number}")
    components = "".join(
        f"  - {{id: part-{each}, name: Part {each}}}\n" for each in (number, number + 1)
    )
    (site / "site_src/components.yml").write_text(f"components:\n{components}")
    (site / "site_src/pages").mkdir(exist_ok=True)
    shutil.rmtree(site / "site_src/pages")
    (site / "site_src/pages").mkdir()
    (site / f"site_src/pages/about-{number // 2}.md").write_text(
        f"---\ntitle: About {number}\n---\n[More](https://example.com)\n"
    )
    heir = f"new-{number}-0"
    shutil.rmtree(site / "incidents" / heir, ignore_errors=True)
    # It is not over, or nobody could go on in it.
    incident(site, heir, "title: Goes on", u20261123T1545Z=update("investigating", "15:45"))
    for position in (1, 2):
        incident(
            site,
            f"new-{number}-{position}",
            f"title: Goes on elsewhere {number}",
            u20261123T1600Z=update("identified", "16:00", "Goes on.", merged_into=heir),
        )


def write(site: Path, name: str, chance: random.Random, words: str) -> None:
    hour = chance.randrange(10, 16)
    shutil.rmtree(site / "incidents" / name, ignore_errors=True)
    incident(
        site,
        name,
        f"title: '{words}: {name}'",
        **{f"u20261123T{hour}05Z": update("investigating", f"{hour}:05", f"{words}. " * 30)},
        **{f"u20261123T{hour}45Z": update("resolved", f"{hour}:45", f"{words}, and it is over.")},
    )


class Visitor(threading.Thread):
    """Reads the first page, all that it links to, and all that those link to, again and again."""

    def __init__(self, tree: Path) -> None:
        super().__init__(daemon=True)
        self.seen: set[tuple[str, str]] = set()
        self.missing: list[str] = []
        self._tree = tree.resolve()
        self._leaves = threading.Event()

    def run(self) -> None:
        while not self._leaves.is_set():
            self._walk()

    def leave(self) -> None:
        self._leaves.set()
        self.join()

    def _walk(self) -> None:
        waiting = [("index.html", "")]
        passed = set()
        for depth in range(3):
            following = []
            for path, referrer in waiting:
                data = self._read(path)
                if data is None:
                    self._note_missing(path, referrer)
                    continue
                passed.add(path)
                if depth < 2 and path.endswith(".html"):
                    following += [(link, path) for link in self._links(path, data)]
            waiting = [(link, path) for link, path in dict(following).items() if link not in passed]

    def _read(self, path: str) -> bytes | None:
        try:
            data = (self._tree / path).read_bytes()
        except FileNotFoundError:
            return None
        self.seen.add((path, sha256(data).hexdigest()))
        return data

    def _links(self, path: str, data: bytes) -> list[str]:
        found = []
        for link in LINK.findall(data):
            target = (self._tree / path).parent / link.decode()
            found.append(str(target.resolve().relative_to(self._tree)))
        return found

    def _note_missing(self, path: str, referrer: str) -> None:
        """A link into nothing is one if the page that has it is still there with it."""
        if not referrer:
            self.missing.append(path)
            return
        data = self._read(referrer)
        if data and path in self._links(referrer, data) and self._read(path) is None:
            again = self._read(referrer)
            if again == data:
                self.missing.append(f"{referrer} links to {path}")


class KilledBuilds:
    """A site that is edited, built, and killed while it is built; over and over."""

    trees: tuple[str, ...] = ("public",)
    secret: Secret | None = None

    def __init__(self, root: Path, folder: Path, seed: int) -> None:
        self.finished = 0
        self.left_out = 0
        self._root = root
        self._folder = folder
        self._chance = random.Random(seed)
        self._site = lay(folder / "site")
        self._number = 0
        self._lay_readers(self._site)
        for number in range(INCIDENTS):
            write(self._site, f"incident-{number}", self._chance, "As it was")
        self._edit()
        began = time.monotonic()
        build(self._request("out", "cache"))
        self._longest = (time.monotonic() - began) * 1.5
        for path, data in FOREIGN.items():
            (folder / "out/public" / path).write_bytes(data)

    def once(self, jobs: int, when: str) -> None:
        """Edit, start a build, kill it ``anywhere``, while two processes are ``sharing`` the work,
        or once it is ``closing``: everything is staged; and look."""
        self._number += 1
        out, tree = self._folder / "out", self._folder / "out" / "public"
        before = bytes_of(out)
        self._edit()
        wanted = self._cold()

        visitor = Visitor(tree)
        visitor.start()
        try:
            children = self._start_and_kill(jobs, when)
            stages = list(out.glob(".tocsin-stage-*"))
            self._look_before_the_next(before, wanted)
            outcome = self._build_beside(children)
        finally:
            visitor.leave()

        self.finished += any("has been finished" in note for note in outcome.notes)
        self.left_out += any("left out" in note for note in outcome.notes)
        assert len(outcome.notes) <= len(stages)
        assert bool(outcome.notes) == bool(stages)
        assert visitor.missing == []
        known = {(f"public/{path}", digest) for path, digest in visitor.seen}
        strangers = known - before.items() - wanted.items()
        assert strangers == set(), "neither of the old build nor of the new one"
        assert bytes_of(out) == wanted | self._foreign()
        assert sorted(path.name for path in out.iterdir()) == sorted(self.trees)
        wait_for_the_end_of(children)
        assert bytes_of(out) == wanted | self._foreign(), "an orphan wrote"

    def _build_beside(self, orphans: list[int]) -> Outcome:
        """Build; a child that was killed's own a moment ago may hold its lock until it looks up."""
        while True:
            alive = any(Path(f"/proc/{process}").exists() for process in orphans)
            try:
                return build(self._request("out", "cache"))
            except OutputProblem as fault:
                if fault.problem.code != "output-locked" or not alive:
                    raise
                time.sleep(0.001)

    def _lay_readers(self, site: Path) -> None:
        """Have others than the public, where there are to be any."""

    def _edit(self) -> None:
        edit(self._site, self._chance, self._number)

    def _look_before_the_next(self, before: dict[str, str], wanted: dict[str, str]) -> None:
        """Look at what the kill left."""

    def _is_closing(self) -> bool:
        return (self._folder / "out/.tocsin-stage-public/journal").exists()

    def _start_and_kill(self, jobs: int, when: str) -> list[int]:
        command = [sys.executable, "-m", "builder", "build", "--jobs", str(jobs)]
        places = ("--source", self._site, "--out", self._folder / "out")
        more = ("--cache", self._folder / "cache", "--now", "2026-11-23T18:00:00Z")
        with subprocess.Popen(
            [*command, *map(str, (*places, *more))],
            cwd=self._root,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=self._environment(),
        ) as process:
            if when == "anywhere":
                time.sleep(self._chance.uniform(0.1, self._longest))
            elif when == "sharing":
                while not children_of(process.pid) and process.poll() is None:
                    time.sleep(0.001)
                time.sleep(self._chance.uniform(0, 0.05))
            else:
                while not self._is_closing() and process.poll() is None:
                    time.sleep(0.0005)
                time.sleep(self._chance.uniform(0, 0.008))
            children = children_of(process.pid)
            process.kill()
        return children

    def _cold(self) -> dict[str, str]:
        for name in ("cold", "cold-cache"):
            shutil.rmtree(self._folder / name, ignore_errors=True)
        assert not build(self._request("cold", "cold-cache")).failed
        return bytes_of(self._folder / "cold")

    def _foreign(self) -> dict[str, str]:
        return {f"public/{path}": sha256(data).hexdigest() for path, data in FOREIGN.items()}

    def _environment(self) -> dict[str, str]:
        secret = {VARIABLE: self.secret.reveal().hex()} if self.secret is not None else {}
        return {**os.environ, **secret}

    def _request(self, out: str, cache: str) -> Request:
        folder = self._folder
        return Request(
            self._site, folder / out, folder / cache, NOW, now_given=True, secret=self.secret
        )


class KilledPrivateBuilds(KilledBuilds):
    """The same with private readers: one whose pages a host checks, and four with sealed ones."""

    trees = ("public", "private")
    secret = Secret(bytes(range(32)))
    readers: ClassVar = {
        "audience:executives": "00000001",
        "account:acme": "0000000a",
        "account:globex": "0000000b",
        "account:initech": "0000000c",
    }

    def _lay_readers(self, site: Path) -> None:
        lines = [
            "strategic: {reads: [public], accounts: true}",
            "executives: {reads: [public], links: [{id: 00000001}]}",
            "technical: {reads: [public], protection: host}",
        ]
        put(site, "site_src/audiences.yml", "\n".join(lines))
        for reader, link in self.readers.items():
            kind, _, name = reader.partition(":")
            if kind == "account":
                text = f"name: The {name}\nlinks: [{{id: {link}}}]\n"
                put(site, f"site_src/accounts/{name}.yml", text)

    def _edit(self) -> None:
        super()._edit()
        for path in (self._site / "incidents").glob("*/2*.md"):
            text = path.read_text()
            if ":::" not in text:
                accounts = [each for each in self.readers if each.startswith("account:")]
                reader = self._chance.choice(["executives", "technical", *accounts])
                said = f"\n::: {reader.replace(':', ' ')}\nWords for {reader}.\n:::\n"
                path.write_text(text + said)

    def _is_closing(self) -> bool:
        return any((self._folder / "out").glob(".tocsin-stage-private+*/journal"))

    def _look_before_the_next(self, before: dict[str, str], wanted: dict[str, str]) -> None:
        """Open each sealed tree: it is the one of the old build or that of the new one."""
        keys = Site(self.secret)
        for reader, link in self.readers.items():
            tree = f"private/{path_id(keys, reader)}"
            place = self._folder / "out" / tree
            files = {each.name: each.read_bytes() for each in place.iterdir() if each.is_file()}
            assert open_tree(files, path_id(keys, reader), link_key(keys, reader, link)).pages
            head = sha256(files["head"]).hexdigest()
            assert head in (before[f"{tree}/head"], wanted[f"{tree}/head"])


def test_a_killed_build_is_seen_by_nobody(root: Path, tmp_path: Path) -> None:
    builds = KilledBuilds(root, tmp_path, seed=3)
    for jobs, when in ((2, "sharing"), (1, "closing")):
        builds.once(jobs, when)


def test_a_killed_build_of_private_trees_leaves_each_whole(root: Path, tmp_path: Path) -> None:
    builds = KilledPrivateBuilds(root, tmp_path, seed=5)
    builds.once(1, "closing")


@pytest.mark.proof
def test_thirty_killed_builds_of_private_trees_leave_each_whole(root: Path, tmp_path: Path) -> None:
    builds = KilledPrivateBuilds(root, tmp_path, seed=20261124)
    for kill in range(30):
        when = ("anywhere", "sharing", "closing")[kill % 3]
        builds.once(2 if when == "sharing" else 1 + kill % 2, when)
    assert builds.finished >= 3
    assert builds.left_out >= 3


@pytest.mark.proof
def test_thirty_killed_builds_are_seen_by_nobody(root: Path, tmp_path: Path) -> None:
    builds = KilledBuilds(root, tmp_path, seed=20261123)
    for kill in range(30):
        when = ("anywhere", "sharing", "closing")[kill % 3]
        builds.once(2 if when == "sharing" else 1 + kill % 2, when)
    print(f"{builds.finished} builds finished, {builds.left_out} left out")  # noqa: T201
    assert builds.finished >= 3
    assert builds.left_out >= 3
