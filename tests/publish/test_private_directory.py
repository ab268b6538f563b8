"""A folder of private pages under kills: whoever has a link opens a whole build, old or new."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from builder.build import Request, build
from builder.build.readers import private_trees
from builder.publish.built_tree import BuiltTree
from builder.publish.private_tree import private_tree
from builder.publish.sealed_listing import SealedListing
from builder.publish.targets.directory import Directory
from builder.seal.keys import Site
from builder.seal.opening import open_tree
from builder.seal.slots import link_key
from builder.source.scan import scan
from builder.source.site import read_site
from tests.build.sites import NOW, SITE, put
from tests.publish.private_site import ACME, BODY, SECRET, files, folder_of, private_site

ACCOUNT, LINK = "account:acme", "0000000b"


def laid_and_built(folder: Path, name: str) -> None:
    """Build a site; in ``two`` words changed, a link was withdrawn, and an account is gone."""
    (folder / name).mkdir()
    source = private_site(folder / name, "")
    put(source, "site_src/site.yml", SITE)
    if name == "two":
        put(source, "site_src/accounts/acme.yml", ACME.replace("a}", "a, revoked: true}"))
        (source / "site_src/accounts/globex.yml").unlink()
        update = (source / "incidents/slow/1.md").read_text("utf-8")
        put(source, "incidents/slow/1.md", update.replace(BODY, BODY.replace("Acme", "New Acme")))
    where = (folder / name / "out", folder / name / "cache")
    request = Request(source, *where, NOW, now_given=True, secret=SECRET, private=True)
    assert not build(request).failed


def taken(folder: Path, name: str) -> BuiltTree:
    """Return what a target of all sealed pages is to hold of a build."""
    site = read_site(scan(folder / name / "source")).site
    assert site is not None
    trees = [each for each in private_trees(site, SECRET, NOW) if each.is_sealed]
    out = folder / name / "out"
    opener = [path.read_bytes() for path in out.glob("private/*/*.*")]
    return private_tree(out, trees, (), opener, SealedListing(Site(SECRET)))


PUBLISHER = """
import itertools, sys
from pathlib import Path
from builder.publish.targets.directory import Directory
from tests.publish.test_private_directory import taken
folder, first = Path(sys.argv[1]), int(sys.argv[2])
trees = [taken(folder, "one"), taken(folder, "two")]
print("ready", flush=True)
for number in itertools.count(first):
    Directory(folder / "live", folder / "cache").send(trees[number % 2])
"""


def killed(root: Path, folder: Path, number: int) -> None:
    """Publish one build after the other until a kill comes at some instant."""
    command = [sys.executable, "-c", PUBLISHER, str(folder), str(number)]
    child = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(number % 17 / 400)
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()


def words(folder: Path) -> bytes:
    """Open all that lies at the target as the holder of a link does."""
    name = folder_of(ACCOUNT)
    there = files(folder / "live" / name)
    return b"".join(open_tree(there, name, link_key(Site(SECRET), ACCOUNT, LINK)).pages.values())


def many_kills(root: Path, folder: Path, kills: int) -> None:
    for name in ("one", "two"):
        laid_and_built(folder, name)
    Directory(folder / "live", folder / "cache").send(taken(folder, "one"))
    for number in range(kills):
        killed(root, folder, number)
        assert b"Acme words" in words(folder)
        listed = (folder / "live/manifest.json").read_bytes()
        assert listed.startswith(b"TCS1")
    Directory(folder / "live", folder / "cache").send(taken(folder, "two"))
    assert b"New Acme words" in words(folder)
    two = taken(folder, "two")
    assert set(files(folder / "live")) == {*two.files, *two.own}


def test_a_few_kills(root: Path, tmp_path: Path) -> None:
    many_kills(root, tmp_path, 3)


@pytest.mark.proof
def test_two_hundred_kills(root: Path, tmp_path: Path) -> None:
    many_kills(root, tmp_path, 200)
