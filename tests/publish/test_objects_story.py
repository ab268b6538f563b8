"""A bucket as a target of a whole publish: who may write over what, and what is told."""

from pathlib import Path

import obstore
import pytest

from builder.cli.main import main
from tests.build.sites import SITE, put
from tests.publish.private_site import (
    ACME,
    PRIVATE,
    folder_of,
    private_site,
    published,
)
from tests.publish.stores import BUCKET, KEY, SECRET, objects, pages, store

pytestmark = pytest.mark.usefixtures("credentials")


def public(port: int, prefix: str) -> str:
    return (
        f"publish:\n  live: {{type: s3, bucket: {BUCKET}, prefix: {prefix}, region: us-east-1, "
        f"endpoint: 'http://127.0.0.1:{port}', url: 'http://localhost:9'}}\n"
    )


def private(port: int, prefix: str) -> str:
    return public(port, prefix).replace("url:", "tree: private, url:")


def test_another_hands_work_is_written_over_by_force_alone(
    moto_port: int, prefix: str, tmp_path: Path
) -> None:
    source = private_site(tmp_path, public(moto_port, prefix))
    first = published(source).published[0]
    assert first.fault is None
    assert published(source).published[0].change.is_nothing
    obstore.put(store(moto_port, prefix), "index.html", b"another hand's")
    put(source, "site_src/site.yml", SITE.replace("Example", "Other") + public(moto_port, prefix))
    refused = published(source).published[0].fault
    assert refused is not None
    assert refused.code == "changed-by-another-hand"
    assert pages(moto_port, prefix)["index.html"] == b"another hand's"
    assert published(source, force=True).published[0].fault is None
    index = (tmp_path / "out/public/index.html").read_bytes()
    assert pages(moto_port, prefix)["index.html"] == index


def test_a_dry_run_writes_nothing(moto_port: int, prefix: str, tmp_path: Path) -> None:
    source = private_site(tmp_path, public(moto_port, prefix))
    assert "index.html" in published(source, dry_run=True).published[0].change.written
    assert objects(moto_port, prefix) == {}


def test_private_pages(moto_port: int, prefix: str, tmp_path: Path) -> None:
    source = private_site(tmp_path, private(moto_port, prefix))
    assert published(source).published[0].fault is None
    there = objects(moto_port, prefix)
    readers = ("audience:executives", "account:globex", "account:acme")
    assert {path.partition("/")[0] for path in there} == {
        *(folder_of(reader) for reader in readers),
        "manifest.json",
    }
    assert {each.headers["Cache-Control"] for each in there.values()} == {"no-store"}
    assert not any(words in each.data for words in PRIVATE for each in there.values())
    assert not any("acme" in f"{path}{each.headers}" for path, each in there.items())

    put(source, "site_src/accounts/acme.yml", f"{ACME}path: 2\n")
    assert published(source).published[0].fault is None
    there = objects(moto_port, prefix)
    moved = folder_of("account:acme", 2)
    assert {path.partition("/")[0] for path in there} == {
        *(folder_of(reader) for reader in readers[:2]),
        moved,
        "manifest.json",
    }
    assert moved.encode() not in there["manifest.json"].data
    assert published(source, cache="another machine").published[0].change.is_nothing


def test_a_bucket_of_public_pages_takes_no_private_ones(
    moto_port: int, prefix: str, tmp_path: Path
) -> None:
    source = private_site(tmp_path, public(moto_port, prefix))
    published(source)
    before = pages(moto_port, prefix)
    put(source, "site_src/site.yml", SITE + private(moto_port, prefix))
    fault = published(source).published[0].fault
    assert fault is not None
    assert fault.code == "target-of-other-pages"
    assert pages(moto_port, prefix) == before


def test_a_wrong_key_is_a_fault_from_outside(
    rclone_port: int,
    prefix: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    source = private_site(tmp_path, public(rclone_port, prefix))
    command = ["publish", "--source", str(source), "--now", "2026-11-23T15:00:00Z"]
    assert main(command) == 0
    capsys.readouterr()
    before = pages(rclone_port, prefix)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", f"another {SECRET}")
    assert main(command) == 3
    told = "".join(capsys.readouterr())
    assert "target-no-credentials" in told
    assert SECRET not in told
    assert KEY not in told
    assert pages(rclone_port, prefix) == before
