"""Made-up updates that everyone may read, with private pieces in them."""

from datetime import datetime, timedelta

from builder.vocabulary.times import iso
from tests.leaks.bodies import SECTIONS, body, hidden_body, section
from tests.leaks.files import Pairs, block_mapping, front, mapping, picture, put
from tests.leaks.plan import INTERNAL, NOBODY, Draft
from tests.leaks.private_updates import FUTURE
from tests.leaks.random_words import PRIVATE, PUBLIC, name, sentence
from tests.leaks.surroundings import (
    ENDING,
    STAGES,
    WHOLE,
    Folder,
    Known,
    Shown,
    corrected,
    spread,
    states,
)

NEWS = frozenset(
    "components title corrects merged_into data_loss scheduled_for scheduled_until".split()  # noqa: SIM905
)
"""Keys that an update without news has none of."""


def public_update(
    draft: Draft,
    folder: Folder,
    known: Known,
    moment: datetime,
    position: int,
    updates: int,
    shown: Shown,
) -> None:
    """Draw an update that everyone may read, with its translations, and note it in ``shown``."""
    chance = draft.chance
    stages = STAGES[folder.kind]
    stage = stages[min(position, len(stages) - 1)] if draft.may(0.8) else chance.choice(stages)
    stage = folder.stage(stage)
    update = f"{moment:%Y%m%dT%H%MZ}-{position}"
    pairs: Pairs = [("status", stage)] if stage else []
    if draft.may(0.5):
        pairs.append(("at", iso(moment)))
    posted_later = draft.may(0.15)
    if posted_later:
        draft.features["posted later"] += 1
        posted = draft.turns("a posting", moment + timedelta(minutes=chance.randint(0, 40)))
        pairs.append(("posted", iso(posted)))
    draft.turns("an update", moment)
    if stage and stage != "scheduled":
        written = states(draft, known, stage)
        write = chance.choice((mapping, block_mapping))
        if written:
            pairs.append(("components", write(written)))
    pairs += _promises(draft, folder, moment)
    pairs += _marks(draft, folder, moment, stage, known, shown, position, updates)
    pairs += _operator_keys(draft, moment)
    if draft.may(0.2):
        draft.features["key of an update: audience"] += 1
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
    if position % 2 and folder.kind == "incident" and stage and stage not in ENDING:
        _holding(draft, pairs)
    put(draft, f"incidents/{folder.id}/{update}.md", [*spread(front(pairs)), *lines])
    for language in known.languages:
        _translation(draft, f"incidents/{folder.id}/{update}.{language}.md")
    if not posted_later:
        shown.append((update, moment))


def _promises(draft: Draft, folder: Folder, moment: datetime) -> Pairs:
    if folder.kind == "notice" or not draft.may(0.4):
        return []
    public = draft.chance.choice(("+20m", iso(moment + timedelta(minutes=45)), ""))
    if public:
        minutes = 20 if public == "+20m" else 45
        draft.turns("a promise", moment + timedelta(minutes=minutes))
    if public and draft.may(0.5):
        slow = draft.may(0.2) and draft.private(NOBODY, "key of an update: pace")
        return [("next_update", public), *([("pace", "long")] if slow else [])]
    promises = [("public", public)] if public else []
    for marker, limit in WHOLE[:4]:
        # The same for all variants, so that a moment at which it passes is one of each.
        minutes = draft.chance.randint(1, 90)
        if not draft.may(0.4):
            continue
        draft.turns("a private promise", moment + timedelta(minutes=minutes))
        if draft.private(limit, "key of an update: next_update"):
            promises.append((f'"{marker}"', f"+{minutes}m"))
    return [("next_update", mapping(promises))] if promises else []


