"""What there is on a status page: components and groups as one reader knows them, without states.

Positions are among what the reader may read. A component that is no more comes after the others of
its group: it is listed only while it ails.
"""

from collections.abc import Iterator, Sequence

from builder.model.site import Component, Site
from builder.views.day_history import uptime_rule
from builder.views.frame import localised, readable_components
from builder.views.inventory_types import Inventory, ListedComponent, ListedGroup
from builder.vocabulary.codes import code_of
from builder.vocabulary.readers import Reader


def inventory_of(reader: Reader, site: Site) -> Inventory:
    """Return what the reader may read of a site."""
    readable = {component.id for component in readable_components(reader, site)}
    listed = [
        (group, mine)
        for group in site.groups
        if (mine := [each for each in group.components if each.id in readable])
    ]
    groups = {
        group.id: ListedGroup(
            id=group.id,
            code=group.code,
            name=localised(group.name, group.translations, "name", site),
            description=localised(group.description, group.translations, "description", site),
            position=position,
        )
        for position, (group, _) in enumerate(listed, 1)
    }
    components: dict[str, ListedComponent] = {}
    for group, mine in listed:
        components |= dict(_components(mine, groups[group.id], 1, site))
    alone = [each for each in site.ungrouped if each.id in readable]
    components |= dict(_components(alone, None, len(groups) + 1, site))
    return Inventory(
        code_of("page", site.authority), uptime_rule(site.uptime_policy), groups, components
    )


def _components(
    components: Sequence[Component], group: ListedGroup | None, first: int, site: Site
) -> Iterator[tuple[str, ListedComponent]]:
    there_first = sorted(components, key=lambda each: bool(each.archived))
    positions = {each.id: position for position, each in enumerate(there_first, first)}
    for each in components:
        yield (
            each.id,
            ListedComponent(
                id=each.id,
                code=each.code,
                name=localised(each.name, each.translations, "name", site),
                description=localised(each.description, each.translations, "description", site),
                url=each.url,
                start=each.start_date,
                archived=bool(each.archived),
                group=group,
                position=positions[each.id],
            ),
        )
