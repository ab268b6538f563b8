"""A message as chat systems take it: what stands in it is shown as text, whatever it looks like."""

from typing import Any

from builder.render.messages import MessageWords

_SLACK_HEADER, _SLACK_SECTION, _SLACK_SECTIONS = 150, 3_000, 5
"""Characters of a header and of a section, by Slack's Block Kit, and sections of one message."""
_TEAMS_TEXT = 6_000
"""Characters of a card: Teams takes 28 kB of JSON, in which a character may be 4 bytes."""

CARD = "application/vnd.microsoft.card.adaptive"


def slack(words: MessageWords) -> dict[str, Any]:
    """Return what a webhook of Slack takes (Block Kit). All text is plain: no mention and no link
    can be made of what an author wrote."""
    length = _SLACK_SECTION
    parts = [words.text[at : at + length] for at in range(0, len(words.text), length)]
    sections = [
        {"type": "section", "text": {"type": "plain_text", "text": part, "emoji": False}}
        for part in parts[:_SLACK_SECTIONS]
        if part.strip()
    ]
    title = {"type": "plain_text", "text": _cut(words.subject, _SLACK_HEADER), "emoji": False}
    text = words.subject.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return {"text": text, "blocks": [{"type": "header", "text": title}, *sections]}


def teams(words: MessageWords) -> dict[str, Any]:
    """Return what a webhook of Teams takes: an Adaptive Card 1.4 of runs of text, in which no
    Markdown counts."""
    title = {"type": "TextRun", "text": words.subject, "weight": "Bolder"}
    paragraphs = _cut(words.text, _TEAMS_TEXT).split("\n")
    runs = [{"type": "TextRun", "text": line} for line in paragraphs if line]
    body = [{"type": "RichTextBlock", "inlines": [run]} for run in (title, *runs)]
    card: dict[str, Any] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
    }
    if words.link:
        card["actions"] = [{"type": "Action.OpenUrl", "title": words.link, "url": words.link}]
    content = {"contentType": CARD, "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [content]}


def webhook(words: MessageWords) -> dict[str, Any]:
    """Return the message plainly, for a program."""
    return {
        "subject": words.subject,
        "text": words.text,
        "html": words.html,
        "link": words.link,
    }


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
