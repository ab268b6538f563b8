"""Made-up audiences and accounts: who there is, what each is promised, and the links of each."""

from datetime import UTC, datetime, timedelta

from builder.model.closed import ClosedMonth, digest_of
from builder.vocabulary.keys import CLOSED
from builder.vocabulary.times import iso
from tests.leaks.files import Pairs, mapping, put
from tests.leaks.plan import Draft, Piece
from tests.leaks.random_words import PRIVATE, name, sentence

_READS = {
    "strategic": "[public]",
    "technical": "[public]",
    "business": "[public, sla]",
    "customer-service": "[public, strategic, accounts]",
    "executives": "[public, business, sla]",
}
"""What each audience reads where nothing else is said, so that saying it changes nothing."""

_GRANTED = ("audience:business", "audience:executives")
"""Who reads the figures of every account."""

_LINKS_BEGIN = datetime(2026, 8, 1, tzinfo=UTC)


def readers(draft: Draft, languages: list[str]) -> None:
    """Draw audiences and accounts."""
    if draft.may(0.7):
        lines = [_audience(draft, each) for each in _READS]
        put(draft, "site_src/audiences.yml", [each for each in lines if each], any(lines))
    for each in ("acme", "globex"):
        _account(draft, each, languages, "account", always=True)
    if draft.may(0.3):
        _account(draft, "hooli", languages, "account added or removed", always=False)


def _audience(draft: Draft, audience: str) -> str:
    """Return the line of an audience, empty where it is left out."""
    until = _link_end(draft)
    piece = draft.private(frozenset({f"audience:{audience}"}), "audience")
    if piece is None:
        return ""
    pairs: Pairs = [
        ("name", sentence(piece, PRIVATE, 1, 2)),
        ("reads", _READS[audience]),
        ("accounts", str(audience == "strategic").lower()),
        ("owner", piece.choice(("comms-lead", "business-response-lead"))),
        ("cadence", mapping([("P1", f"{piece.randint(1, 20)}m")])),
        ("stages", piece.choice(("[resolved]", "[investigating, resolved]"))),
        ("needs", f"[{{id: own-need, label: {{en: Wanted {name(piece)}}}}}]"),
        ("generation", str(piece.randint(1, 9))),
        ("path", str(piece.randint(1, 9))),
        *piece.choice(([("protection", "sealed")], [("protection", "host")])),
        ("feed", piece.choice(("off", "notice"))),
    ]
    pairs = [pair for pair in pairs if pair[0] in ("reads", "accounts") or piece.random() < 0.5]
    if audience != "strategic":
        pairs.append(("links", _links(draft, piece, until)))
    for key, _ in pairs:
        draft.features[f"key of an audience: {key}"] += 1
    return f"{audience}: {mapping(pairs)}"


def _account(draft: Draft, account: str, languages: list[str], feature: str, always: bool) -> None:
    until = _link_end(draft)
    # Who reads of all accounts is named as well: it may know of one that is there in no variant.
    piece = draft.private(frozenset({f"account:{account}", "audience:customer-service"}), feature)
    lines: Pairs = []
    if piece is not None:
        own = piece.choice(("[alone]", "[alone, part-0-0]"))
        lines = [
            ("name", sentence(piece, PRIVATE, 1, 3)),
            ("components", own),
            ("contact", mapping([("name", name(piece)), ("email", "team@example.com")])),
            ("links", _links(draft, piece, until)),
            ("language", piece.choice(["en", *languages])),
            ("time_zone", piece.choice(("Europe/Paris", "America/New_York"))),
            ("generation", str(piece.randint(1, 9))),
            ("path", str(piece.randint(1, 9))),
            ("outbox", piece.choice(("notice", "words"))),
        ]
        lines = [pair for pair in lines if pair[0] in ("name", "links") or piece.random() < 0.6]
        for key, _ in lines:
            draft.features[f"key of an account: {key}"] += 1
        if draft.contracts:
            lines[0] = ("name", _name(draft, account))
            lines += _contract(draft, account)
    there = piece is not None and (always or piece.random() < 0.5)
    if draft.contracts:
        _closed(draft, account, there)
    put(draft, f"site_src/accounts/{account}.yml", [f"{key}: {text}" for key, text in lines], there)


