"""Where each page lies in its tree, and how one page leads to another.

Links are relative and name a file, so that the same bytes work at the root of a host, in a folder
of it and from a disk. A root is what leads from a page to the top of its tree: empty for pages at
the top, ``../`` one folder down.
"""

import re

INDEX = "index.html"
HISTORY = "history/index.html"
MAINTENANCE = "maintenance.html"
NOT_FOUND = "404.html"
SUBSCRIBE = "subscribe.html"
STATUS_BADGE = "badges/status.svg"
BANNER = "banner.html"
EMBEDDING = "embed.html"
COMPUTING = "uptime.html"
SERVICE = "service.html"
ROBOTS = "robots.txt"
SITEMAP = "sitemap.xml"
CALENDAR = "maintenance.ics"
ATOM = "updates.atom"
RSS = "updates.rss"
JSON = "updates.json"
HISTORY_ATOM = "history.atom"
HISTORY_RSS = "history.rss"

_WITHIN_SITE = re.compile(r'([a-z]+)="site:/[/\\]*([^"]*)"')
_END_OF_PATH = re.compile(r"[?#]")


def incident_path(incident: str) -> str:
    """Return the address of an incident, a maintenance or a notice."""
    return f"incidents/{incident}.html"


def event_path(incident: str) -> str:
    """Return the address of a maintenance's window as a calendar of its own."""
    return f"incidents/{incident}.ics"


def badge_path(component: str) -> str:
    """Return the address of a component's badge."""
    return f"badges/{component}.svg"


def uptime_badge_path(component: str) -> str:
    """Return the address of the badge of a component's uptime."""
    return f"badges/uptime/{component}.svg"


def group_uptime_badge_path(group: str) -> str:
    """Return the address of the badge of a group's uptime."""
    return f"badges/uptime/groups/{group}.svg"


def v2_path(name: str) -> str:
    """Return the address of a list of the Statuspage v2 API."""
    return f"api/v2/{name}.json"


def v2_incident_path(code: str) -> str:
    """Return the address of an incident in the Statuspage v2 API."""
    return f"incidents/{code}.json"


def own_path(name: str) -> str:
    """Return the address of a file of our own for programs."""
    return f"api/tocsin/v1/{name}.json"


def component_path(component: str) -> str:
    """Return the address of a component's page."""
    return f"components/{component}.html"


def component_months_path(component: str) -> str:
    """Return the address of the list of a component's months."""
    return f"components/{component}/history/index.html"


def component_month_path(component: str, month: str) -> str:
    """Return the address of a month of a component (``yyyy-mm``)."""
    return f"components/{component}/history/{month}.html"


def group_path(group: str) -> str:
    """Return the address of a group's page."""
    return f"groups/{group}.html"


def month_path(month: str) -> str:
    """Return the address of a month of history (``yyyy-mm``)."""
    return f"history/{month}.html"


def page_path(name: str) -> str:
    """Return the address of a free page."""
    return f"p/{name}.html"


def root_of(path: str) -> str:
    """Return what leads from the page at this address to the top of the tree."""
    return "../" * path.count("/")


def placed(html: str, root: str, top: str) -> str:
    """Make the links within the site of a passage relative to the page that it stands on.

    ``root`` leads to the pages in its language, ``top`` to the pictures, which all languages share.
    """
    if "site:/" not in html:
        return html

    def from_here(found: "re.Match[str]") -> str:
        start = top if found[1] == "src" else root
        # The dot keeps what comes after from being read as a scheme or as a host.
        return f'{found[1]}="{start or "./"}{_by_file_name(found[2])}"'

    return _WITHIN_SITE.sub(from_here, html)


def _by_file_name(address: str) -> str:
    """Name the index of a folder."""
    ending = _END_OF_PATH.search(address)
    path = address[: ending.start()] if ending else address
    if path and not path.endswith("/"):
        return address
    return f"{path}{INDEX}{address[len(path) :]}"
