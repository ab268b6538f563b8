"""Links to private pages, written into ``site_src/``: new ones, and those that are withdrawn."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from builder.authoring.source_edit import ChangedMeanwhile, replace_text
from builder.authoring.yaml_edit import EditRefused, add_item, set_in_item
from builder.model.site import Access, Audience, Link, Site
from builder.vocabulary.audiences import Protection
from builder.vocabulary.problems import Place, Problem
from builder.vocabulary.readers import PUBLIC_NAME, account, audience

_AUDIENCES = "site_src/audiences.yml"
_ACCOUNTS = "site_src/accounts/"


class AccessRefused(Exception):
    """A link can't be made or withdrawn; nothing was written. ``problem`` says what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem
        self.problems = (problem,)

    def __str__(self) -> str:
        """Say the problem."""
        return str(self.problem)


@dataclass(frozen=True, slots=True)
class Holder:
    """A reader that may have links: its name, who may open its pages, and where that is written.

    ``is_sealed`` is false where its pages lie open behind the host's own check.
    """

    name: str
    access: Access
    file: str
    path: tuple[str, ...]
    is_sealed: bool = True


def holders(site: Site) -> tuple[Holder, ...]:
    """Return every reader that has pages of its own, audiences first."""
    audiences = (
        Holder(audience(one.id), one.access, _AUDIENCES, (one.id, "links"), _is_sealed(one))
        for one in site.audiences.values()
        if audience(one.id) != PUBLIC_NAME and not one.accounts
    )
    sealed = all(_is_sealed(one) for one in site.audiences.values() if one.accounts)
    accounts = (
        Holder(account(one.id), one.access, f"{_ACCOUNTS}{one.id}.yml", ("links",), sealed)
        for one in site.accounts.values()
    )
    return (*audiences, *accounts)


def links_to_hand_out(site: Site, now: datetime) -> tuple[tuple[Holder, Link], ...]:
    """Return the links that open something at ``now``, each with its reader."""
    return tuple(
        (holder, link)
        for holder in holders(site)
        if holder.is_sealed
        for link in holder.access.links
        if not link.revoked and (link.until is None or now < link.until)
    )


def holder_named(site: Site, word: str) -> Holder:
    """Return the reader that a person names: ``executives``, ``account:acme`` or ``acme``.

    Raises:
        AccessRefused: there is none, or the word names two.
    """
    known = holders(site)
    found = [one for one in known if word in (one.name, one.name.partition(":")[2])]
    if len(found) == 1:
        return found[0]
    names = ", ".join(one.name for one in known) or "none yet"
    reason = "is the name of two readers" if found else "has no pages of its own"
    raise _refused(word, "unknown-reader", f"`{word}` {reason}.", f"Readers are: {names}.")


def add_link(
    source: Path,
    site: Site,
    holder: Holder,
    identifier: str,
    person: str = "",
    until: str = "",
    words: bool = False,
) -> None:
    """Write a new link into the sources.

    Raises:
        AccessRefused: the id was used before by whomever, the reader's pages are not opened by
            links, who it is for is no line of text, or the file can't be changed for sure.
        OSError: the system refuses.
    """
    if not holder.is_sealed:
        raise _refused(
            _AUDIENCES,
            "link-without-use",
            f"The pages of {holder.name} lie open behind the host's own check (`protection: "
            "host`), so a link opens nothing.",
            "Give the reader a name and a password at the host, or write `protection: sealed`.",
        )
    if any(link.id == identifier for one in holders(site) for link in one.access.links):
        raise _refused(holder.file, "link-used", f"The id `{identifier}` was used before.")
    if person and not _is_line(person):
        mend = "Write a name, or leave it out."
        raise _refused("--for", "not-a-line", "Who it is for is no line of words.", mend)
    item: dict[str, str | bool] = {"id": identifier}
    if person:
        item["for"] = person
    if until:
        item["until"] = until
    if words:
        item["words"] = True
    _change(source, holder.file, lambda text: add_item(text, holder.path, item))


def link_named(holder: Holder, identifier: str) -> Link:
    """Return the reader's link with this id.

    Raises:
        AccessRefused: there is none.
    """
    for link in holder.access.links:
        if link.id == identifier:
            return link
    raise _unknown_link(holder, f"There is no link `{identifier}`.")


def revoke_link(source: Path, holder: Holder, identifier: str) -> None:
    """Mark a link as withdrawn. It stays in the file, so that its id is never used again.

    Raises:
        AccessRefused: there is no such link, it is withdrawn already, or the file can't be changed.
        OSError: the system refuses.
    """
    if link_named(holder, identifier).revoked:
        raise _unknown_link(holder, f"It is withdrawn already: `{identifier}`.")
    _change(
        source,
        holder.file,
        lambda text: set_in_item(text, holder.path, identifier, "revoked", True),
    )


def _is_line(person: str) -> bool:
    """Say whether the file may hold these words."""
    from pydantic import ValidationError

    from builder.source.schemas.site import Link as Record

    try:
        Record.model_validate({"id": "00000000", "for": person})
    except ValidationError:
        return False
    return True


def _is_sealed(one: Audience) -> bool:
    return one.protection is not Protection.HOST


def _change(source: Path, file: str, change: Callable[[str], str]) -> None:
    path = source / file
    if not path.exists() and file == _AUDIENCES:
        raise _refused(
            file,
            "no-audiences",
            "There is no such file, so there is nowhere to write the link.",
            "Write one that names the audience, such as `executives:` with `reads: [public]`.",
        )
    text = path.read_bytes().decode("utf-8")
    try:
        replace_text(path, text, change(text))
    except EditRefused as refusal:
        raise _refused(file, "not-changed", str(refusal), "Or change it by hand.") from None
    except ChangedMeanwhile:
        raise _refused(
            file, "not-changed", "Somebody saved it while it was being changed.", "Try again."
        ) from None


def _unknown_link(holder: Holder, message: str) -> AccessRefused:
    mend = f"`tocsin link list {holder.name}` shows them."
    return _refused(holder.file, "unknown-link", message, mend)


def _refused(where: str, code: str, message: str, mend: str = "") -> AccessRefused:
    return AccessRefused(Problem(Place(where), code, message, mend))
