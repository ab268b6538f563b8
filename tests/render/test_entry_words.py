"""What entries say, read from ``fixtures/entries.txt``; and that what was published stays."""

from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from builder.render.entry_facts import entry_facts
from builder.render.entry_words import EntryWords, entry_words
from builder.render.telling import telling
from builder.views.types import Entry, IncidentView, Passage
from builder.vocabulary.statuses import State
from tests.model.written import DAY, incident, moment
from tests.render.feed_samples import FRAME, titled, view, view_of, with_words

FIXTURES = Path(__file__).with_name("fixtures") / "entries.txt"
EVENING = DAY + timedelta(hours=23)
OURS = telling(FRAME)


def cases() -> list[tuple[str, str, list[str]]]:
    """Read name, incident and expected lines of each case."""
    found = []
    for block in FIXTURES.read_text(encoding="utf-8").split("\n= ")[1:]:
        lines = block.strip().splitlines()
        expected = [line[2:] for line in lines if line.startswith("> ")]
        written = [line for line in lines[1:] if line and not line.startswith("> ")]
        found.append((lines[0], "\n".join(written), expected))
    return found


CASES = pytest.mark.parametrize(
    ("name", "text", "expected"), cases(), ids=[case[0] for case in cases()]
)


def words_of(of: IncidentView, entry: Entry) -> EntryWords:
    return entry_words(of, entry, entry_facts(of, entry), OURS)


def newest_words(of: IncidentView) -> EntryWords:
    return words_of(of, of.entries[-1])