def _marks(
    draft: Draft,
    folder: Folder,
    moment: datetime,
    stage: str,
    known: Known,
    shown: Shown,
    position: int,
    updates: int,
) -> Pairs:
    """Return what became of an update: renamed, corrected, withdrawn, mended, merged, moved."""
    chance = draft.chance
    after = moment + timedelta(minutes=chance.randint(1, 60))
    later = iso(after)
    pairs: Pairs = []
    if draft.may(0.1):
        pairs.append(("title", sentence(chance, PUBLIC)))
    wrong = corrected(shown, moment)
    if wrong and draft.may(0.12):
        draft.features["corrects"] += 1
        pairs.append(("corrects", chance.choice(wrong)))
    if draft.may(0.08):
        draft.features["withdrawn"] += 1
        draft.turns("a withdrawal", after)
        pairs += [("withdrawn", later), ("withdrawn_reason", sentence(chance, PUBLIC))]
    elif draft.may(0.05) and (own := draft.private(NOBODY, "withdrawn later")):
        reason = sentence(own, PRIVATE)
        pairs += [("withdrawn", iso(FUTURE)), ("withdrawn_reason", reason)]
    if draft.may(0.08):
        pairs.append(("edited", f"[{later}]"))
    if stage == "resolved" and draft.may(0.3):
        pairs.append(chance.choice((("outcome", "no_impact"), ("data_loss", "none"))))
    if folder.kind == "maintenance" and stage == "scheduled" and position and draft.may(0.5):
        pairs.append(("scheduled_for", iso(folder.window[0] + timedelta(minutes=9))))
        pairs.append(("scheduled_until", iso(folder.window[1] + timedelta(hours=2))))
    merging = folder.kind == "incident" and stage not in ENDING and position + 1 == updates
    if merging and known.seen_at(moment) and draft.may(0.4):
        draft.features["merged into"] += 1
        pairs.append(("merged_into", chance.choice(known.seen_at(moment))))
    return pairs


def _operator_keys(draft: Draft, moment: datetime) -> Pairs:
    pairs: Pairs = []
    if draft.may(0.15) and (chance := draft.private(INTERNAL, "key of an update: priority")):
        draft.features["key of an update: reason"] += 1
        pairs += [("priority", "P2"), ("reason", sentence(chance, PRIVATE))]
    if draft.may(0.1) and (chance := draft.private(INTERNAL, "key of an update: restored_by")):
        pairs.append(("restored_by", iso(moment + timedelta(minutes=chance.randint(1, 99)))))
    marker, limit = draft.chance.choice(WHOLE)
    if draft.may(0.15) and (chance := draft.private(limit, "key of an update: asks")):
        draft.features["key of an update: answers"] += 1
        asked = f"ask-{draft.drawn}"
        ask = [("id", asked), ("to", f'["{marker}"]'), ("text", f'"{sentence(chance, PRIVATE)}"')]
        answer = chance.choice(("granted", "refused", "done"))
        pairs += [("asks", f"\n- {mapping(ask)}"), ("answers", mapping([(asked, answer)]))]
    if draft.may(0.1) and (chance := draft.private(INTERNAL, "key of an update: template")):
        pairs.append(("template", mapping([("id", "first"), ("digest", name(chance))])))
    if draft.may(0.1) and (chance := draft.private(INTERNAL, "key of an update: override")):
        reason = [("role", "comms-lead"), ("reason", sentence(chance, PRIVATE))]
        pairs.append(("override", mapping(reason)))
    if draft.may(0.1) and draft.private(NOBODY, "key of an update: understated"):
        pairs.append(("understated", "true"))
    if draft.may(0.2) and (chance := draft.private(NOBODY, "comment")):
        pairs.append(("# private", sentence(chance, PRIVATE)))
    return pairs


def _holding(draft: Draft, pairs: Pairs) -> None:
    """Have an update say that it has nothing new, where it has nothing for everyone."""
    if NEWS.isdisjoint(key for key, _ in pairs):
        draft.features["key of an update: holding"] += 1
        pairs[:] = [pair for pair in pairs if pair[0] not in ("priority", "reason")]
        pairs.append(("holding", "true"))


def _redacted(draft: Draft, pairs: Pairs, moment: datetime) -> list[str]:
    at = iso(draft.turns("a redaction", moment + timedelta(minutes=draft.chance.randint(1, 60))))
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
    shown = f"{name(chance)}-{position}.png"
    draft.files[f"incidents/{folder.id}/{shown}"] = picture(chance.randint(1000, 9999))
    lines += [f"::: {marker}", f"![Secret]({shown})", ":::"]


def _translation(draft: Draft, path: str) -> None:
    kind = draft.chance.choice(("none", "none", "public", "public", "private"))
    if kind == "public":
        put(draft, path, body(draft))
    elif kind == "private":
        lines = section(draft, "translation with private words alone", wordy=True)
        put(draft, path, lines, lines != [""])
