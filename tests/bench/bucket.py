"""What a publish to a bucket sends after one update changed, with a real store on this machine."""

import os
from dataclasses import dataclass
from pathlib import Path

from builder.output.manifest import OWN
from builder.publish.built_tree import built_tree
from tests.bench.histories import newest_update
from tests.bench.measure import run
from tests.bench.rounds import ADDED
from tests.publish.stores import CREDENTIALS, moto, proxy, target


@dataclass(frozen=True, slots=True)
class Sent:
    """Requests, bytes of their bodies and of their answers', and what differed between the builds:
    files, and their bytes with those of the tree's own two."""

    incidents: int
    requests: int
    sent: int
    received: int
    files: int
    differing: int


def measured_bucket(folder: Path, incidents: int) -> Sent:
    """Publish a history of so many incidents, then one update more.

    Raises:
        RunFailed: a build did not succeed.
    """
    os.environ.update(CREDENTIALS)
    source, out, cache = (folder / name for name in ("source", "out", "cache"))
    run("-m", "tests.bench.histories", source, str(incidents))
    build = ("-m", "builder", "build", "--source", source, "--out", out, "--cache", cache)
    run(*build)
    first = built_tree(out / "public")
    with moto() as port, proxy(port) as between:
        target(port, folder / "target").send(first)
        with newest_update(source).open("a", encoding="utf-8") as update:
            update.write(ADDED.format(minutes=5))
        run(*build)
        second = built_tree(out / "public")
        here = target(between.port, folder / "target")
        change = here.change(second)
        here.send(second)
    files = [path for path in change.written if path not in OWN]
    return Sent(
        incidents,
        len(between.requests),
        sum(request.sent for request in between.requests),
        sum(request.received for request in between.requests),
        len(files),
        sum(len(second.read(path)) for path in (*files, *second.own)),
    )
