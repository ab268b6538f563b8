"""Warnings on words for customers: in what is new, and in nothing that insiders read alone."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from builder.source.scan import scan
from builder.source.site import read_site
from builder.source.wording import wording
from builder.vocabulary.wording import LINTS, OUTAGE, hits
from tests.build.sites import COMPONENTS, put

SITE = "name: Example\nurl: https://status.example.com\nlanguages: [en, fr]\n"
NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
FRONT = "---\nstatus: investigating\nnext_update: +20m\ncomponents: {checkout: %s}\n---\n"


@pytest.mark.parametrize(
    ("code", "language", "text"),
    [
        ("words-of-ours", "en", "The host 10.2.3.4 is slow."),
        ("words-of-ours", "fr", "Le serveur db-03 est lent."),
        ("words-of-ours", "en", "We follow it in OPS-1234."),
        ("words-of-ours", "en", "See orders.eu.internal for more."),
        ("words-promise-repair", "en", "This will be fixed within the hour."),
        ("words-promise-repair", "fr", "Ce sera réparé d'ici une heure."),
        ("words-some-users", "en", "Some users can't pay."),
        ("words-some-users", "fr", "Certains clients ne peuvent pas payer."),
        ("words-blame", "en", "It was caused by our cloud provider."),
        ("words-blame", "fr", "C'est à cause de notre hébergeur."),
        ("words-rote", "en", "We apologise for any inconvenience."),
        ("words-rote", "fr", "Désolés pour la gêne."),
        ("words-time-without-zone", "en", "It began at 14:05 today."),
        ("words-outage", "en", "There is an outage of payments."),
    ],
)
def test_what_is_found(code: str, language: str, text: str) -> None:
    assert [hit.lint.code for hit in hits(text, language, out=False)] == [code]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Some customers in Europe can't pay by card since 14:05 UTC on 23 November."),
        ("en", "It lasted from 14:05 to 15:00 UTC. The next update comes by 15:30 UTC."),
        ("en", "Version 2.14 of the API fails with 503 under TLS-1.2, SHA-256 and UTF-8."),
        ("en", "We found the cause and are working on a remedy."),
        ("fr", "Les paiements par carte échouent en Europe depuis 14:05 UTC."),
    ],
)
def test_what_is_well_said(language: str, text: str) -> None:
    assert list(hits(text, language, out=False)) == []


def test_a_long_text_is_read_through_at_once() -> None:
    """A set or group repeated without end is tried anew from each sign of 32 KiB."""
    endless = re.compile(r"[\])][+*]")
    for lint in (*LINTS, OUTAGE):
        assert [each for each in lint.patterns.values() if endless.search(each)] == []


def test_an_outage_may_be_called_one() -> None:
    assert list(hits("There is an outage.", "en", out=True)) == []


def said(root: Path) -> list[str]:
    site = read_site(scan(root)).site
    assert site is not None
    return [
        f"{each.place.path[17:]}:{each.place.line}:{each.place.column} {each.code}"
        for each in wording(root, scan(root).folders[0], site, NOW)
    ]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    put(tmp_path, "site_src/site.yml", SITE)
    put(tmp_path, "site_src/components.yml", COMPONENTS)
    put(tmp_path, "incidents/outage/incident.md", "---\ntitle: Web\n---\n")
    return tmp_path


def test_words_for_insiders_and_of_the_past_are_left_alone(site: Path) -> None:
    front = FRONT % "partial_outage"
    put(site, "incidents/outage/20261120T1405Z-a.md", f"{front}Some users can't pay.\n")
    assert said(site) == []
    inside = "::: technical\nThe host db-03 is full.\n:::\n\n::: strategic\nSee db-03.\n:::\n"
    put(site, "incidents/outage/20261123T1405Z-b.md", f"{front}Payments fail.\n\n{inside}")
    put(site, "incidents/outage/20261123T1405Z-b.fr.md", "Certains clients ne payent pas.\n")
    assert said(site) == [
        "20261123T1405Z-b.md:13:5 words-of-ours",
        "20261123T1405Z-b.fr.md:1:1 words-some-users",
    ]
    limited = front.replace("---\nstatus", "---\naudience: [technical]\nstatus")
    put(site, "incidents/outage/20261123T1405Z-b.md", f"{limited}The host db-03 is full.\n")
    (site / "incidents/outage/20261123T1405Z-b.fr.md").unlink()
    assert said(site) == []


def test_repeated_words_and_a_missing_promise_are_told_and_can_be_turned_off(site: Path) -> None:
    front = "---\nstatus: investigating\n---\n"
    for name in ("20261123T1405Z-a", "20261123T1425Z-b"):
        put(site, f"incidents/outage/{name}.md", f"{front}Payments fail.\n")
    assert said(site) == [
        "20261123T1405Z-a.md:2:9 words-no-next-update",
        "20261123T1425Z-b.md:4:1 words-repeated",
        "20261123T1425Z-b.md:2:9 words-no-next-update",
    ]
    put(site, "site_src/site.yml", f"{SITE}words: [words-no-next-update, words-repeated]\n")
    assert said(site) == []
