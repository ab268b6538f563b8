"""Links within the site, from build to build: what they lead to may go, or turn private."""

import shutil
from pathlib import Path

import pytest

from builder.build import Outcome
from tests.build.sites import as_cold, built, incident, lay, put, update

PAGE = "---\ntitle: {title}\n{keys}---\n{body}\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Two incidents and two pages; the first of each leads to the other."""
    root = lay(tmp_path / "site")
    words = "See [the other](/incidents/b.html#20261123T1700Z) and [help](/p/help.html)."
    incident(root, "a", u20261123T1705Z=update("investigating", "17:05", words))
    incident(root, "b", u20261123T1700Z=update("investigating", "17:00", "Slow."))
    put(root, "site_src/pages/about.md", page("See [it](/incidents/b.html)."))
    put(root, "site_src/pages/help.md", page("Help."))
    return root


def page(body: str, keys: str = "") -> str:
    return PAGE.format(title="Page", keys=keys, body=body)


def again(site: Path) -> Outcome:
    return built(site, site / "../out", site / "../cache")


def found(site: Path) -> list[str]:
    return [f"{each.place.path}: {each.code}" for each in again(site).problems]


def test_links_lead_from_one_page_to_another(site: Path, tmp_path: Path) -> None:
    assert again(site).problems == ()
    pages = tmp_path / "out/public"
    text = (pages / "incidents/a.html").read_text()
    assert 'href="../incidents/b.html#20261123T1700Z"' in text
    assert 'href="../p/help.html"' in text
    assert f"{'https://status.example.com'}/p/help.html" in (pages / "updates.atom").read_text()


def test_an_incident_that_goes_is_missed_by_what_leads_to_it(site: Path) -> None:
    assert again(site).problems == ()
    shutil.rmtree(site / "incidents/b")
    assert found(site) == [
        "incidents/a/20261123T1705Z.md: dead-link",
        "site_src/pages/about.md: dead-link",
    ]


def test_an_update_that_turns_private_is_missed(site: Path) -> None:
    assert again(site).problems == ()
    incident(site, "b", u20261123T1700Z=update("investigating", "17:00", audience="executives"))
    assert found(site) == [
        "incidents/a/20261123T1705Z.md: link-out-of-reach",
        "site_src/pages/about.md: link-out-of-reach",
    ]


def test_a_page_that_turns_private_is_missed(site: Path) -> None:
    assert again(site).problems == ()
    put(site, "site_src/pages/help.md", page("Help.", "audience: executives\n"))
    assert found(site) == ["incidents/a/20261123T1705Z.md: link-out-of-reach"]


def test_a_private_page_that_changes_its_readers_is_missed(site: Path) -> None:
    words = "Slow.\n\n::: executives\nSee [this](/p/inside.html).\n:::"
    incident(site, "b", u20261123T1700Z=update("investigating", "17:00", words))
    put(site, "site_src/pages/inside.md", page("Inside.", "audience: executives\n"))
    assert again(site).problems == ()
    put(site, "site_src/pages/inside.md", page("Inside.", "audience: technical\n"))
    assert found(site) == ["incidents/b/20261123T1700Z.md: link-out-of-reach"]


def test_a_page_that_changes_leaves_the_same_bytes_as_a_cold_build(
    site: Path, tmp_path: Path
) -> None:
    again(site)
    put(site, "site_src/pages/help.md", page("More help."))
    assert again(site).problems == ()
    as_cold(site, tmp_path / "out")


def test_links_lead_to_the_page_on_subscribing_and_to_feeds(site: Path) -> None:
    led = ("subscribe.html", "major.json", "history.rss", "components/checkout/updates.atom")
    links = " ".join(f"[x](/{address})" for address in (*led, "groups/payments/updates.rss"))
    put(site, "site_src/pages/help.md", page(links))
    assert again(site).problems == ()


@pytest.mark.parametrize("part", ["components/nothing", "groups/checkout", "components/payments"])
def test_a_feed_of_a_part_that_is_not_there_is_missed(site: Path, part: str) -> None:
    put(site, "site_src/pages/help.md", page(f"[x](/{part}/updates.atom)"))
    assert found(site) == ["site_src/pages/help.md: dead-link"]


def test_a_feed_of_a_group_for_some_is_not_for_all_to_know_of(site: Path) -> None:
    text = (site / "site_src/components.yml").read_text()
    put(
        site,
        "site_src/components.yml",
        text.replace("Payments\n", "P\n    audience: executives\n", 1),
    )
    put(site, "site_src/pages/help.md", page("[x](/groups/payments/updates.atom)"))
    assert found(site) == ["site_src/pages/help.md: link-out-of-reach"]
