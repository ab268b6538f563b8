"""What private readers of a history are told: always the same for the same file."""

from collections.abc import Iterator, Sequence
from random import Random

from tests.bench.prose import body, sentence

AUDIENCES = """\
public: {}
strategic: {reads: [public], accounts: true}
customer-service: {reads: [public, strategic, accounts], links: [{id: 0a000001}]}
executives: {reads: [public, business, sla], links: [{id: 0a000002}]}
technical: {reads: [public], links: [{id: 0a000003}]}
business: {reads: [public, sla], links: [{id: 0a000004}]}
"""
NEEDS = {
    "strategic": "Your impact",
    "customer-service": "Say",
    "executives": "Outcome",
    "technical": "Symptom",
    "business": "What it touches",
}
SERIOUS = 0.25
"""How many incidents are grave enough for words of their own to private readers."""

SHARE = 0.5
"""How many updates of those say something to each audience, and to one account."""


def reader_files(accounts: int, components: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the files that say who reads; each account has one link and two or three components."""
    yield "site_src/audiences.yml", AUDIENCES
    for number in range(accounts):
        random = Random(f"account:{number}")
        touched = ", ".join(random.sample(components, random.choice((2, 3))))
        yield (
            f"site_src/accounts/{_account(number)}.yml",
            f"name: Customer {number}\ncomponents: [{touched}]\nlinks: [{{id: 0b{number:06}}}]\n",
        )


def sections(path: str, accounts: int) -> str:
    """Return what an update says to some readers alone; nothing where the file is no update."""
    if not path.startswith("incidents/") or path.endswith("/incident.md"):
        return ""
    if Random(path.split("/")[1]).random() >= SERIOUS:
        return ""
    random = Random(path)
    said = [
        f"\n::: {audience}\n**{need}:** {sentence(random)}\n:::\n"
        for audience, need in NEEDS.items()
        if random.random() < SHARE
    ]
    if accounts and random.random() < SHARE:
        account = _account(random.randrange(accounts))
        said.append(f"\n::: account {account}\n{body(random)}:::\n")
    return "".join(said)


def _account(number: int) -> str:
    return f"customer-{number:02}"
