"""Files of a theme that are published under a name that changes with their bytes."""

from collections.abc import Iterator, Mapping
from hashlib import sha256

from builder.render import stylesheet
from builder.render.outputs import Output
from builder.vocabulary.theme import Theme


def asset_paths(theme: Theme) -> Mapping[str, str]:
    """Return the address of each asset by its name: ``static/<name>.<hash>.<ext>``."""
    return {name: _path(name, data) for name, data in _published(theme)}


def asset_outputs(theme: Theme) -> Iterator[Output]:
    """Yield the assets of a theme as they are."""
    for name, data in _published(theme):
        path = _path(name, data)
        # The name has the hash of the bytes, so it is all the key that is needed.
        yield Output(path, path, lambda data=data: data)  # type: ignore[misc]


def _published(theme: Theme) -> Iterator[tuple[str, bytes]]:
    for name in sorted(theme.assets):
        if name not in (stylesheet.NAME, stylesheet.PRIVATE_NAME):
            yield name, theme.assets[name]


def _path(name: str, data: bytes) -> str:
    stem, dot, ending = name.rpartition(".")
    digest = sha256(data).hexdigest()[:12]
    return f"static/{stem}.{digest}.{ending}" if dot else f"static/{name}.{digest}"
