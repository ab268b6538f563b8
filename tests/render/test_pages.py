import gzip
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path, PurePosixPath
from urllib.parse import urldefrag

import pytest

from builder.render.addresses import BANNER, EMBEDDING
from builder.render.outputs import Output
from builder.render.pages import PageRenderer, shared_outputs, site_outputs
from builder.views.types import FreePage, IncidentView, SiteView
from builder.vocabulary.statuses import State
from tests.render import samples
from tests.render.reading import Page, faults, read

EXPECTED = Path(__file__).parent / "fixtures" / "pages.txt"
SITE_FEEDS = ["updates.atom", "updates.rss", "updates.json", "history.atom"]
FEEDS = re.compile(r"((components|groups)/[a-z-]+/)?(updates|major|history)\.(atom|rss|json)")


def expected() -> dict[str, str]:
    """What each page of the sample site says: a line ``===== address``, then its main part."""
    parts = EXPECTED.read_text(encoding="utf-8").split("===== ")[1:]
    return {part.partition("\n")[0]: part.partition("\n")[2].strip() + "\n" for part in parts}


def incident(view: IncidentView, **changes: object) -> Page:
    return read(samples.incident_bytes(view, **changes))


def index_of(site: SiteView) -> Output:
    return PageRenderer(site.frame, samples.theme()).index_output(site)


@pytest.mark.parametrize("path", expected())
def test_page_says_what_is_expected(path: str, pages: Mapping[str, Page]) -> None:
    assert pages[path].outline == expected()[path]


def test_every_page_has_an_expectation(pages: Mapping[str, Page]) -> None:
    assert set(pages) == set(expected())


def test_pages_have_no_fault(pages: Mapping[str, Page]) -> None:
    assert {path: faults(page) for path, page in pages.items() if faults(page)} == {}


def test_links_are_relative_name_a_file_and_lead_somewhere(pages: Mapping[str, Page]) -> None:
    lost = []
    for path, page in pages.items():
        if path == "404.html":
            continue
        for link in page.links + page.alternates:
            if link.startswith(("https://", "http://")):
                continue
            address, anchor = urldefrag(link)
            target = _resolved(path, address) if address else path
            if FEEDS.fullmatch(target) or target.endswith(".ics"):
                continue
            if target not in pages or (anchor and anchor not in pages[target].ids):
                lost.append((path, link))
    assert lost == []


def _resolved(path: str, address: str) -> str:
    """Follow a link as a browser does; a folder is no page, and nothing lies above the root."""
    assert not address.startswith("/"), f"{address} on {path} is not relative"
    parts = list(PurePosixPath(path).parent.parts)
    for part in PurePosixPath(address).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("https://status.larkspur.example", "/index.html"),
        ("https://status.larkspur.example:8443/", "/index.html"),
        ("https://larkspur.github.io/status", "/status/index.html"),
        ("https://larkspur.example/a b/é/", "/a%20b/%C3%A9/index.html"),
    ],
)
def test_not_found_links_by_the_path_of_the_sites_address(url: str, home: str) -> None:
    renderer = PageRenderer(samples.frame(url=url), samples.theme())
    page = read(renderer.not_found_output().make())
    root = home.removesuffix("index.html")
    assert home in page.links
    assert page.alternates == [root + feed for feed in SITE_FEEDS]
    assert all(link.startswith(root) for link in page.links if not link.startswith("#"))


def test_the_feed_of_all_updates_is_offered_first(pages: Mapping[str, Page]) -> None:
    assert pages["index.html"].alternates == SITE_FEEDS
    assert pages["p/about.html"].alternates == [f"../{feed}" for feed in SITE_FEEDS]


@pytest.mark.parametrize("part", ["components/checkout", "groups/payments"])
def test_a_part_offers_its_own_feed_and_calendar_first(
    part: str, pages: Mapping[str, Page]
) -> None:
    own = [f"../{part}/updates.{ending}" for ending in ("atom", "rss", "json")]
    offered = [*own, f"../{part}/maintenance.ics", *(f"../{feed}" for feed in SITE_FEEDS)]
    assert pages[f"{part}.html"].alternates == offered


