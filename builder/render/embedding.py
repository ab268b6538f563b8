"""What of a site stands on other ones: a banner in a frame, and the page of what can be taken."""

from collections.abc import Iterator
from html import escape
from urllib.parse import urlsplit

from markupsafe import Markup

from builder.render import addresses
from builder.render.page_values import BadgeLine, BannerPage, EmbeddingPage
from builder.render.setting import Setting
from builder.render.widget import script_line
from builder.views.types import IncidentView, SiteView

BANNER_INCIDENTS = 3
"""Incidents that a banner names."""


def banner_page(site: SiteView, setting: Setting) -> BannerPage:
    """Return the values of the banner."""
    rest = len(site.open) - BANNER_INCIDENTS
    return BannerPage(
        verdict=setting.words.verdict(site.verdict.description),
        level=site.verdict.indicator.value,
        incidents=tuple(_incident(view, setting) for view in site.open[:BANNER_INCIDENTS]),
        more=setting.words.sentence("more_components", number=rest) if rest > 0 else "",
    )


def embedding_page(site: SiteView, setting: Setting) -> EmbeddingPage:
    """Return the values of the page of what can stand on other sites."""
    address = setting.frame.url.rstrip("/")
    words, name = setting.words, setting.plain({setting.language: setting.frame.name})
    banner = f"{address}/{setting.frame.folder}{addresses.BANNER}"
    overall = (addresses.STATUS_BADGE, words["embed.whole_site"])
    parts = (
        (addresses.badge_path(page.component.id), setting.plain(page.component.name))
        for page in site.components
    )
    return EmbeddingPage(
        script=script_line(setting.frame),
        policy=_policy(address),
        frame=f'<iframe src="{escape(banner)}" title="{escape(name)}" width="100%" height="120">'
        "</iframe>",
        badges=tuple(_badge(path, name, setting) for path, name in (overall, *parts)),
        uptime=tuple(_badge(path, name, setting) for path, name in _of_uptime(site, setting)),
    )


def _of_uptime(site: SiteView, setting: Setting) -> Iterator[tuple[str, str]]:
    """Yield the addresses of the badges of uptime, and of what each of them is."""
    for page in site.components:
        component = page.component
        yield addresses.uptime_badge_path(component.id), setting.plain(component.name)
    for of_group in site.group_pages:
        group = of_group.group
        yield addresses.group_uptime_badge_path(group.id), setting.plain(group.name)


def _policy(address: str) -> str:
    """Return the directives that the widget needs (CSP level 3): its script, and what it asks
    for. Styles need none."""
    parts = urlsplit(address)
    origin = f"{parts.scheme}://{parts.netloc}"
    return f"script-src {origin}; connect-src {origin}"


def _incident(view: IncidentView, setting: Setting) -> tuple[str, Markup]:
    """Return the address and the name of an incident in progress."""
    return addresses.incident_path(view.id), setting.name(view.title)


def _badge(path: str, name: str, setting: Setting) -> BadgeLine:
    address = f"{setting.frame.url.rstrip('/')}/{setting.frame.folder}"
    picture = f'<img src="{escape(address + path)}" alt="{escape(name)}">'
    return BadgeLine(setting.root + path, name, f'<a href="{escape(address)}">{picture}</a>')