class Lines(HTMLParser):
    """The text of an entry's HTML, a line each paragraph and each item."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines = [""]
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.lines[-1] += data.strip("\n")

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in ("p", "li", "ul"):
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        self.handle_starttag(tag, None)

    def told(self) -> list[str]:
        return [line for line in self.lines if line and line != "All updates"]


@CASES
def test_entries(name: str, text: str, expected: list[str]) -> None:
    whole = view(text, EVENING)
    told = []
    for entry in whole.entries:
        words = words_of(whole, entry)
        told += [words.title, *(f"  {line}" for line in Lines(words.html).told())]
    assert told == expected, name


@CASES
def test_what_was_published_stays(name: str, text: str, expected: list[str]) -> None:
    written = incident(text)
    whole = view(text, EVENING)
    assert whole.entries, name
    for entry in whole.entries:
        then = view_of(written, entry.posted)
        assert then is not None
        assert entry in then.entries
        assert words_of(then, entry) == words_of(whole, entry)


@CASES
def test_the_summary_has_the_words_of_the_html(name: str, text: str, expected: list[str]) -> None:
    whole = view(text, EVENING)
    for entry in whole.entries:
        words = words_of(whole, entry)
        for line in Lines(words.html).told():
            assert line in words.summary, name


def test_a_withdrawal_tells_its_reason_and_not_the_words() -> None:
    of = view("14:05 investigating checkout=partial_outage withdrawn=14:20", EVENING)
    update = replace(of.updates[0], withdrawn_reason="It was a <test>.", data_loss="none")
    words = newest_words(replace(of, updates=(update,)))
    assert "It was a &lt;test&gt;." in words.html
    assert "It was a <test>." in words.summary
    assert "<p>x</p>" not in words.html
    assert "Data loss" not in words.html


def test_a_correction_leads_to_what_it_corrects() -> None:
    of = view("14:05 investigating id=first\n14:20 investigating corrects=first", EVENING)
    assert 'href="https://status.example.com/incidents/example.html#first"' in newest_words(of).html


def test_a_merged_incident_leads_to_where_it_goes_on() -> None:
    of = view("14:05 investigating\n14:20 identified into=other", EVENING)
    assert 'href="https://status.example.com/incidents/other.html"' in newest_words(of).html


def test_an_entry_leads_to_its_place() -> None:
    of = view("window 15:00-16:00 checkout=under_maintenance\n14:05 scheduled", EVENING)
    page = "https://status.example.com/incidents/example.html"
    links = [OURS.link(of.id, entry) for entry in of.entries]
    assert links == [f"{page}#1405", f"{page}#event/started", f"{page}#event/completed"]


def test_what_an_update_says_of_the_time_after() -> None:
    of = view("14:05 investigating\n14:30 resolved", EVENING)
    update = replace(
        of.updates[1],
        data_loss="unknown",
        postmortem_by=moment("18:00"),
        no_postmortem="a drill",
    )
    summary = newest_words(replace(of, updates=(of.updates[0], update))).summary
    assert "Data loss: not yet known." in summary
    assert "A postmortem follows by 23 Nov 2026, 18:00 UTC." in summary
    assert "No postmortem: a drill." in summary


def test_words_in_another_language_are_marked() -> None:
    of = with_words(view("14:05 investigating", EVENING), "<p>Bonjour</p>", language="fr")
    assert '<div lang="fr" dir="ltr"><p>Bonjour</p></div>' in newest_words(of).html


def test_the_own_language_comes_first() -> None:
    of = view("14:05 investigating", EVENING)
    text = {"fr": (Passage("<p>Bonjour</p>"),), "en": (Passage("<p>Hello</p>"),)}
    words = newest_words(replace(of, updates=(replace(of.updates[0], text=text),)))
    assert "<p>Hello</p>" in words.html
    assert "lang=" not in words.html
    assert "Bonjour" not in words.html


def test_an_update_without_words_says_so() -> None:
    of = with_words(view("14:05 investigating checkout=partial_outage", EVENING))
    words = newest_words(of)
    assert words.html.startswith("<p>This is being investigated.</p>")
    assert "Checkout: Partial outage" in words.summary


def test_many_components_are_counted() -> None:
    names = [f"component-{number}" for number in range(12)]
    of = view("14:05 investigating checkout=partial_outage", EVENING)
    states = tuple((name, State.PARTIAL_OUTAGE) for name in names)
    many = replace(of, updates=(replace(of.updates[0], states=states),), components=tuple(names))
    title = newest_words(many).title
    assert title == "[Investigating] Example (component-0, component-1, component-2 and 9 more)"


def test_a_title_is_one_line_without_controls() -> None:
    of = titled(view("14:05 investigating", EVENING), "Two\nlines\x00 and \ttabs")
    assert newest_words(of).title == "[Investigating] Two lines\ufffd and tabs"


def test_a_long_update_is_shortened_in_the_summary_alone() -> None:
    of = with_words(view("14:05 investigating", EVENING), f"<p>{'word ' * 500}</p>")
    words = newest_words(of)
    assert words.html.count("word") == 500
    assert words.summary.count("word") < 100
    assert "… Investigating." in words.summary


def test_a_title_of_10000_characters_is_shortened() -> None:
    title = newest_words(titled(view("14:05 investigating", EVENING), "word " * 2_000)).title
    assert title.startswith("[Investigating] word word")
    assert title.endswith("word…")
    assert len(title) < 200


def test_reasons_are_marked_where_the_feed_is_in_another_language() -> None:
    of = view("14:05 investigating\n14:30 resolved withdrawn=14:40", EVENING)
    first = replace(
        of.updates[0], redacted=EVENING, redacted_reason="a name", no_postmortem="a drill"
    )
    last = replace(of.updates[1], withdrawn_reason="a test")
    of = replace(of, updates=(first, last))
    french = telling(replace(FRAME, languages=("fr", "en")))
    told = [entry_words(of, each, entry_facts(of, each), french) for each in of.entries]
    html = "".join(words.html for words in told)
    for reason in ("a name", "a drill", "a test"):
        assert f'<span lang="en" dir="ltr">{reason}</span>' in html
        assert "span" not in "".join(words.summary for words in told)
    assert "lang=" not in "".join(words_of(of, each).html for each in of.entries)
