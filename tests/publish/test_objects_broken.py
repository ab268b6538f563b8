"""Requests that come to nothing: readers have the old site or the new; the next run mends it."""

import sys
from pathlib import Path

import pytest

from builder.output.manifest import OWN
from builder.publish.built_tree import BuiltTree, built_tree
from builder.publish.targets.object_bucket import Patience
from builder.publish.targets.object_faults import object_fault
from builder.publish.targets.objects import Objects
from builder.publish.targets.place import TargetFault
from tests.output.trees import assert_visitor_finds_whole_site
from tests.publish.stores import (
    IN_A_HURRY,
    KEY,
    ONE,
    SECRET,
    TWO,
    Fault,
    Proxy,
    Request,
    objects,
    pages,
    proxy,
    target,
    tree,
)

pytestmark = pytest.mark.usefixtures("credentials")

BRIEF = Patience(retries=0, seconds=0.3, silence=0.1, settling=0.1)


def spoil_at(at: int, fault: Fault, watched: Proxy) -> None:
    """Spoil one request alone."""
    watched.forget()
    watched.spoil = lambda number, _request: fault if number == at else None


def assert_old_or_new(port: int, prefix: str, folder: Path) -> None:
    """Look as readers do: each page is whole and of one of two builds; no link leads nowhere."""
    there = pages(port, prefix)
    for path, data in there.items():
        assert data in (ONE.get(path), TWO.get(path)), path
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    assert {"index.html", "updates.atom"} <= there.keys()
    assert_visitor_finds_whole_site(folder)


def code_of_publish(place: Objects, built: BuiltTree) -> str:
    """Publish, and return the code of what kept it from the target."""
    try:
        place.change(built)
        place.send(built)
    except TargetFault as fault:
        return fault.problem.code
    return ""


def publish_spoilt(
    watched: Proxy, prefix: str, folder: Path, one: BuiltTree, two: BuiltTree, fault: Fault, at: int
) -> bool:
    """Spoil one request of a publish, look, publish again and look; say whether it came so far."""
    upstream, place = watched.upstream, f"{prefix}/{fault.name}-{at}"
    cache = folder / f"{fault.name}-{at}"
    target(upstream, cache, place).send(one)
    spoil_at(at, fault, watched)
    patience = BRIEF if fault is Fault.SILENT else IN_A_HURRY
    here = target(watched.port, cache, place, patience=patience)
    code = code_of_publish(here, two)
    if code:
        assert code in ("target-unreachable", "another-publisher")
        assert_old_or_new(upstream, place, folder / f"{fault.name}-{at}-look")
    # On a busy machine another request may be too late as well.
    came_so_far = bool(code) or len(watched.requests) >= at

    mending = target(upstream, cache, place)
    assert mending.change(two).foreign == ()
    mending.send(two)
    assert mending.change(two).is_nothing
    assert pages(upstream, place) == {**TWO, "static/a.css": b"a"}
    own = set(objects(upstream, place)) - set(pages(upstream, place))
    # Where its removal failed a lock stays: the next publish that has something to write takes it.
    assert own - {"manifest.lock"} == {*OWN, "manifest.staying"}
    assert objects(upstream, place)["build.json"].data == two.own["build.json"]
    return came_so_far


@pytest.mark.parametrize("fault", [Fault.LOST, Fault.ERROR])
def test_some_requests_that_fail(fault: Fault, watched: Proxy, prefix: str, tmp_path: Path) -> None:
    one, two = tree(tmp_path / "one", ONE), tree(tmp_path / "two", TWO)
    at = 3
    while publish_spoilt(watched, prefix, tmp_path, one, two, fault, at):
        at += 7
    assert at > 30


@pytest.mark.proof
@pytest.mark.parametrize("name", ["moto", "rclone"])
@pytest.mark.parametrize("fault", list(Fault))
def test_every_request_that_fails(
    fault: Fault, name: str, request: pytest.FixtureRequest, prefix: str, tmp_path: Path
) -> None:
    """Each in turn: about 35 publishes for each way to fail, 20 to 30 seconds."""
    one, two = tree(tmp_path / "one", ONE), tree(tmp_path / "two", TWO)
    at = 1
    with proxy(request.getfixturevalue(f"{name}_port")) as watched:
        while publish_spoilt(watched, prefix, tmp_path, one, two, fault, at):
            at += 1
            assert at < 100
    assert at > 30


@pytest.mark.parametrize("fault", [Fault.SLOW_DOWN, Fault.DONE_ALL_THE_SAME])
def test_a_fault_that_passes_is_not_noticed(
    fault: Fault, watched: Proxy, prefix: str, tmp_path: Path
) -> None:
    """Each request fails once, where the library tries again by itself."""
    patient = Patience(retries=4, seconds=60, silence=0.3, settling=0.3)
    met: set[tuple[str, str]] = set()

    def once(_number: int, request: Request) -> Fault | None:
        known = (request.method, request.path) in met
        met.add((request.method, request.path))
        return None if known else fault

    watched.spoil = once
    built = tree(tmp_path / "one", ONE)
    target(watched.port, tmp_path / "cache", prefix, patience=patient).send(built)
    assert pages(watched.upstream, prefix) == ONE


