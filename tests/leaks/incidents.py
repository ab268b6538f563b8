"""Made-up incidents, maintenance and notices, with private pieces of every kind."""

from datetime import UTC, datetime, timedelta

from builder.vocabulary.times import iso
from tests.leaks.bodies import hidden_body
from tests.leaks.files import Pairs, block_mapping, front, mapping, put
from tests.leaks.plan import INTERNAL, NOBODY, Draft
from tests.leaks.private_updates import private_update, withheld
from tests.leaks.random_words import PRIVATE, PUBLIC, name, sentence
from tests.leaks.surroundings import ENDING, STAGES, WHOLE, Folder, Known, Shown, spread, states
from tests.leaks.updates import public_update

_BEGINNING = datetime(2026, 7, 1, tzinfo=UTC)


def incident(draft: Draft, number: int, known: Known, updates: int) -> tuple[str, datetime] | None:
    """Draw one incident that everyone may read, and return its id, and since when it surely is;
    ``None`` where no other one may go on in it, because it may be over.

    Without ``updates`` of its own nobody but some readers has a word of it.
    """
    chance = draft.chance
    kind = chance.choice(("incident", "incident", "incident", "maintenance", "notice"))
    begins = _BEGINNING + timedelta(days=chance.randint(0, 140), minutes=chance.randint(0, 1400))
    window = (begins + timedelta(hours=2), begins + timedelta(hours=chance.choice((3, 4))))
    lasts = kind == "notice" or (kind == "incident" and number % 2 == 0)
    folder = Folder(f"{begins:%Y-%m-%d}-public-{number}", kind, begins, window, lasts)
    draft.features[kind] += 1
    pairs = _incident_keys(draft, folder, known)
    # Without anything private there is no trace of an incident that has private updates only.
    there = updates > 0 or draft.variant(NOBODY) is not None
    put(draft, f"incidents/{folder.id}/incident.md", spread(front(pairs)), there)
    moment = begins
    shown: Shown = []
    for position in range(updates):
        if draft.may(0.3):
            private_update(draft, folder, known, moment, shown, _where(position, updates))
        public_update(draft, folder, known, moment, position, updates, shown)
        step = chance.choice((0, 0, 1, 7, 30, 90, -3))
        if position + 1 < updates:
            draft.features["updates of one second"] += step == 0
            draft.features["updates out of order"] += step < 0
        moment += timedelta(minutes=step)
    if not updates:
        private_update(draft, folder, known, moment, shown, "private updates only")
    elif draft.may(0.3):
        private_update(draft, folder, known, moment, shown, "private update last")
    withheld(draft, folder)
    return (folder.id, begins + timedelta(hours=1)) if folder.lasts else None


def private_incident(draft: Draft, number: int, known: Known) -> None:
    """Draw one incident that is for some readers alone."""
    marker, limit = draft.chance.choice(WHOLE)
    begins = _BEGINNING + timedelta(days=draft.chance.randint(0, 140))
    draft.features["key of an incident: audience"] += 1
    chance = draft.private(limit, "private incident")
    folder = f"incidents/{begins:%Y-%m-%d}-{name(chance) if chance else ''}-{number}"
    pairs: Pairs = [("audience", marker)]
    lines: list[str] = []
    status = "resolved"
    if chance is not None:
        pairs = [("title", sentence(chance, PRIVATE)), ("audience", f"[{marker}]")]
        lines = hidden_body(chance)
        status = chance.choice(STAGES["incident"])
    put(draft, f"{folder}/incident.md", front(pairs), chance is not None)
    for minute in range(draft.chance.choice((1, 1, 2))):
        at = begins + timedelta(minutes=minute)
        written = states(draft, known, status, private=True)
        keys: Pairs = [("status", status), ("components", mapping(written))]
        if chance is not None and status not in ENDING and known.seen_at(begins):
            draft.features["private incident merged into a public one"] += 1
            keys.append(("merged_into", chance.choice(known.seen_at(begins))))
        put(draft, f"{folder}/{at:%Y%m%dT%H%MZ}.md", [*front(keys), *lines], chance is not None)


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
        for border in folder.window:
            draft.turns("a window's border", border)
    elif folder.kind == "notice":
        begins = folder.begins + timedelta(minutes=chance.choice((0, 2, 45)))
        draft.features["notice that waits"] += begins > folder.begins
        pairs += [("from", iso(begins)), ("until", iso(folder.window[1]))]
        for border in (begins, folder.window[1]):
            draft.turns("a notice's border", border)
    elif draft.may(0.5):
        pairs.append(("started", iso(folder.begins - timedelta(minutes=chance.randint(200, 500)))))
    chance.shuffle(pairs)
    if folder.kind == "maintenance":
        written = states(draft, known, "in_progress")
        pairs += [("components", block_mapping(written))] if written else []
    pairs += _internal_keys(draft, folder)
    titles = [
        (marker, sentence(own, PRIVATE))
        for marker, limit in WHOLE
        if draft.may(0.06) and (own := draft.private(limit, "key of an incident: titles"))
    ]
    if titles:
        pairs.append(("titles", block_mapping((f'"{key}"', value) for key, value in titles)))
    return pairs


def _internal_keys(draft: Draft, folder: Folder) -> Pairs:
    pairs: Pairs = []
    if draft.may(0.4) and (chance := draft.private(INTERNAL, "key of an incident: priority")):
        pairs.append(("priority", chance.choice(("P1", "P2", "P3"))))
    if draft.may(0.2) and (chance := draft.private(INTERNAL, "key of an incident: declared")):
        earlier = timedelta(minutes=chance.randint(1, 9))
        pairs.append(("declared", iso(folder.begins - earlier)))
    if draft.may(0.2) and (chance := draft.private(INTERNAL, "key of an incident: roles")):
        role = mapping([("role", "comms-lead"), ("name", name(chance))])
        pairs.append(("roles", f"[{role}]"))
    if draft.may(0.2):
        pairs.append(("origin", mapping([("system", "old"), ("id", f"{folder.id}-there")])))
    if draft.may(0.3) and (chance := draft.private(NOBODY, "comment")):
        pairs.append(("# private", sentence(chance, PRIVATE)))
    return pairs


def _where(position: int, updates: int) -> str:
    if position == 0:
        return "private update first"
    return "private update before the last" if position + 1 == updates else "private update between"
