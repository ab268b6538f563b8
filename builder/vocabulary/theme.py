"""A theme as a value: its templates and the files that are published as they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ThemeCatalogue:
    """A theme's own words for the interface in a language: a portable object of gettext, and its
    path."""

    language: str
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Theme:
    """Templates by name (``index.html``), assets by file name (``tocsin.css``).

    ``digest`` changes when any byte of the theme does. ``compiled`` are the catalogues of the
    program by language, as JSON; ``catalogues`` are the theme's own, which go before them.
    """

    name: str
    templates: Mapping[str, str]
    assets: Mapping[str, bytes]
    digest: str
    compiled: Mapping[str, str] = field(default_factory=dict)
    catalogues: tuple[ThemeCatalogue, ...] = ()
