"""An object store as a target: in order, only what differs, no other hand's work undone unseen."""

import gzip
from pathlib import Path

import obstore
import pytest

from builder.output.manifest import OWN
from builder.publish.built_tree import built_tree
from builder.publish.targets.place import TargetFault
from tests.publish.stores import ONE, TWO, Proxy, objects, pages, store, target, tree

pytestmark = pytest.mark.usefixtures("credentials")


@pytest.fixture(params=["moto", "rclone"])
def port(request: pytest.FixtureRequest) -> int:
    found = request.getfixturevalue(f"{request.param}_port")
    assert isinstance(found, int)
    return found


def test_a_bucket_holds_the_tree_and_nothing_else(port: int, prefix: str, tmp_path: Path) -> None:
    built = tree(tmp_path / "one", ONE)
    sent = target(port, tmp_path / "cache", prefix).send(built)
    assert set(sent.written) == set(ONE)
    assert set(objects(port, prefix)) == {*ONE, *OWN}
    assert pages(port, prefix) == ONE
    there = target(port, tmp_path / "cache", prefix).read("manifest.json")
    assert there == built.own["manifest.json"]
    assert target(port, tmp_path / "cache", prefix).read("none.html") is None


def test_the_next_build_takes_its_place(port: int, prefix: str, tmp_path: Path) -> None:
    target(port, tmp_path / "cache", prefix).send(tree(tmp_path / "one", ONE))
    here = target(port, tmp_path / "cache", prefix)
    built = tree(tmp_path / "two", TWO)
    change = here.change(built)
    assert here.send(built) == change
    assert change.removed == ("incidents/a.html",)
    assert change.kept == 1
    assert set(change.written) == set(TWO) - {"incidents/C.html"}
    assert pages(port, prefix) == {**TWO, "static/a.css": b"a"}
    assert set(objects(port, prefix)) == {*TWO, *OWN, "static/a.css", "manifest.staying"}


def test_objects_have_the_headers_of_their_kind(port: int, prefix: str, tmp_path: Path) -> None:
    target(port, tmp_path / "cache", prefix).send(tree(tmp_path / "one", ONE))
    headers = {path: each.headers for path, each in objects(port, prefix).items()}
    told = {path: (said["Content-Type"], said["Cache-Control"]) for path, said in headers.items()}
    short, forever = "public, max-age=30", "public, max-age=31536000, immutable"
    assert told["index.html"] == ("text/html; charset=utf-8", short)
    assert told["updates.atom"] == ("application/atom+xml; charset=utf-8", short)
    assert told["updates.json"] == ("application/feed+json", short)
    assert told["static/a.css"] == ("text/css; charset=utf-8", forever)
    assert told["build.json"] == ("application/json", short)


def test_text_is_compressed_where_that_is_wanted(port: int, prefix: str, tmp_path: Path) -> None:
    long = {**ONE, "index.html": ONE["index.html"] + b" " * 5000}
    here = target(port, tmp_path / "cache", prefix, compressed=True)
    here.send(tree(tmp_path / "one", long))
    index = objects(port, prefix)["index.html"]
    assert index.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(index.data) == long["index.html"]
    assert here.read("index.html") == long["index.html"]
    assert "Content-Encoding" not in objects(port, prefix)["static/a.css"].headers
    assert here.change(built_tree(tmp_path / "one/public")).is_nothing


def test_another_form_is_brought_once(moto_port: int, prefix: str, tmp_path: Path) -> None:
    long = {**ONE, "index.html": ONE["index.html"] + b" " * 5000}
    built = tree(tmp_path / "one", long)
    target(moto_port, tmp_path / "cache", prefix).send(built)
    here = target(moto_port, tmp_path / "cache", prefix, compressed=True)
    change = here.change(built)
    assert set(change.written) == set(long)
    assert change.foreign == ()
    here.send(built)
    assert objects(moto_port, prefix)["index.html"].headers["Content-Encoding"] == "gzip"
    assert here.change(built).is_nothing


def test_the_same_build_again_is_three_questions(
    watched: Proxy, prefix: str, tmp_path: Path
) -> None:
    built = tree(tmp_path / "one", ONE)
    target(watched.port, tmp_path / "cache", prefix).send(built)
    watched.forget()
    assert target(watched.port, tmp_path / "cache", prefix).change(built).is_nothing
    assert sorted(each.method for each in watched.requests) == ["GET", "GET", "HEAD"]