def _name(draft: Draft, account: str) -> str:
    """Return the name of an account with a contract, which those read as well who are granted its
    figures."""
    limit = frozenset({f"account:{account}", "audience:customer-service", *_GRANTED})
    piece = draft.private(limit, "name of an account with a contract", f"name of {account}")
    return sentence(piece, PRIVATE, 1, 3) if piece is not None else account


def _contract(draft: Draft, account: str) -> Pairs:
    """Return the contract of an account, which those read as well who are granted its figures."""
    limit = frozenset({f"account:{account}", "audience:customer-service", *_GRANTED})
    piece = draft.private(limit, "contract", f"contract of {account}")
    if piece is None:
        return []
    draft.features["key of an account: contract"] += 1
    target = piece.choice(("90", "99.5", "99.9"))
    excluded = mapping(
        [
            ("from", "2026-09-01T10:00:00Z"),
            ("until", "2026-09-01T11:00:00Z"),
            ("reason", sentence(piece, PRIVATE)),
        ]
    )
    first = mapping([("first", f"{piece.randint(1, 60)}m"), ("updates", "30m")])
    owed = mapping([("below", target), ("sum", sentence(piece, PRIVATE, 1, 3))])
    lines: Pairs = [
        ("since", "2026-08-01"),
        ("target", target),
        ("components", "[alone]"),
        ("policy", piece.choice(("statuspage", "incident-io"))),
        ("window", piece.choice(("month", "30d"))),
        ("time_zone", piece.choice(("Europe/Paris", "America/New_York"))),
        ("exclusions", f"[{excluded}]"),
        ("credits", f"[{owed}]"),
        ("responses", mapping([("P1", first)])),
    ]
    return [("contract", mapping(lines))]


def _closed(draft: Draft, account: str, there: bool) -> None:
    """Draw a month of an account that was made final."""
    limit = frozenset({f"account:{account}", "audience:customer-service", *_GRANTED})
    piece = draft.private(limit, "month made final", f"closed month of {account}")
    if piece is None:
        return
    made = datetime(2026, 9, 2, tzinfo=UTC)
    found = ClosedMonth("2026-08", made, f"99.{piece.randint(10, 99)}", name(piece), ())
    for key in CLOSED:
        draft.features[f"key of a month made final: {key}"] += 1
    lines = [
        f"made: {iso(made)}",
        f"uptime: {found.figure}",
        f"credit: {found.owed}",
        "intervals: []",
        f"digest: {digest_of(found)}",
    ]
    if there:
        draft.files[f"site_src/closed/{account}/2026-08.yml"] = "\n".join(lines).encode()


def _link_end(draft: Draft) -> str:
    """Draw when a link ends: the same in all variants, since something turns then."""
    return iso(
        draft.turns("a link's end", _LINKS_BEGIN + timedelta(days=draft.chance.randint(0, 99)))
    )


def _links(draft: Draft, piece: Piece, until: str) -> str:
    """Return the links of a reader: how many there are differs from stream to stream."""
    found = [[("id", f'"{piece.getrandbits(32):08x}"'), ("for", name(piece)), ("until", until)]]
    if piece.random() < 0.5:
        draft.features["link added or removed"] += 1
        found.append([("id", f'"{piece.getrandbits(32):08x}"')])
    if piece.random() < 0.3:
        draft.features["link revoked"] += 1
        found.append([("id", f'"{piece.getrandbits(32):08x}"'), ("revoked", "true")])
    return f"[{', '.join(map(mapping, found))}]"
