"""Pieces, their order and their times."""

from datetime import UTC, datetime

import pytest

from builder.importers.reading.dating import date_pieces, newest_first
from builder.importers.reading.pieces import split_body
from builder.importers.reading.source_times import Span

SPAN = Span(datetime(2024, 3, 1, 10, tzinfo=UTC), datetime(2024, 3, 1, 16, tzinfo=UTC))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[Final message]\nb\n\n[Initial message]\na", True),
        ("[Initial message]\na\n\n[Final message]\nb", False),
        ("Words.\n\n[Initial message]\na", False),
        ("Links.\n\n[Closing]\nb\n\n[Initial message]\na", True),
        ("*Monitoring* - b\n\n*Investigating* - a", True),
        ("*Investigating* - a\n\n*Monitoring* - b", False),
        ("*Update* - b\n\n*Investigating* - a", True),
        ("_UPDATE #2_: b\n\n_UPDATE_: a", True),
        ("a\n\n**Update**: b", False),
        ("**2024-03-01 12:00 UTC**\n\nb\n\n**2024-03-01 11:00 UTC**\n\na", True),
        ("", False),
    ],
)
def test_order(body: str, expected: bool) -> None:
    assert newest_first(split_body(body, UTC, SPAN)) is expected


def test_what_has_no_time_stays_in_the_update_before_word_for_word() -> None:
    body = "[Final message]\nc\n\n[Update]\nb1\n\n\nb2\n\n[Initial message]\na"
    dated = date_pieces(body, split_body(body, UTC, SPAN), SPAN, ended=True)
    assert [text.text for text in dated.texts] == [
        "[Update]\nb1\n\n\nb2\n\n[Initial message]\na",
        "c",
    ]
    assert [text.anchor for text in dated.texts] == ["a", "c"]


def test_labels_in_code_are_code() -> None:
    body = "a\n\n```\n[Final message]\n## Update\n```\n\n    Update: no"
    assert len(split_body(body, UTC, SPAN)) == 1


def test_a_list_is_cut_only_where_every_item_has_a_time() -> None:
    body = "a\n\n- 11:00 UTC: b\n- some day: c"
    assert len(split_body(body, UTC, SPAN)) == 1
    assert len(split_body(body.replace("some day", "11:30 UTC"), UTC, SPAN)) == 3


def test_the_last_message_has_no_time_where_the_source_calls_it_open() -> None:
    body = "[Initial message]\na\n\n[Final message]\nb"
    dated = date_pieces(body, split_body(body, UTC, SPAN), SPAN, ended=False)
    assert len(dated.texts) == 1


def test_an_empty_body_is_dated_by_the_start() -> None:
    dated = date_pieces("", (), SPAN, ended=True)
    assert [(text.at, text.role) for text in dated.texts] == [(SPAN.start, "first")]
