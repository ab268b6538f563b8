"""What all pages of a tree share, and which components a reader knows."""

from collections.abc import Mapping

from builder.model.site import Component, Page, Site, Translations
from builder.views.types import Frame, FreePage, Localised, Passage
from builder.vocabulary.readers import Limit, Reader


def frame_of(reader: Reader, site: Site) -> Frame:
    """Return the frame of one reader's tree."""
    return Frame(
        name=site.name,
        url=site.url,
        time_zone=site.time_zone,
        languages=site.languages,
        authority=site.authority,
        year=site.year,
        show_overdue=site.show_overdue == "all" or reader.internal,
        search_engines=site.search_engines,
        pages=tuple(_free_page(page) for page in site.pages if reader.may_read(page.audience)),
        component_names={
            component.id: localised(component.name, component.translations, "name", site)
            for component in readable_components(reader, site)
        },
    )


def component_limits(site: Site) -> Mapping[str, Limit]:
    """Return every component and for whom it is: for its own readers, and its group's."""
    limits: dict[str, Limit] = {}
    for group in site.groups:
        for component in group.components:
            limits[component.id] = _narrower(group.audience, component.audience)
    for component in site.ungrouped:
        limits[component.id] = component.audience
    return limits


def readable_components(reader: Reader, site: Site) -> tuple[Component, ...]:
    """Return the components that the reader may read, in the order of the site."""
    limits = component_limits(site)
    return tuple(
        component for component in site.components() if reader.may_read(limits[component.id])
    )


def localised(text: str, translations: Translations, key: str, site: Site) -> Localised:
    """Return a text by language, the default language first."""
    found = {site.language: text}
    for language in site.languages[1:]:
        word = translations.get(language, {}).get(key)
        if word:
            found[language] = word
    return found


def _narrower(outer: Limit, inner: Limit) -> Limit:
    if outer is None or inner is None:
        return inner if outer is None else outer
    return outer & inner


def _free_page(page: Page) -> FreePage:
    return FreePage(
        name=page.name,
        title=page.titles,
        text={
            language: tuple(Passage(block) for block in body.blocks)
            for language, body in page.bodies.items()
        },
    )
