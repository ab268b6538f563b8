"""Names of update files: the time and the stage, told apart where two would be one."""

from collections.abc import Collection, Mapping, Sequence

from builder.importers.reading.history import ImportedUpdate


def update_names(
    updates: Sequence[ImportedUpdate], known: Mapping[int, str], taken: Collection[str]
) -> tuple[str, ...]:
    """Name each update, in order of time.

    Args:
        updates: the updates of one incident.
        known: names by position that updates have from an earlier import; they keep them.
        taken: names that are not to be used, in lower case.

    Updates of one instant are read in the order of their names, so names follow their order.
    """
    used = {*taken, *(name.lower() for name in known.values())}
    names: list[str] = []
    for place, update in enumerate(updates):
        name = known.get(place)
        if name is None:
            before = names[-1] if place and updates[place - 1].at == update.at else ""
            name = _new_name(update, before, used, crowded=_is_crowded(updates, place))
            used.add(name.lower())
        names.append(name)
    return tuple(names)


def _is_crowded(updates: Sequence[ImportedUpdate], place: int) -> bool:
    """Say whether plain names of one instant's updates would be out of order."""
    plain = [_stage(each) for each in updates if each.at == updates[place].at]
    return plain != sorted(set(plain))


def _new_name(update: ImportedUpdate, before: str, used: set[str], *, crowded: bool) -> str:
    moment = f"{update.at:%Y%m%dT%H%M%S}" if update.at.second else f"{update.at:%Y%m%dT%H%M}"
    stage = _stage(update)
    plain = f"{moment}Z-{stage}"
    numbered = [f"{moment}Z-{number}-{stage}" for number in range(1, 10)]
    last = [f"{moment}Z-z{number:04}-{stage}" for number in range(1, 10_000)]
    wanted = [*numbered, *last] if crowded else [plain, *numbered, *last]
    return next(name for name in wanted if name.lower() not in used and name > before)


def _stage(update: ImportedUpdate) -> str:
    return str(update.status) if update.status else "notice"
