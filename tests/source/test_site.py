"""``site_src/`` as one value; what is refused is in ``bad_site.md`` and its neighbours."""

from datetime import date
from pathlib import Path

import pytest

from builder.model.site import Site
from builder.model.uptime_policy import INCIDENT_IO, STATUSPAGE, GroupRule, Policy
from builder.output.value_codec import decode_value, encode_value
from builder.source.site import SiteReading
from tests.source import sample


def read(root: Path, files: dict[str, str]) -> SiteReading:
    sample.write(root, {path: text.encode() for path, text in files.items()})
    return sample.read(root)[0]


def site(root: Path, files: dict[str, str]) -> Site:
    reading = read(root, files)
    assert reading.problems == ()
    assert reading.site is not None
    return reading.site


def test_what_is_taken_for_granted(tmp_path: Path) -> None:
    text = "name: Example\nurl: https://status.example.com\n"
    found = site(tmp_path, {"site_src/site.yml": text})
    assert (found.time_zone, found.languages, found.theme) == ("Etc/UTC", ("en",), "default")
    assert (found.authority, found.year) == ("status.example.com", 2026)
    assert (found.show_overdue, found.search_engines) == ("all", True)


def test_everything_said(tmp_path: Path) -> None:
    text = (
        "format: 1\nname: Example\nurl: HTTP://Example.com:8080/Status/\n"
        "time_zone: Europe/Paris\nlanguages: [fr, pt-BR, zh-Hant]\ntheme: dark\n"
        "show_overdue: internal\nsearch_engines: false\nids: {authority: old.example, year: 2019}\n"
    )
    found = site(tmp_path, {"site_src/site.yml": text})
    assert found.url == "http://example.com:8080/Status"
    assert (found.authority, found.year) == ("old.example", 2019)
    assert (found.show_overdue, found.search_engines, found.theme) == ("internal", False, "dark")
    assert found.languages == ("fr", "pt-BR", "zh-Hant")


@pytest.mark.parametrize(
    ("written", "policy"),
    [
        ("", STATUSPAGE),
        ("uptime_policy: statuspage\n", STATUSPAGE),
        ("uptime_policy: incident-io\n", INCIDENT_IO),
        (
            "uptime_policy: {name: ours, major_outage: 1, partial_outage: 0.125}\n",
            Policy("ours", 1000, 125),
        ),
        (
            "uptime_policy:\n  name: ours\n  major_outage: 1.0\n  partial_outage: 0.50\n"
            "  degraded_performance: 0.1\n  under_maintenance: excluded\n  groups: any\n"
            "  digits: 2\n",
            Policy("ours", 1000, 500, 100, None, GroupRule.ANY, 2),
        ),
    ],
)
def test_policies_of_uptime(tmp_path: Path, written: str, policy: Policy) -> None:
    text = f"name: Example\nurl: https://status.example.com\n{written}"
    found = site(tmp_path, {"site_src/site.yml": text}).uptime_policy
    assert found == policy
    assert decode_value(Policy, encode_value(found)) == policy


def test_components(tmp_path: Path) -> None:
    text = (
        "groups:\n  - id: g\n    name: G\n    description: Group\n    audience: strategic\n"
        "    components:\n      - id: a\n        name: A\n        aliases: [first, second]\n"
        "        start_date: 2023-04-01\n        archived: 2024-01-02\n"
        "        audience: [executives, account:acme]\n        url: https://a.example\n"
        "        translations: {fr: {name: Un, description: Le premier}}\n"
        "        origin: {system: statuspage, id: abc}\n"
        "components: [{id: checkout, name: B, archived: true}]\n"
    )
    found = site(tmp_path, {"site_src/components.yml": text})
    component = found.groups[0].components[0]
    assert (component.id, component.aliases, component.called) == ("first", ("second", "a"), "a")
    assert component.origin == "abc"
    assert (component.start_date, component.archived) == (date(2023, 4, 1), date(2024, 1, 2))
    assert component.audience == frozenset({"audience:executives", "account:acme"})
    assert component.translations == {"fr": {"name": "Un", "description": "Le premier"}}
    assert found.groups[0].audience == frozenset({"audience:strategic"})
    assert [one.id for one in found.components()] == ["first", "checkout"]
    assert found.ungrouped[0].archived is True


def test_accounts(tmp_path: Path) -> None:
    text = (
        "name: Acme & Co\ncomponents: [website, web-checkout]\nlanguage: fr\n"
        "time_zone: America/New_York\ncontact: {name: Team, email: team@example.com}\n"
        "links: [{id: 0123abcd, for: Jo, until: 2027-01-01T00:00:00Z, revoked: true}]\n"
        "generation: 2\npath: 3\noutbox: words\n"
    )
    account = site(tmp_path, {"site_src/accounts/acme.yml": text}).accounts["acme"]
    assert account.name == "Acme & Co"
    assert account.components == ("website", "web-checkout")
    assert (account.language, account.time_zone) == ("fr", "America/New_York")


def test_pages(tmp_path: Path) -> None:
    found = site(
        tmp_path,
        {
            "site_src/pages/about.md": (
                "---\ntitle: About\ndescription: Us\naudience: strategic\n---\n# We\n"
            ),
            "site_src/pages/about.fr.md": "---\ntitle: À propos\n---\nNous.\n",
        },
    )
    page = found.pages[0]
    assert (page.name, page.audience) == ("about", frozenset({"audience:strategic"}))
    assert page.titles == {"en": "About", "fr": "À propos"}
    assert list(page.titles) == ["en", "fr"]
    assert page.descriptions == {"en": "Us"}
    assert page.bodies["en"].blocks == ("<h2>We</h2>\n",)
    assert page.bodies["fr"].blocks == ("<p>Nous.</p>\n",)


def test_the_digest_follows_every_file(tmp_path: Path) -> None:
    before = read(tmp_path, {}).digest
    assert read(tmp_path, {}).digest == before
    assert read(tmp_path, {"site_src/accounts/acme.yml": "name: Acme\n"}).digest != before


@pytest.mark.parametrize("name", ["site.yml", "components.yml", "audiences.yml"])
def test_a_site_that_can_not_be_told_is_none(tmp_path: Path, name: str) -> None:
    reading = read(tmp_path, {f"site_src/{name}": "a: ["})
    assert reading.site is None
    assert reading.problems


def test_a_site_stands_beside_the_problems_of_a_page(tmp_path: Path) -> None:
    reading = read(tmp_path, {"site_src/pages/about.md": "About.\n"})
    assert reading.site is not None
    assert [one.code for one in reading.problems] == ["no-front-matter"]


def test_no_components_at_all(tmp_path: Path) -> None:
    sample.write(tmp_path, {"site_src/accounts/acme.yml": b"name: Acme\n"})
    (tmp_path / "site_src/components.yml").unlink()
    found, incidents, problems = sample.read(tmp_path)
    assert problems == ()
    assert found.site is not None
    assert list(found.site.components()) == []
    assert incidents["outage"].incident is not None
