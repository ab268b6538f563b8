"""What surrounds every page: laid out once, then filled in for each."""

import re
from dataclasses import dataclass

from markupsafe import Markup, escape

from builder.render.markup import made

SLOTS = ("title", "description", "icon", "feeds", "alternates", "languages", "main")

NOTHING = Markup()

_SLOT = re.compile("\0([a-z]+)\0")


@dataclass(frozen=True, slots=True)
class Shell:
    """A laid-out page with slots: every odd part names what goes there."""

    parts: tuple[str, ...]

    def filled(
        self,
        title: str,
        description: str,
        icon: str,
        main: Markup,
        feeds: Markup = NOTHING,
        alternates: Markup = NOTHING,
        languages: Markup = NOTHING,
    ) -> bytes:
        """Return the page as UTF-8. What is not ``Markup`` is escaped."""
        values = {
            "title": str(escape(title)),
            "description": str(escape(description)),
            "icon": str(escape(icon)),
            "feeds": str(feeds),
            "alternates": str(alternates),
            "languages": str(languages),
            "main": str(main),
        }
        parts = list(self.parts)
        for position in range(1, len(parts), 2):
            parts[position] = values[parts[position]]
        return "".join(parts).encode()


def shell_of(page: Markup) -> Shell:
    """Cut a page that was laid out with ``slots()`` into its parts."""
    return Shell(tuple(_SLOT.split(str(page))))


def slots() -> dict[str, Markup]:
    """Return what stands in for each slot while the shell is laid out.

    The sign for it is a control that no text, name or template can hold.
    """
    return {name: made(f"\0{name}\0") for name in SLOTS}
