"""Badges: small pictures (SVG 1.1) of the whole site's state and of each component's, and of the
uptime of components and groups.

A badge brings its own ground and its own edge, so it reads on light and dark; its state is a shape
and a word besides a colour; programs that read aloud find it as one picture with a name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from html import escape
from unicodedata import east_asian_width, normalize

from builder.render import addresses
from builder.render.badges import LEVEL_OF_STATE
from builder.render.feed_html import one_line, shortened
from builder.render.feed_items import site_name
from builder.render.icons import shape
from builder.render.outputs import Output
from builder.render.percentages import over_90_days
from builder.render.telling import in_language
from builder.render.words import words_in
from builder.views.fingerprint import fingerprint
from builder.views.types import Frame, Localised, SiteView
from builder.vocabulary.statuses import Impact

LONGEST_LABEL = 40
"""Characters of a name on a badge; what is read aloud has all of it that fits into a line."""

_COLOURS = {
    Impact.NONE: "#1a7f4b",
    Impact.MAINTENANCE: "#2766c8",
    Impact.MINOR: "#8a5700",
    Impact.MAJOR: "#b8480a",
    Impact.CRITICAL: "#c01c28",
}
BADGE = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="22" viewBox="0 0 {width} 22" \
role="img" aria-label="{name}">
<title>{name}</title>
<rect x=".5" y=".5" width="{inner}" height="21" rx="4" fill="{colour}"/>
<path fill="#33393f" d="M4.5 .5H{split}v21H4.5a4 4 0 0 1-4-4v-13a4 4 0 0 1 4-4z"/>
<rect x=".5" y=".5" width="{inner}" height="21" rx="4" fill="none" stroke="#9aa2ab"/>
<svg x="{shape_at}" y="5" width="12" height="12" viewBox="0 0 16 16"><path fill="#fff" \
fill-rule="evenodd" d="{shape}"/></svg>
<g fill="#fff" font-family="Verdana,'DejaVu Sans',sans-serif" font-size="11" text-anchor="middle">
<text x="{label_at}" y="15" textLength="{label_length}" lengthAdjust="spacingAndGlyphs">\
{label}</text>
<text x="{word_at}" y="15" textLength="{word_length}" lengthAdjust="spacingAndGlyphs">{word}</text>
</g>
</svg>
"""
"""A badge, with slots."""


@dataclass(frozen=True, slots=True)
class _Look:
    """The colour of a badge, and its shape as the path of a picture, 16 by 16."""

    colour: str
    shape: str


_UPTIME = _Look("#4a5568", "M1 9h3.5v6H1zM6.25 5h3.5v10h-3.5zM11.5 1H15v14h-3.5z")
"""A figure is no state: by itself it is neither good nor bad."""


def badge_outputs(site: SiteView, frame: Frame) -> Iterator[Output]:
    """Yield the badge of the whole site, those of its components, and those of uptime in the
    language of ``frame``."""
    words = words_in(frame.catalogue)
    verdict = words.verdict(site.verdict.description)
    whole = _of_level(site.verdict.indicator)
    yield _output(frame, addresses.STATUS_BADGE, site_name(frame), verdict, whole)
    uptime = site.uptime
    for page in site.components:
        component = page.component
        name = _name(component.name, frame) or component.id
        look = _of_level(LEVEL_OF_STATE[component.state])
        for each in component.addressed:
            path = addresses.badge_path(each)
            yield _output(frame, path, name, words.states[component.state], look)
        known = uptime.components.get(component.id) if uptime else None
        said = over_90_days(known.figure if known else "", words)
        for each in component.addressed:
            yield _output(frame, addresses.uptime_badge_path(each), name, said, _UPTIME)
    for of_group in site.group_pages:
        group = of_group.group
        said = over_90_days(uptime.groups.get(group.id, "") if uptime else "", words)
        path = addresses.group_uptime_badge_path(group.id)
        yield _output(frame, path, _name(group.name, frame) or group.id, said, _UPTIME)


def badge(label: str, word: str, level: Impact) -> bytes:
    """Return a badge that says that something (one line) is in a state."""
    return _drawn(label, word, _of_level(level))


def _of_level(level: Impact) -> _Look:
    return _Look(_COLOURS[level], shape(level))


def _name(name: Localised, frame: Frame) -> str:
    return one_line(in_language(name, frame.languages[0]))


def _drawn(label: str, word: str, look: _Look) -> bytes:
    # An element has one direction of its own; a name in another one keeps to its half.
    short = shortened(normalize("NFC", label), LONGEST_LABEL)
    label_length, word_length = _length(short), _length(word)
    split = label_length + 16
    width = split + word_length + 30
    return BADGE.format(
        width=width,
        inner=width - 1,
        split=split,
        colour=look.colour,
        name=escape(f"{shortened(label, 160)}: {word}"),
        shape=look.shape,
        shape_at=split + 6,
        label=escape(short),
        label_at=split / 2,
        label_length=label_length,
        word=escape(word),
        word_at=split + 22 + word_length / 2,
        word_length=word_length,
    ).encode()


def _output(frame: Frame, path: str, label: str, word: str, look: _Look) -> Output:
    placed = f"{frame.folder}{path}"
    key = fingerprint(placed, label, word, look)
    return Output(placed, key, partial(_drawn, label, word, look))


def _length(text: str) -> int:
    """Return about how wide a text is at 11 pixels: the picture is then fitted to it exactly."""
    return round(sum(_width(sign) for sign in text)) or 1


def _width(sign: str) -> float:
    if sign in "\u200b\u200c\u200d\u200e\u200f\ufe0e\ufe0f":
        return 0
    if east_asian_width(sign) in "WF":
        return 12
    if sign in "iljtfrI.,:;'|![]() ":
        return 4.4
    return 9.4 if sign in "mwMW@%" or (sign.isupper() and sign in "GOQDHNU") else 7
