"""Approvals of words: by whom, in which role, when, and of exactly which words.

An approval holds for its digest for ever. One changed character is another digest, and void of it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from unicodedata import normalize

from builder.model.message_template import MessageTemplate


@dataclass(frozen=True, slots=True)
class Approval:
    """Somebody in a role approved the words of a template in one language."""

    template: str
    language: str
    digest: str
    role: str
    by: str
    at: datetime


class Standing(StrEnum):
    """What a role has said of the words as they are now."""

    APPROVED = "approved"
    CHANGED = "changed since"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a role has said of a template's words; ``newest`` is its newest approval of the same
    words, or where there is none, of others that stood there before."""

    standing: Standing
    newest: Approval | None = None


def digest_of(template: MessageTemplate) -> str:
    """Return the digest of a template's words: SHA-256 over audience, title, text, and what may be
    put into its gaps, in Unicode's form NFC with lines that end at LF.

    What a template is for (stage, priority) and its questions are no words of it.
    """
    words = [
        template.audience,
        template.title,
        template.body,
        [
            [field.name, field.type.value, field.limit, list(field.options)]
            for field in template.fields
        ],
    ]
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    return sha256(normalize("NFC", text).encode()).hexdigest()


def verdict(template: MessageTemplate, role: str, approvals: Iterable[Approval]) -> Verdict:
    """Return what a role has said of a template's words."""
    own = [
        each
        for each in approvals
        if (each.template, each.language, each.role) == (template.id, template.language, role)
    ]
    now = digest_of(template)
    same = [each for each in own if each.digest == now]
    if same:
        return Verdict(Standing.APPROVED, max(same, key=lambda each: each.at))
    if own:
        return Verdict(Standing.CHANGED, max(own, key=lambda each: each.at))
    return Verdict(Standing.NEVER)


def roles_of(approvals: Iterable[Approval]) -> tuple[str, ...]:
    """Return all roles that ever approved something, sorted."""
    return tuple(sorted({each.role for each in approvals}))
