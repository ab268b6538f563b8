"""The icon in a browser's tab: a shape with a colour, as a data address that asks for no file."""

from collections.abc import Mapping
from functools import cache
from urllib.parse import quote

from builder.vocabulary.statuses import Impact

_PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
    '<path fill="{colour}" d="{shape}"/></svg>'
)
_BELL = ("#59616b", "M8 1a4 4 0 0 0-4 4v4l-2 3h12l-2-3V5a4 4 0 0 0-4-4zM6 13a2 2 0 0 0 4 0z")
_OF_LEVEL: Mapping[Impact, tuple[str, str]] = {
    Impact.NONE: ("#1f8a54", "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1z"),
    Impact.MAINTENANCE: (
        "#3b74d1",
        "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 4a3 3 0 1 1 0 6 3 3 0 0 1 0-6z",
    ),
    Impact.MINOR: ("#c07d00", "M8 1l7.5 14H.5z"),
    Impact.MAJOR: ("#d65f0e", "M8 .5L15.5 8 8 15.5.5 8z"),
    Impact.CRITICAL: ("#d0313a", "M1 4l3-3 4 4 4-4 3 3-4 4 4 4-3 3-4-4-4 4-3-3 4-4z"),
}


def shape(level: Impact) -> str:
    """Return the shape of a level as the path of a picture, 16 by 16."""
    return _OF_LEVEL[level][1]


@cache
def icon(level: Impact | None = None) -> str:
    """Return the icon of a verdict as a data address; a bell where a page has none."""
    colour, shape = _OF_LEVEL[level] if level else _BELL
    return "data:image/svg+xml," + quote(_PICTURE.format(colour=colour, shape=shape), "/:=")
