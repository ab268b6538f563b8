"""Files of ``site_src/`` explained: pages, accounts, audiences, components, the site itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from builder.build.explained_file import ExplainedFile, explained_file, text_of
from builder.model.site import Page, Site
from builder.source.audiences import ACCOUNTS_FOLDER, AUDIENCES_FILE, account_id
from builder.source.components import COMPONENTS_FILE
from builder.source.names import names_of
from builder.source.outline import (
    WrittenPart,
    outline,
    outline_of_audiences,
    outline_of_components,
    outline_of_yaml,
)
from builder.source.pages import PAGES_FOLDER
from builder.source.scan import split_name
from builder.source.site import SITE_FILE
from builder.views.explanation import SECTION, Explained, Part, explain_hidden, explain_limited
from builder.views.frame import component_limits, frame_of
from builder.vocabulary.keys import ACCOUNT, AUDIENCE, PAGE, SITE, ReadBy
from builder.vocabulary.readers import Limit, account
from builder.vocabulary.text import Body, Section


def explain_site_file(root: Path, path: str, site: Site) -> ExplainedFile | None:
    """Explain a file of texts or settings; ``None`` where it is neither."""
    text, names = text_of(root, path), names_of(site)
    if path.startswith(PAGES_FOLDER):
        return _page(root, path, site)
    if path == COMPONENTS_FILE:
        return explain_components(root, site)
    if path == AUDIENCES_FILE:
        return explained_file(
            path,
            "audiences",
            outline_of_audiences(text),
            lambda part: _declared(part, AUDIENCE, frozenset({part.subject}), site),
        )
    if path.startswith(ACCOUNTS_FOLDER):
        table, limit = ACCOUNT, frozenset({account(account_id(path))})
        about = "account"
    elif path == SITE_FILE:
        table, limit, about = SITE, None, "site"
    else:
        return None
    parts = outline_of_yaml(text, names)
    return explained_file(path, about, parts, lambda part: _declared(part, table, limit, site))


def explain_components(root: Path, site: Site, wanted: Iterable[str] = ()) -> ExplainedFile:
    """Explain components, each with its group; all of them where none is named by its id."""
    known, limits = names_of(site).components or {}, component_limits(site)
    groups = {group.id: group.audience for group in site.groups}
    ids = frozenset(wanted)
    around = {group.id for group in site.groups if any(each.id in ids for each in group.components)}
    written = outline_of_components(text_of(root, COMPONENTS_FILE))

    def subject_of(part: WrittenPart) -> str:
        return part.subject if part.key == "group" else known[part.subject]

    parts = (
        part
        for part in (replace(each, subject=subject_of(each)) for each in written)
        if not ids or part.subject in (around if part.key == "group" else ids)
    )

    def explained(part: Part) -> Explained:
        limit = (groups if part.key == "group" else limits)[part.subject]
        return explain_limited(part, limit, site.readers())

    return explained_file(COMPONENTS_FILE, "components and their states", parts, explained)


def _declared(part: Part, table: Mapping[str, ReadBy], limit: Limit, site: Site) -> Explained:
    """Explain a key by the table that declares its readers; ``limit`` is whose file it is."""
    if table[part.key] is ReadBy.OPERATOR:
        return explain_hidden(part, site.readers())
    return explain_limited(part, limit, site.readers())


def _page(root: Path, path: str, site: Site) -> ExplainedFile | None:
    name, _ = split_name(path.removeprefix(PAGES_FOLDER)) or ("", "")
    page = next((each for each in site.pages if each.name == name), None)
    if page is None:
        return None

    def explained(part: Part) -> Explained:
        if part.key == SECTION:
            return _page_section(part, page, site)
        if PAGE.get(part.key) is ReadBy.OPERATOR:
            return explain_hidden(part, site.readers())
        return explain_limited(part, page.audience, site.readers())

    return explained_file(path, "page", outline(text_of(root, path), names_of(site)), explained)


def _page_section(part: Part, page: Page, site: Site) -> Explained:
    """Ask each reader's own pages for a section: what they show is theirs to say."""
    section = Section(part.limit or frozenset(), 0, ("x",))
    alone = replace(page, bodies={site.language: Body((), (section,))})
    probe = replace(site, pages=(alone,))
    found = explain_limited(part, part.limit, site.readers())
    verdicts = []
    for reader, verdict in zip(site.readers(), found.verdicts, strict=True):
        pages = frame_of(reader, probe).pages
        shown = any(any(one.text.values()) for one in pages)
        why = verdict.why if shown or not verdict.reads else "pages show no sections"
        verdicts.append(replace(verdict, reads=shown, why=why))
    return replace(found, verdicts=tuple(verdicts))
