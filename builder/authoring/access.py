"""Links to private pages, written into ``site_src/``: new ones, and those that are withdrawn."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from builder.authoring.yaml_edit import EditRefused, add_item, set_in_item, set_key
from builder.model.site import Access, Site
from builder.vocabulary.problems import Place, Problem
from builder.vocabulary.readers import account, audience

_SITE = "site_src/site.yml"
_AUDIENCES = "site_src/audiences.yml"
_ACCOUNTS = "site_src/accounts/"


class AccessRefused(Exception):
    """A link can't be made or withdrawn; nothing was written. ``problem`` says what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        """Say the problem."""
        return str(self.problem)


@dataclass(frozen=True, slots=True)
class Holder:
    """A reader that may have links: its name, who may open its pages, and where that is written."""

    name: str
    access: Access
    file: str
    path: tuple[str, ...]


def holders(site: Site) -> tuple[Holder, ...]:
    """Return every reader that has pages of its own, audiences first."""
    audiences = (
        Holder(audience(one.id), one.access, _AUDIENCES, (one.id, "links"))
        for one in site.audiences.values()
        if one.id != "public" and not one.accounts
    )
    accounts = (
        Holder(account(one.id), one.access, f"{_ACCOUNTS}{one.id}.yml", ("links",))
        for one in site.accounts.values()
    )
    return (*audiences, *accounts)


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
    source: Path, holder: Holder, identifier: str, person: str, until: str, words: bool
) -> None:
    """Write a new link into the sources.

    Raises:
        AccessRefused: the id was used before, or the file can't be changed for sure.
        OSError: the system refuses.
    """
    if any(link.id == identifier for link in holder.access.links):
        raise _refused(holder.file, "link-used", f"The id `{identifier}` was used before.")
    item: dict[str, str | bool] = {"id": identifier}
    if person:
        item["for"] = person
    if until:
        item["until"] = until
    if words:
        item["words"] = True
    _change(source, holder.file, lambda text: add_item(text, holder.path, item))


def revoke_link(source: Path, holder: Holder, identifier: str) -> None:
    """Mark a link as withdrawn. It stays in the file, so that its id is never used again.

    Raises:
        AccessRefused: there is no such link, it is withdrawn already, or the file can't be changed.
        OSError: the system refuses.
    """
    link = next((one for one in holder.access.links if one.id == identifier), None)
    if link is None or link.revoked:
        reason = "There is no link" if link is None else "It is withdrawn already:"
        raise _refused(
            holder.file,
            "unknown-link",
            f"{reason} `{identifier}`.",
            f"`tocsin link list {holder.name}` shows them.",
        )
    _change(
        source,
        holder.file,
        lambda text: set_in_item(text, holder.path, identifier, "revoked", True),
    )


def write_site_keys(source: Path, values: Iterable[tuple[str, str]]) -> None:
    """Write keys of ``site.yml``.

    Raises:
        AccessRefused: the file can't be changed for sure.
        OSError: the system refuses.
    """

    def change(text: str) -> str:
        for key, value in values:
            text = set_key(text, key, f'"{value}"')
        return text

    _change(source, _SITE, change)


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
        changed = change(text)
    except EditRefused as refusal:
        raise _refused(file, "not-changed", str(refusal), "Or change it by hand.") from None
    path.write_bytes(changed.encode("utf-8"))


def _refused(where: str, code: str, message: str, mend: str = "") -> AccessRefused:
    return AccessRefused(Problem(Place(where), code, message, mend))
