"""What children of this process get of its environment."""

from collections.abc import Mapping


def without_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment that children of this process get."""
    return {name: word for name, word in environment.items() if not name.startswith("TOCSIN_")}