@pytest.mark.parametrize("path", ["maintenance.html", "subscribe.html"])
def test_programs_find_the_calendar_where_it_is_spoken_of(
    path: str, tree: Mapping[str, bytes], pages: Mapping[str, Page]
) -> None:
    assert pages[path].alternates == ["maintenance.ics", *SITE_FEEDS]
    assert b'<link rel="alternate" type="text/calendar"' in tree[path]


def test_policy_allows_the_style_of_the_page_and_no_script(pages: Mapping[str, Page]) -> None:
    for path, page in pages.items():
        digest = b64encode(sha256(page.style.encode()).digest()).decode()
        assert page.meta["Content-Security-Policy"] == (
            f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self' data:; "
            "base-uri 'none'; form-action 'none'"
        ), path


def test_title_of_the_index_begins_with_the_state(pages: Mapping[str, Page]) -> None:
    assert pages["index.html"].title == "Minor Service Outage · Larkspur Pay"
    assert pages["index.html"].icon != pages["history/index.html"].icon


def test_search_engines_are_turned_away_where_the_site_says_so(pages: Mapping[str, Page]) -> None:
    assert "robots" not in pages["index.html"].meta
    hidden = incident(samples.view(), search_engines=False)
    assert hidden.meta["robots"] == "noindex"


def test_preview_names_the_incident(pages: Mapping[str, Page]) -> None:
    meta = pages["incidents/2026-11-23-card-payments.html"].meta
    assert meta["og:title"] == "Card payments fail in Europe · Larkspur Pay"
    assert meta["description"] == ("Identified · Checkout, Payments API · 23 Nov 2026, 13:52 UTC")


def test_times_are_in_the_zone_of_the_page() -> None:
    page = incident(samples.view(), time_zone="Europe/Paris")
    assert ("2026-11-23T14:05:00Z", "23 Nov 2026, 15:05 CET") in page.times
    assert "Next update by 23 Nov 2026, 16:20 CET" in page.outline


def test_month_of_an_incident_is_that_of_the_zone() -> None:
    view = replace(samples.eventful(), began=samples.at("2026-09-30 22:30"))
    paris = incident(view, time_zone="Europe/Paris")
    assert "../history/2026-10.html" in paris.links
    assert "../history/2026-09.html" in incident(view).links


def test_incident_that_has_not_begun_leads_to_no_month() -> None:
    view = replace(samples.notice(), began=samples.at("2026-12-02 08:00"))
    assert incident(view).outline.startswith("[History](../history/index.html)\n")


@pytest.mark.parametrize(
    ("shown", "sentence"),
    [(True, "The next update was due by 23 Nov 2026, 15:20 UTC"), (False, None)],
)
def test_broken_promise_is_told_where_the_site_wants_it(shown: bool, sentence: str | None) -> None:
    page = incident(replace(samples.view(), overdue=True), show_overdue=shown)
    told = [line for line in page.outline.splitlines() if "next update" in line.lower()]
    assert told == ([sentence] if sentence else [])


def test_length_of_an_incident_stands_only_where_it_has_ended() -> None:
    running = incident(samples.view()).outline
    assert "Ended" not in running
    assert "12:26 UTC, after 4 h 24 min" in incident(samples.eventful()).outline


def test_merged_incident_leads_to_the_one_it_goes_on_in() -> None:
    last = replace(samples.view().updates[-1], merged_into="2026-10-11-dashboard")
    view = replace(
        samples.view(),
        updates=(*samples.view().updates[:-1], last),
        merged_into="2026-10-11-dashboard",
    )
    page = incident(view)
    assert page.links.count("../incidents/2026-10-11-dashboard.html") == 2


def test_overrun_is_told() -> None:
    page = incident(samples.maintenance(overrun=True))
    assert "Running past its window" in page.outline


def test_no_impact_and_no_postmortem_are_told() -> None:
    updates = samples.eventful().updates
    last = replace(
        updates[-1],
        no_impact=True,
        data_loss="Three drafts.",
        postmortem_by=None,
        no_postmortem="a test.",
    )
    outline = incident(replace(samples.eventful(), updates=(*updates[:-1], last))).outline
    assert "It had no impact" in outline
    assert "Data loss: Three drafts." in outline
    assert "No postmortem: a test." in outline


