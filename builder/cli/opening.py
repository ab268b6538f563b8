"""What a new record needs: a folder of its own, and a title."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from builder.cli.asking import asked
from builder.cli.desk import Desk, Refused
from builder.source.words import shown
from builder.vocabulary.names import FILE_NAME
from builder.vocabulary.readers import PUBLIC


def component_ids(desk: Desk, components: Iterable[str]) -> tuple[str, ...]:
    """Return the permanent ids of components that are named as they are called now."""
    wanted = set(components)
    return tuple(each.id for each in desk.site.components() if each.called in wanted)


def free_slug(
    desk: Desk, words: Iterable[str], moment: datetime | None = None, given: str = ""
) -> str:
    """Return a folder's name that is free: of a day (default: today) and words, or a given one with
    the day. A component that only some may read is never in it."""
    from builder.views.frame import readable_components

    public = {each.called for each in readable_components(PUBLIC, desk.site)}
    private = {each.called for each in desk.site.components()} - public
    named = [word for word in words if word not in private]
    day = (moment or desk.now).astimezone(desk.zone).date().isoformat()
    slug = f"{given}-{day}" if given else f"{day}-{'-'.join(named[:4]) or 'incident'}"
    slug = slug[:90].rstrip("-")
    number = 1
    while desk.folder(f"{slug}-{number}" if number > 1 else slug) is not None:
        number += 1
    return f"{slug}-{number}" if number > 1 else slug


def own_slug(desk: Desk, slug: str) -> str:
    """Return the folder's name that somebody chose.

    Raises:
        Refused: it is no name, or taken.
    """
    if FILE_NAME.fullmatch(slug) is None:
        raise Refused(f"--slug {shown(slug)}: use letters, digits, `-` and `_`.")
    if desk.folder(slug) is not None:
        raise Refused(f"--slug {shown(slug)}: there is such an incident. Go on: `tocsin update`.")
    return slug


def given_titles(desk: Desk, given: str | None, of_templates: Mapping[str, str]) -> dict[str, str]:
    """Return the title by language: the one that was given, else those of the templates.

    Raises:
        Refused: there is none, and nobody to ask.
    """
    found = {language: title for language, title in of_templates.items() if title}
    if given:
        found = {desk.site.language: given}
    if desk.asks and desk.site.language not in found:
        found[desk.site.language] = asked("A title for everyone\n>", not_empty)
    if desk.site.language not in found:
        raise Refused("No template has a title for this: give one with --title.")
    return found


def not_empty(typed: str) -> str:
    """Return what was typed.

    Raises:
        ValueError: nothing was.
    """
    if not typed:
        raise ValueError("Write a few words.")
    return typed
