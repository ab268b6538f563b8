"""Whether everyone can read the project that a command runs in, as its host tells a job in CI."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def is_public_project(environment: Mapping[str, str]) -> bool:
    """Say whether the host calls the project public.

    GitLab says so in ``CI_PROJECT_VISIBILITY``; GitHub in the event whose file
    ``GITHUB_EVENT_PATH`` names. Where neither says anything, nothing is known and it counts as
    private.
    """
    if environment.get("CI_PROJECT_VISIBILITY") == "public":
        return True
    event = environment.get("GITHUB_EVENT_PATH")
    return bool(event) and _is_public_in_event(Path(event or ""))


def _is_public_in_event(file: Path) -> bool:
    import json

    with suppress(OSError, ValueError, RecursionError):
        content = json.loads(file.read_text(encoding="utf-8"))
        repository = content.get("repository") if isinstance(content, dict) else None
        if isinstance(repository, dict):
            return repository.get("visibility") == "public" or repository.get("private") is False
    return False
