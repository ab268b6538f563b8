"""A built site with trees of both kinds, and the passwords of those whom a host asks for one."""

from pathlib import Path

from builder.build import Request, build
from builder.seal.keys import Site, path_id
from builder.seal.secret import Secret
from tests.build.sites import NOW, incident, lay, put, update

SECRET = Secret(bytes(range(32)))
KEYS = Site(SECRET)
AUDIENCES = """\
strategic: {reads: [public], accounts: true, protection: host}
technical: {protection: host, feed: full}
executives: {reads: [public], links: [{id: 00000001}]}
customer-service: {links: [{id: 00000002}]}
business: {}
"""
BODY = """\
Payments fail.

::: technical
The replica is behind.

![A graph](graph.png)
:::

::: account acme
Your cluster is not affected.
:::

::: executives
Orders are lost.
:::
"""
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060"
    "000000040001f61738550000000049454e44ae426082"
)
CHECKED = ("audience:technical", "account:acme", "account:globex")
SEALED = ("audience:executives", "audience:customer-service", "audience:business")


def lay_site(root: Path, audiences: str = AUDIENCES) -> Path:
    """Write the sources."""
    lay(root)
    put(root, "site_src/audiences.yml", audiences)
    put(root, "site_src/accounts/acme.yml", "name: Acme\ncomponents: [checkout]\n")
    put(root, "site_src/accounts/globex.yml", "name: Globex\n")
    put(root, "site_src/pages/about.md", "---\ntitle: About\n---\nHow this works.\n")
    states = "{checkout: partial_outage}"
    incident(
        root,
        "2026-11-23-checkout",
        u20261123T1405Z=update("investigating", "14:05", BODY, components=states),
    )
    (root / "incidents/2026-11-23-checkout/graph.png").write_bytes(PICTURE)
    return root


def build_site(root: Path, out: Path, cache: Path) -> None:
    """Build all trees; anything wrong fails."""
    outcome = build(Request(root, out, cache, NOW, now_given=True, secret=SECRET))
    assert outcome.problems == ()


def folder(reader: str) -> str:
    """Return the folder of a reader's tree."""
    return path_id(KEYS, reader)


def paths_in(out: Path, reader: str) -> list[str]:
    """Return the address of every file of a reader's tree, and of its folders as one enters
    them."""
    tree = out / "private" / folder(reader)
    files = [f"/{path.relative_to(tree.parent)}" for path in tree.rglob("*") if path.is_file()]
    assert files
    return sorted([*files, f"/{folder(reader)}/", f"/{folder(reader)}"])
