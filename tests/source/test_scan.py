"""What the scan finds, and what it makes of files that are none."""

import os
import socket
from pathlib import Path

import pytest

from builder.source.files import PICTURE_LIMIT, TEXT_LIMIT
from builder.source.scan import scan, split_name
from tests.source import sample


@pytest.fixture
def site(tmp_path: Path) -> Path:
    sample.write(tmp_path, {})
    return tmp_path


def found(root: Path) -> list[str]:
    return [f"{one.place.path}: {one.code}" for one in scan(root).problems]


def test_files_and_folders_are_sorted(site: Path) -> None:
    for name in ("b", "a"):
        sample.write(site, {f"incidents/{name}/incident.md": b"", f"incidents/{name}/u.md": b""})
    snapshot = scan(site)
    assert [folder.id for folder in snapshot.folders] == ["a", "b", "outage"]
    assert [file.path for file in snapshot.folders[2].files] == [
        "incidents/outage/20261123T0810Z-investigating.md",
        "incidents/outage/incident.md",
    ]
    assert [file.path for file in snapshot.site_files] == sorted(
        path for path in sample.FILES if path.startswith("site_src/")
    )
    stamp = os.stat(site / sample.UPDATE)
    file = snapshot.folders[2].files[0]
    assert (file.size, file.mtime_ns, file.inode) == (
        stamp.st_size,
        stamp.st_mtime_ns,
        stamp.st_ino,
    )
    assert snapshot.problems == ()


def test_a_site_without_incidents(tmp_path: Path) -> None:
    (tmp_path / "site_src").mkdir()
    (tmp_path / "site_src/site.yml").write_text("name: Example\n")
    assert scan(tmp_path).folders == ()
    assert scan(tmp_path).problems == ()


def test_no_site(tmp_path: Path) -> None:
    assert found(tmp_path) == ["site_src/site.yml: no-site"]


@pytest.mark.parametrize(
    "path",
    [
        "site_src/site.yml",
        "site_src/pages/about.md",
        "site_src/static/logo.png",
        "site_src/accounts",
        "incidents/outage/20261123T0810Z-investigating.md",
        "incidents/outage",
        "incidents",
        "site_src",
    ],
)
def test_a_symbolic_link_anywhere(site: Path, path: str, tmp_path: Path) -> None:
    link = site / path
    elsewhere = tmp_path / "elsewhere"
    link.parent.mkdir(parents=True, exist_ok=True)
    if link.exists():
        link.rename(elsewhere)
    else:
        elsewhere.write_text("---\ntitle: About\n---\nAbout.\n")
    link.symlink_to(elsewhere)
    assert f"{path}: symbolic-link" in found(site)


def test_a_pipe_and_a_socket_are_not_opened(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(site / "incidents/outage/pipe.md")
    # The path of a socket may hold a hundred characters at most.
    monkeypatch.chdir(site / "incidents/outage")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.md")
        assert found(site) == [
            "incidents/outage/pipe.md: not-a-file",
            "incidents/outage/socket.md: not-a-file",
        ]


def test_a_folder_in_the_place_of_a_file(site: Path) -> None:
    (site / "incidents/outage/more.md").mkdir()
    (site / "site_src/components.yml").unlink()
    (site / "site_src/components.yml").mkdir()
    assert found(site) == [
        "site_src/components.yml: unknown-file",
        "incidents/outage/more.md: unknown-file",
    ]


def test_files_that_are_too_large(site: Path) -> None:
    sample.write(
        site,
        {
            sample.UPDATE: b"x" * (TEXT_LIMIT + 1),
            "site_src/site.yml": b"#" * 10_000_000,
            "incidents/outage/a.png": b"x" * (PICTURE_LIMIT + 1),
        },
    )
    assert found(site) == [
        "site_src/site.yml: file-too-large",
        f"{sample.UPDATE}: file-too-large",
        "incidents/outage/a.png: file-too-large",
    ]


def test_unicode_forms_of_one_name(site: Path) -> None:
    sample.write(site, {"site_src/static/é.png": b"", "site_src/static/e\u0301.png": b""})
    assert "site_src/static/é.png: names-too-alike" in found(site)


def test_names_of_a_hundred_characters(site: Path) -> None:
    for length in (100, 101):
        sample.write(site, {f"incidents/outage/{'a' * length}.md": b""})
    assert found(site) == [f"incidents/outage/{'a' * 101}.md: bad-name"]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable to root")
def test_a_folder_that_may_not_be_read(site: Path) -> None:
    (site / "incidents/outage").chmod(0)
    try:
        assert found(site)[0] == "incidents/outage: unreadable-file"
    finally:
        (site / "incidents/outage").chmod(0o755)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("a.md", ("a", "")),
        ("a.fr.md", ("a", "fr")),
        ("a.pt-BR.md", ("a", "pt-BR")),
        ("a.b.md", None),
        ("a.FR.md", None),
        ("é.md", None),
        ("a.txt", None),
        (".md", None),
    ],
)
def test_split_name(name: str, parts: tuple[str, str] | None) -> None:
    assert split_name(name) == parts


def test_a_folder_that_may_be_meant_as_the_one_of_incidents(tmp_path: Path) -> None:
    sample.write(tmp_path, {"incident/late/incident.md": b""})
    assert found(tmp_path) == []
    (tmp_path / "incidents").rename(tmp_path / "elsewhere")
    assert found(tmp_path) == ["incident: left-out"]
