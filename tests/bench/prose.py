"""Bodies of updates as people write them, made of word lists: plausible, varied, never the same."""

from collections.abc import Iterator
from random import Random

SERVICES = (
    "Checkout",
    "the payments API",
    "sign-in",
    "webhooks",
    "the dashboard",
    "card terminals",
    "payouts",
    "search",
    "reports",
    "the mobile app",
    "e-mail receipts",
    "exports",
)
SYMPTOMS = (
    "fail with an error",
    "take longer than usual",
    "time out",
    "are declined",
    "return stale data",
    "are delivered late",
    "show an empty page",
    "are sent twice",
)
WHERE = (
    "in Europe",
    "in North America",
    "in all regions",
    "in Asia and Australia",
    "in Brazil",
    "for customers on the older API",
    "for accounts made this year",
    "on phones",
)
SHARES = (
    "About a third",
    "Fewer than 2 %",
    "Half",
    "Nearly all",
    "31 %",
    "A small share",
    "One in ten",
)
THINGS = (
    "requests",
    "card payments",
    "sign-ins",
    "deliveries",
    "bank transfers",
    "exports",
    "refunds",
    "uploads",
    "searches",
    "scheduled jobs",
)
DOINGS = (
    "We have moved traffic to another region",
    "We are restarting the workers that hang",
    "The change of this morning has been taken back",
    "A second database takes the writes",
    "More capacity has been added",
    "The queue is being worked off, oldest first",
    "Our supplier has confirmed the fault and works on it",
    "The failed jobs run again",
)
ADVICE = (
    "There is no need to send anything again",
    "Please do not retry by hand",
    "Payments by bank transfer are not affected",
    "The older address keeps working",
    "Reports made before noon are complete",
    "You can tell that it works by a green tick",
)
CODES = (
    "503",
    "GET /v1/charges",
    "timeout_seconds",
    "X-Request-Id",
    "retry-after",
    "card_declined",
    "eu-west",
    "queue.depth",
    "POST /v1/refunds",
    "status=pending",
)
PAGES = (
    "https://docs.example.com/errors",
    "https://docs.example.com/retries#how",
    "https://status.example.com/p/about.html",
    "https://example.com/help?topic=late&lang=en",
)
JOINS = (
    "Since then",
    "At the same time",
    "In most cases",
    "As far as we know",
    "From now on",
    "So far",
)

LENGTHS = ((40, 180, 35), (180, 700, 40), (700, 1_500, 18), (1_500, 3_000, 7))
"""Shortest, longest, and how many in a hundred."""


def body(random: Random) -> str:
    """Return the Markdown of one update, of about 40 to 3,000 characters."""
    weights = [share for _, _, share in LENGTHS]
    shortest, longest, _ = random.choices(LENGTHS, weights)[0]
    wanted = random.randint(shortest, longest)
    blocks: list[str] = []
    length = 0
    for block in _blocks(random):
        if blocks and length + len(block) > wanted:
            break
        blocks.append(block)
        length += len(block) + 2
    return "\n\n".join(blocks) + "\n"


def sentence(random: Random) -> str:
    """Return one sentence, some with emphasis, code or a link."""
    make = random.choices((_fact, _doing, _advice, _code, _link), (5, 4, 3, 1, 1))[0]
    return make(random)


def _blocks(random: Random) -> Iterator[str]:
    yield sentence(random)
    while True:
        kind = random.choices((_paragraph, _list, _fence, _quote, _heading), (10, 3, 1, 1, 1))[0]
        yield kind(random)


def _paragraph(random: Random) -> str:
    return " ".join(sentence(random) for _ in range(random.randint(1, 5)))


def _list(random: Random) -> str:
    sign = random.choice(("-", "*", "1."))
    return "\n".join(f"{sign} {sentence(random)}" for _ in range(random.randint(2, 5)))


def _fence(random: Random) -> str:
    lines = "\n".join(f"{random.choice(CODES)}: {random.randint(1, 900)}" for _ in range(3))
    return f"```\n{lines}\n```"


def _quote(random: Random) -> str:
    return f"> {sentence(random)}"


def _heading(random: Random) -> str:
    return f"## What we know about {random.choice(THINGS)}"


def _fact(random: Random) -> str:
    share = random.choice((f"**{random.choice(SHARES)}**", random.choice(SHARES)))
    thing, symptom = random.choice(THINGS), random.choice(SYMPTOMS)
    return f"{share} of all {thing} {symptom} {random.choice(WHERE)}."


def _doing(random: Random) -> str:
    hour, minute = random.randint(0, 23), random.randint(0, 59)
    return (
        f"{random.choice(DOINGS)}; since {hour:02}:{minute:02} UTC {random.choice(THINGS)} recover."
    )


def _advice(random: Random) -> str:
    said = f"{random.choice(JOINS)} {random.choice(SERVICES)} is *not* affected"
    return f"{random.choice(ADVICE)}. {said} {random.choice(WHERE)}."


def _code(random: Random) -> str:
    failed, other = random.choice(CODES), random.choice(CODES)
    return f"Requests that answer `{failed}` count as failed; see `{other}`."


def _link(random: Random) -> str:
    return f"How to tell is [written down here]({random.choice(PAGES)}), with an example."
