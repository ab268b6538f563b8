"""Incidents' pages in private trees: shared among readers who are alike, led into the tree."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest

from builder.build import Outcome, Request, build
from builder.build.private_layout import PrivateLayout
from builder.build.uptime_figures import Question, figures
from builder.model.uptime import percent
from builder.model.uptime_window import NamedWindow
from builder.render.private_maker import PrivatePageMaker
from builder.seal.keys import Site, path_id
from builder.seal.opening import open_tree
from builder.seal.secret import Secret
from builder.seal.slots import link_key
from builder.views.audience_view import audience_incident
from builder.vocabulary.times import parse_time
from tests.build.sites import NOW, bytes_of, incident, lay, put, update
from tests.leaks.plan import stream
from tests.leaks.sites import site as random_site
from tests.leaks.sites import write

SECRET = Secret(bytes(range(32)))
QUICK = range(3_000, 3_006)
MANY = range(30_000, 30_100)
AUDIENCES = """\
strategic: {reads: [public], accounts: true}
executives: {reads: [public], links: [{id: 00000001}]}
technical: {reads: [public], links: [{id: 00000002}]}
"""
PUBLIC_PAGE = b'href="https://status.example.com/incidents/'


def built(source: Path, base: Path, now: Any = NOW) -> Outcome:
    outcome = build(Request(source, base / "out", base / "cache", now, True, secret=SECRET))
    assert not outcome.failed, outcome.problems
    return outcome


def opened(base: Path, reader: str, link: str) -> Mapping[str, bytes]:
    keys = Site(SECRET)
    name = path_id(keys, reader)
    tree = base / "out/private" / name
    files = {str(each.relative_to(tree)): each.read_bytes() for each in tree.rglob("*.*")}
    files |= {each.name: each.read_bytes() for each in tree.iterdir() if each.is_file()}
    return open_tree(files, name, link_key(keys, reader, link)).pages


def alone(layout: Any, seen: Any, others: Any) -> Any:
    """Lay a page out for one reader, from all that this one has."""
    setting = layout._setting
    whole = audience_incident(seen.view, setting)
    return layout._renderer.incident_body(whole, setting, others.inside, others.limited)


def hold(folder: Path, seed: int) -> int:
    """Build a site with pages shared and without; return how many pages were not made again."""
    drawn = random_site(seed, stream(0))
    write(drawn, folder / "sources")
    for name in ("first", "second", "third"):
        put(folder / "sources", f"site_src/accounts/{name}.yml", f"name: The {name}\n")
    made = {"shared": 0, "alone": 0}
    for kind in made:
        with pytest.MonkeyPatch.context() as patch:
            body = PrivatePageMaker.incident_body

            def counted(*given: Any, kind: str = kind, body: Any = body) -> Any:
                made[kind] += 1
                return body(*given)

            patch.setattr(PrivatePageMaker, "incident_body", counted)
            # Random words of one reader stand by chance in what others read.
            patch.setattr("builder.build.story._leaks", lambda *given: ())
            if kind == "alone":
                patch.setattr("builder.build.cuts.reader_as_named", lambda reader, named: reader)
                patch.setattr(PrivateLayout, "_incident_body", alone)
            built(folder / "sources", folder / kind, drawn.now)
    assert bytes_of(folder / "shared/out") == bytes_of(folder / "alone/out"), seed
    return made["alone"] - made["shared"]


def test_a_page_that_readers_share_is_the_one_that_each_would_have_alone(tmp_path: Path) -> None:
    assert sum(hold(tmp_path / str(seed), seed) for seed in QUICK) > 10


@pytest.mark.proof
def test_pages_are_those_of_each_alone_on_many_sites(tmp_path: Path) -> None:
    spared = 0
    for seed in MANY:
        spared += hold(tmp_path / str(seed), seed)
        rmtree(tmp_path / str(seed))
    assert spared > 200


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Two incidents for executives, one of which goes on in the other, and one for everyone."""
    root = lay(tmp_path / "site")
    put(root, "site_src/audiences.yml", AUDIENCES)
    put(root, "site_src/accounts/acme.yml", "name: Acme\nlinks: [{id: 0000000a}]\n")
    hidden = "title: Quiet\naudience: executives"
    incident(root, "heir", hidden, u20261123T1400Z=update("investigating", "14:00"))
    incident(
        root,
        "merged",
        hidden,
        u20261123T1405Z=update("investigating", "14:05"),
        u20261123T1410Z=update("identified", "14:10", merged_into="heir"),
    )
    body = "See [this](/incidents/old.html)."
    incident(root, "open", u20261123T1405Z=update("investigating", "14:05", body))
    write_old(root, 2020)
    return root


def write_old(root: Path, year: int) -> None:
    """Write an incident with a word for executives, that was over in March of a year."""
    rmtree(root / "incidents/old", ignore_errors=True)
    name = f"u{year}0301T1400Z"
    text = f"---\nstatus: resolved\nat: {year}-03-01T14:00:00Z\n---\nWords.\n\n"
    incident(root, "old", **{name: f"{text}::: executives\nA word.\n:::\n"})


def test_incidents_of_a_private_tree_lead_to_each_other_within_it(
    site: Path, tmp_path: Path
) -> None:
    built(site, tmp_path)
    page = opened(tmp_path, "audience:executives", "00000001")["incidents/merged.html"]
    assert page.count(b'href="../incidents/heir.html"') == 2
    assert PUBLIC_PAGE + b"heir.html" not in page


