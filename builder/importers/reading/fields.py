"""Values of front matter as what they mean."""

from typing import Any

_TRUE = frozenset({"true", "yes", "y", "on", "1", "resolved", "fixed", "closed"})


def text_of(values: dict[str, Any], *keys: str) -> str:
    """Return the first of the keys that holds text, without regard to the case of keys."""
    plain = {key.lower(): value for key, value in values.items()}
    for key in keys:
        value = plain.get(key.lower())
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


def list_of(values: dict[str, Any], *keys: str) -> tuple[str, ...]:
    """Return the texts of a list, or of one text that stands in its place."""
    plain = {key.lower(): value for key, value in values.items()}
    for key in keys:
        value = plain.get(key.lower())
        if isinstance(value, list):
            return tuple(item.strip() for item in value if isinstance(item, str) and item.strip())
        if isinstance(value, str) and value.strip():
            return (value.strip(),)
    return ()


def is_true(values: dict[str, Any], key: str) -> bool:
    """Say whether a key holds any of the words for yes."""
    return text_of(values, key).lower() in _TRUE


def mapping_of(values: Any, *path: str) -> dict[str, Any]:
    """Return the mapping at the end of a path of keys, empty where there is none."""
    for key in path:
        values = values.get(key) if isinstance(values, dict) else None
    return values if isinstance(values, dict) else {}


def mappings_of(values: dict[str, Any], key: str) -> tuple[dict[str, Any], ...]:
    """Return the mappings in a list."""
    found = values.get(key)
    return (
        tuple(item for item in found if isinstance(item, dict)) if isinstance(found, list) else ()
    )
