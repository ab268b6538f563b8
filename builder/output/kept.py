"""Values kept between builds that are dear to make: the site, and the views that index and feeds
show in full. Each is kept with the digest of all that it was made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from builder.output import checked_json
from builder.output.disk import read_if_there, write_whole
from builder.output.kept_items import KeptItems, save_items
from builder.output.remembered import decode_problem, encode_problem
from builder.output.value_codec import decode_value, encode_value

if TYPE_CHECKING:
    from builder.model.site import Site
    from builder.render.feed_items import FeedItem
    from builder.views.types import IncidentView
    from builder.vocabulary.problems import Problem

_FILE = "kept.json"


@dataclass(frozen=True, slots=True)
class KeptSite:
    """A site, and what was found in its files."""

    digest: str
    site: "Site"
    problems: "tuple[Problem, ...]"


@dataclass(frozen=True, slots=True)
class KeptView:
    """A view of an incident."""

    digest: str
    view: "IncidentView"


@dataclass(frozen=True, slots=True)
class SealedPage:
    """A page as it was sealed: the key of what it was made from, its file, and the SHA-256 of its
    content."""

    key: str
    file: str
    digest: str


@dataclass(frozen=True, slots=True)
class SealedBefore:
    """What the last build left of a sealed tree: its epoch, its pages by path, the names of its
    slots and feeds."""

    epoch: str = ""
    pages: Mapping[str, SealedPage] = field(default_factory=dict)
    slots: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept: at most one site, views by tree and incident (``public/<incident>``), what
    is known of sealed trees by their names, and the items of public feeds by their keys."""

    site: KeptSite | None = None
    views: Mapping[str, KeptView] = field(default_factory=dict)
    sealed: Mapping[str, SealedBefore] = field(default_factory=dict)
    items: "Mapping[str, FeedItem]" = field(default_factory=dict)


def load_kept(folder: Path, fingerprint: str) -> Kept:
    """Return what was kept in the folder of the memory by the same program; nothing where it is
    damaged, since all of it can be made anew."""
    from builder.model.site import Site
    from builder.views.types import IncidentView

    try:
        data = read_if_there(str(folder / _FILE))
        if data is None:
            return Kept()
        content = checked_json.decode(data)
        if content["fingerprint"] != fingerprint:
            return Kept()
        site = content["site"]
        return Kept(
            None
            if site is None
            else KeptSite(
                site[0], decode_value(Site, site[1]), tuple(map(decode_problem, site[2]))
            ),
            {
                key: KeptView(digest, decode_value(IncidentView, view))
                for key, (digest, view) in content["views"].items()
            },
            {
                name: decode_value(SealedBefore, before)
                for name, before in content["sealed"].items()
            },
            KeptItems(folder, fingerprint),
        )
    except (OSError, ValueError, TypeError, KeyError, OverflowError):
        return Kept()


def save_kept(folder: Path, fingerprint: str, kept: Kept) -> None:
    """Keep what the next build may need.

    Raises:
        OSError: the system refuses.
    """
    site = kept.site
    content = {
        "fingerprint": fingerprint,
        "site": site
        and [site.digest, encode_value(site.site), list(map(encode_problem, site.problems))],
        "views": {key: [each.digest, encode_value(each.view)] for key, each in kept.views.items()},
        "sealed": {name: encode_value(each) for name, each in kept.sealed.items()},
    }
    write_whole(str(folder / _FILE), checked_json.encode(content))
    save_items(folder, fingerprint, kept.items)
