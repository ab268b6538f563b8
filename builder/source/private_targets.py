"""Targets of private pages: whose they are, and whether their host is fit for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from builder.model.publishing import PRIVATE_TREES, PUBLIC_TREE, History, Target
from builder.source.words import shown, suggestion
from builder.vocabulary.problems import Problem, Severity
from builder.vocabulary.readers import PUBLIC_NAME, audience

if TYPE_CHECKING:
    from builder.model.site import Site
    from builder.source.document import Document

_AT_HOME = frozenset({"localhost", "127.0.0.1", "::1"})
_FOR_PRIVATE = ("checks_readers", "shared_origin")


def tree_of(written: str) -> str:
    """Return the tree that a word means: an audience is written without its kind."""
    known = written in (PUBLIC_TREE, PRIVATE_TREES) or ":" in written
    return written if known else audience(written)


def private_problems(document: Document, target: Target, site: Site) -> Iterator[Problem]:
    """Yield what is wrong with whose pages a target takes, and with its host."""
    keys = ("publish", target.name)
    if target.is_public:
        written = document.values.get("publish")
        own = written.get(target.name) if isinstance(written, dict) else None
        for key in _FOR_PRIVATE:
            if isinstance(own, dict) and key in own:
                yield document.problem(
                    "key-of-private-target",
                    (*keys, key),
                    f"{shown(key)} means nothing where everyone may read.",
                    "Take it out, or say by `tree` whose pages go there.",
                    at_key=True,
                )
        return
    yield from _reader_problems(document, target, site)
    if target.settings.get("history") == History.KEEP:
        yield document.problem(
            "private-history",
            (*keys, "history"),
            "A branch of private pages keeps no earlier commits: they would hold what was "
            "withdrawn or taken out.",
            "Take it out; each publish is one commit alone.",
        )
    if not target.url:
        yield document.problem(
            "missing-key",
            keys,
            "A target of private pages needs `url`: what else lies on its origin, and whether it "
            "is open to all, depends on it.",
            "Write where readers find it, like `url: https://private.example.com`.",
            at_key=True,
        )
        return
    yield from _origin_problems(document, target, site)


def _reader_problems(document: Document, target: Target, site: Site) -> Iterator[Problem]:
    keys = ("publish", target.name, "tree")
    readers = {reader.name for reader in site.readers()} - {PUBLIC_NAME}
    if target.tree == PRIVATE_TREES:
        return
    if target.tree not in readers and target.tree.startswith("account:"):
        yield document.problem(
            "target-without-reader",
            keys,
            f"There is no {shown(target.tree)}; what lies there is taken down by the next publish.",
            "Then take the target out. If the account has another name, write that one.",
            severity=Severity.WARNING,
        )
    elif target.tree not in readers:
        # Accounts are not named: others may read along.
        words = sorted(name[9:] for name in readers if name.startswith("audience:"))
        yield document.problem(
            "unknown-reader",
            keys,
            f"No pages are made for {shown(target.tree)}.",
            suggestion(target.tree.removeprefix("audience:"), [PUBLIC_TREE, PRIVATE_TREES, *words]),
        )
    elif not site.is_sealed(target.tree) and not target.checks_readers:
        yield document.problem(
            "target-checks-nobody",
            keys,
            f"The pages of {shown(target.tree)} are not sealed, and nothing says that this host "
            "checks who reads them.",
            "Write `checks_readers: true` once it does, or `protection: sealed` in audiences.yml.",
        )


def _origin_problems(document: Document, target: Target, site: Site) -> Iterator[Problem]:
    keys = ("publish", target.name, "url")
    place = urlsplit(target.url)
    if place.scheme != "https" and place.hostname not in _AT_HOME:
        yield document.problem(
            "private-not-https",
            keys,
            "Private pages need https: without it everyone on the way reads passwords, and "
            "browsers open nothing that is sealed.",
            "Let the host serve them by https, and write that address.",
        )
    if target.shared_origin or not _takes_sealed(target, site):
        return
    others = [site.url] + [
        other.url for other in site.targets if other.url and not _takes_sealed(other, site)
    ]
    shares = any(_origin(other) == _origin(target.url) for other in others)
    if shares or place.path.strip("/"):
        yield document.problem(
            "shared-origin",
            keys,
            "Sealed pages would share their origin with other things, which could read the key "
            "that a reader's device keeps.",
            "Give them a host name of their own, without a path. `shared_origin: accepted` takes "
            "the risk, and the offer to keep a key on the device goes.",
        )


def _takes_sealed(target: Target, site: Site) -> bool:
    if target.tree == PRIVATE_TREES:
        return not target.checks_readers
    return not target.is_public and site.is_sealed(target.tree)


def _origin(url: str) -> tuple[str, str, int]:
    place = urlsplit(url)
    port = place.port or {"https": 443, "http": 80}.get(place.scheme, 0)
    return place.scheme, place.hostname or "", port
