"""Made-up updates for some readers alone, and updates that nobody sees yet, or ever."""

from datetime import UTC, datetime, timedelta

from builder.vocabulary.times import iso
from tests.leaks.bodies import hidden_body, section_alone
from tests.leaks.files import Pairs, front, mapping, put
from tests.leaks.plan import NOBODY, Draft, Piece
from tests.leaks.random_words import PRIVATE, name, sentence
from tests.leaks.surroundings import (
    ENDING,
    STAGES,
    STATES,
    WHOLE,
    Folder,
    Known,
    Shown,
    corrected,
)

FUTURE = datetime(2031, 1, 1, tzinfo=UTC)
"""What lies so far ahead has not come at any moment that a site is looked at."""


def private_update(
    draft: Draft,
    folder: Folder,
    known: Known,
    moment: datetime,
    shown: Shown,
    feature: str,
) -> None:
    """Draw an update that is for some readers alone."""
    marker, limit = draft.chance.choice(WHOLE)
    chance = draft.private(limit, feature)
    number = draft.drawn
    draft.turns("a private update", moment)
    alone = section_alone(draft) if marker == "strategic" and draft.may(0.5) else None
    secret = draft.private(NOBODY, "redacted private update") if draft.may(0.1) else None
    written = f"incidents/{folder.id}/{moment:%Y%m%dT%H%MZ}-{number}"
    if chance is None:
        put(draft, written, [], wanted=False)
        return
    pairs: Pairs = [("audience", chance.choice((marker, f"[{marker}, {marker}]")))]
    stage = chance.choice((*STAGES[folder.kind], "")) if folder.kind != "notice" else ""
    stage = folder.stage(stage)
    draft.features["private resolving update"] += stage in ENDING
    pairs += [("status", stage)] if stage else []
    if stage != "scheduled" and folder.kind != "notice":
        state = "operational" if stage in ENDING else chance.choice(STATES)
        if marker.startswith("account:") and chance.random() < 0.3:
            draft.features["account's own state taken back"] += 1
            state = "inherit"
        pairs.append(("components", mapping((one, state) for one in known.of(None)[:2])))
    pairs += _private_marks(draft, chance, folder, moment, stage, known, shown)
    lines = hidden_body(chance) if alone is None else alone
    if secret is not None:
        pairs.append(("redacted", mapping([("at", iso(moment)), ("reason", "Removed.")])))
        pairs = [pair for pair in pairs if pair[0] not in ("title", "withdrawn_reason")]
        lines = hidden_body(secret)
    put(draft, f"{written}-{name(chance)}.md", [*front(pairs), *lines])


def _private_marks(
    draft: Draft,
    chance: Piece,
    folder: Folder,
    moment: datetime,
    stage: str,
    known: Known,
    shown: Shown,
) -> Pairs:
    pairs: Pairs = []
    wrong = corrected(shown, moment)
    if wrong and chance.random() < 0.25:
        draft.features["private correction"] += 1
        pairs.append(("corrects", chance.choice(wrong)))
    if chance.random() < 0.2:
        pairs.append(("title", sentence(chance, PRIVATE)))
    if chance.random() < 0.1:
        draft.features["withdrawn private update"] += 1
        pairs += [("withdrawn", iso(moment)), ("withdrawn_reason", sentence(chance, PRIVATE))]
    if chance.random() < 0.1:
        pairs.append(("since", iso(moment - timedelta(minutes=chance.randint(0, 99)))))
    if folder.kind == "maintenance" and stage == "scheduled":
        draft.features["maintenance moved privately"] += 1
        pairs.append(("scheduled_for", iso(folder.window[0] + timedelta(hours=1))))
        pairs.append(("scheduled_until", iso(folder.window[1] + timedelta(hours=5))))
    merging = folder.kind == "incident" and stage not in ENDING and chance.random() < 0.2
    if merging and known.seen_at(moment):
        draft.features["merged privately"] += 1
        pairs.append(("merged_into", chance.choice(known.seen_at(moment))))
    return pairs


def withheld(draft: Draft, folder: Folder) -> None:
    """Draw updates that nobody sees yet, or ever."""
    stage = STAGES[folder.kind][0]
    status: Pairs = [("status", stage)] if stage else []
    early = folder.begins - timedelta(minutes=20)
    future = iso(FUTURE)
    for feature, at, keys in (
        ("key of an update: draft", early, [("draft", "true")]),
        ("key of an update: embargo", FUTURE, [("at", future), ("embargo", "true")]),
        ("key of an update: posted", early, [("at", iso(early)), ("posted", future)]),
    ):
        if draft.may(0.12):
            chance = draft.private(NOBODY, feature)
            lines = hidden_body(chance) if chance else []
            path = f"incidents/{folder.id}/{at:%Y%m%dT%H%MZ}-{feature[-5:]}.md"
            put(draft, path, [*front([*status, *keys]), *lines], chance is not None)