def problem_of(folder: Path, port: int, **how: object) -> tuple[str, str]:
    """Return the code of what keeps a publish from its target, and all that is told of it."""
    with pytest.raises(TargetFault) as raised:
        target(port, folder / "cache", **how).change(tree(folder / "one", ONE))  # type: ignore[arg-type]
    problem = raised.value.problem
    told = f"{problem} {problem.mend}"
    assert SECRET not in told
    assert KEY not in told
    return problem.code, told


@pytest.mark.parametrize(
    ("code", "problem", "words"),
    [
        ("403 RequestTimeTooSkewed", "target-clock", "clock of this machine"),
        ("403 ExpiredToken", "target-no-credentials", "It says ExpiredToken"),
        ("403 AccessDenied", "target-no-credentials", "may read, write, remove and list"),
        ("400 AuthorizationHeaderMalformed", "target-region", "region: eu-central-1"),
        ("400 InvalidRequest", "target-failed", "It says InvalidRequest"),
        ("501 NotImplemented", "target-failed", "If-Match"),
    ],
)
def test_what_a_store_refuses_is_explained(
    code: str, problem: str, words: str, watched: Proxy, tmp_path: Path
) -> None:
    watched.spoil = lambda _number, _request: code
    found, told = problem_of(tmp_path, watched.port)
    assert found == problem
    assert words in told
    assert "Debug" not in told


@pytest.mark.parametrize("name", ["moto", "rclone"])
def test_a_bucket_that_is_not_there(
    name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    port = request.getfixturevalue(f"{name}_port")
    assert problem_of(tmp_path, port, bucket="another")[0] == "target-not-there"


def test_a_wrong_secret(rclone_port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another-secret-another-secret")
    code, told = problem_of(tmp_path, rclone_port)
    assert code == "target-no-credentials"
    assert "SignatureDoesNotMatch" in told
    assert "another-secret" not in told


def test_no_credentials(moto_port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    # The address that hosts give their machines; here nothing listens there.
    monkeypatch.setenv("AWS_METADATA_ENDPOINT", "http://127.0.0.1:9")
    code, told = problem_of(tmp_path, moto_port)
    assert code == "target-no-credentials"
    assert "docs/publishing.md" in told


def test_what_talks_to_stores_is_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("obstore", "obstore.exceptions", "obstore.store"):
        monkeypatch.setitem(sys.modules, name, None)
    code, told = problem_of(tmp_path, 9)
    assert code == "no-object-store"
    assert "pip install 'tocsin[stores]'" in told


def test_what_answers_speaks_no_tls(moto_port: int, tmp_path: Path) -> None:
    code, told = problem_of(tmp_path, moto_port, scheme="https")
    assert code == "target-tls"
    assert "certificate" in told


def test_a_certificate_that_does_not_hold() -> None:
    said = (
        "Generic S3 error: Error performing GET https://x/b/y in 41ms - HTTP error: error sending "
        "request\n\nDebug source:\nGeneric {\n    error: InvalidCertificate(\n        Expired,\n"
    )
    assert object_fault(said, "live", "b").code == "target-tls"


def test_nobody_answers(tmp_path: Path) -> None:
    assert problem_of(tmp_path, 9)[0] == "target-unreachable"


def break_before_the_index(watched: Proxy) -> None:
    """Let nothing through from the write of the index on, as when the publisher is killed."""
    broken = []

    def spoil(_number: int, request: Request) -> Fault | None:
        if request.method == "PUT" and request.path.endswith("index.html"):
            broken.append(request)
        return Fault.REFUSED if broken else None

    watched.spoil = spoil


def test_after_a_kill_this_machine_goes_on_at_once(
    watched: Proxy, prefix: str, tmp_path: Path
) -> None:
    slow = Patience(retries=0, seconds=60, silence=600)
    target(watched.upstream, tmp_path / "cache", prefix).send(tree(tmp_path / "one", ONE))
    break_before_the_index(watched)
    two = tree(tmp_path / "two", TWO)
    with pytest.raises(TargetFault):
        target(watched.port, tmp_path / "cache", prefix, patience=slow).send(two)
    assert {"manifest.lock", "manifest.begun"} <= set(objects(watched.upstream, prefix))
    target(watched.upstream, tmp_path / "cache", prefix, patience=slow).send(two)
    assert pages(watched.upstream, prefix) == {**TWO, "static/a.css": b"a"}


def test_after_a_kill_another_machine_waits_and_goes_on(
    watched: Proxy, prefix: str, tmp_path: Path
) -> None:
    target(watched.upstream, tmp_path / "cache", prefix).send(tree(tmp_path / "one", ONE))
    break_before_the_index(watched)
    two = tree(tmp_path / "two", TWO)
    with pytest.raises(TargetFault):
        target(watched.port, tmp_path / "cache", prefix, patience=IN_A_HURRY).send(two)
    target(watched.upstream, tmp_path / "another", prefix).send(built_tree(two.folder))
    assert pages(watched.upstream, prefix) == {**TWO, "static/a.css": b"a"}
