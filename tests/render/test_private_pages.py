"""Private pages: what stands on each, from files to pages, and what may stand on none."""

import re
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest

from builder.render import private_pages, private_words
from builder.render.words import ENGLISH
from tests.render import private_site
from tests.render.private_site import FIXTURES, NOW, fixture, read_all, written
from tests.render.reading import Page, faults, read
from tests.render.samples import THEME_FOLDER

AUDIENCES = ("executives", "customer-service", "technical", "business", "partners")
READERS = (*AUDIENCES, "account:acme", "account:globex")
INCIDENT = "incidents/2026-11-17-cards.html"
OPENER = Path(private_pages.__file__).parents[1] / "seal" / "opener" / "script" / "importing.js"


@cache
def tree(name: str) -> dict[str, bytes]:
    return private_site.tree(name, *fixture())


@cache
def page(name: str, path: str) -> Page:
    return read(tree(name)[path])


@cache
def imported() -> set[str]:
    """The elements that the page that opens sealed ones takes over."""
    script = OPENER.read_text()
    listed = re.search(r"ELEMENTS = new Set\(\((.*?)\)\.split", script, re.DOTALL)
    drawn = re.search(r"DRAWN = {(.*?)};", script, re.DOTALL)
    assert listed
    assert drawn
    words = {word for text in re.findall('"(.*?)"', listed[1]) for word in text.split()}
    return words | set(re.findall(r"^  (\w+):", drawn[1], re.MULTILINE))


def expected(name: str) -> dict[str, str]:
    text = (FIXTURES / f"{name.replace(':', '-')}.txt").read_text(encoding="utf-8")
    pieces = re.split(r"^===== (.+)\n", text, flags=re.MULTILINE)
    return dict(zip(pieces[1::2], (part.strip() for part in pieces[2::2]), strict=True))


@pytest.mark.parametrize("name", READERS)
def test_each_reader_has_the_page_that_was_made_for_it(name: str) -> None:
    for path, outline in expected(name).items():
        assert page(name, path).outline.strip() == outline, f"{name}: {path}"


@pytest.mark.parametrize("name", READERS)
def test_no_page_has_what_none_may_have(name: str) -> None:
    for path in tree(name):
        found = page(name, path)
        wrong = [fault for fault in faults(found) if not fault.startswith("landmarks")]
        assert not wrong, f"{path}: {wrong}"
        outside = {"html", "head", "meta", "title", "link", "style", "body", "main"}
        assert found.elements - outside <= imported(), path


@pytest.mark.parametrize("name", READERS)
def test_neither_title_nor_head_nor_path_says_whose_page_it_is(name: str) -> None:
    for path, data in tree(name).items():
        text = data.decode()
        assert page(name, path).title == "Private status page"
        assert page(name, path).meta["robots"] == "noindex"
        # A component is called what its author called it.
        head = text[: text.index("<body>")] + path.partition("components/")[0]
        assert not re.search("acme|globex|executive|og:", re.sub("<style>.*</style>", "", head))


@pytest.mark.parametrize("name", READERS)
def test_every_link_leads_into_the_tree_or_to_the_marked_public_page(name: str) -> None:
    for path, data in tree(name).items():
        for address in page(name, path).links:
            if address.startswith("mailto:"):
                continue
            if address.startswith("https:"):
                assert address.startswith("https://status.larkspur.example/")
                marked = rf'<a class="public"[^>]* href="{re.escape(address)}"'
                assert re.search(marked, data.decode()), address
                continue
            target, _, anchor = address.partition("#")
            found = normpath(join(dirname(path), target)) if target else path
            assert found in tree(name), f"{path}: {address}"
            assert not anchor or anchor in page(name, found).ids, f"{path}: {address}"


def test_what_is_passed_on_is_at_hand_without_its_quotes() -> None:
    text = tree("customer-service")["index.html"].decode()
    assert re.findall('data-copy="([^"]*)"', text) == [
        "The cause is found.",
        "when it is over.",
    ]


def test_a_reader_that_is_owed_few_stages_is_told_when_it_hears_next() -> None:
    site, incidents = fixture()
    silent = tuple(
        replace(each, updates=tuple(replace(one, next_update={}) for one in each.updates))
        for each in incidents
    )
    text = private_site.tree("partners", site, silent)["index.html"].decode()
    assert "The next update comes when this is resolved." in text
    assert "The next update comes" not in tree("partners")["index.html"].decode()


def test_an_incident_that_does_not_touch_an_account_is_folded() -> None:
    outline = page("account:globex", "index.html").outline
    assert "> 1 more that does not touch your components" in outline
    assert "# Nothing that is open touches you" in outline


def test_an_account_has_its_own_state_and_insiders_have_it_as_a_line_of_the_account() -> None:
    path = "incidents/2026-11-17-cards/20261117T1405Z-acme.md"
    own = "---\naudience: account:acme\ncomponents: {checkout: major_outage}\n---\nYours is down.\n"
    site, incidents = read_all(written() | {path: own})
    account = private_site.tree("account:acme", site, incidents)["index.html"].decode()
    assert "Major outage" in _plain(account)
    inside = _plain(private_site.tree("customer-service", site, incidents)[INCIDENT].decode())
    assert "In place of what all are told: Checkout: Major outage" in inside
    assert "Checkout: Degraded performance" in inside
    for other in ("account:globex", "technical"):
        pages = private_site.tree(other, site, incidents)
        del pages["uptime.html"]  # It names what each state weighs.
        assert not any("Major outage" in _plain(each.decode()) for each in pages.values())


def _plain(text: str) -> str:
    return " ".join(re.sub("<[^>]*>", "", text).split())


@pytest.mark.parametrize("days", [0, 1000])
def test_an_incident_that_has_no_public_page_keeps_its_private_one(days: int) -> None:
    files = written()
    folder = "incidents/2026-11-17-cards"
    files = {path: text for path, text in files.items() if not path.startswith(folder)}
    files[f"{folder}/incident.md"] = "---\ntitle: Cards fail\naudience: technical\n---\n"
    files[f"{folder}/20261117T1400Z-over.md"] = "---\nstatus: resolved\n---\nIt is over.\n"
    made = private_site.tree("technical", *read_all(files), NOW + timedelta(days))
    assert "It is over." in read(made[INCIDENT]).outline
    assert f"(../{INCIDENT})" in read(made["history/2026-11.html"]).outline
    assert f"status.larkspur.example/{INCIDENT}" not in b"".join(made.values()).decode()


def test_words_of_private_pages_hide_none_of_the_public_ones() -> None:
    assert not set(private_words.ENGLISH) & set(ENGLISH.labels)


def test_templates_ask_for_labels_that_are_there() -> None:
    folder = THEME_FOLDER / "templates" / "private"
    source = "".join(file.read_text(encoding="utf-8") for file in folder.iterdir())
    asked = set(re.findall(r'words(?:\.sentence\(|\[)"([^"]+)"', source))
    assert asked
    assert asked <= set(private_words.WORDS.labels)
