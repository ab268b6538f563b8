"""What words for customers should not hold, as patterns by language, each with its reason.

They find what is written again and again, not all that could be meant: a warning, never an error.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lint:
    """Something to be warned of; ``patterns`` are by language, empty for those in every one."""

    code: str
    message: str
    mend: str
    patterns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a text has it, from 0."""

    lint: Lint
    start: int
    found: str


_NO_TICKETS = r"(?!(?:UTF|SHA|ISO|RFC|AES|MD|HTTP|TLS|SSL|IPV|COVID|UTC|GMT|RSA|ES|HS|RS|CVE)-)"

LINTS = (
    Lint(
        "words-of-ours",
        "This is a name of ours, such as a host, an address or a ticket: customers can do nothing "
        "with it, and others can.",
        "Say what it does for customers.",
        {
            "": r"\b(?:\d{1,3}\.){3}\d{1,3}\b"
            r"|\b[a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,40}){0,3}\.(?:internal|local|lan|corp|intra|svc)\b"
            r"|\b(?:[a-z]{1,20}-){0,3}(?:db|web|app|node|srv|host|pod|vm)-?\d{1,4}\b"
            rf"|\b{_NO_TICKETS}[A-Z]{{2,10}}-\d{{2,7}}\b|\bINC\d{{4,}}\b"
        },
    ),
    Lint(
        "words-promise-repair",
        "This promises when it will work again; such promises are broken in public.",
        "Promise the next update instead, with `next_update`.",
        {
            "en": r"\b(?:will|should|is expected to|are expected to) be (?:fixed|resolved|restored|"
            r"repaired|back)\b[^.]{0,30}\b(?:by|within|in|before|at|today|tomorrow|soon|shortly)\b",
            "fr": r"\bser(?:a|ont) (?:réparé|résolu|rétabli|corrigé)\w*\b[^.]{0,30}"
            r"\b(?:d'ici|avant|dans|à|aujourd'hui|demain|bientôt)\b",
        },
    ),
    Lint(
        "words-some-users",
        "Nobody can tell from this whether it is about them.",
        "Say who: a region, a product, a share, or what they do.",
        {
            "en": r"\b(?:some|a few|certain|a number of|a subset of|many) (?:of our )?"
            r"(?:users|customers|people|clients)\b(?! (?:in|of|on|with|who|using|from)\b)",
            "fr": r"\b(?:certains|quelques|une partie de nos|une partie des|plusieurs) "
            r"(?:utilisateurs|clients|personnes)\b(?! (?:en|de|du|avec|qui|sur|dans)\b)",
        },
    ),
    Lint(
        "words-blame",
        "This blames somebody else; to customers it is ours.",
        "Say what does not work and what we do about it.",
        {
            "en": r"\b(?:caused by|due to|because of|the fault of) (?:an issue (?:at|with) )?"
            r"(?:our|a|an|the) (?:[a-z-]{1,20} )?(?:provider|supplier|vendor|hoster|third party)\b",
            "fr": r"\b(?:à cause d'un|à cause de notre|en raison d'un|causée? par notre|"
            r"la faute de notre) (?:fournisseur|prestataire|hébergeur|tiers)\b",
        },
    ),
    Lint(
        "words-rote",
        "These words are said every time, and say nothing.",
        "Say what is lost and what helps, or leave it out.",
        {
            "en": r"\b(?:sorry|apologi[sz]e|apologies) for (?:any|the) inconvenience\b"
            r"|\bwe take [^.]{1,40} seriously\b",
            "fr": r"\b(?:excus\w+|désolés?) pour (?:la|toute) gêne\b"
            r"|\bnous prenons [^.]{1,40} très au sérieux\b",
        },
    ),
    Lint(
        "words-time-without-zone",
        "Readers are in many zones, and this time is in one of them.",
        "Write the zone behind it, as in `14:30 UTC`.",
        {
            "": r"(?<![\d:.])(?:[01]?\d|2[0-3]):[0-5]\d(?![\d:])"
            r"(?![^.\n]{0,40}\b(?:UTC|GMT|[A-Z]{3,4}T|CET|MEZ)\b)(?! ?(?:Z\b|[+-]\d))"
        },
    ),
)
"""What is looked for, the worst first."""

OUTAGE = Lint(
    "words-outage",
    "This is called an outage, and no component is said to be out.",
    "Say what is slow or fails, or write the state that it is in.",
    {"en": r"\boutage\b", "fr": r"\bpanne\b"},
)
"""Looked for where no component is out."""


def hits(text: str, language: str, *, out: bool) -> Iterator[Hit]:
    """Yield what a text in a language should not hold, the worst first, each once.

    ``out`` is true where a component is said to be out.
    """
    for lint in LINTS if out else (*LINTS, OUTAGE):
        for own in ("", language.partition("-")[0]):
            pattern = lint.patterns.get(own)
            match = re.search(pattern, text, 0 if not own else re.IGNORECASE) if pattern else None
            if match is not None:
                yield Hit(lint, match.start(), match.group())
                break
