"""Canaries: what counts as one, where one is found, and what is said of it."""

from random import Random

import pytest

from builder.output.canaries import (
    LETTERS,
    RUN,
    Canaries,
    Found,
    lines_of,
    may_stand,
    said_of,
    waives,
)
from builder.output.canary_text import words_in
from builder.vocabulary.limited_text import NOBODY, LimitedText, Waiver
from builder.vocabulary.readers import PUBLIC, Reader

ACME = frozenset({"account:acme"})
READS_ACME = Reader("account:acme", frozenset({"account:acme", "audience:public"}))
HIDDEN = "The replica is forty minutes behind\nand nobody at Vanta has been told."
NOW = 1_000


def made(*texts: LimitedText, spoken: tuple[str, ...] = ()) -> Canaries:
    return Canaries(map(said_of, texts), spoken, NOW)


def text(words: str, *limits: frozenset[str], since: int | None = None) -> LimitedText:
    return LimitedText("incidents/a/1.md", words, limits or (ACME,), since)


def everyones(words: str) -> LimitedText:
    return LimitedText("incidents/b/1.md", words)


def name(words: str) -> LimitedText:
    return LimitedText("site_src/accounts/io.yml", words, (ACME,), is_name=True)


def found(
    canaries: Canaries, output: str, path: str = "a.html", reader: Reader = PUBLIC
) -> tuple[Found, ...]:
    return canaries.unread(canaries.in_file(f"public/{path}", path, output.encode(), reader))


def hits(private: str, output: str, *public: str) -> tuple[Found, ...]:
    return found(made(text(private), *map(everyones, public)), output)


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
    assert hits(HIDDEN, HIDDEN, f"As we said: {HIDDEN}") == ()
    assert hits(HIDDEN, HIDDEN, "The replica is forty minutes behind") != ()


def test_words_of_the_program_are_no_canaries() -> None:
    private = text("This maintenance is scheduled for all")
    said = made(private, spoken=("this maintenance is scheduled for all",))
    assert not found(said, "this maintenance is scheduled for all")
    assert found(made(private), "this maintenance is scheduled for all")


def test_names_count_as_whole_words_however_short() -> None:
    assert found(made(name("I/O Ltd.")), "for I/O Ltd alone")
    assert found(made(name("I/O Ltd.")), "", "incidents/i-o-ltd.html")
    assert not found(made(name("I/O Ltd.")), "I/O of disks")
    assert not found(made(name("I/O Ltd."), everyones("by I/O Ltd")), "I/O Ltd")
    assert found(made(name("Box")), "what Box was told")
    assert not found(made(name("Box")), "boxes, a boxer and an inbox")


def test_each_file_with_the_same_words_is_told() -> None:
    tag = f'<a title="{HIDDEN}">x</a>'
    canaries = made(text(HIDDEN))
    assert found(canaries, tag)
    assert found(canaries, tag, "b.html")
    assert not found(canaries, tag, "b.html", READS_ACME)


@pytest.mark.parametrize(
    ("limits", "reader", "read"),
    [
        ((ACME,), READS_ACME, True),
        ((ACME,), PUBLIC, False),
        ((ACME, NOBODY), READS_ACME, False),
        ((ACME, frozenset({"audience:executives"})), READS_ACME, False),
        ((frozenset({"audience:public", "audience:executives"}),), PUBLIC, True),
    ],
)
def test_who_is_within_all_limits_reads_it(
    limits: tuple[frozenset[str], ...], reader: Reader, read: bool
) -> None:
    assert bool(found(made(text(HIDDEN, *limits)), HIDDEN, reader=reader)) is not read


def test_what_waits_for_its_time_is_private() -> None:
    later = LimitedText("a.md", HIDDEN, since=NOW + 1)
    assert found(made(later), HIDDEN)
    assert not found(made(LimitedText("a.md", HIDDEN, since=NOW)), HIDDEN)


def test_what_a_reader_reads_elsewhere_is_none_of_its_canaries() -> None:
    executives = frozenset({"audience:executives"})
    canaries = made(text(HIDDEN), text(HIDDEN, executives))
    assert not found(canaries, HIDDEN, reader=READS_ACME)
    assert found(canaries, HIDDEN)


def test_pruned_or_not_the_same_is_found() -> None:
    whole = made(text(HIDDEN), everyones("The replica is forty minutes behind"))
    pruned = made(text(HIDDEN), everyones("The replica is forty minutes behind"))
    pruned.prune()
    assert set(found(whole, HIDDEN)) == set(found(pruned, HIDDEN)) != set()


def test_every_run_of_what_was_searched_may_stand_in_it() -> None:
    canaries = made(text("something else that nobody says"))
    found(canaries, f"<p>and {HIDDEN}</p>")
    assert all(may_stand(run, canaries.pairs) for run in said_of(text(HIDDEN)).runs())
    assert not may_stand(("the", "replica", "was"), canaries.pairs)


def test_places_are_lines_of_the_file() -> None:
    source = f"---\nstatus: x\n---\n{HIDDEN}\n\n{HIDDEN}\n"
    assert lines_of(("and", "nobody", "at", "vanta", "has"), source) == [5, 8]
    assert lines_of(("behind", "and", "nobody", "at", "vanta"), source) == [4, 7]
    assert lines_of(("not", "there"), source) == [1]


@pytest.mark.parametrize(
    ("word", "where", "waived"),
    [
        ("the replica is forty minutes", "*.html", True),
        ("So The Replica is forty minutes!", "public/a.html", True),
        ("the replica is forty minutes", "public/b.html", False),
        ("replica is forty minutes", "*", False),
        ("replica", "*", False),
    ],
)
def test_a_waiver_is_for_its_words_in_its_files(word: str, where: str, waived: bool) -> None:
    one = Found("public/a.html", ("the", "replica", "is", "forty", "minutes"))
    assert waives(Waiver(word, where, "A phrase of the trade."), one) is waived


def test_nothing_private_is_nothing_to_look_for() -> None:
    assert not made(everyones("public"))
    assert made(text(HIDDEN))


def test_what_was_found_does_not_print_words() -> None:
    assert "vanta" not in repr(hits(HIDDEN, HIDDEN)).lower()
    assert "vanta" not in repr(said_of(text(HIDDEN))).lower()


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


def test_who_reads_a_name_reads_its_parts() -> None:
    told = "Northern Lights Logistics waits for a call."
    limit = frozenset({"audience:technical"})
    canaries = made(name("Northern Lights Logistics Europe"), text(told, limit))
    page = "<h1>Northern Lights Logistics Europe</h1>"
    assert found(canaries, page, reader=READS_ACME) == ()
    assert len(found(canaries, page)) == 2
