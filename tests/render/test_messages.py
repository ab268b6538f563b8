"""Chat systems are given text that stays text, whatever it looks like; no address has a
fragment."""

import json

import pytest

from builder.render.message_payloads import slack, teams, webhook
from builder.render.messages import MessageWords, without_fragments

HOSTILE = "<!channel> [x](http://evil.example) <@U1> *bold* &"
WORDS = MessageWords(HOSTILE, f"{HOSTILE}\n\nMore.", "<p>Words</p>", "https://status.example.com/")


def test_slack_takes_text_as_text() -> None:
    made = slack(WORDS)
    assert made["text"] == "&lt;!channel&gt; [x](http://evil.example) &lt;@U1&gt; *bold* &amp;"
    assert {block["text"]["type"] for block in made["blocks"]} == {"plain_text"}


def test_teams_reads_no_markdown() -> None:
    card = teams(WORDS)["attachments"][0]["content"]
    runs = [run for block in card["body"] for run in block["inlines"]]
    assert {block["type"] for block in card["body"]} == {"RichTextBlock"}
    assert [run["text"] for run in runs] == [HOSTILE, HOSTILE, "More."]
    assert card["actions"][0]["url"] == WORDS.link


def test_a_long_text_keeps_within_what_each_takes() -> None:
    long = MessageWords("s" * 240, "€" * 40_000, "", "https://status.example.com/")
    blocks = slack(long)["blocks"]
    assert len(blocks) <= 50
    assert len(blocks[0]["text"]["text"]) <= 150
    assert all(len(block["text"]["text"]) <= 3_000 for block in blocks[1:])
    assert len(json.dumps(teams(long), ensure_ascii=False).encode()) < 28_000
    assert webhook(long)["text"] == long.text


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ("see https://a.example/x/#k=abc now", "see https://a.example/x/ now"),
        ('<a href="https://a.example/#k=abc">x</a>', '<a href="https://a.example/">x</a>'),
        ("ticket #5 stays", "ticket #5 stays"),
    ],
)
def test_an_address_ends_before_its_fragment(given: str, left: str) -> None:
    assert without_fragments(given) == left
