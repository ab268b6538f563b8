"""Random words and blocks of Markdown, for sites that are made up."""

from random import Random

from tests.leaks.plan import Piece

_STARTS = ("pack", "trad", "sort", "mail", "load", "link", "stor", "cach", "post", "rout", "block")

COINED = [start + end for start in _STARTS for end in ("er", "ing", "ible", "ment", "age", "ation")]
"""Words that are in public texts and in no name of a component: pages put names behind titles, and
private text in everyone's words must not happen to stand across that border."""

PUBLIC = [
    *("payments", "checkout", "customers", "service", "requests", "region", "errors", "slow"),
    *("retry", "database", "queue", "region", "partial", "login", "export", "dashboard", "cards"),
    *("orders", "été", "überlastet", "東京", "«latence»", "naïve", "O’Brien"),
    # So many that chance does not put the same five of them beside each other twice.
    *COINED,
]
OF_SITES = [
    "Norwind",
    "Tallboat",
    "Quillon",
    "Maplehurst",
    "Osterby",
    "Fennick",
    "Dunmore",
    "Wexley",
]
"""Names of sites, which pages put behind titles: they stand in no text."""

PRIVATE = [
    *("Vanta", "Kestrel", "Obsidian", "failover", "replica", "lag", "forty", "Meridian"),
    *("contract", "penalty", "breach", "lawsuit", "Zürich-7", "hotfix", "rollback", "üncut"),
    *("機密", "sécret", "firmware", "Quartz", "Halcyon", "sabotage", "vendor", "Pelican"),
]

LINE_ENDS = ("\n", "\n", "\n", "\r\n", "\r")


def sentence(chance: Random, words: list[str], least: int = 4, most: int = 12) -> str:
    """Return a few words with a full stop; a private piece has its canary in it."""
    picked = [chance.choice(words) for _ in range(chance.randint(least, most))]
    if isinstance(chance, Piece) and words is PRIVATE:
        picked.append(chance.canary)
    return " ".join(picked).capitalize() + "."


def name(piece: Piece) -> str:
    """Return a private name: a word and the piece's canary."""
    return f"{piece.choice(PRIVATE[:8])}-{piece.canary}"


def block(chance: Random, words: list[str], features: set[str]) -> list[str]:
    """Return the lines of one block of Markdown."""
    kind = chance.choice(
        ("text", "text", "text", "list", "fence", "table", "quote", "heading", "break", "link")
    )
    one, other = sentence(chance, words), sentence(chance, words)
    if kind == "list":
        features.add("list")
        return [f"- {one}", f"- {other}", f"  more of {words[0]}"]
    if kind == "fence":
        features.add("fence")
        return ["```", one, "", f"    {other}", "```"]
    if kind == "table":
        features.add("table")
        return ["| one | two |", "| --- | --- |", f"| {words[1]} | {words[2]} |", "| a | b |"]
    if kind == "quote":
        features.add("quote")
        return [f"> {one}", f"> {other}"]
    if kind == "heading":
        return [f"## {one}", "", other]
    if kind == "break":
        features.add("hard break")
        return [f"{one}  ", other]
    if kind == "link":
        return [f"See [the {words[3]}](https://example.org/{chance.randint(1, 99)}) and {one}"]
    return [one, other] if chance.random() < 0.3 else [one]
