"""Needs: which paragraph is the value of which need, for whom, and until when."""

from pathlib import Path

import pytest

from builder.views.audience_types import NeedView
from builder.views.needs import needs_now
from builder.views.types import Passage, UpdateView
from builder.vocabulary.audiences import Need
from builder.vocabulary.needs import NEEDS
from tests.model.written import moment

WORKAROUND = Need("workaround", {"en": "Workaround", "fr": "Solution d'attente"})
SAY = Need("say", {"en": "Don't say", "fr": "À ne pas dire"})
ME = "account:acme"
STRATEGIC = ("audience:strategic",)


def update(at: str, *blocks: str | Passage, **changes: object) -> UpdateView:
    """An update in English; ``french=`` holds blocks of its translation."""
    french = changes.pop("french", ())
    assert isinstance(french, tuple)
    text = {"en": _passages(blocks), "fr": _passages(french)}
    values: dict[str, object] = {
        "id": at,
        "at": moment(at),
        "visible_from": moment(at),
        "status": None,
        "states": (),
        "text": {language: words for language, words in text.items() if words},
        "title": {"en": "x"},
        "since": moment(at),
    }
    return UpdateView(**(values | changes))  # type: ignore[arg-type]


def _passages(blocks: tuple[object, ...]) -> tuple[Passage, ...]:
    return tuple(each if isinstance(each, Passage) else Passage(str(each)) for each in blocks)


def now(*updates: UpdateView, need: Need = WORKAROUND) -> NeedView:
    (found,) = needs_now((need,), updates, ME)
    return found


def words(found: NeedView) -> dict[str, str]:
    return {
        language: "".join(passage.html for passage in text) for language, text in found.text.items()
    }


@pytest.mark.parametrize(
    "paragraph",
    [
        "<p><strong>Workaround:</strong> pay by transfer.</p>\n",
        "<p><strong>Workaround</strong>: pay by transfer.</p>\n",
        "<p><strong>Workaround</strong> pay by transfer.</p>\n",
        "<p><strong>WORKAROUND:</strong>\npay by transfer.</p>\n",
        "<p><strong>Solution d’attente :</strong> pay by transfer.</p>\n",
        "<p><strong>Solution d&#x27;attente\N{NO-BREAK SPACE}:</strong> pay by transfer.</p>\n",
    ],
)
def test_a_paragraph_that_begins_with_the_label_in_bold(paragraph: str) -> None:
    found = now(update("14:00", paragraph))
    assert words(found) == {"en": "<p>pay by transfer.</p>\n"}
    assert (found.at, found.update, found.ended) == (moment("14:00"), "14:00", False)


@pytest.mark.parametrize(
    "paragraph",
    [
        "<p>Workaround: pay by transfer.</p>\n",
        "<p>A <strong>workaround:</strong> pay by transfer.</p>\n",
        "<p><strong>Workaround for some:</strong> pay by transfer.</p>\n",
        "<p><em>Workaround:</em> pay by transfer.</p>\n",
        "<ul>\n<li><strong>Workaround:</strong> pay by transfer.</li>\n</ul>\n",
        "<pre><code>&lt;p&gt;&lt;strong&gt;Workaround:&lt;/strong&gt; x&lt;/p&gt;</code></pre>\n",
        "<p><strong>Workaround:</strong></p>\n",
    ],
)
def test_what_is_no_value(paragraph: str) -> None:
    found = now(update("14:00", paragraph))
    assert (found.text, found.at) == ({}, None)


def test_quotes_of_every_kind_are_the_same_letter() -> None:
    paragraph = "<p><strong>Don&rsquo;t say:</strong> when.</p>\n"
    assert words(now(update("14:00", paragraph), need=SAY)) == {"en": "<p>when.</p>\n"}


def test_the_block_behind_a_bare_label_is_its_value() -> None:
    label, steps = "<p><strong>Workaround:</strong></p>\n", "<ol>\n<li>Pay.</li>\n</ol>\n"
    assert words(now(update("14:00", label, steps))) == {"en": steps}
    assert now(update("14:00", Passage(label, STRATEGIC), steps)).at is None


