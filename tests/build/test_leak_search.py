"""The search for leaks at the end of a build: what is an error, and what is searched."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from builder.build import Outcome, Request, build
from builder.output.canaries import Canaries
from builder.seal.secret import Secret
from builder.views import cut as cutting
from builder.vocabulary.readers import Reader
from builder.vocabulary.text import Body
from tests.build.sites import NOW, bytes_of, incident, lay, put, update

SECRET = Secret(bytes(range(32)))
PRIVATE = "The primary database of Vanta failed over by itself at noon."
BODY = f"Payments fail in the shop.\n\n::: executives\n{PRIVATE}\n:::"
ADDED = "The replica of the second region is behind by forty minutes."


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with words for an audience, and an account that nobody but its readers knows of."""
    root = lay(tmp_path / "site")
    put(root, "site_src/audiences.yml", "executives: {reads: [public]}\n")
    put(root, "site_src/accounts/halcyon.yml", "name: Halcyon\n")
    incident(root, "2026-11-22-orders", u20261122T1405Z=update("resolved", "14:05", "Orders fail."))
    incident(root, "2026-11-23-shop", u20261123T1405Z=update("investigating", "14:05", BODY))
    return root


def built(root: Path, base: Path, **changes: object) -> Outcome:
    request = Request(root, base / "out", base / "cache", NOW, now_given=True, secret=SECRET)
    return build(replace(request, **changes))  # type: ignore[arg-type]


def codes(outcome: Outcome) -> set[str]:
    return {problem.code for problem in outcome.problems}