def test_words_of_a_redacted_update_are_in_no_page() -> None:
    updates = samples.eventful().updates
    leaky = tuple(
        replace(each, text=samples.said("<p>Customer Acme</p>")) if each.redacted else each
        for each in updates
    )
    view = replace(samples.eventful(), updates=leaky)
    assert b"Acme" not in samples.incident_bytes(view)


def test_text_in_another_language_is_marked() -> None:
    updates = samples.view().updates
    french = replace(updates[-1], text={"fr": samples.said("<p>Bientôt.</p>")["en"]})
    view = replace(
        samples.view(), title={"ar": "توقف"}, updates=(*updates[:-1], french), components=()
    )
    html = samples.incident_bytes(view).decode("utf-8")
    assert '<bdi lang="ar" dir="rtl">توقف</bdi>' in html
    assert '<div lang="fr" dir="ltr"><p>Bientôt.</p></div>' in html


def test_language_and_direction_of_the_page() -> None:
    data = PageRenderer(samples.frame(languages=("he",)), samples.theme()).not_found_output().make()
    assert b'<html lang="he" dir="rtl">' in data


HOSTILE = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "\u202egnirts\u2066 \u200f",
    "&lt;b&gt; &amp;",
    "x" * 10_000,
    "𝕬 👩‍🚀 é \u0301",
    "__proto__",
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_hostile_words_stay_words(text: str) -> None:
    name = {"en": text}
    plain = samples.site()
    view = samples.view(
        title=name,
        updates=tuple(
            replace(each, title=name, withdrawn=each.at, withdrawn_reason=text)
            for each in samples.view().updates
        ),
    )
    frame = samples.frame(
        name=text,
        pages=(FreePage("about", name, samples.said("<p>Text</p>")),),
        component_names=dict.fromkeys(samples.NAMES, name),
    )
    group = replace(
        plain.groups[0],
        name=name,
        description=name,
        components=tuple(
            replace(each, name=name, description=name) for each in plain.groups[0].components
        ),
    )
    site = replace(
        plain,
        frame=frame,
        open=(view,),
        groups=(group,),
        recent=(samples.row(view),),
        components=tuple(
            replace(
                each,
                component=replace(each.component, name=name, url="javascript:alert(1)"),
                open=(samples.row(view),),
            )
            for each in plain.components
        ),
    )
    renderer = PageRenderer(frame, samples.theme())
    for output in [
        renderer.incident_output(view, "key"),
        *shared_outputs(renderer),
        *site_outputs(site, samples.months(), renderer),
    ]:
        data = output.make()
        page = read(data)
        assert page.elements.isdisjoint({"b", *(() if output.path == EMBEDDING else ("img",))})
        if output.path == BANNER:
            continue
        assert faults(page) == [], output.path
        assert len(page.title) < 400, output.path
        assert "\u202e" not in page.title, output.path
        assert not [link for link in page.links if "javascript" in link], output.path
    own = read(renderer.incident_output(view, "key").make())
    assert " ".join(text.split()) in own.outline


def test_index_arrives_in_the_first_flight_whatever_the_history_holds() -> None:
    """A first flight of TCP holds about 14,600 bytes; 13,500 leave room for headers."""
    updates = tuple(
        samples.update(
            f"20261123T{14 + count // 6}{count % 6}0Z-said",
            samples.view().stage,
            f"Update number {count} tells of what we see and do, what is affected and what is "
            "not, and what customers can do until it is over: "
            f"{sha256(bytes([count])).hexdigest()}.",
        )
        for count in range(8)
    )
    site = samples.site(
        open=(samples.view(updates=updates), samples.view(id="another", updates=updates)),
        recent=samples.past_rows(10),
    )
    months = tuple(
        replace(samples.site().months[0], key=f"{year}-{month:02}")
        for year in range(1990, 2026)
        for month in range(1, 13)
    )
    small = index_of(site).make()
    assert len(gzip.compress(small, 6, mtime=0)) <= 13_500
    assert index_of(replace(site, months=months)).make() == small