def test_a_page_that_comes_into_a_tree_is_led_to_and_one_that_leaves_is_not(
    site: Path, tmp_path: Path
) -> None:
    def link(reader: str, link_id: str) -> bytes:
        page = opened(tmp_path, reader, link_id)["incidents/open.html"]
        return page.partition(b"See <a ")[2].partition(b">")[0]

    built(site, tmp_path)
    assert PUBLIC_PAGE + b"old.html" in link("audience:executives", "00000001")
    write_old(site, 2026)
    built(site, tmp_path)
    assert link("audience:executives", "00000001") == b'href="../incidents/old.html"'
    assert PUBLIC_PAGE + b"old.html" in link("audience:technical", "00000002")
    assert PUBLIC_PAGE + b"old.html" in link("account:acme", "0000000a")
    later = NOW.replace(year=2028, month=4)
    built(site, tmp_path, later)
    assert PUBLIC_PAGE + b"old.html" in link("audience:executives", "00000001")
    built(site, tmp_path / "cold", later)
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "cold/out")


def test_contacts_are_told_where_they_are_needed_and_nowhere_else(
    site: Path, tmp_path: Path
) -> None:
    needs = "needs: [{id: contact, label: {en: Contact}}]"
    put(
        site,
        "site_src/audiences.yml",
        AUDIENCES.replace("accounts: true}", f"accounts: true, {needs}}}"),
    )
    for name, link in (("acme", "a"), ("globex", "b"), ("initech", "c")):
        contact = f"contact: {{name: Friend of {name}}}\n" if name != "initech" else ""
        put(
            site,
            f"site_src/accounts/{name}.yml",
            f"name: {name}\n{contact}links: [{{id: 0000000{link}}}]\n",
        )
    built(site, tmp_path)
    for name, link in (("acme", "a"), ("globex", "b"), ("initech", "c")):
        page = opened(tmp_path, f"account:{name}", f"0000000{link}")["incidents/open.html"]
        told = {each for each in (b"acme", b"globex") if b"Friend of " + each in page}
        assert told == {name.encode()} - {b"initech"}


def test_sharing_leaves_out_all_that_a_reader_has_alone(site: Path, tmp_path: Path) -> None:
    settings = []
    with pytest.MonkeyPatch.context() as patch:
        body = PrivatePageMaker.incident_body

        def kept(maker: Any, incident: Any, reader: Any, *more: Any) -> Any:
            settings.append(reader)
            return body(maker, incident, reader, *more)

        patch.setattr(PrivatePageMaker, "incident_body", kept)
        built(site, tmp_path)
    blank = [replace(each, frame=replace(each.frame, component_names={})) for each in settings]
    assert {(each.name, each.components, each.frame.pages) for each in blank} == {("", (), ())}
    assert {each.reader for each in settings} == {"", "audience:executives"}


def test_figures_are_of_the_reader_s_own_view_and_days(tmp_path: Path) -> None:
    """As `tocsin uptime` has them at the last midnight of the account's zone; the next one moves
    the pages. Readers who were told the same of a component may know its incident by other
    titles."""
    root = lay(tmp_path / "site")
    put(root, "site_src/audiences.yml", AUDIENCES)
    for name, link in (("acme", "a"), ("globex", "b"), ("initech", "c")):
        text = f"name: {name}\nlinks: [{{id: 0000000{link}}}]\ncomponents: [checkout]\n"
        put(root, f"site_src/accounts/{name}.yml", text + "time_zone: Asia/Tokyo\n")

    def at(time: str, status: str, state: str) -> str:
        front = f"status: {status}\nat: {time}:00Z\ncomponents: {{checkout: {state}}}"
        return f"---\n{front}\n---\nWords.\n"

    own = "---\naudience: account:acme\nat: 2026-11-23T14:10:00Z\n"
    incident(
        root,
        "down",
        u20261123T1405Z=update("investigating", "14:05", components="{checkout: partial_outage}"),
        u20261123T1410Z=own + "components: {checkout: major_outage}\n---\nYours is down.\n",
        u20261123T1505Z=update("resolved", "15:05"),
    )
    incident(
        root,
        "long-ago",
        "title: Everyone's title\ntitles: {account:globex: Its own title}",
        u20260301T1000Z=at("2026-03-01T10:00", "investigating", "major_outage"),
        u20260301T1100Z=at("2026-03-01T11:00", "resolved", "operational"),
    )
    now, midnight = (parse_time(f"2026-11-24T{at}Z") for at in ("14:59:59", "15:00:00"))
    built(root, tmp_path, now)
    request = Request(root, tmp_path, tmp_path, now=parse_time("2026-11-23T15:00:00Z"))
    told = set()
    for account, link in (("acme", "0000000a"), ("globex", "0000000b")):
        window = NamedWindow("90d", timedelta(days=90))
        measured = figures(request, Question(window, account, ("checkout",))).uptime.components
        assert measured[0].uptime is not None
        told.add(percent(measured[0].uptime, 5))
        pages = opened(tmp_path, f"account:{account}", link)
        month = "components/checkout/history/2026-03.html"
        assert {path for path in pages if path.startswith("components/")} == {
            "components/checkout.html",
            "components/checkout/history/index.html",
            month,
        }
        for path in ("index.html", "components/checkout.html", "uptime.html"):
            assert percent(measured[0].uptime, 5).encode() in pages[path], path
        for path in ("components/checkout.html", month):
            assert (b"Its own title" in pages[path]) == (account == "globex")
    assert b"Its own title" not in b"".join(
        opened(tmp_path, "account:initech", "0000000c").values()
    )
    assert len(told) == 2
    outcome = built(root, tmp_path, midnight)
    assert min(each for each in outcome.instants.values() if each) > midnight
    assert any("private/" in path for path in outcome.written)
    built(root, tmp_path / "cold", midnight)
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "cold/out")
