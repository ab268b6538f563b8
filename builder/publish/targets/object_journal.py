"""Notes that a publish leaves in a bucket beside the files: what it is about to touch, so that the
next one can finish it; and which files stay for a while."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from builder.output.manifest import MANIFEST, Listing, ManifestError
from builder.publish.targets.object_bucket import Bucket, Found, Version
from builder.publish.targets.object_turn import HEADERS
from builder.publish.targets.staying import A_WHILE, STAYING

JOURNAL = "manifest.begun"
"""There while a publish is under way, and after one that was broken off."""


def begin(
    bucket: Bucket, listing: Listing, touched: Mapping[str, str], before: Version | None
) -> None:
    """Note what is about to be touched, in the place of what a broken publish left.

    Raises:
        Moved: another publisher was faster.
    """
    bucket.put(JOURNAL, _list(listing, touched), HEADERS, before)


def begun_by(found: Found, listing: Listing) -> Mapping[str, str]:
    """Return what a publish was about to touch; of a damaged note nothing.

    Raises:
        ManifestError: it is another program's, or no secret at hand opens it.
    """
    try:
        return listing.listed(found.data)
    except ManifestError as error:
        if error.foreign:
            raise
        return {}


def settle_staying(
    bucket: Bucket,
    listing: Listing,
    leaving: Mapping[str, str],
    wanted: Mapping[str, str],
    now: Callable[[], datetime],
) -> None:
    """Note which files stay though they are not built any more, and remove those that stayed for
    long enough. ``now`` asks for the time by the store's clock."""
    found = bucket.get(STAYING)
    try:
        before = dict(listing.listed(found.data)) if found is not None else {}
    except ManifestError:
        before = {}
    stayed = {path: digest for path, digest in before.items() if path not in wanted}
    if found is not None and stayed and now() - found.about.at > A_WHILE:
        bucket.remove(sorted(stayed.keys() - leaving.keys()))
        stayed = {}
    after = {**stayed, **leaving}
    if after == before:
        return
    if after:
        before_it = found.about.version if found is not None else None
        bucket.put(STAYING, _list(listing, after), HEADERS, before_it)
    else:
        bucket.remove([STAYING])


def _list(listing: Listing, files: Mapping[str, str]) -> bytes:
    return listing.own_files(files)[MANIFEST]