def test_same_values_same_bytes_and_keys(tree: Mapping[str, bytes]) -> None:
    site = samples.site()
    keys = []
    for _ in range(2):
        renderer = PageRenderer(site.frame, samples.theme())
        outputs = [*shared_outputs(renderer), *site_outputs(site, samples.months(), renderer)]
        keys.append([output.key for output in outputs])
        assert all(output.make() == tree[output.path] for output in outputs)
    assert keys[0] == keys[1]
    assert len(set(keys[0])) == len(keys[0])


def _renamed(site: SiteView) -> SiteView:
    names = samples.NAMES | {"checkout": {"en": "Till"}}
    return replace(site, frame=replace(site.frame, component_names=names))


def _failing(site: SiteView) -> SiteView:
    broken = replace(site.components[2].component, state=State.MAJOR_OUTAGE)
    first = site.groups[0]
    groups = (replace(first, components=(*first.components[:2], broken)), *site.groups[1:])
    pages = (
        *site.components[:2],
        replace(site.components[2], component=broken),
        *site.components[3:],
    )
    return replace(site, groups=groups, components=pages)


CHANGES: dict[str, Callable[[SiteView], SiteView]] = {
    "name": lambda site: replace(site, frame=replace(site.frame, name="Other")),
    "zone": lambda site: replace(site, frame=replace(site.frame, time_zone="Asia/Tokyo")),
    "language": lambda site: replace(site, frame=replace(site.frame, languages=("fr",))),
    "robots": lambda site: replace(site, frame=replace(site.frame, search_engines=False)),
    "url": lambda site: replace(site, frame=replace(site.frame, url="https://x.example/y")),
    "pages": lambda site: replace(site, frame=replace(site.frame, pages=())),
    "component renamed": _renamed,
    "component fails": _failing,
    "no open incident": lambda site: replace(site, open=()),
    "recent": lambda site: replace(site, recent=samples.past_rows(2)),
    "months": lambda site: replace(site, months=site.months[:1]),
    "maintenance": lambda site: replace(site, upcoming=(), past_maintenance=samples.past_rows(1)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_key_moves_wherever_bytes_do(change: Callable[[SiteView], SiteView]) -> None:
    before, after = samples.site(), change(samples.site())
    outputs = []
    for site in (before, after):
        renderer = PageRenderer(site.frame, samples.theme())
        every = (*shared_outputs(renderer), *site_outputs(site, samples.months(), renderer))
        outputs.append({output.path: output for output in every})
    moved = {
        path
        for path in outputs[0].keys() & outputs[1].keys()
        if outputs[0][path].make() != outputs[1][path].make()
    }
    assert moved
    assert [path for path in moved if outputs[0][path].key == outputs[1][path].key] == []


def test_words_of_a_free_page_move_no_other_page() -> None:
    page = samples.frame().pages[0]
    edited = samples.frame(pages=(replace(page, text=samples.said("<p>New.</p>")),))
    keys = {
        PageRenderer(frame, samples.theme()).month_output(samples.site().months[0]).key
        for frame in (samples.frame(), edited)
    }
    assert len(keys) == 1


def test_what_leads_to_other_pages_comes_last() -> None:
    site = samples.site()
    outputs = [*site_outputs(site, samples.months(), PageRenderer(site.frame, samples.theme()))]
    assert [output.path for output in outputs if output.last] == [
        "banner.html",
        "history/index.html",
        "index.html",
    ]
    assert outputs[-1].path == "index.html"


def test_site_without_anything_has_whole_pages() -> None:
    frame = samples.frame(pages=(), component_names={})
    empty = samples.site(
        frame=frame,
        groups=(),
        open=(),
        notices=(),
        active=(),
        upcoming=(),
        recent=(),
        months=(),
        components=(),
    )
    for output in site_outputs(empty, samples.months(), PageRenderer(frame, samples.theme())):
        if output.path != BANNER:
            assert faults(read(output.make())) == [], output.path
