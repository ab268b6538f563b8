"""Canaries: what counts as one, where one is found, and what is said of it."""

from collections.abc import Iterator
from random import Random

import pytest

from builder.output.canaries import (
    LETTERS,
    RUN,
    Hit,
    PrivateText,
    Waiver,
    canaries,
    hidden_from,
    search,
)
from builder.output.canary_text import words_in
from builder.vocabulary.readers import PUBLIC, Reader

ACME = frozenset({"account:acme"})
HIDDEN = "The replica is forty minutes behind\nand nobody at Vanta has been told."


def text(words: str, line: int = 7) -> PrivateText:
    return PrivateText("incidents/a/1.md", line, words, ACME)


def hits(private: str, output: str, *public: str, waivers: tuple[Waiver, ...] = ()) -> list[Hit]:
    found = canaries([text(private)], public)
    return list(search([("a.html", output.encode())], found, waivers))


def test_a_hit_says_where_and_never_what() -> None:
    found = hits(HIDDEN, "<p>and nobody at <b>Vanta</b> has</p>")
    assert found == [Hit("a.html", "incidents/a/1.md", 8)]
    assert str(found[0]) == "a.html: private text of incidents/a/1.md:8"


@pytest.mark.parametrize(
    ("private", "output", "found"),
    [
        ("it is up to us", "it is up to us", True),
        ("it is up to us", "it is up to you", False),
        ("it is up", "it is up", False),
        ("Elasticsearch reindexing", "elasticsearch reindexing", True),
        ("Elasticsearch index", "elasticsearch index", False),
        ("Geschwindigkeitsbegrenzung", "die Geschwindigkeitsbegrenzung!", True),
        ("数据库已经关闭", "<p>数据库已经关闭</p>", True),
        ("База данных упала вчера ночью", "база ДАННЫХ упала вчера ночью", True),
        ("23 November 2026, 14:05 UTC", "23 November 2026, 14:05 UTC", False),
        ("2026-11-23T14:05:00Z to 2026-11-23T15:05:00Z", "2026-11-23T14:05:00Z", False),
        ("See [the secret plan](https://x.example) of theirs", "the secret plan of theirs", True),
        (r"un\*escaped words of theirs here", "un*escaped words of theirs here", True),
        (
            "un**believ**able failure of the replica",
            "un<b>believ</b>able failure of the replica",
            True,
        ),
    ],
)
def test_five_words_or_twenty_letters(private: str, output: str, found: bool) -> None:
    assert bool(hits(private, output)) is found


def test_what_stands_in_public_sources_is_no_canary() -> None:
    assert hits(HIDDEN, HIDDEN, f"As we said: {HIDDEN}") == []
    assert hits(HIDDEN, HIDDEN, "The replica is forty minutes behind") != []


def test_names_count_however_short() -> None:
    name = PrivateText("site_src/accounts/io.yml", 1, "I/O Ltd.", ACME)
    assert search([("a.html", b"for I/O Ltd alone")], canaries([], [], [name]))
    assert search([("incidents/i-o-ltd.html", b"")], canaries([], [], [name]))
    assert not search([("a.html", b"I/O of disks")], canaries([], [], [name]))
    assert not search([("a.html", b"I/O Ltd")], canaries([], ["by I/O Ltd"], [name]))


def test_each_file_with_the_same_tag_is_told() -> None:
    tag = f'<a title="{HIDDEN}">x</a>'.encode()
    found = search([("a.html", tag), ("b.html", tag)], canaries([text(HIDDEN)], []))
    assert {hit.output for hit in found} == {"a.html", "b.html"}


def test_each_source_of_the_same_words_is_told() -> None:
    found = canaries([text(HIDDEN), text("x\n" + HIDDEN, 20)], [])
    assert [hit.line for hit in search([("a", HIDDEN.encode())], found)] == [7, 8, 21, 22]


@pytest.mark.parametrize(
    ("word", "where", "waived"),
    [
        ("the replica is forty minutes behind", "*.html", True),
        ("The Replica is forty minutes behind!", "a.html", True),
        ("the replica is forty minutes behind", "b.html", False),
        ("replica is forty minutes behind", "*", False),
        ("replica", "*", False),
    ],
)
def test_a_waiver_is_for_its_words_in_its_files(word: str, where: str, waived: bool) -> None:
    waiver = Waiver(word, where, "A phrase of the trade.")
    output = "The replica is forty minutes behind"
    assert hits(HIDDEN, output, waivers=(waiver,)) == (
        [] if waived else [Hit("a.html", "incidents/a/1.md", 7)]
    )


def test_each_reader_has_canaries_of_its_own() -> None:
    acme = Reader("account:acme", frozenset({"account:acme", "audience:public"}))
    texts = (text("for acme"), PrivateText("b.md", 1, "for all", None))
    assert hidden_from(acme, texts) == ((), ("for acme", "for all"))
    assert hidden_from(PUBLIC, texts) == ((texts[0],), ("for all",))


def test_no_private_text_nothing_to_search() -> None:
    def files() -> Iterator[tuple[str, bytes]]:
        yield from iter(asked.pop, None)

    asked: list[tuple[str, bytes]] = []
    assert search(files(), canaries([], ["public"])) == ()


def test_a_canary_set_does_not_print_its_texts() -> None:
    private = "whatever unprintable"
    assert private not in repr(canaries([text(private)], []))


# --- against a search that is slow and plain ----------------------------------------------------


def plain_canaries(private: str, public: list[str]) -> set[tuple[str, ...]]:
    words = words_in(private)
    found = set()
    for start in range(len(words)):
        for count in range(1, RUN + 1):
            run = tuple(words[start : start + count])
            if len(run) == RUN or (len(run) == count and len("".join(run)) >= LETTERS):
                found.add(run)
    return {run for run in found if not any(stands_in(run, each) for each in public)}


def stands_in(run: tuple[str, ...], written: str) -> bool:
    return f" {' '.join(run)} " in f" {' '.join(words_in(written))} "


def test_the_quick_search_finds_what_a_plain_one_does() -> None:
    words = [
        "a",
        "bit",
        "more",
        "than",
        "replicas",
        "and",
        "databases",
        "whatsoever",
        "internationally",
        "of",
        "it",
    ]
    chance = Random(3)
    leaks = 0
    for _ in range(1_500):
        private, *public = (
            " ".join(chance.choices(words, k=chance.randint(1, 9))) for _ in range(3)
        )
        output = " ".join(chance.choices(words, k=chance.randint(1, 4)))
        output = chance.choice((output, f"{output} {private[chance.randint(0, 20) :]} {output}"))
        wanted = any(stands_in(run, output) for run in plain_canaries(private, public))
        assert bool(hits(private, output, *public)) is wanted, (private, output, public)
        leaks += wanted
    assert 200 < leaks < 1_300
