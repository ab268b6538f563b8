"""A theme as a value: its templates and the files that are published as they are."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """Templates by name (``index.html``), assets by file name (``tocsin.css``).

    ``digest`` changes when any byte of the theme does.
    """

    name: str
    templates: Mapping[str, str]
    assets: Mapping[str, bytes]
    digest: str