def leaking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every reader read every section."""

    def all_of_it(_reader: Reader, bodies: dict[str, Body]) -> dict[str, Body]:
        return dict(bodies)

    monkeypatch.setattr(cutting, "_readable_bodies", all_of_it)


def searched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list that the names of all searched files come into."""
    names: list[str] = []
    search = Canaries.in_file

    def noting(self: Canaries, output: str, *others: object) -> object:
        names.append(output)
        return search(self, output, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(Canaries, "in_file", noting)
    return names


def test_a_site_that_leaks_nothing_is_built(site: Path, tmp_path: Path) -> None:
    assert codes(built(site, tmp_path)) == set()
    assert (tmp_path / "out/public/index.html").is_file()


def test_a_leak_is_an_error_at_its_place_and_the_last_good_site_stays(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(site, tmp_path)
    before = bytes_of(tmp_path / "out")
    leaking(monkeypatch)
    put(site, "incidents/2026-11-23-shop/20261123T1405Z.md", update("identified", "14:05", BODY))
    outcome = built(site, tmp_path)
    assert outcome.failed
    assert codes(outcome) == {"private-text"}
    assert {(each.place.path, each.place.line) for each in outcome.problems} == {
        ("incidents/2026-11-23-shop/20261123T1405Z.md", 8)
    }
    said = "\n".join(map(str, outcome.problems))
    assert "public/incidents/2026-11-23-shop.html" in said
    assert "private/" in said, "the account may not read it either"
    assert not any(word in said for word in ("Vanta", "database", "noon"))
    assert not any(problem.excerpt for problem in outcome.problems)
    assert bytes_of(tmp_path / "out") == before


def test_the_name_of_an_account_is_a_leak_unless_public_sources_tell_it(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = "incidents/2026-11-23-shop/20261123T1405Z.md"
    put(site, shop, update("investigating", "14:05", f"{BODY}\n\n::: executives\nHalcyon.\n:::"))
    with monkeypatch.context() as patched:
        leaking(patched)
        outcome = built(site, tmp_path)
    assert "site_src/accounts/halcyon.yml" in {each.place.path for each in outcome.problems}
    put(site, "site_src/pages/about.md", "---\ntitle: About\n---\nAbout us.\n\nWith Halcyon.\n")
    assert not built(site, tmp_path).failed


@pytest.mark.parametrize(
    ("waiver", "told"),
    [
        (("the primary database of vanta failed over by itself at noon", "*"), set()),
        (("the primary database of vanta failed over by itself at noon", "a/*"), {"private-text"}),
        (("other words", "*"), {"private-text"}),
    ],
)
def test_a_committed_waiver_lets_its_words_pass(
    site: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    waiver: tuple[str, str],
    told: set[str],
) -> None:
    leaking(monkeypatch)
    word, where = waiver
    text = (site / "site_src/site.yml").read_text()
    allow = f"leak_check:\n  allow:\n    - {{word: {word}, where: '{where}', why: Known.}}\n"
    put(site, "site_src/site.yml", text + allow)
    outcome = built(site, tmp_path)
    unused = {"waives-nothing"} if told else set()
    assert codes(outcome) == told | unused
    line = (text + allow).splitlines().index(allow.splitlines()[2]) + 1
    lines = {each.place.line for each in outcome.problems if each.code == "waives-nothing"}
    assert lines == ({line} if told else set())


def test_only_what_is_new_is_searched(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = searched(monkeypatch)
    built(site, tmp_path)
    assert "public/incidents/2026-11-22-orders.html" in names
    names.clear()
    built(site, tmp_path)
    assert names == []
    shop = "incidents/2026-11-23-shop/20261123T1405Z.md"
    put(site, shop, update("investigating", "14:05", f"{BODY}\n\nOrders work."))
    built(site, tmp_path)
    assert "public/incidents/2026-11-23-shop.html" in names
    assert "public/incidents/2026-11-22-orders.html" not in names
    names.clear()
    more = BODY.replace(PRIVATE, f"{PRIVATE} {ADDED}")
    put(site, shop, update("investigating", "14:05", more))
    built(site, tmp_path)
    assert not any("2026-11-22-orders" in name for name in names), "it stands nowhere there"


def test_files_that_stay_are_searched_for_what_is_private_now(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = "incidents/2026-11-22-orders/20261122T1405Z.md"
    shop = "incidents/2026-11-23-shop/20261123T1405Z.md"
    put(site, orders, update("resolved", "14:05", f"Orders fail.\n\n::: executives\n{ADDED}\n:::"))
    with monkeypatch.context() as patched:
        leaking(patched)
        put(site, shop, update("investigating", "14:05", f"Payments fail. {ADDED}"))
        assert not built(site, tmp_path).failed, "everyone may read it in the other incident"
    put(site, shop, update("investigating", "14:05", "Payments fail."))
    names = searched(monkeypatch)
    outcome = built(site, tmp_path)
    assert codes(outcome) == {"private-text"}
    assert "public/incidents/2026-11-22-orders.html" in names


def test_a_lost_memory_means_that_everything_is_searched(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(site, tmp_path)
    (tmp_path / "cache/memory/searched.json").write_text("{}")
    put(site, "incidents/2026-11-22-orders/20261122T1405Z.md", update("resolved", "14:05", "Fine."))
    names = searched(monkeypatch)
    built(site, tmp_path)
    assert "public/incidents/2026-11-23-shop.html" in names


def test_where_nothing_is_private_nothing_is_searched_or_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = lay(tmp_path / "site")
    orders = "incidents/2026-11-22-orders/20261122T1405Z.md"
    put(root, "incidents/2026-11-22-orders/incident.md", "---\ntitle: Orders\n---\n")
    put(root, orders, update("resolved", "14:05", f"Orders fail. {ADDED}"))
    incident(root, "2026-11-23-shop", u20261123T1405Z=update("identified", "14:05", "Down."))
    names = searched(monkeypatch)
    built(root, tmp_path)
    assert names == []
    assert not (tmp_path / "cache/memory/searched.json").exists()
    leaking(monkeypatch)
    shop = "incidents/2026-11-23-shop/20261123T1405Z.md"
    put(root, shop, update("identified", "14:05", f"Down.\n\n::: executives\n{PRIVATE}\n:::"))
    assert built(root, tmp_path).failed
    assert any("2026-11-22-orders" in name for name in names), "nothing was known of it"
    put(root, shop, update("identified", "14:05", "Down."))
    assert not built(root, tmp_path).failed


def test_what_was_open_elsewhere_and_is_no_more_is_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = lay(tmp_path / "site")
    body = f"Down.\n\n::: executives\n{PRIVATE}\n:::"
    incident(root, "2026-11-21-mail", u20261121T1405Z=update("resolved", "14:05", body))
    incident(root, "2026-11-22-orders", u20261122T1405Z=update("resolved", "14:05", PRIVATE))
    leaking(monkeypatch)
    assert not built(root, tmp_path).failed, "everyone may read it in the other incident"
    put(root, "incidents/2026-11-22-orders/20261122T1405Z.md", update("resolved", "14:05", "Fine."))
    assert built(root, tmp_path).failed


PHRASES = (
    "The replica of the second region is behind by forty minutes.",
    "The primary database of Vanta failed over by itself.",
    "We restart the workers of the queue one by one.",
    "Payments are slow in the shop.",
    "Reindexing of Elasticsearch-Snapshots goes on.",
)


@pytest.mark.parametrize(
    "seeds",
    [range(1), range(1, 2), pytest.param(range(2, 20), marks=pytest.mark.proof)],
    ids=str,
)
def test_a_build_with_a_memory_finds_what_one_without_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seeds: range
) -> None:
    leaking(monkeypatch)
    assert {failed for seed in seeds for failed in _rounds(tmp_path / str(seed), seed)} == {
        True,
        False,
    }


def _rounds(folder: Path, seed: int) -> Iterator[bool]:
    """Edit and build, with a memory and without, and yield whether that failed."""
    chance = Random(seed)
    root = lay(folder / "site")
    for day in ("19", "20", "21", "22"):
        put(root, f"incidents/2026-11-{day}-shop/incident.md", "---\ntitle: Shop\n---\n")
        put(root, f"incidents/2026-11-{day}-shop/202611{day}T1405Z.md", _said(day, "Down."))
    for turn in range(14):
        day = chance.choice(("19", "20", "21", "22"))
        body = " ".join(chance.choices(PHRASES, k=2))
        for reader in chance.choices(("executives", "technical"), k=chance.choice((0, 0, 1, 2))):
            body += f"\n\n::: {reader}\n{chance.choice(PHRASES)}\n:::"
        put(root, f"incidents/2026-11-{day}-shop/202611{day}T1405Z.md", _said(day, body))
        warm = built(root, folder / "warm")
        cold = built(root, folder / f"cold-{turn}")
        assert set(warm.problems) == set(cold.problems)
        yield cold.failed


def _said(day: str, body: str) -> str:
    return f"---\nstatus: resolved\nat: 2026-11-{day}T14:05:00Z\n---\n{body}\n"
