"""The listing of private pages at a target: sealed, so that a host has no list of them.

One manifest for all that lies there. Its keys follow from the site's secret and are used for
nothing else; it is a sealed file as pages are (``docs/sealed-format.md``), of the kind
``manifest``, without path id and with an epoch of zeros.
"""

from collections.abc import Iterable, Mapping

from builder.output.manifest import MANIFEST, ManifestError, decode_manifest, encode_manifest
from builder.seal.keys import Site
from builder.seal.sealed_file import Context, SealError, open_file, seal_file
from builder.seal.secret import Secret

_CONTEXT = Context("manifest", "", "0" * 16, MANIFEST)


class OtherSecretError(ManifestError):
    """A manifest that the secrets at hand do not open."""

    def __init__(self) -> None:
        super().__init__("was sealed with another secret, or is damaged", foreign=True)


class SealedListing:
    """A listing that the site's secret opens, or the one that it replaced."""

    def __init__(self, site: Site, previous: Iterable[Site] = ()) -> None:
        self._key, self._nonce = _keys(site)
        self._keys = (self._key, *(_keys(each)[0] for each in previous))

    def own_files(self, digests: Mapping[str, str]) -> Mapping[str, bytes]:
        """See ``Listing``. Same paths, digests and secret: same bytes."""
        sealed = seal_file(encode_manifest(digests), _CONTEXT, self._key, self._nonce)
        return {MANIFEST: sealed}

    def listed(self, data: bytes) -> Mapping[str, str]:
        """See ``Listing``.

        Raises:
            OtherSecretError: no secret at hand opens it.
        """
        for key in self._keys:
            try:
                return decode_manifest(open_file(data, _CONTEXT, key))
            except SealError:
                continue
        raise OtherSecretError


def _keys(site: Site) -> tuple[Secret, Secret]:
    return Secret(site.derive("manifest")), Secret(site.derive("manifest-nonce"))
