"""Made-up sites: everything that the sources may hold, public and private, from one seed."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from builder.seal.keys import Site as SealedSite
from builder.seal.keys import secret_check
from builder.seal.secret import Secret
from builder.vocabulary.readers import Limit
from tests.leaks.bodies import body, hidden_body, section
from tests.leaks.files import front, mapping, put
from tests.leaks.incidents import incident, private_incident
from tests.leaks.people import readers
from tests.leaks.plan import NOBODY, Draft, Variant
from tests.leaks.random_words import OF_SITES, PRIVATE, PUBLIC, sentence
from tests.leaks.random_words import name as word
from tests.leaks.surroundings import Known

SECRET = Secret(bytes(range(32)))
"""The secret that every made-up site is sealed with."""

COMPONENT_LIMITS: tuple[tuple[str, Limit], ...] = (
    ("technical", frozenset({"audience:technical"})),
    ("strategic", frozenset({"audience:strategic"})),
    ("account:acme", frozenset({"account:acme"})),
)
NUMBER_ALONE = 9
"""Of the incident that has private updates only."""
MANY = 60
"""Updates of a site with more news than a feed holds."""


@dataclass(frozen=True)
class MadeSite:
    """A site: its files, a moment to look at it, what was drawn, and whose each canary is.
    ``contracts`` is true where accounts have contracts, so that some are granted their figures."""

    files: dict[str, bytes]
    now: datetime
    features: Counter[str]
    canaries: dict[str, Limit]
    contracts: bool


def site(seed: int, variant: Variant) -> MadeSite:
    """Draw the site of a seed, with the private pieces of a variant."""
    draft = Draft(seed, variant, Random(seed))
    draft.contracts = Random(f"{seed}/contracts").random() < 0.5
    languages = ["fr"] if draft.may(0.4) else []
    draft.features["two languages"] += bool(languages)
    _settings(draft, languages)
    components = _components(draft)
    readers(draft, languages)
    _pages(draft, languages)
    _incidents(draft, components, languages)
    return MadeSite(draft.files, _moment(draft), draft.features, draft.canaries, draft.contracts)


def write(made: MadeSite, root: Path) -> None:
    """Make a folder hold a site, and nothing else."""
    for path in [each for each in root.rglob("*") if each.is_file()]:
        if made.files.get(path.relative_to(root).as_posix()) != path.read_bytes():
            path.unlink()
    for folder in sorted((each for each in root.rglob("*") if each.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
    for name, data in made.files.items():
        path = root / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def _moment(draft: Draft) -> datetime:
    """Choose an instant at which something turns, of each kind as often, or one after all."""
    zone = ZoneInfo(draft.zone)
    for moment in draft.moments.get("an update", [])[:1]:
        day = moment.astimezone(zone).date() + timedelta(days=1)
        draft.turns("midnight", datetime.combine(day, time(), zone).astimezone(UTC))
    what = draft.chance.choice(sorted(draft.moments))
    turning = draft.chance.choice(sorted(draft.moments[what]))
    if draft.may(0.25):
        return datetime(2026, 12, 31, tzinfo=UTC)
    draft.features[f"now at {what}"] += 1
    return turning


def _settings(draft: Draft, languages: list[str]) -> None:
    chance = draft.chance
    draft.zone = chance.choice(("Etc/UTC", "Europe/Paris", "Asia/Tokyo"))
    lines = [
        f"name: {sentence(chance, OF_SITES, 1, 2)}",
        chance.choice(("url: https://status.example.com", "url: 'https://example.org/status'")),
        f"time_zone: {draft.zone}",
        f"languages: [en{''.join(f', {each}' for each in languages)}]",
    ]
    if draft.may(0.3):
        draft.features["key of a site: ids"] += 1
        lines += ["ids:", "  authority: example.net", "  year: 2020"]
    # The same in all variants: it is part of every key.
    site_id = f"{chance.getrandbits(128):032x}"
    checked = draft.may(0.5)
    if draft.may(0.5) and draft.private(NOBODY, "key of a site: site_id"):
        lines.append(f"site_id: {site_id}")
        if checked:
            draft.features["key of a site: secret_check"] += 1
            lines.append(f"secret_check: {secret_check(SealedSite(SECRET, site_id))}")
    if draft.may(0.3):
        draft.features["key of a site: format"] += 1
        lines.append("format: 1")
    if draft.may(0.2) and (piece := draft.private(NOBODY, "key of a site: leak_check")):
        waived = [("word", sentence(piece, PRIVATE)), ("where", '"*"'), ("why", "Why not.")]
        lines += ["leak_check:", f"  allow: [{mapping(waived)}]"]
    if draft.may(0.2) and (piece := draft.private(NOBODY, "key of a site: publish")):
        place = mapping([("type", "directory"), ("path", f"../{sentence(piece, PRIVATE)}")])
        lines += ["publish:", f"  live: {place}"]
    # Drawn apart, so that these move no other piece.
    if site_id[0] in "0123" and (piece := draft.private(NOBODY, "key of a site: record", "record")):
        place = mapping([("type", "directory"), ("path", f"../{sentence(piece, PRIVATE)}")])
        lines.append(f"record: {place}")
    if site_id[1] in "0123" and (piece := draft.private(NOBODY, "key of a site: voice", "voice")):
        lines.append(f"voice: {mapping([('we', sentence(piece, PRIVATE))])}")
    if site_id[2] in "0123" and (piece := draft.private(NOBODY, "key of a site: words", "words")):
        lines.append(f"words: [{piece.choice(('words-rote', 'words-blame', 'words-of-ours'))}]")
    if comment := draft.private(NOBODY, "comment"):
        lines.append(f"# {sentence(comment, PRIVATE)}")
    put(draft, "site_src/site.yml", lines)


def _components(draft: Draft) -> list[tuple[str, Limit]]:
    known: list[tuple[str, Limit]] = []
    lines = ["groups:"]
    for group in range(draft.chance.randint(1, 2)):
        _private_group(draft, lines, known, f"before-{group}", "private group first")
        lines += [f"- id: group-{group}", f"  name: {PUBLIC[group].capitalize()}", "  components:"]
        _private_component(draft, lines, known, f"first-{group}", "private component first", "  ")
        for number in range(draft.chance.randint(1, 3)):
            name = f"part-{group}-{number}"
            known.append((name, None))
            keys = [("id", name), ("name", PUBLIC[number].capitalize())]
            if draft.may(0.2):
                keys.append(("aliases", f"[old-{name}]"))
            if draft.may(0.1):
                keys.append(("archived", "true"))
            if draft.may(0.1):
                draft.features["key of a component: audience"] += 1
                keys.append(("audience", "[public, technical]"))
            if draft.may(0.1):
                keys.append(("origin", mapping([("system", "old"), ("id", f"{name}-there")])))
            lines.append(f"  - {mapping(keys)}")
        _private_component(draft, lines, known, f"last-{group}", "private component last", "  ")
    _private_group(draft, lines, known, "after", "private group last")
    lines.append("components:")
    known.append(("alone", None))
    lines += ["- id: alone", "  name: Alone", f"  description: {sentence(draft.chance, PUBLIC)}"]
    _private_component(draft, lines, known, "alone-too", "private component alone", "")
    put(draft, "site_src/components.yml", lines)
    return known


def _private_component(
    draft: Draft,
    lines: list[str],
    known: list[tuple[str, Limit]],
    name: str,
    feature: str,
    indent: str,
) -> None:
    marker, limit = draft.chance.choice(COMPONENT_LIMITS)
    if not draft.may(0.3):
        return
    chance = draft.private(limit, feature)
    known.append((name, limit))
    if chance is not None:
        keys = [
            ("id", name),
            ("name", sentence(chance, PRIVATE, 1, 2)),
            ("description", sentence(chance, PRIVATE)),
            ("audience", f'"{marker}"'),
        ]
        lines.append(f"{indent}- {mapping(keys)}")


def _private_group(
    draft: Draft, lines: list[str], known: list[tuple[str, Limit]], name: str, feature: str
) -> None:
    marker, limit = draft.chance.choice(COMPONENT_LIMITS)
    if not draft.may(0.2):
        return
    chance = draft.private(limit, feature)
    known.append((f"in-{name}", limit))
    if chance is not None:
        draft.features["key of a group: audience"] += 1
        words = sentence(chance, PRIVATE, 1, 2)
        lines += [f"- id: group-{name}", f"  name: {words}", f'  audience: ["{marker}"]']
        lines += ["  components:", f"  - id: in-{name}", f"    name: {words}"]


def _pages(draft: Draft, languages: list[str]) -> None:
    if draft.may(0.4):
        draft.features["free page"] += 1
        title = ("title", sentence(draft.chance, PUBLIC))
        put(draft, "site_src/pages/about.md", [*front([title]), *body(draft)])
        for language in languages:
            path = f"site_src/pages/about.{language}.md"
            if draft.may(0.4):
                put(draft, path, [*front([title]), *body(draft)])
            elif draft.may(0.5):
                words = section(draft, "translation of a page with private words alone", wordy=True)
                put(draft, path, [*front([title]), *words], words != [""])
    if draft.may(0.3):
        draft.features["key of a page: audience"] += 1
        chance = draft.private(frozenset({"audience:technical"}), "private page")
        keys = [("title", sentence(chance, PRIVATE) if chance else "x"), ("audience", "technical")]
        lines = hidden_body(chance) if chance else []
        put(draft, "site_src/pages/runbook.md", [*front(keys), *lines], chance is not None)


def _incidents(draft: Draft, components: list[tuple[str, Limit]], languages: list[str]) -> None:
    earlier: list[tuple[str, datetime]] = []
    many = draft.may(0.05)
    draft.features["more than 50 entries"] += many
    for number in range(draft.chance.randint(1, 4)):
        known = Known(components, languages, tuple(earlier))
        updates = MANY if many and not number else draft.chance.randint(1, 5)
        made = incident(draft, number, known, updates)
        # One incident goes on in another one alone: the rest may go on in the first that lasts.
        earlier = earlier or ([made] if made else [])
        if draft.may(0.25):
            private_incident(draft, number, Known(components, languages, tuple(earlier)))
    if draft.may(0.1):
        incident(draft, NUMBER_ALONE, Known(components, languages, tuple(earlier)), 0)
    if draft.may(0.2) and (piece := draft.private(NOBODY, "static file")):
        draft.files[f"site_src/static/{word(piece)}.txt"] = sentence(piece, PRIVATE).encode()
    months = {path.split("/")[1][:7] for path in draft.files if path.startswith("incidents/")}
    draft.features["several months"] += len(months) > 2
