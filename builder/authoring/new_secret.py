"""A new secret put in its place, for a site without one or instead of the one it has.

Two files must agree: the secret's own, and ``site.yml``, which knows it by ``secret_check``. The
new secret lies whole beside the old one before ``site.yml`` takes its new text in one step: that
step decides. Whenever the work is broken off, it is then finished or undone, and no secret is lost.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from builder.authoring.secret_file import NAME, NEXT, PREVIOUS, SecretRefused, read_file
from builder.authoring.source_edit import ChangedMeanwhile, replace_text
from builder.authoring.yaml_edit import EditRefused, set_key
from builder.model.site import Site
from builder.output.disk import DISK, Disk, create, flush_folder
from builder.seal.keys import Site as Keys
from builder.seal.keys import secret_check
from builder.seal.secret import Secret
from builder.source.file_names import SITE_FOLDER
from builder.vocabulary.problems import Place, Problem

_SITE = f"{SITE_FOLDER}/site.yml"


def is_of_site(secret: Secret, site: Site) -> bool:
    """Say whether this is the secret that ``site.yml`` knows."""
    return secret_check(Keys(secret, site.site_id)) == site.secret_check


def refuse_new(source: Path, site: Site) -> None:
    """Refuse to make a first secret for a site that has one.

    Raises:
        SecretRefused: it has.
    """
    if site.secret_check:
        raise _refused(
            _SITE,
            "secret-there",
            "A secret was made for this site before.",
            f"Put it into {NAME}, or replace it with `tocsin secret rotate`.",
        )
    if os.path.lexists(source / NAME):
        raise _refused(
            NAME,
            "secret-there",
            "There is a secret already.",
            "`tocsin secret rotate` replaces it; every link must then be handed out anew.",
        )


def refuse_replacing(source: Path, site: Site) -> None:
    """Refuse to replace the secret of a site that never had one, or a file that is another's. A
    site whose secret is lost may have a new one.

    Raises:
        SecretRefused: as said, or what lies there is no secret.
    """
    there = read_file(source, NAME)
    if there is None and not site.secret_check:
        raise _refused(
            NAME, "no-secret", "There is no secret to replace.", "`tocsin secret new` makes one."
        )
    if there is not None and site.secret_check and not is_of_site(there, site):
        raise _refused(
            NAME,
            "secret-other",
            "This is not the secret that site_src/site.yml knows.",
            "Put the site's own there, or move this one away if the site's own is lost.",
        )


def put_secret(source: Path, secret: Secret, site_id: str, disk: Disk = DISK) -> None:
    """Put a new secret in its place; the one that was there is kept as the previous one.

    Raises:
        SecretRefused: ``site.yml`` can't be changed for sure; nothing was changed.
        OSError: the system refuses. Nothing was changed, or ``finish`` ends it.
    """
    site = source / _SITE
    before = site.read_bytes().decode()
    keys = {"site_id": site_id, "secret_check": secret_check(Keys(secret, site_id))}
    after = _with_keys(before, keys)
    with suppress(FileNotFoundError):
        disk.remove(str(source / NEXT))
    try:
        line = f"{secret.reveal().hex()}\n".encode("ascii")
        create(disk, str(source / NEXT), line, 0o600, flush=True)
        flush_folder(disk, str(source))
        replace_text(site, before, after, disk)
    except BaseException as error:
        with suppress(OSError):
            if site.read_bytes() != after.encode():
                disk.remove(str(source / NEXT))
        if isinstance(error, ChangedMeanwhile):
            raise _not_changed("Somebody saved it while it was being changed.") from None
        raise
    _take_place(source, disk)


def finish(source: Path, site: Site, disk: Disk = DISK) -> bool:
    """Finish what was broken off, and say whether there was anything to finish. A new secret that
    ``site.yml`` does not know yet was never used; it is removed.

    Raises:
        OSError: the system refuses.
    """
    if not os.path.lexists(source / NEXT):
        return False
    try:
        secret = read_file(source, NEXT)
    except SecretRefused:
        secret = None
    if secret is None or not site.secret_check or not is_of_site(secret, site):
        disk.remove(str(source / NEXT))
        return False
    _take_place(source, disk)
    return True


def _take_place(source: Path, disk: Disk) -> None:
    if os.path.lexists(source / NAME):
        disk.replace(str(source / NAME), str(source / PREVIOUS))
    disk.replace(str(source / NEXT), str(source / NAME))
    flush_folder(disk, str(source))


def _with_keys(text: str, keys: Mapping[str, str]) -> str:
    try:
        for key, value in keys.items():
            text = set_key(text, key, value)
    except EditRefused as refusal:
        raise _not_changed(str(refusal)) from None
    return text


def _not_changed(message: str) -> SecretRefused:
    return _refused(_SITE, "not-changed", message, "Mend that, and try again.")


def _refused(where: str, code: str, message: str, mend: str) -> SecretRefused:
    return SecretRefused(Problem(Place(where), code, message, mend))
