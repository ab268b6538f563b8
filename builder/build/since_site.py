"""What of a site may never change once it was published: ids of feeds, components and links."""

from collections.abc import Iterator

from builder.model.site import Access, Site
from builder.vocabulary.problems import Place, Problem, Severity

_SITE = "site_src/site.yml"
_COMPONENTS = "site_src/components.yml"
_AUDIENCES = "site_src/audiences.yml"


def site_since(before: Site, now: Site) -> Iterator[Problem]:
    """Yield what was changed of a site that must stay."""
    yield from _ids(before, now)
    yield from _components(before, now)
    yield from _links(before, now)


def _ids(before: Site, now: Site) -> Iterator[Problem]:
    for key, was, found in (
        ("ids.authority", before.authority, now.authority),
        ("ids.year", before.year, now.year),
    ):
        if was != found:
            yield Problem(
                Place(_SITE),
                "ids-changed",
                f"`{key}` was `{was}` and is `{found}`: all who subscribe would be told everything "
                "anew.",
                f"Write `{key.partition('.')[2]}: {was}` under `ids` again.",
            )
    if before.site_id and before.site_id != now.site_id:
        yield Problem(
            Place(_SITE),
            "ids-changed",
            "`site_id` is another one: no link to a private page would open it any more.",
            f'Write `site_id: "{before.site_id}"` again.',
        )


def _components(before: Site, now: Site) -> Iterator[Problem]:
    addressed = {name: each.id for each in now.components() for name in (each.id, *each.aliases)}
    for component in before.components():
        found = addressed.get(component.id)
        if found is None:
            yield Problem(
                Place(_COMPONENTS),
                "component-gone",
                f"The component `{component.called}` is gone: its page, feeds and badge stop for "
                "all who use them.",
                f"If it has another name now, write `aliases: [{component.id}]` there; if it is "
                "no longer offered, keep it with `archived: true`.",
                Severity.WARNING,
            )
        elif found != component.id:
            yield Problem(
                Place(_COMPONENTS),
                "component-id-changed",
                f"The component `{component.called}` was known as `{component.id}`, and would now "
                f"be as `{found}`: ids and addresses would change.",
                f"Let `{component.id}` be the first of its `aliases`.",
            )


def _links(before: Site, now: Site) -> Iterator[Problem]:
    there = dict(_access(now))
    for reader, (place, access) in dict(_access(before)).items():
        if reader in there:
            yield from _access_since(place, access, there[reader][1])


def _access(site: Site) -> Iterator[tuple[str, tuple[Place, Access]]]:
    for audience in site.audiences.values():
        yield f"audience:{audience.id}", (Place(_AUDIENCES), audience.access)
    for account in site.accounts.values():
        yield (
            f"account:{account.id}",
            (Place(f"site_src/accounts/{account.id}.yml"), account.access),
        )


def _access_since(place: Place, before: Access, now: Access) -> Iterator[Problem]:
    links = {link.id: link for link in now.links}
    for link in before.links:
        found = links.get(link.id)
        if found is None:
            yield Problem(
                place,
                "link-gone",
                f"The link `{link.id}` is gone, and its id could be used again.",
                f'Write it again, withdrawn: `{{id: "{link.id}", revoked: true}}`.',
            )
        elif link.revoked and not found.revoked:
            yield Problem(
                place,
                "link-revived",
                f"The link `{link.id}` was withdrawn, and would open the page again for whoever "
                "has it.",
                "Write `revoked: true` again, and make another with `tocsin link add`.",
            )
    for key, was, found_number in (
        ("generation", before.generation, now.generation),
        ("path", before.path, now.path),
    ):
        if found_number < was:
            yield Problem(
                place,
                "number-lowered",
                f"`{key}` was {was} and is {found_number}: what was closed to former readers would "
                "be open to them again.",
                f"Write `{key}: {was}`, or more.",
            )
