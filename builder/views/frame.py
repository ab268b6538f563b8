"""What all pages of a tree share, and which components a reader knows."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from builder.model.site import Component, Page, Site, Translations
from builder.views.types import Frame, FreePage, Localised, Passage
from builder.vocabulary.readers import PUBLIC, Limit, Reader
from builder.vocabulary.statuses import Status


def frame_of(reader: Reader, site: Site) -> Frame:
    """Return the frame of one reader's tree."""
    return Frame(
        name=site.name,
        url=site.url,
        time_zone=site.time_zone,
        languages=site.languages,
        default_language=site.language,
        authority=site.authority,
        year=site.year,
        show_overdue=reader.internal or site.show_overdue in _overdue_shown_to(reader),
        search_engines=site.search_engines,
        pages=tuple(
            _free_page(page, site.language) for page in site.pages if reader.may_read(page.audience)
        ),
        component_names={
            component.id: localised(component.name, component.translations, "name", site)
            for component in readable_components(reader, site)
        },
        stages=_stages(reader, site),
        catalogues=site.catalogues,
    )


def editions(frame: Frame) -> tuple[Frame, ...]:
    """Return the frame once for each of its languages: the default one at the top of the tree,
    each other one in the folder of its name."""
    return (
        frame,
        *(
            replace(
                frame,
                languages=(language, *(each for each in frame.languages if each != language)),
                folder=f"{frame.folder}{language}/",
            )
            for language in frame.languages[1:]
        ),
    )


def component_limits(site: Site) -> Mapping[str, Limit]:
    """Return every component and for whom it is: for who may read both it and its group."""
    readers = (
        PUBLIC,
        *(each.reader for each in site.audiences.values()),
        *(each.reader for each in site.accounts.values()),
    )
    limits: dict[str, Limit] = {}
    for group in site.groups:
        for component in group.components:
            limits[component.id] = _narrower(group.audience, component.audience, readers)
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


def _narrower(outer: Limit, inner: Limit, readers: Iterable[Reader]) -> Limit:
    if outer is None or inner is None:
        return inner if outer is None else outer
    both = (each.name for each in readers if each.may_read(outer) and each.may_read(inner))
    return frozenset(both)


def _overdue_shown_to(reader: Reader) -> tuple[str, ...]:
    """Return the choices of ``show_overdue`` by which a reader outside is told of late updates."""
    return ("all", "accounts") if reader.name.startswith("account:") else ("all",)


def _stages(reader: Reader, site: Site) -> tuple[Status, ...] | None:
    """Return the stages that owe the reader words; an account's are those of its audience."""
    account = reader.name.startswith("account:")
    for audience in site.audiences.values():
        if audience.accounts if account else audience.reader.name == reader.name:
            return audience.stages
    return None


def _free_page(page: Page, default: str) -> FreePage:
    """A translation without a word for everyone does not exist, its title neither."""
    shown = [
        language for language, body in page.bodies.items() if body.blocks or language == default
    ]
    return FreePage(
        name=page.name,
        title={language: page.titles[language] for language in shown if language in page.titles},
        text={
            language: tuple(Passage(block) for block in page.bodies[language].blocks)
            for language in shown
        },
    )
