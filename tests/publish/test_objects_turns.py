"""Two publishers of one bucket: one wins, the other says so."""

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import obstore
import pytest

from builder.output.manifest import OWN
from builder.publish.built_tree import built_tree
from builder.publish.targets.object_turn import Turn
from builder.publish.targets.place import TargetFault
from tests.publish.stores import (
    IN_A_HURRY,
    ONE,
    TWO,
    Proxy,
    Request,
    objects,
    pages,
    proxy,
    store,
    target,
    tree,
)

pytestmark = pytest.mark.usefixtures("credentials")


def outcome(place: object, built: object, told: list[str]) -> None:
    try:
        place.send(built)  # type: ignore[attr-defined]
        told.append("done")
    except TargetFault as fault:
        told.append(fault.problem.code)


@pytest.mark.parametrize("name", ["moto", "rclone"])
@pytest.mark.parametrize("attempt", range(3))
def test_of_two_at_once_one_wins(
    name: str, attempt: int, request: pytest.FixtureRequest, prefix: str, tmp_path: Path
) -> None:
    """Both look first; then both send at the same time."""
    port = request.getfixturevalue(f"{name}_port")
    target(port, tmp_path / "cache", prefix).send(tree(tmp_path / "none", {"C.html": b"C"}))
    first, second = tree(tmp_path / "one", ONE), tree(tmp_path / "two", TWO)
    # rclone answers 500 where two write one object in the same instant.
    patient = replace(IN_A_HURRY, retries=2, silence=4, settling=1)
    here, there = (target(port, tmp_path / name, prefix, patience=patient) for name in "ab")
    here.change(first)
    there.change(second)
    told: tuple[list[str], list[str]] = ([], [])
    threads = [
        threading.Thread(target=outcome, args=(here, first, told[0])),
        threading.Thread(target=outcome, args=(there, second, told[1])),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told[0] + told[1]) == ["another-publisher", "done"]
    won, files = (first, ONE) if told[0] == ["done"] else (second, TWO)
    assert pages(port, prefix) == files
    assert objects(port, prefix)["build.json"].data == won.own["build.json"]
    assert set(objects(port, prefix)) == {*files, *OWN}
    assert target(port, tmp_path / "c", prefix).change(won).is_nothing


def test_who_looked_before_another_published_says_so(
    moto_port: int, prefix: str, tmp_path: Path
) -> None:
    target(moto_port, tmp_path / "a", prefix).send(tree(tmp_path / "one", ONE))
    late = target(moto_port, tmp_path / "b", prefix)
    two = tree(tmp_path / "two", TWO)
    late.change(two)
    # Another page alone, so that the two touch nothing in common but the manifest.
    more = {**ONE, "incidents/e.html": b"e"}
    target(moto_port, tmp_path / "a", prefix).send(tree(tmp_path / "more", more))
    told: list[str] = []
    outcome(late, two, told)
    assert told == ["another-publisher"]
    assert pages(moto_port, prefix) == more
    assert set(objects(moto_port, prefix)) == {*more, *OWN}


def test_who_is_at_work_is_left_alone(moto_port: int, prefix: str, tmp_path: Path) -> None:
    """The second comes while the first writes, and goes as soon as it sees that it lives."""
    target(moto_port, tmp_path / "a", prefix).send(tree(tmp_path / "one", ONE))
    two, three = tree(tmp_path / "two", TWO), tree(tmp_path / "three", {**ONE, "e.html": b"e"})
    told: list[str] = []
    with proxy(moto_port) as slowed:

        def meanwhile(_number: int, request: Request) -> None:
            if request.method == "PUT" and request.path.endswith("index.html") and not told:
                told.append("")
                patient = replace(IN_A_HURRY, silence=6)
                waiting = target(moto_port, tmp_path / "b", prefix, patience=patient)
                rival = threading.Thread(target=outcome, args=(waiting, three, told))
                rival.start()
                rivals.append(rival)

        rivals: list[threading.Thread] = []
        slowed.spoil = meanwhile
        target(slowed.port, tmp_path / "a", prefix).send(two)
        rivals[0].join()
    assert told == ["", "another-publisher"]
    assert pages(moto_port, prefix) == {**TWO, "static/a.css": b"a"}


