"""Bodies of made-up texts: blocks for everyone, with sections for some put in between any lines."""

from builder.vocabulary.needs import NEEDS
from builder.vocabulary.readers import Limit
from tests.leaks.plan import Draft, Piece
from tests.leaks.random_words import COINED, PRIVATE, PUBLIC, block, sentence

SECTIONS: tuple[tuple[str, Limit], ...] = (
    ("strategic", frozenset({"audience:strategic"})),
    ("executives", frozenset({"audience:executives"})),
    ("technical", frozenset({"audience:technical"})),
    ("customer-service", frozenset({"audience:customer-service"})),
    ("business", frozenset({"audience:business"})),
    ("account acme", frozenset({"account:acme"})),
    ("account acme globex", frozenset({"account:acme", "account:globex"})),
)

_TRICKS: tuple[tuple[str, list[str]], ...] = (
    ("fence across a border", ["```", "a fence that nobody closes"]),
    ("list across a border", ["- an item", "", "  and what belongs to it"]),
    ("link across a border", ["[ref]: https://private.example.org/vault"]),
    ("table across a border", ["| --- | --- |", "| a | b |"]),
    ("indented across a border", ["    indented"]),
    ("quote across a border", ["> a quote"]),
    ("line break across a border", ["words  "]),
    ("heading across a border", ["==="]),
    ("rule across a border", ["***"]),
    ("blank across a border", [""]),
)


def body(draft: Draft, picture: str = "") -> list[str]:
    """Return the lines of a body with words for everyone, and sections in any place."""
    found: set[str] = set()
    lines: list[str] = []
    for _ in range(draft.chance.randint(1, 3)):
        lines += (
            ["", *block(draft.chance, PUBLIC, found)]
            if lines
            else block(draft.chance, PUBLIC, found)
        )
    repeated = list(lines)
    linked = draft.may(0.2)
    if linked:
        lines += ["", "See [ref] and [known].", "", "[known]: https://example.org/known"]
    if picture:
        lines += ["", f"![A picture]({picture})"]
    count = draft.chance.choice((0, 0, 1, 1, 2, 3))
    places = sorted(draft.chance.randint(0, len(lines)) for _ in range(count))
    sections = [(place, section(draft, _where(lines, place))) for place in places]
    for place, hidden in reversed(sections):
        lines[place:place] = hidden
    if linked and draft.may(0.5):
        lines += _linking(draft)
    if draft.may(0.1):
        lines += _repeating(draft, repeated)
    return lines


def _linking(draft: Draft) -> list[str]:
    """Return a section that defines what everyone's words refer to, and refers to theirs."""
    marker, limit = draft.chance.choice(SECTIONS)
    if draft.private(limit, "link defined in a section") is None:
        return [""]
    return [f"::: {marker}", "[ref]: https://private.example.org/ref", "", "As [known].", ":::"]


def _repeating(draft: Draft, words: list[str]) -> list[str]:
    """Return a section that says what everyone is told."""
    marker, limit = draft.chance.choice(SECTIONS)
    if draft.private(limit, "private text equal to public") is None:
        return [""]
    return [f"::: {marker}", *words, ":::"]


def hidden_body(chance: Piece) -> list[str]:
    """Return words that stand in no section, of a file that is private as a whole."""
    return [sentence(chance, PRIVATE), *chance.choice(([], ["", sentence(chance, COINED)]))]


def section(draft: Draft, feature: str, *, wordy: bool = False) -> list[str]:
    """Return the lines of a section, or what stands for it where it is left out.

    A ``wordy`` one surely has words to show.
    """
    marker, limit = draft.chance.choice(SECTIONS)
    chance = draft.private(limit, feature)
    if chance is None:
        return [""]
    first = [sentence(chance, PRIVATE), ""] if wordy else []
    return [f"::: {marker}", *first, *_inside(draft, chance, marker), ":::"]


def section_alone(draft: Draft) -> list[str]:
    """Return a body that is one section for an account, of an update for all accounts."""
    chance = draft.private(frozenset({"account:acme"}), "section alone")
    return ["::: account acme", sentence(chance, PRIVATE), ":::"] if chance else [""]


def _where(lines: list[str], place: int) -> str:
    """Name the feature of a section before the line at ``place``."""
    if place == 0:
        return "section first"
    if place == len(lines):
        return "section last"
    if sum(line.startswith("```") for line in lines[:place]) % 2:
        return "section in a fence"
    if lines[place - 1].startswith("- ") or lines[place].startswith("  "):
        return "section in a list"
    return "section in a table" if lines[place - 1].startswith("|") else "section between"


def _inside(draft: Draft, chance: Piece, marker: str) -> list[str]:
    lines: list[str] = []
    for _ in range(chance.randint(1, 2)):
        kind = chance.random()
        if kind < 0.35:
            feature, trick = chance.choice(_TRICKS)
            draft.features[feature] += 1
            lines += trick
        elif kind < 0.45:
            lines += block(chance, COINED, set())
        elif kind < 0.6:
            draft.features["need"] += 1
            need = chance.choice(NEEDS["strategic" if "account" in marker else marker])
            lines.append(f"**{need.label['en']}:** {sentence(chance, PRIVATE)}")
        else:
            lines += block(chance, PRIVATE, set())
        lines.append("")
    return [*lines, sentence(chance, PRIVATE)] if chance.random() < 0.5 else lines[:-1]
