"""Made-up incidents, maintenance and notices, with private pieces of every kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from builder.vocabulary.readers import Limit
from builder.vocabulary.times import iso
from tests.leaks.bodies import SECTIONS, body, hidden_body, section
from tests.leaks.files import Pairs, block_mapping, front, mapping, picture, put
from tests.leaks.plan import INTERNAL, NOBODY, Draft
from tests.leaks.random_words import PRIVATE, PUBLIC, sentence

STAGES = {
    "incident": ("investigating", "identified", "monitoring", "resolved", "postmortem"),
    "maintenance": ("scheduled", "in_progress", "verifying", "completed"),
    "notice": ("",),
}
_ENDING = ("resolved", "postmortem", "completed", "cancelled")
_STATES = ("degraded_performance", "partial_outage", "major_outage", "operational")
_BEGINNING = datetime(2026, 7, 1, tzinfo=UTC)
_FUTURE = datetime(2031, 1, 1, tzinfo=UTC)
_WHOLE: tuple[tuple[str, Limit], ...] = (
    *((marker, limit) for marker, limit in SECTIONS if " " not in marker),
    ("account:acme", frozenset({"account:acme"})),
)


@dataclass(frozen=True)
class Known:
    """What incidents may name: components with their limits, other languages, and incidents that
    others may go on in, with the time from which everyone sees them."""

    components: Sequence[tuple[str, Limit]]
    languages: Sequence[str]
    earlier: Sequence[tuple[str, datetime]]

    def of(self, limit: Limit) -> list[str]:
        """Return the components with this limit."""
        return [name for name, own in self.components if own == limit]

    def seen_at(self, moment: datetime) -> list[str]:
        """Return the incidents that may be gone on in at a moment."""
        return [name for name, begins in self.earlier if begins <= moment]


@dataclass(frozen=True)
class Folder:
    """An incident while its updates are drawn."""

    id: str
    kind: str
    begins: datetime
    window: tuple[datetime, datetime]


def incident(draft: Draft, number: int, known: Known, updates: int) -> tuple[str, datetime]:
    """Draw one incident that everyone may read, and return its id, and since when it surely is."""
    chance = draft.chance
    kind = chance.choice(("incident", "incident", "incident", "maintenance", "notice"))
    begins = _BEGINNING + timedelta(days=chance.randint(0, 140), minutes=chance.randint(0, 1400))
    window = (begins + timedelta(hours=2), begins + timedelta(hours=chance.choice((3, 4))))
    folder = Folder(f"{begins:%Y-%m-%d}-public-{number}", kind, begins, window)
    draft.features[kind] += 1
    pairs = _incident_keys(draft, folder, known)
    put(draft, f"incidents/{folder.id}/incident.md", _spread(front(pairs)))
    moment, shown = begins, list[tuple[str, datetime]]()
    for position in range(updates):
        if draft.may(0.3):
            _private_update(draft, folder, known, moment, shown, _where(position, updates))
        _public_update(draft, folder, known, moment, position, updates, shown)
        moment += timedelta(minutes=chance.choice((0, 0, 1, 7, 30, 90, -3)))
    if draft.may(0.3):
        _private_update(draft, folder, known, moment, shown, "private update last")
    _withheld(draft, folder, begins)
    return folder.id, begins + timedelta(hours=1)


def private_incident(draft: Draft, number: int, known: Known) -> None:
    """Draw one incident that is for some readers alone."""
    marker, limit = draft.chance.choice(_WHOLE)
    begins = _BEGINNING + timedelta(days=draft.chance.randint(0, 140))
    chance = draft.private(limit, "private incident")
    name = f"incidents/{begins:%Y-%m-%d}-{chance.choice(PRIVATE[:8]) if chance else ''}-{number}"
    pairs: Pairs = [("audience", marker)]
    lines: list[str] = []
    status = "resolved"
    if chance is not None:
        pairs = [("title", sentence(chance, PRIVATE)), ("audience", f"[{marker}]")]
        lines = hidden_body(chance)
        status = chance.choice(STAGES["incident"])
    put(draft, f"{name}/incident.md", front(pairs), chance is not None)
    for minute in range(draft.chance.choice((1, 1, 2))):
        at = begins + timedelta(minutes=minute)
        states = _states(draft, known, status, private=True)
        keys: Pairs = [("status", status), ("components", mapping(states))]
        put(draft, f"{name}/{at:%Y%m%dT%H%MZ}.md", [*front(keys), *lines], chance is not None)


# --- incident.md --------------------------------------------------------------------------------


def _incident_keys(draft: Draft, folder: Folder, known: Known) -> Pairs:
    chance = draft.chance
    pairs: Pairs = [("title", sentence(chance, PUBLIC)), ("kind", folder.kind)]
    if known.languages and draft.may(0.5):
        title = mapping([("title", sentence(chance, PUBLIC))])
        pairs.append(("translations", mapping([(known.languages[0], title)])))
    if folder.kind == "maintenance":
        pairs += [
            ("scheduled_for", iso(folder.window[0])),
            ("scheduled_until", iso(folder.window[1])),
        ]
        draft.moments += map(iso, folder.window)
    elif folder.kind == "notice":
        pairs += [("from", iso(folder.begins)), ("until", iso(folder.window[1]))]
    elif draft.may(0.5):
        pairs.append(("started", iso(folder.begins - timedelta(minutes=chance.randint(200, 500)))))
    chance.shuffle(pairs)
    if folder.kind == "maintenance":
        states = _states(draft, known, "in_progress")
        pairs += [("components", block_mapping(states))] if states else []
    pairs += _internal_keys(draft, folder)
    titles = [
        (marker, sentence(own, PRIVATE))
        for marker, limit in _WHOLE
        if draft.may(0.06) and (own := draft.private(limit, "title for an audience"))
    ]
    if titles:
        pairs.append(("titles", block_mapping((f'"{key}"', value) for key, value in titles)))
    return pairs


def _internal_keys(draft: Draft, folder: Folder) -> Pairs:
    pairs: Pairs = []
    if draft.may(0.4) and (chance := draft.private(INTERNAL, "key: priority")):
        pairs.append(("priority", chance.choice(("P1", "P2", "P3"))))
    if draft.may(0.2) and (chance := draft.private(INTERNAL, "key: declared")):
        earlier = timedelta(minutes=chance.randint(1, 9))
        pairs.append(("declared", iso(folder.begins - earlier)))
    if draft.may(0.2) and (chance := draft.private(INTERNAL, "key: roles")):
        role = mapping([("role", "comms-lead"), ("name", chance.choice(PRIVATE[:8]))])
        pairs.append(("roles", f"[{role}]"))
    if draft.may(0.2) and (chance := draft.private(NOBODY, "key: origin")):
        pairs.append(("origin", mapping([("system", "old"), ("id", chance.choice(PRIVATE[:8]))])))
    if draft.may(0.3) and (chance := draft.private(NOBODY, "comment")):
        pairs.append(("# private", sentence(chance, PRIVATE)))
    return pairs


# --- updates ------------------------------------------------------------------------------------


def _public_update(
    draft: Draft,
    folder: Folder,
    known: Known,
    moment: datetime,
    position: int,
    updates: int,
    shown: list[tuple[str, datetime]],
) -> None:
    chance = draft.chance
    stages = STAGES[folder.kind]
    stage = stages[min(position, len(stages) - 1)] if draft.may(0.8) else chance.choice(stages)
    name = f"{moment:%Y%m%dT%H%MZ}-{position}"
    pairs: Pairs = [("status", stage)] if stage else []
    if draft.may(0.5):
        pairs.append(("at", iso(moment)))
    posted_later = draft.may(0.15)
    if posted_later:
        draft.features["posted later"] += 1
        pairs.append(("posted", iso(moment + timedelta(minutes=chance.randint(0, 40)))))
        draft.moments.append(pairs[-1][1])
    draft.moments.append(iso(moment))
    if stage and stage != "scheduled":
        states = _states(draft, known, stage)
        write = chance.choice((mapping, block_mapping))
        if states:
            pairs.append(("components", write(states)))
    pairs += _promises(draft, folder, moment)
    pairs += _marks(draft, folder, moment, stage, known, shown, position, updates)
    pairs += _operator_keys(draft, moment)
    if draft.may(0.2):
        pairs.append(("audience", chance.choice(("public", "[public, technical]"))))
    shown_picture = ""
    if draft.may(0.12):
        draft.features["picture"] += 1
        shown_picture = f"picture-{position}.png"
        draft.files[f"incidents/{folder.id}/{shown_picture}"] = picture(chance.randint(0, 999))
    lines = body(draft, shown_picture)
    if draft.may(0.06):
        lines = _redacted(draft, pairs, moment)
    elif draft.may(0.1):
        _private_picture(draft, folder, lines, position)
    put(draft, f"incidents/{folder.id}/{name}.md", [*_spread(front(pairs)), *lines])
    for language in known.languages:
        _translation(draft, f"incidents/{folder.id}/{name}.{language}.md")
    if not posted_later:
        shown.append((name, moment))


def _states(draft: Draft, known: Known, stage: str, private: bool = False) -> list[tuple[str, str]]:
    """Return states of components that everyone may read, and of some that not everyone may."""
    found: list[tuple[str, str]] = []
    for name, limit in known.components:
        if not draft.may(0.4):
            continue
        drawn = draft.chance.choice(_STATES)
        state = "operational" if stage in _ENDING else drawn
        if limit is None:
            found.append((name, state))
        elif not private and (chance := draft.private(limit, "state of a private component")):
            found.append((name, state if stage in _ENDING else chance.choice(_STATES)))
    return found


def _promises(draft: Draft, folder: Folder, moment: datetime) -> Pairs:
    if folder.kind == "notice" or not draft.may(0.4):
        return []
    public = draft.chance.choice(("+20m", iso(moment + timedelta(minutes=45)), ""))
    if public and draft.may(0.5):
        return [("next_update", public)]
    promises = [("public", public)] if public else []
    for marker, limit in _WHOLE[:4]:
        if draft.may(0.4) and (chance := draft.private(limit, "promise to an audience")):
            promises.append((f'"{marker}"', f"+{chance.randint(1, 90)}m"))
    return [("next_update", mapping(promises))] if promises else []


def _marks(
    draft: Draft,
    folder: Folder,
    moment: datetime,
    stage: str,
    known: Known,
    shown: list[tuple[str, datetime]],
    position: int,
    updates: int,
) -> Pairs:
    """Return what became of an update: renamed, corrected, withdrawn, mended, merged, moved."""
    chance = draft.chance
    later = iso(moment + timedelta(minutes=chance.randint(1, 60)))
    pairs: Pairs = []
    if draft.may(0.1):
        pairs.append(("title", sentence(chance, PUBLIC)))
    wrong = [name for name, at in shown if at <= moment]
    if wrong and draft.may(0.12):
        draft.features["corrects"] += 1
        pairs.append(("corrects", chance.choice(wrong)))
    if draft.may(0.08):
        draft.features["withdrawn"] += 1
        pairs += [("withdrawn", later), ("withdrawn_reason", sentence(chance, PUBLIC))]
    elif draft.may(0.05) and (own := draft.private(NOBODY, "withdrawn later")):
        reason = sentence(own, PRIVATE)
        pairs += [("withdrawn", iso(_FUTURE)), ("withdrawn_reason", reason)]
    if draft.may(0.08):
        pairs.append(("edited", f"[{later}]"))
    if stage == "resolved" and draft.may(0.3):
        pairs.append(chance.choice((("outcome", "no_impact"), ("data_loss", "none"))))
    if folder.kind == "maintenance" and stage == "scheduled" and position and draft.may(0.5):
        pairs.append(("scheduled_for", iso(folder.window[0] + timedelta(minutes=9))))
        pairs.append(("scheduled_until", iso(folder.window[1] + timedelta(hours=2))))
    merging = folder.kind == "incident" and stage not in _ENDING and position + 1 == updates
    if merging and known.seen_at(moment) and draft.may(0.4):
        draft.features["merged into"] += 1
        pairs.append(("merged_into", chance.choice(known.seen_at(moment))))
    return pairs


def _operator_keys(draft: Draft, moment: datetime) -> Pairs:
    pairs: Pairs = []
    if draft.may(0.15) and (chance := draft.private(INTERNAL, "key: priority of an update")):
        pairs += [("priority", "P2"), ("reason", sentence(chance, PRIVATE))]
    if draft.may(0.1) and (chance := draft.private(INTERNAL, "key: restored_by")):
        pairs.append(("restored_by", iso(moment + timedelta(minutes=chance.randint(1, 99)))))
    if draft.may(0.1) and (chance := draft.private(INTERNAL, "key: asks")):
        name = f"ask-{draft.drawn}"
        ask = [("id", name), ("to", "[executives]"), ("text", f'"{sentence(chance, PRIVATE)}"')]
        pairs += [("asks", f"\n- {mapping(ask)}"), ("answers", mapping([(name, "granted")]))]
    if draft.may(0.1) and (chance := draft.private(INTERNAL, "key: template")):
        pairs.append(
            ("template", mapping([("id", "first"), ("digest", chance.choice(PRIVATE[:8]))]))
        )
    if draft.may(0.1) and (chance := draft.private(INTERNAL, "key: override")):
        reason = [("role", "comms-lead"), ("reason", sentence(chance, PRIVATE))]
        pairs.append(("override", mapping(reason)))
    if draft.may(0.1) and draft.private(NOBODY, "key: understated"):
        pairs.append(("understated", "true"))
    if draft.may(0.2) and (chance := draft.private(NOBODY, "comment")):
        pairs.append(("# private", sentence(chance, PRIVATE)))
    return pairs


def _redacted(draft: Draft, pairs: Pairs, moment: datetime) -> list[str]:
    at = iso(moment + timedelta(minutes=draft.chance.randint(1, 60)))
    pairs.append(("redacted", mapping([("at", at), ("reason", sentence(draft.chance, PUBLIC))])))
    pairs[:] = [pair for pair in pairs if pair[0] not in ("title", "withdrawn_reason", "data_loss")]
    chance = draft.private(NOBODY, "redacted")
    if chance is None:
        return []
    pairs.append(("title", sentence(chance, PRIVATE)))
    return hidden_body(chance)


def _private_picture(draft: Draft, folder: Folder, lines: list[str], position: int) -> None:
    marker, limit = draft.chance.choice(SECTIONS)
    chance = draft.private(limit, "picture of a section")
    if chance is None:
        lines.append("")
        return
    name = f"{chance.choice(PRIVATE[:8])}-{position}.png".replace("ü", "u")
    draft.files[f"incidents/{folder.id}/{name}"] = picture(chance.randint(1000, 9999))
    lines += [f"::: {marker}", f"![Secret]({name})", ":::"]


def _translation(draft: Draft, path: str) -> None:
    kind = draft.chance.choice(("none", "none", "public", "public", "private"))
    if kind == "public":
        put(draft, path, body(draft))
    elif kind == "private":
        lines = section(draft, "translation with private words alone", wordy=True)
        put(draft, path, lines, lines != [""])


def _private_update(
    draft: Draft,
    folder: Folder,
    known: Known,
    moment: datetime,
    shown: list[tuple[str, datetime]],
    feature: str,
) -> None:
    marker, limit = draft.chance.choice(_WHOLE)
    chance = draft.private(limit, feature)
    number = draft.drawn
    draft.moments.append(iso(moment))
    name = f"incidents/{folder.id}/{moment:%Y%m%dT%H%MZ}-{number}"
    if chance is None:
        put(draft, name, [], wanted=False)
        return
    pairs: Pairs = [("audience", chance.choice((marker, f"[{marker}, {marker}]")))]
    stage = chance.choice((*STAGES[folder.kind], "")) if folder.kind != "notice" else ""
    pairs += [("status", stage)] if stage else []
    if stage != "scheduled" and folder.kind != "notice":
        state = "operational" if stage in _ENDING else chance.choice(_STATES)
        if marker.startswith("account:") and chance.random() < 0.3:
            draft.features["account's own state taken back"] += 1
            state = "inherit"
        pairs.append(("components", mapping((one, state) for one in known.of(None)[:2])))
    pairs += _private_marks(draft, chance, folder, moment, stage, known, shown)
    put(draft, f"{name}-{chance.choice(PRIVATE[:8])}.md", [*front(pairs), *hidden_body(chance)])


def _private_marks(
    draft: Draft,
    chance: Random,
    folder: Folder,
    moment: datetime,
    stage: str,
    known: Known,
    shown: list[tuple[str, datetime]],
) -> Pairs:
    pairs: Pairs = []
    wrong = [name for name, at in shown if at <= moment]
    if wrong and chance.random() < 0.25:
        draft.features["private correction"] += 1
        pairs.append(("corrects", chance.choice(wrong)))
    if chance.random() < 0.2:
        pairs.append(("title", sentence(chance, PRIVATE)))
    if chance.random() < 0.1:
        pairs.append(("since", iso(moment - timedelta(minutes=chance.randint(0, 99)))))
    if folder.kind == "maintenance" and stage == "scheduled":
        draft.features["maintenance moved privately"] += 1
        pairs.append(("scheduled_for", iso(folder.window[0] + timedelta(hours=1))))
        pairs.append(("scheduled_until", iso(folder.window[1] + timedelta(hours=5))))
    merging = folder.kind == "incident" and stage not in _ENDING and chance.random() < 0.2
    if merging and known.seen_at(moment):
        draft.features["merged privately"] += 1
        pairs.append(("merged_into", chance.choice(known.seen_at(moment))))
    return pairs


def _withheld(draft: Draft, folder: Folder, begins: datetime) -> None:
    """Draw updates that nobody sees yet, or ever."""
    stage = STAGES[folder.kind][0]
    status: Pairs = [("status", stage)] if stage else []
    early = begins - timedelta(minutes=20)
    future = iso(_FUTURE)
    for feature, at, keys in (
        ("draft", early, [("draft", "true")]),
        ("embargo", _FUTURE, [("at", future), ("embargo", "true")]),
        ("held", early, [("at", iso(early)), ("posted", future)]),
    ):
        if draft.may(0.12):
            chance = draft.private(NOBODY, feature)
            lines = hidden_body(chance) if chance else []
            path = f"incidents/{folder.id}/{at:%Y%m%dT%H%MZ}-{feature}.md"
            put(draft, path, [*front([*status, *keys]), *lines], chance is not None)


def _where(position: int, updates: int) -> str:
    if position == 0:
        return "private update first"
    return "private update before the last" if position + 1 == updates else "private update between"


def _spread(lines: list[str]) -> list[str]:
    """Split what holds line ends of its own, so that every line ends as the file's do."""
    return "\n".join(lines).split("\n")
