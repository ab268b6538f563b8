"""Made-up sites: everything that the sources may hold, public and private, from one seed."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random

from builder.vocabulary.readers import Limit
from builder.vocabulary.times import parse_time
from tests.leaks.bodies import body, hidden_body, section
from tests.leaks.files import front, mapping, put
from tests.leaks.incidents import Known, incident, private_incident
from tests.leaks.plan import NOBODY, Draft, Variant
from tests.leaks.random_words import PRIVATE, PUBLIC, sentence

COMPONENT_LIMITS: tuple[tuple[str, Limit], ...] = (
    ("technical", frozenset({"audience:technical"})),
    ("strategic", frozenset({"audience:strategic"})),
    ("account:acme", frozenset({"account:acme"})),
)
MANY = 60
"""Updates of a site with more news than a feed holds."""


@dataclass(frozen=True)
class MadeSite:
    """A site: its files, a moment to look at it, and what was drawn."""

    files: dict[str, bytes]
    now: datetime
    features: Counter[str]


def site(seed: int, variant: Variant) -> MadeSite:
    """Draw the site of a seed, with the private pieces of a variant."""
    draft = Draft(seed, variant, Random(seed))
    languages = ["fr"] if draft.may(0.4) else []
    draft.features["two languages"] += bool(languages)
    _settings(draft, languages)
    components = _components(draft)
    _readers(draft)
    _pages(draft, languages)
    _incidents(draft, components, languages)
    return MadeSite(draft.files, _moment(draft), draft.features)


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
    """Choose an instant at which something turns, or one after all of them."""
    after = "2026-12-31T00:00:00Z"
    draft.features["now at a turning instant"] += (turning := draft.may(0.5))
    moments = sorted(parse_time(moment) for moment in draft.moments)
    return draft.chance.choice(moments) if turning and moments else parse_time(after)


def _settings(draft: Draft, languages: list[str]) -> None:
    chance = draft.chance
    lines = [
        f"name: {sentence(chance, PUBLIC, 1, 2)}",
        chance.choice(("url: https://status.example.com", "url: 'https://example.org/status'")),
        f"time_zone: {chance.choice(('Etc/UTC', 'Europe/Paris', 'Asia/Tokyo'))}",
        f"languages: [en{''.join(f', {each}' for each in languages)}]",
    ]
    if draft.may(0.3):
        lines += ["ids:", "  authority: example.net", "  year: 2020"]
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
                keys.append(("audience", "[public, technical]"))
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
        words = sentence(chance, PRIVATE, 1, 2)
        lines += [f"- id: group-{name}", f"  name: {words}", f'  audience: ["{marker}"]']
        lines += ["  components:", f"  - id: in-{name}", f"    name: {words}"]


def _readers(draft: Draft) -> None:
    """Draw audiences and accounts: all of it is the operator's, but not who there is."""
    if draft.may(0.5):
        chance = draft.private(NOBODY, "audiences file")
        lines = [
            f"{name}: " + mapping((("name", sentence(chance, PRIVATE, 1, 2)), ("generation", "7")))
            for name in ("strategic", "technical", "business", "customer-service", "executives")
            if chance
        ]
        put(draft, "site_src/audiences.yml", lines, chance is not None)
    for name in ("acme", "globex"):
        chance = draft.private(frozenset({f"account:{name}"}), "account")
        lines = _account(chance) if chance else []
        put(draft, f"site_src/accounts/{name}.yml", lines, chance is not None)
    if draft.may(0.3):
        chance = draft.private(NOBODY, "account added or removed")
        there = chance is not None and chance.random() < 0.5
        put(draft, "site_src/accounts/hooli.yml", _account(chance) if chance else [], there)


def _account(chance: Random) -> list[str]:
    link = f"{chance.getrandbits(32):08x}"
    return [
        f"name: {sentence(chance, PRIVATE, 1, 3)}",
        "components: [alone]",
        f"contact: {{name: {chance.choice(PRIVATE[:8])}, email: team@example.com}}",
        f'links: [{{id: "{link}", for: {chance.choice(PRIVATE[:8])}}}]',
    ]


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
        chance = draft.private(frozenset({"audience:technical"}), "private page")
        keys = [("title", sentence(chance, PRIVATE) if chance else "x"), ("audience", "technical")]
        lines = hidden_body(chance) if chance else []
        put(draft, "site_src/pages/runbook.md", [*front(keys), *lines], chance is not None)


def _incidents(draft: Draft, components: list[tuple[str, Limit]], languages: list[str]) -> None:
    earlier: list[tuple[str, datetime]] = []
    many = draft.may(0.03)
    draft.features["more than 50 entries"] += many
    for number in range(draft.chance.randint(1, 4)):
        known = Known(components, languages, tuple(earlier))
        updates = MANY if many and not number else draft.chance.randint(1, 5)
        made = incident(draft, number, known, updates)
        # One incident goes on in another one alone: the first of all is where the rest may go on.
        earlier = earlier or [made]
        if draft.may(0.25):
            private_incident(draft, number, Known(components, languages, ()))
    months = {path.split("/")[1][:7] for path in draft.files if path.startswith("incidents/")}
    draft.features["several months"] += len(months) > 2
