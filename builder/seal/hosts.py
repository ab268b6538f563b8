"""What the hosts of private trees are to be told: who is asked for a password, and what is sent.

Values to values. The files name folders of private trees, so they are handed to the operator alone
and are no part of any tree. Trees whose readers the host checks and trees that are sealed are told
apart: each kind wants an origin of its own, since what is opened in a browser can be reached from
all pages of its origin.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from builder.seal.hosts_caddy import checked_caddy, sealed_caddy
from builder.seal.hosts_headers import checked_headers, sealed_headers, static_headers
from builder.seal.hosts_nginx import checked_nginx, sealed_nginx

READERS = "readers.txt"
"""The one file that says who a folder's reader is; the host need not know."""

NAMES = (
    READERS,
    "checked.nginx.conf",
    "checked.caddy",
    "sealed.nginx.conf",
    "sealed.caddy",
    "sealed._headers",
)
"""Every file that there may be."""


@dataclass(frozen=True, slots=True)
class HostedTree:
    """A private tree as its host knows it: the folder (a path id), and whether it is sealed.

    ``reader`` is its reader's name (``account:acme``), for the operator.
    """

    folder: str
    reader: str
    sealed: bool


def host_files(trees: Iterable[HostedTree], style_hash: str) -> dict[str, bytes]:
    """Return the files by name, those of a kind only where there is a tree of it.

    ``style_hash`` is that of the stylesheet of open pages, as a source of a content policy.
    """
    ordered = sorted(trees, key=lambda tree: tree.folder)
    checked = tuple(tree.folder for tree in ordered if not tree.sealed)
    sealed = tuple(tree.folder for tree in ordered if tree.sealed)
    files: dict[str, str] = {}
    if ordered:
        files[READERS] = _readers(ordered)
    if checked:
        headers = checked_headers(style_hash)
        files["checked.nginx.conf"] = checked_nginx(checked, headers)
        files["checked.caddy"] = checked_caddy(checked, headers)
    if sealed:
        files["sealed.nginx.conf"] = sealed_nginx(sealed, sealed_headers())
        files["sealed.caddy"] = sealed_caddy(sealed, sealed_headers())
        files["sealed._headers"] = static_headers(sealed_headers())
    return {name: text.encode() for name, text in files.items()}


def _readers(trees: Sequence[HostedTree]) -> str:
    lines = (
        f"{tree.folder}  {'sealed ' if tree.sealed else 'checked'}  {tree.reader}"
        for tree in sorted(trees, key=lambda tree: (tree.sealed, tree.reader))
    )
    return "\n".join(["# Who reads which folder. Keep it here: no host needs it.", *lines, ""])