def test_the_newest_value_holds_and_what_is_not_restated_stays() -> None:
    first = update("14:00", "<p><strong>Workaround:</strong> one.</p>\n")
    second = update("14:10", "<p><strong>Workaround:</strong> two.</p>\n")
    third = update("14:20", "<p>Nothing new.</p>\n")
    found = now(first, second, third)
    assert (words(found), found.at) == ({"en": "<p>two.</p>\n"}, moment("14:10"))


@pytest.mark.parametrize("end", ["none", "None.", "<em>none</em>"])
def test_none_ends_it(end: str) -> None:
    first = update("14:00", "<p><strong>Workaround:</strong> one.</p>\n")
    over = update("14:10", f"<p><strong>Workaround:</strong> {end}</p>\n")
    found = now(first, over)
    assert (found.ended, found.at) == (True, moment("14:10"))
    assert not now(first, over, update("14:20", *_blocks(first))).ended


def _blocks(update: UpdateView) -> tuple[Passage, ...]:
    return update.text["en"]


@pytest.mark.parametrize("how", ["withdrawn", "redacted"])
def test_what_was_taken_back_has_no_say(how: str) -> None:
    first = update("14:00", "<p><strong>Workaround:</strong> one.</p>\n")
    wrong = update("14:10", "<p><strong>Workaround:</strong> two.</p>\n", **{how: moment("14:20")})
    assert now(first, wrong).update == "14:00"


def test_in_one_update_the_narrower_word_goes_before_the_wider() -> None:
    label = "<p><strong>Workaround:</strong> {}</p>\n"
    everyone = Passage(label.format("all"))
    accounts = Passage(label.format("accounts"), STRATEGIC)
    mine = Passage(label.format("mine"), (ME,))
    for blocks in ((everyone, accounts, mine), (mine, accounts, everyone)):
        assert words(now(update("14:00", *blocks))) == {"en": "<p>mine</p>\n"}
    assert words(now(update("14:00", accounts, everyone))) == {"en": "<p>accounts</p>\n"}
    later = update("14:10", everyone)
    assert words(now(update("14:00", mine), later)) == {"en": "<p>all</p>\n"}


def test_every_language_of_the_newest_update_and_none_of_an_older_one() -> None:
    english, french = "<p><strong>Workaround:</strong> pay.</p>\n", "Solution d'attente :"
    payer = f"<p><strong>{french}</strong> payez.</p>\n"
    both = update("14:00", english, french=(payer,))
    assert words(now(both)) == {"en": "<p>pay.</p>\n", "fr": "<p>payez.</p>\n"}
    assert set(words(now(both, update("14:10", english)))) == {"en"}


def test_a_wider_word_in_one_language_is_no_translation_of_a_narrower_one() -> None:
    label = "<p><strong>Workaround:</strong> {}</p>\n"
    mine, wider = Passage(label.format("mine"), (ME,)), Passage(label.format("tous"), STRATEGIC)
    for english, french in ((mine, wider), (wider, mine)):
        found = words(now(update("14:00", english, french=(french,))))
        assert list(found.values()) == ["<p>mine</p>\n"]


def test_needs_stand_in_their_order_said_or_not() -> None:
    found = needs_now((SAY, WORKAROUND), (), ME)
    assert [(need.id, need.at) for need in found] == [("say", None), ("workaround", None)]


@pytest.mark.parametrize("audience", NEEDS)
def test_no_two_needs_of_an_audience_share_an_id_or_a_label(audience: str) -> None:
    ids = [need.id for need in NEEDS[audience]]
    assert len(set(ids)) == len(ids)
    for language in ("en", "fr"):
        labels = [need.label[language].casefold() for need in NEEDS[audience]]
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("audience", NEEDS)
def test_the_documentation_names_every_label_in_its_order(root: Path, audience: str) -> None:
    text = (root / "docs" / "audiences.md").read_text(encoding="utf-8")
    for language in ("en", "fr"):
        assert f"| {', '.join(need.label[language] for need in NEEDS[audience])} |" in text
