"""What each kind of file may hold: its keys, their types, and a description for editors."""

from collections.abc import Mapping
from typing import Any


def json_schemas() -> Mapping[str, dict[str, Any]]:
    """Return a JSON Schema (2020-12) for each kind of file that people write, by its name."""
    from builder.source.schemas.editors import editor_schemas

    return editor_schemas()
