"""The files for hosts as a build writes them: where, for whom, and when they change."""

import stat
from pathlib import Path

import pytest

from builder.output.faults import OutputProblem
from builder.seal import hosts_public
from builder.seal.hosts import NAMES
from tests.build.sites import put
from tests.hosts.private_site import AUDIENCES, build_site, lay_site

HOST_ALONE = AUDIENCES.replace("executives: {", "executives: {protection: host, ")
HOST_ALONE = HOST_ALONE.replace("service: {", "service: {protection: host, ")
HOST_ALONE = HOST_ALONE.replace("business: {", "business: {protection: host")


def hosts(base: Path) -> Path:
    return base / "cache" / "hosts"


def test_they_are_the_owners_alone_and_in_no_tree(tmp_path: Path) -> None:
    build_site(lay_site(tmp_path / "site"), tmp_path / "out", tmp_path / "cache")
    assert {path.name for path in hosts(tmp_path).iterdir()} == {
        *NAMES,
        *hosts_public.NAMES,
    }
    assert stat.S_IMODE(hosts(tmp_path).stat().st_mode) == 0o700
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in hosts(tmp_path).iterdir())
    written = {path.name for path in (tmp_path / "out").rglob("*")}
    assert written.isdisjoint({*NAMES, *hosts_public.NAMES, "hosts"})
    assert {path.parent.name for path in (tmp_path / "out").rglob("_headers")} == {"public"}


def test_an_open_mode_is_closed_again(tmp_path: Path) -> None:
    root = lay_site(tmp_path / "site")
    build_site(root, tmp_path / "out", tmp_path / "cache")
    hosts(tmp_path).chmod(0o755)
    (hosts(tmp_path) / "readers.txt").chmod(0o644)
    put(root, "site_src/pages/about.md", "---\ntitle: About\n---\nOther words.\n")
    build_site(root, tmp_path / "out", tmp_path / "cache")
    assert stat.S_IMODE(hosts(tmp_path).stat().st_mode) == 0o700
    assert stat.S_IMODE((hosts(tmp_path) / "readers.txt").stat().st_mode) == 0o600


def test_what_is_the_same_is_not_written_again(tmp_path: Path) -> None:
    root = lay_site(tmp_path / "site")
    build_site(root, tmp_path / "out", tmp_path / "cache")
    before = {path: path.stat().st_mtime_ns for path in hosts(tmp_path).iterdir()}
    put(root, "site_src/pages/about.md", "---\ntitle: About\n---\nOther words.\n")
    build_site(root, tmp_path / "out", tmp_path / "cache")
    assert {path: path.stat().st_mtime_ns for path in hosts(tmp_path).iterdir()} == before


def test_they_follow_the_readers(tmp_path: Path) -> None:
    root = lay_site(tmp_path / "site")
    build_site(root, tmp_path / "out", tmp_path / "cache")
    (root / "site_src/accounts/globex.yml").unlink()
    put(root, "site_src/audiences.yml", HOST_ALONE)
    build_site(root, tmp_path / "out", tmp_path / "cache")
    assert {path.name for path in hosts(tmp_path).iterdir()} == {
        "readers.txt",
        "checked.nginx.conf",
        "checked.caddy",
        *hosts_public.NAMES,
    }
    assert "globex" not in (hosts(tmp_path) / "readers.txt").read_text()


def test_a_folder_in_the_way_is_a_fault_with_a_place(tmp_path: Path) -> None:
    (hosts(tmp_path) / "readers.txt.new").mkdir(parents=True)
    with pytest.raises(OutputProblem, match=r"readers\.txt"):
        build_site(lay_site(tmp_path / "site"), tmp_path / "out", tmp_path / "cache")
