"""What a target says itself of what was published there."""

from collections.abc import Mapping

from builder.output.manifest import ClearListing, Listing, ManifestError
from builder.publish.sealed_listing import OtherSecretError
from builder.publish.targets.place import TargetFault
from builder.seal.sealed_file import MAGIC
from builder.vocabulary.problems import Place, Problem


def listed_there(data: bytes | None, listing: Listing, place: str) -> Mapping[str, str] | None:
    """Return the paths of a manifest with their digests; ``None`` where there is none that can be
    read.

    Raises:
        TargetFault: other pages lie there than are to go there (private ones, or public), or what
            lies there was sealed with a secret that is not at hand. Nothing there may be touched.
    """
    if data is None:
        return None
    in_clear = isinstance(listing, ClearListing)
    if data.startswith(MAGIC) is in_clear:
        lies, goes = ("private", "public") if in_clear else ("public", "private")
        raise TargetFault(
            Problem(
                Place(place),
                "target-of-other-pages",
                f"This target holds {lies} pages, and {goes} ones are to go there.",
                "Give them a place of their own; or empty this one by hand, and publish again.",
            )
        )
    try:
        return listing.listed(data)
    except OtherSecretError as error:
        raise TargetFault(
            Problem(
                Place(place),
                "target-of-other-secret",
                f"The list of what was published there {error}; so nothing there may be removed.",
                "Put the secret of then into TOCSIN_SECRET_PREVIOUS; or, if it is lost, empty the "
                "target by hand, and publish again.",
            )
        ) from error
    except ManifestError:
        return None
