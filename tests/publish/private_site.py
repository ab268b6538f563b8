"""A site with private readers of both kinds, and targets for them."""

import os
from dataclasses import replace
from pathlib import Path

from builder.build import Request
from builder.build.ground import read_ground
from builder.publish.outbox import Outbox
from builder.publish.record import Record
from builder.publish.request import PublishOutcome, PublishRequest
from builder.publish.story import chosen, publish
from builder.seal.keys import Site, path_id
from builder.seal.secret import Secret
from builder.source.scan import scan
from tests.build.sites import NOW, SITE, incident, lay, put, update

SECRET = Secret(bytes(range(32)))
NEXT_SECRET = Secret(bytes(range(1, 33)))
TARGETS = """\
publish:
  live: {type: directory, path: ../live}
  sealed: {type: directory, path: ../sealed, tree: private, url: 'http://localhost:9'}
  checked:
    {type: directory, path: ../checked, tree: technical, url: 'http://127.0.0.1:9', \
checks_readers: true}
"""
AUDIENCES = """\
strategic: {reads: [public], accounts: true}
executives:
  reads: [public]
  links:
    - {id: 00000001}
technical: {protection: host}
"""
ACME = "name: Acme\nlinks:\n  - {id: 0000000a}\n  - {id: 0000000b}\n"
BODY = (
    "Payments fail.\n\n::: executives\nBoard words.\n:::\n\n"
    "::: account acme\nAcme words.\n:::\n\n::: technical\nTechnical words.\n:::"
)
PRIVATE = (b"Board words", b"Acme", b"Technical words")


def private_site(folder: Path, targets: str = TARGETS) -> Path:
    """Lay out the sources in a folder of their own."""
    root = lay(folder / "source")
    put(root, "site_src/site.yml", SITE + targets)
    put(root, "site_src/audiences.yml", AUDIENCES)
    put(root, "site_src/accounts/acme.yml", ACME)
    put(root, "site_src/accounts/globex.yml", "name: Globex\nlinks: [{id: 0000000c}]\n")
    states = "{checkout: partial_outage}"
    incident(root, "slow", u1=update("investigating", "14:05", BODY, components=states))
    return root


def published(
    source: Path, *names: str, secret: Secret = SECRET, cache: str = "cache", **how: object
) -> PublishOutcome:
    """Publish to targets of these names, all where none is given."""
    ground = read_ground(scan(source))
    assert ground.site is not None
    assert ground.theme is not None
    previous = how.pop("previous", None)
    base = Request(source, source.parent / "out", source.parent / cache, NOW, now_given=True)
    targets = chosen(ground.site, names)
    private = any(not target.is_public for target in targets)
    request = PublishRequest(
        replace(base, secret=secret, previous=previous, private=private),  # type: ignore[arg-type]
        ground.site,
        ground.theme,
        targets,
        {"PATH": os.environ["PATH"], "HOME": str(source.parent)},
        **how,  # type: ignore[arg-type]
    )
    return publish(request)


def outbox_of(source: Path) -> Outbox:
    """Return the outbox that a publish fills."""
    cache = source.parent / "cache"
    return Outbox(cache, Record(cache / "record"))


def folder_of(reader: str, path: int = 1, secret: Secret = SECRET) -> str:
    """Return the folder of a reader's pages."""
    return path_id(Site(secret), reader, path)


def files(place: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in sorted(place.rglob("*"))
        if path.is_file()
    }
