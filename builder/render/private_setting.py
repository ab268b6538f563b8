"""Where a private page stands: what lies in its own tree, and what on the public pages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from markupsafe import Markup, escape

from builder.render.addresses import HISTORY, INDEX, component_path, placed
from builder.render.markup import made
from builder.render.setting import Setting
from builder.views.types import Localised, Passage

_PAGE_WITHIN_SITE = re.compile(r'href="site:/[/\\]*([^"]*)"')
_PUBLIC = 'class="public" rel="noreferrer"'
_INCIDENT = re.compile(r"incidents/([A-Za-z0-9_-]+)\.html")
_PICTURE = re.compile(r"(?:incidents|p)/[^?#]*\.(?:png|jpe?g|gif|webp|avif|svg)")


@dataclass(frozen=True)
class PrivateSetting(Setting):
    """A private page's surroundings.

    ``inside`` are the incidents that have a page in the tree, ``limited`` those of which no public
    page tells. ``parts`` are addresses of the pages about components. Any other address of the site
    is one of the public pages, at ``frame.url``.
    """

    inside: frozenset[str] = frozenset()
    limited: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()

    def on_page_of(self, incident: str) -> "PrivateSetting":
        """Return the surroundings of an incident's own page, which is known to be there."""
        if incident in self.inside:
            return self
        found = replace(self, inside=self.inside | {incident})
        # Names of components and their states are the same on every page at this depth.
        vars(found).update(_links=self._links, _states=self._states)
        return found

    def read_in(self, text: Mapping[str, object]) -> str:
        """Return the language in which a text is shown here."""
        return self.language if text.get(self.language) else next(iter(text), "")

    def blocks(self, passages: tuple[Passage, ...], level: int) -> Markup:
        """Return passages as HTML whose language is said around them."""
        return self.passages({self.language: passages}, level)

    def link(self, path: str, text: str) -> Markup:
        """Return a link into the tree, or to the public page where the tree has none."""
        address = self.address(path)
        if not address:
            return escape(text)
        if not self.holds(path):
            return self.outside(address, text)
        return made(f'<a href="{escape(address)}">{escape(text)}</a>')

    def outside(self, address: str, text: str) -> Markup:
        """Return a link to a public page, marked as one."""
        title = escape(self.words["public_page"])
        return made(f'<a {_PUBLIC} title="{title}" href="{escape(address)}">{escape(text)}</a>')

    def address(self, path: str) -> str:
        """Return the address of a page of the site, empty where no page of that name is."""
        incident = _INCIDENT.match(path)
        if incident and incident[1] not in self.inside and incident[1] in self.limited:
            return ""
        return f"{self.root}{path}" if self.holds(path) else self.public(path)

    def holds(self, path: str) -> bool:
        """Say whether something lies in the private tree."""
        incident = _INCIDENT.match(path)
        if incident:
            return incident[1] in self.inside
        page = path.partition("#")[0].partition("?")[0]
        return (
            page in (INDEX, HISTORY)
            or page in self.parts
            or page.startswith(("history/", "p/"))
            or _PICTURE.fullmatch(page) is not None
        )

    def public(self, path: str) -> str:
        """Return the address of a public page."""
        return f"{self.frame.url.rstrip('/')}/{path}"

    @cached_property
    def _links(self) -> Mapping[str, Markup]:
        """Components may have no page in the tree, and some have no public one."""
        return {
            component: self.link(component_path(component), self.name(name))
            if component_path(component) in self.parts
            else self.name(name)
            for component, name in self.frame.component_names.items()
        }

    def group(self, group: str, name: Localised) -> Markup:
        """Return a group's name: groups have no page in the tree."""
        return self.name(name)

    def led_outside(self, html: str) -> str:
        """Let links to what the tree does not hold lead to the public pages; others stay."""
        return _PAGE_WITHIN_SITE.sub(self._placed_link, html) if "site:/" in html else html

    def _placed(self, html: str) -> str:
        """Let links within the site lead into the tree or to the public pages."""
        if "site:/" not in html:
            return html
        return placed(self.led_outside(html), self.root, self.top)

    def _placed_link(self, found: re.Match[str]) -> str:
        # Attributes are escaped already, and addresses hold no quotes.
        path = found[1]
        page, mark, anchor = path.partition("#")
        named = f"{page}{INDEX}{mark}{anchor}" if not page or page.endswith("/") else path
        if self.holds(named):
            return found[0]
        return f'{_PUBLIC} href="{self.public(path)}"'