@pytest.mark.parametrize("name", ["moto", "rclone"])
def test_who_was_taken_for_dead_stops(
    name: str, request: pytest.FixtureRequest, prefix: str, tmp_path: Path
) -> None:
    """The first is silent for longer than the second waits; then it goes on."""
    port = request.getfixturevalue(f"{name}_port")
    target(port, tmp_path / "a", prefix).send(tree(tmp_path / "one", ONE))
    two, three = tree(tmp_path / "two", TWO), tree(tmp_path / "three", {**ONE, "e.html": b"e"})
    told: list[str] = []
    with proxy(port) as slowed:

        def meanwhile(_number: int, request: Request) -> None:
            if request.method == "PUT" and request.path.endswith("updates.atom") and not told:
                outcome(target(port, tmp_path / "b", prefix), three, told)

        slowed.spoil = meanwhile
        outcome(target(slowed.port, tmp_path / "a", prefix), two, told)
    assert told[0] in ("done", "another-publisher")
    assert told[1] == "another-publisher"
    mending = target(port, tmp_path / "c", prefix)
    assert mending.change(built_tree(three.folder)).foreign == ()
    mending.send(three)
    assert objects(port, prefix)["build.json"].data == three.own["build.json"]
    assert {path: data for path, data in pages(port, prefix).items() if path in three.files} == {
        **ONE,
        "e.html": b"e",
    }


def test_on_one_machine_the_second_is_told_at_once(
    watched: Proxy, prefix: str, tmp_path: Path
) -> None:
    one, two = tree(tmp_path / "one", ONE), tree(tmp_path / "two", TWO)
    told: list[str] = []

    def meanwhile(_number: int, request: Request) -> None:
        if request.path.endswith("index.html") and not told:
            outcome(target(watched.upstream, tmp_path / "a", prefix), two, told)

    watched.spoil = meanwhile
    target(watched.port, tmp_path / "a", prefix).send(one)
    assert told == ["output-locked"]
    assert pages(watched.upstream, prefix) == ONE


def test_assets_stay_for_a_day(
    moto_port: int, prefix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A day after the list of those that stay was written, by the store's clock."""
    target(moto_port, tmp_path / "a", prefix).send(tree(tmp_path / "one", ONE))
    target(moto_port, tmp_path / "a", prefix).send(tree(tmp_path / "two", TWO))
    assert "static/a.css" in pages(moto_port, prefix)
    for number, hours in enumerate((23, 25)):
        later = objects(moto_port, prefix)["manifest.staying"].at + timedelta(hours=hours)
        monkeypatch.setattr(Turn, "renewed_at", lambda _, later=later: later)
        files = {**TWO, "index.html": ONE["index.html" if number else "updates.atom"]}
        target(moto_port, tmp_path / "a", prefix).send(tree(tmp_path / f"at-{hours}", files))
        assert ("static/a.css" in pages(moto_port, prefix)) is (hours == 23)
    assert "manifest.staying" not in objects(moto_port, prefix)


def test_an_asset_that_comes_back_is_kept(moto_port: int, prefix: str, tmp_path: Path) -> None:
    one = tree(tmp_path / "one", ONE)
    target(moto_port, tmp_path / "a", prefix).send(one)
    target(moto_port, tmp_path / "a", prefix).send(tree(tmp_path / "two", TWO))
    here = target(moto_port, tmp_path / "a", prefix)
    assert "static/a.css" not in here.change(one).written
    here.send(one)
    staying = obstore.get(store(moto_port, prefix), "manifest.staying")
    assert set(pages(moto_port, prefix)) == {*ONE, "static/b.css"}
    assert b"a.css" not in bytes(staying.bytes())
