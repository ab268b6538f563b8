"""The parts of a file and their lines."""

from pathlib import Path

from builder.source.files import SourceText, read_text
from builder.source.names import names_of
from builder.source.outline import (
    WrittenPart,
    outline,
    outline_of_audiences,
    outline_of_components,
    outline_of_yaml,
)
from builder.source.scan import scan
from builder.source.site import read_site
from tests.source import sample

UPDATE = """\
---
status: investigating
# a comment
next_update:
  strategic: +20m

  public: +30m
asks:
  - id: campaign
    to: executives
    text: >-
      Agree to
      hold it.
  - {id: other, to: technical, text: Facts.}
answers: {campaign: granted}
components: {web-checkout: major_outage, website: operational}
---

Words.

More words.
::: account acme globex
Yours.
:::

Last words.
::: technical

:::
"""


def lines(parts: tuple[WrittenPart, ...]) -> list[tuple[int, int, str, str]]:
    return [(part.first, part.last, part.label, part.subject) for part in parts]


def source(text: str) -> SourceText:
    return SourceText("a.md", text, "")


def test_an_update(tmp_path: Path) -> None:
    sample.write(tmp_path, {})
    names = names_of(read_site(scan(tmp_path)).site)
    found = outline(source(UPDATE), names)
    assert lines(found) == [
        (2, 2, "status", ""),
        (5, 5, "next_update: strategic", "audience:strategic"),
        (7, 7, "next_update: public", "audience:public"),
        (9, 13, "asks: campaign", "campaign"),
        (14, 14, "asks: other", "other"),
        (15, 15, "answers: campaign", "campaign"),
        (16, 16, "components: web-checkout", "web-checkout"),
        (16, 16, "components: website", "website"),
        (19, 21, "words outside of sections", ""),
        (22, 24, "::: account acme globex", ""),
        (26, 26, "words outside of sections", ""),
        (27, 29, "::: technical", ""),
    ]
    assert found[9].limit == frozenset({"account:acme", "account:globex"})


def test_a_translation_is_words_alone() -> None:
    found = outline(source("Lent.\n\n::: technical\nx\n:::"), names_of(None))
    assert lines(found) == [
        (1, 1, "words outside of sections", ""),
        (3, 5, "::: technical", ""),
    ]


def test_one_promise_for_everyone() -> None:
    found = outline(source("---\nnext_update: +20m\n---\n"), names_of(None))
    assert lines(found) == [(2, 2, "next_update", "audience:public")]


def test_files_of_yaml(tmp_path: Path) -> None:
    account = "name: Acme\ncontact:\n  name: Desk\n# end\n"
    assert lines(outline_of_yaml(source(account), names_of(None))) == [
        (1, 1, "name", ""),
        (2, 3, "contact", ""),
    ]
    audiences = "public: {}\nexecutives:\n  name: Board\n  needs:\n    - {id: x}\n\ntechnical:\n"
    assert lines(outline_of_audiences(source(audiences))) == [
        (3, 3, "executives: name", "audience:executives"),
        (4, 5, "executives: needs", "audience:executives"),
    ]
    sample.write(tmp_path, {})
    text = read_text(tmp_path, "site_src/components.yml").source
    assert text is not None
    assert lines(outline_of_components(text)) == [
        (2, 4, "group payments", "payments"),
        (5, 5, "component checkout", "checkout"),
        (6, 6, "component payments-api", "payments-api"),
        (8, 8, "component website", "website"),
    ]
