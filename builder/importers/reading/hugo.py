"""The configuration of a Hugo site: YAML, TOML or JSON, in one file or a folder of them."""

import re
from pathlib import PurePosixPath
from typing import Any

from builder.importers.reading.decoding import decode
from builder.importers.reading.fields import text_of
from builder.importers.reading.front_matter import parse_values
from builder.importers.reading.tree import SourceFile

READ_AS_CONFIGURATION = "it configures the page: name, address and components come from it"

_CONFIGURATION = re.compile(
    r"(?:[^/]+/)?(?:config|hugo|config/_default/[a-z]+)\.(?:ya?ml|toml|json)", re.IGNORECASE
)


def is_configuration(path: str) -> bool:
    """Say whether a file configures the site."""
    return bool(_CONFIGURATION.fullmatch(path))


def configuration(files: tuple[SourceFile, ...]) -> dict[str, Any]:
    """Return the site's configuration, empty where there is none that can be read."""
    merged: dict[str, Any] = {}
    for file in files:
        if not is_configuration(file.path) or file.content is None:
            continue
        path = PurePosixPath(file.path)
        toml = path.suffix.lower() == ".toml"
        values, _ = parse_values(decode(file.content).text, toml=toml)
        if path.parent.name == "_default" and path.stem not in ("config", "hugo"):
            values = {path.stem: values}
        for key, value in (values or {}).items():
            merged.setdefault(key, value)
    return merged


def base_url(settings: dict[str, Any]) -> str:
    """Return the site's address with ``/`` at its end, empty where it is none of the web."""
    url = text_of(settings, "baseURL")
    if not re.match(r"https?://[^/\s]", url):
        return ""
    return url if url.endswith("/") else f"{url}/"
