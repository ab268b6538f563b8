"""Which components a reader knows, and whether it is told of late updates."""

from dataclasses import replace

import pytest

from builder.model.site import Account, Audience, Component, Group, Page
from builder.views.frame import component_limits, frame_of, readable_components
from builder.vocabulary.readers import PUBLIC, Reader
from builder.vocabulary.text import Body, Section
from tests.views.fixtures import SITE

ACME = Reader("account:acme", frozenset({"account:acme", "audience:strategic", "audience:public"}))
OTHER = Reader("account:other", frozenset({"account:other", "audience:strategic"}))
STRATEGIC = Reader("audience:strategic", frozenset({"audience:strategic", "audience:public"}))
EXECUTIVES = Reader("audience:executives", frozenset({"audience:executives"}), internal=True)


def test_a_component_is_for_who_may_read_both_it_and_its_group() -> None:
    cluster = Component("cluster", "Cluster", audience=frozenset({"account:acme"}))
    site = replace(
        SITE,
        groups=(Group("big", "Big ones", (cluster,), audience=frozenset({"audience:strategic"})),),
        ungrouped=(),
        audiences={"strategic": Audience("strategic", "Strategic", STRATEGIC)},
        accounts={
            "acme": Account("acme", "Acme", ACME),
            "other": Account("other", "Other", OTHER),
        },
    )
    assert component_limits(site) == {"cluster": frozenset({"account:acme"})}
    known = {
        reader.name: [component.id for component in readable_components(reader, site)]
        for reader in (ACME, OTHER, STRATEGIC, PUBLIC)
    }
    assert known == {
        "account:acme": ["cluster"],
        "account:other": [],
        "audience:strategic": [],
        "audience:public": [],
    }


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ("all", [True, True, True]),
        ("accounts", [False, True, True]),
        ("internal", [False, False, True]),
    ],
)
def test_who_is_told_of_late_updates(choice: str, told: list[bool]) -> None:
    site = replace(SITE, show_overdue=choice)
    assert [frame_of(each, site).show_overdue for each in (PUBLIC, ACME, EXECUTIVES)] == told


def test_a_page_has_no_translation_without_a_word_for_everyone() -> None:
    hidden = Section(frozenset({"account:acme"}), 0, ("<p>Secret.</p>",))
    page = Page(
        "about",
        {"en": "About", "fr": "Secret"},
        {"en": Body(("<p>Words.</p>",)), "fr": Body((), (hidden,))},
    )
    shown = frame_of(PUBLIC, replace(SITE, pages=(page,))).pages[0]
    assert (shown.title, list(shown.text)) == ({"en": "About"}, ["en"])
