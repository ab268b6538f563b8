"""The words that only private pages have; all others are those of the public ones (``words``)."""

from collections.abc import Mapping
from dataclasses import replace

from builder.render import service_words, words
from builder.render.words import Words, translated
from builder.vocabulary.catalogue import Catalogue

ENGLISH: Mapping[str, str] = {
    "private_title": "Private status page",
    "prepared_for": "For {name}",
    "public_page": "Public page",
    "now": "Now",
    "last_known": "What was said last",
    "not_known": "Not known yet",
    "nothing_needed": "None",
    "as_of": "as of {time}",
    "need_restored": "Restored by",
    "restored_by": "Expected by {time}",
    "for_insiders": "An estimate for insiders: not for customers.",
    "asks": "Requests",
    "ask_open": "Open",
    "ask_late": "Late",
    "ask_by": "by {time}",
    "answer.granted": "Granted",
    "answer.refused": "Refused",
    "answer.dropped": "Dropped",
    "answer.done": "Done",
    "open_asks.none": "None",
    "late_asks": "{asks}, {late} late",
    "asked": "Asked: {who}",
    "customers_see": "What customers see now",
    "as_published": "Word for word, as published on {time}.",
    "customers_nothing": "Customers see nothing of this.",
    "customers_told": "What customers were told",
    "not_in_language": "Not written in this language yet.",
    "accounts_told": "What each account was told",
    "account_states": "In place of what all are told: {states}",
    "account_no_more": "What all customers were told, and nothing besides.",
    "account_next": "Next word by {time}",
    "for_you": "For you",
    "for_whom": "For {names}",
    "your_timeline": "What you were told",
    "your_components": "Your components",
    "not_affected": "Not affected",
    "contact": "Your contact",
    "touching.none": "Nothing that is open touches you",
    "newest": "The newest update",
    "all_of_it": "All that was said",
    "row_customers": "Customers",
    "row_asks": "Requests",
    "row_next": "Next update",
    "no_promise": "No time is promised",
    "priority": "Priority: {priority}",
    "priority_because": "Priority: {priority}. Why: {reason}",
    "role": "{role}: {name}",
    "roles": "Who",
    "facts": "Facts",
}


PLURALS: Mapping[str, tuple[str, ...]] = {
    "open_asks": ("1 open request", "{number} open requests"),
    "other_accounts": (
        "1 more account, whose components are not touched",
        "{number} more accounts, whose components are not touched",
    ),
    "touching": ("1 open incident touches you", "{number} open incidents touch you"),
    "elsewhere": (
        "1 more that does not touch your components",
        "{number} more that do not touch your components",
    ),
}


WORDS = replace(
    words.ENGLISH,
    labels={**words.ENGLISH.labels, **ENGLISH, **service_words.ENGLISH},
    plurals={**words.ENGLISH.plurals, **PLURALS, **service_words.PLURALS},
)
"""All words of private pages in English."""


def private_words_in(catalogue: Catalogue) -> Words:
    """Return the interface of private pages in the language of a catalogue."""
    return translated(WORDS, catalogue)