def test_pages_come_before_what_leads_to_them(watched: Proxy, prefix: str, tmp_path: Path) -> None:
    target(watched.port, tmp_path / "cache", prefix).send(tree(tmp_path / "one", ONE))
    watched.forget()
    target(watched.port, tmp_path / "cache", prefix).send(tree(tmp_path / "two", TWO))
    changes = [
        "remove" if each.method == "POST" else each.path.partition(f"{prefix}/")[2]
        for each in watched.requests
        if each.method in ("PUT", "POST", "DELETE")
    ]
    own = ["manifest.lock", "manifest.begun", "manifest.staying"]
    order = [path for path in changes if path not in own]
    content, leading = order[:3], order[3:6]
    assert set(content) == {"incidents/b.html", "incidents/d.html", "static/b.css"}
    assert set(leading) == {"index.html", "updates.atom", "updates.json"}
    assert order[6:] == ["build.json", "manifest.json", "remove", "remove", "remove"]


def test_what_another_hand_changed_is_named(port: int, prefix: str, tmp_path: Path) -> None:
    target(port, tmp_path / "cache", prefix).send(tree(tmp_path / "one", ONE))
    obstore.put(store(port, prefix), "index.html", b"another hand's")
    obstore.put(store(port, prefix), "incidents/d.html", b"another hand's")
    here = target(port, tmp_path / "cache", prefix)
    built = tree(tmp_path / "two", TWO)
    assert here.change(built).foreign == ("incidents/d.html", "index.html")
    here.send(built)
    assert pages(port, prefix) == {**TWO, "static/a.css": b"a"}


def test_a_change_behind_unchanged_metadata_is_noticed(
    moto_port: int, prefix: str, tmp_path: Path
) -> None:
    """Programs that show a bucket as a folder keep metadata."""
    target(moto_port, tmp_path / "cache", prefix).send(tree(tmp_path / "one", ONE))
    there = obstore.get(store(moto_port, prefix), "index.html")
    obstore.put(store(moto_port, prefix), "index.html", b"?", attributes=there.attributes)
    change = target(moto_port, tmp_path / "cache", prefix).change(tree(tmp_path / "two", TWO))
    assert change.foreign == ("index.html",)


def test_what_is_not_ours_stays(port: int, prefix: str, tmp_path: Path) -> None:
    obstore.put(store(port, prefix), "mail/letter.txt", b"not ours")
    target(port, tmp_path / "cache", prefix).send(tree(tmp_path / "one", ONE))
    target(port, tmp_path / "cache", prefix).send(tree(tmp_path / "two", TWO))
    assert pages(port, prefix)["mail/letter.txt"] == b"not ours"


def test_without_its_manifest_a_bucket_is_compared(port: int, prefix: str, tmp_path: Path) -> None:
    built = tree(tmp_path / "one", ONE)
    target(port, tmp_path / "cache", prefix).send(built)
    obstore.delete(store(port, prefix), ["manifest.json"])
    here = target(port, tmp_path / "cache", prefix)
    change = here.change(built)
    assert (change.written, change.foreign, change.kept) == (("manifest.json",), (), len(ONE))
    here.send(built)
    assert here.change(built).is_nothing


def test_what_changed_since_it_was_looked_at_is_not_written_over(
    moto_port: int, prefix: str, tmp_path: Path
) -> None:
    target(moto_port, tmp_path / "cache", prefix).send(tree(tmp_path / "one", ONE))
    here = target(moto_port, tmp_path / "cache", prefix)
    built = tree(tmp_path / "two", TWO)
    here.change(built)
    obstore.put(store(moto_port, prefix), "index.html", b"another hand's")
    with pytest.raises(TargetFault) as raised:
        here.send(built)
    assert raised.value.problem.code == "another-publisher"
    assert "index.html" in raised.value.problem.message
    assert pages(moto_port, prefix)["index.html"] == b"another hand's"


def test_a_page_changed_after_the_build_goes_nowhere(
    moto_port: int, prefix: str, tmp_path: Path
) -> None:
    built = tree(tmp_path / "one", ONE)
    (built.folder / "incidents/a.html").write_bytes(b"another")
    with pytest.raises(TargetFault) as raised:
        target(moto_port, tmp_path / "cache", prefix).send(built)
    assert raised.value.problem.code == "not-as-built"
    assert "index.html" not in objects(moto_port, prefix)
