"""Grammar of the names that people give to files, components, audiences and pages."""

import re

IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
"""A component, group, account, audience or status page."""

FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
"""An incident's folder or an update's file, without ``.md``."""

LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?")
"""A language tag: ``en``, ``pt-BR``, ``zh-Hant``."""

DOMAIN = re.compile(r"[a-z0-9][a-z0-9.-]{0,252}")
"""The authority of ids in feeds: a host by its name."""

DEVICE_NAMES = frozenset(
    ["con", "prn", "aux", "nul"]
    + [f"com{digit}" for digit in range(1, 10)]
    + [f"lpt{digit}" for digit in range(1, 10)]
)
"""Names that some file systems keep for devices."""

RESERVED = frozenset(
    {
        "index",
        "404",
        "api",
        "audience",
        "account",
        "badges",
        "banner",
        "build",
        "components",
        "event",
        "everyone",
        "feed",
        "feeds",
        "groups",
        "history",
        "incidents",
        "major",
        "maintenance",
        "manifest",
        "none",
        "p",
        "private",
        "robots",
        "sitemap",
        "static",
        "status",
        "subscribe",
        "updates",
        "widget",
    }
    | DEVICE_NAMES
)
"""Names that the layout of addresses and ids needs for itself."""
