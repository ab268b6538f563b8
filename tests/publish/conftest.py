"""What several modules share: object stores that run as long as the tests do."""

from collections.abc import Iterator

import pytest

from tests.publish.stores import CREDENTIALS, Proxy, moto, proxy, rclone


@pytest.fixture(scope="session")
def moto_port() -> Iterator[int]:
    """The port of a store that knows conditional writes."""
    with moto() as port:
        yield port


@pytest.fixture(scope="session")
def rclone_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a store that ignores conditions."""
    with rclone(tmp_path_factory.mktemp("rclone")) as port:
        yield port


@pytest.fixture
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the servers know this process, and no other store."""
    for name, word in CREDENTIALS.items():
        monkeypatch.setenv(name, word)


@pytest.fixture
def prefix(request: pytest.FixtureRequest) -> str:
    """A part of the bucket that no other test uses."""
    return str(request.node.name).translate(str.maketrans("[] ", "---"))


@pytest.fixture
def watched(moto_port: int) -> Iterator[Proxy]:
    """A proxy before the store that knows conditional writes."""
    with proxy(moto_port) as before:
        yield before
