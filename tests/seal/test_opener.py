"""The opener in a real browser, under the headers of the design and with none."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builder.render.opener_words import opener_words_in
from builder.render.portable_objects import read_catalogue
from builder.seal.head import Head
from builder.seal.links import Link
from builder.seal.opener_files import opener_files, renewed_files
from builder.seal.pages import listed
from builder.seal.passphrase import passphrase
from builder.seal.slots import link_address, slot_name
from builder.vocabulary.catalogue import Catalogue
from builder.vocabulary.heartbeat import Heartbeat
from builder.vocabulary.theme import ThemeCatalogue
from tests.seal.conftest import INSECURE_NAME
from tests.seal.host import Host
from tests.seal.samples import (
    ACME,
    ACME_WITHOUT,
    DROPPED,
    GLOBEX,
    KEPT,
    NEWEST,
    PAGES,
    SITE,
    key_of_link,
    keys_of,
    page,
    sealed,
)
from tests.seal.test_vectors import VECTORS, tree
from tests.seal.visitor import Visitor, content, follow, is_told, kept, sees

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

FOLDER = keys_of().path_id


def link_of(host: Host, link: Link = KEPT, name: str = "127.0.0.1") -> str:
    return link_address(host.url(name=name), FOLDER, key_of_link(link))


def opened(host: Host, visitor: Visitor, link: Link = KEPT) -> "Page":
    if not host.files:
        host.put(FOLDER, sealed())
    page = visitor.go(link_of(host, link))
    sees(page, "Acme today")
    return page


def remember(page: "Page") -> None:
    page.locator("#tocsin-remember").check()
    page.wait_for_function(
        """() => new Promise((resolve) => {
            const opening = indexedDB.open("tocsin", 1);
            opening.onsuccess = () => {
                const count = opening.result.transaction("keys").objectStore("keys").count();
                count.onsuccess = () => { opening.result.close(); resolve(count.result > 0); };
            };
        })"""
    )


# Links.


def test_the_right_link_opens_and_leaves_the_address(any_host: Host, visitor: Visitor) -> None:
    page = opened(any_host, visitor)
    assert page.url == any_host.url(f"{FOLDER}/")
    assert page.title() == "Private status page"
    assert "#k=" not in page.evaluate(
        "JSON.stringify([history.state, location.href, document.referrer])"
    )
    assert not any("k=" in path for path in any_host.asked)


def test_a_link_that_a_chat_put_a_full_stop_behind_opens(host: Host, visitor: Visitor) -> None:
    host.put(FOLDER, sealed())
    sees(visitor.go(link_of(host) + ")."), "Acme today")


def test_a_wrong_key_is_told(host: Host, visitor: Visitor) -> None:
    host.put(FOLDER, sealed())
    page = visitor.go(host.url(f"{FOLDER}/#k={'A' * 43}"))
    is_told(page, "withdrawn, or it is wrong")
    assert "k=" not in page.url


def test_a_link_that_is_cut_off_is_told(host: Host, visitor: Visitor) -> None:
    host.put(FOLDER, sealed())
    page = visitor.go(link_of(host)[:-7])
    is_told(page, "cut off")
    assert "k=" not in page.url


def test_a_withdrawn_link_is_told(any_host: Host, visitor: Visitor) -> None:
    any_host.put(FOLDER, sealed(ACME_WITHOUT))
    is_told(visitor.go(link_of(any_host, DROPPED)), "withdrawn")


def test_a_host_that_answers_everything_with_a_page_changes_nothing(
    host: Host, visitor: Visitor
) -> None:
    host.missing = b"<!doctype html><p>Not here</p>" * 9
    host.put(FOLDER, sealed(ACME_WITHOUT))
    is_told(visitor.go(link_of(host, DROPPED)), "withdrawn")


def test_another_account_s_link_is_told(any_host: Host, visitor: Visitor) -> None:
    any_host.put(FOLDER, sealed())
    theirs = key_of_link(GLOBEX.links[0], GLOBEX)
    is_told(visitor.go(link_address(any_host.url(), FOLDER, theirs)), "withdrawn, or it is wrong")


def test_an_address_without_a_tree_is_told(host: Host, visitor: Visitor) -> None:
    files = {name: data for name, data in sealed().items() if name != "head"}
    host.put(FOLDER, files)
    is_told(visitor.go(link_of(host)), "no private page at this address")


def test_without_a_link_it_asks_for_one(host: Host, visitor: Visitor) -> None:
    host.put(FOLDER, sealed())
    page = visitor.go(host.url(f"{FOLDER}/"))
    is_told(page, "Open it with the link")
    page.get_by_label("Your link").fill(f"  {link_of(host)} ")
    page.get_by_label("Your link").press("Enter")
    sees(page, "Acme today")
    assert page.url == host.url(f"{FOLDER}/")


def test_what_is_pasted_is_looked_at_first(host: Host, visitor: Visitor) -> None:
    host.put(FOLDER, sealed())
    page = visitor.go(host.url(f"{FOLDER}/"))
    field = page.get_by_label("Your link")
    for text, words in (
        ("https://status.example.com/", "no link to a private page"),
        (link_of(host)[:-3], "cut off"),
        (f"https://private.example.com/{'a' * 26}/#k={'A' * 43}", "for another page"),
    ):
        field.fill(text)
        field.press("Enter")
        is_told(page, words)
    assert page.locator("#tocsin-link").input_value() == ""


def test_a_link_pasted_into_an_open_tab_opens(any_host: Host, visitor: Visitor) -> None:
    any_host.put(FOLDER, sealed())
    page = visitor.go(any_host.url(f"{FOLDER}/"))
    is_told(page, "Open it with the link")
    page.evaluate("address => { location.href = address; }", link_of(any_host))
    sees(page, "Acme today")
    assert page.url == any_host.url(f"{FOLDER}/")
    page.evaluate("address => { location.href = address; }", link_of(any_host)[:-9])
    is_told(page, "cut off")
    assert "k=" not in page.url


def test_six_words_open(host: Host, visitor: Visitor) -> None:
    reader = replace(ACME, links=(replace(KEPT, words=True),))
    host.put(FOLDER, sealed(reader))
    page = visitor.go(host.url(f"{FOLDER}/"))
    words = page.get_by_label("six words")
    words.fill("one two")
    words.press("Enter")
    is_told(page, "all six words")
    words.fill(passphrase(SITE, reader.name, KEPT.id).title().replace(" ", ", "))
    words.press("Enter")
    sees(page, "Acme today")
    page.reload()
    sees(page, "Acme today")


def test_a_link_may_lead_to_a_page_and_a_place_in_it(host: Host, visitor: Visitor) -> None:
    host.put(FOLDER, sealed())
    page = visitor.go(link_of(host) + "&p=incidents%2Fpayments.html&a=u2")
    sees(page, "Your cluster is well again.")
    assert page.url == host.url(f"{FOLDER}/#p=incidents%2Fpayments.html&a=u2")


# Within the tree.


def test_two_pages_need_one_opening(any_host: Host, visitor: Visitor) -> None:
    page = opened(any_host, visitor)
    follow(page, "Card payments fail")
    sees(page, "Your cluster is well again.")
    assert page.url.endswith("#p=incidents%2Fpayments.html&a=u2")
    follow(page, "Up")
    sees(page, "Acme today")
    follow(page, "November")
    sees(page, "November")
    page.go_back()
    sees(page, "Acme today")
    slot = slot_name(key_of_link(), keys_of().epoch)
    assert any_host.asked.count(f"/{FOLDER}/{slot}") == 1
    page.reload()
    sees(page, "Acme today")


def test_a_page_that_is_not_there_is_told(host: Host, visitor: Visitor) -> None:
    page = opened(host, visitor)
    page.evaluate("location.hash = '#p=__proto__'")
    page.locator("#tocsin-note").get_by_text("no such page").wait_for()
    page.go_back()
    sees(page, "Acme today")


def test_a_page_is_as_new_as_its_click(host: Host, visitor: Visitor) -> None:
    shown = opened(host, visitor)
    host.put(FOLDER, sealed(pages={**PAGES, "history/2026-11.html": page("<h1>Newer</h1>")}))
    follow(shown, "November")
    sees(shown, "Newer")


# What is kept, and forgotten.


def test_a_session_lasts_for_its_tab_and_nothing_else_is_kept(host: Host, visitor: Visitor) -> None:
    page = opened(host, visitor)
    page.reload()
    sees(page, "Acme today")
    assert kept(page)["device"] == []
    is_told(visitor.go(host.url(f"{FOLDER}/")), "Open it with the link")


def test_on_this_device_it_opens_after_reload_and_after_a_change_of_keys(
    any_host: Host, visitor: Visitor
) -> None:
    page = opened(any_host, visitor)
    remember(page)
    assert "until" in page.locator("#tocsin-device").inner_text()
    [record] = kept(page)["device"]
    assert (record["extractable"], record["algorithm"]) == (False, "HKDF")
    page.close()
    again = visitor.go(any_host.url(f"{FOLDER}/"))
    sees(again, "Acme today")
    again.wait_for_selector("#tocsin-remember:checked")
    any_host.put(FOLDER, sealed(ACME_WITHOUT))
    sees(visitor.go(any_host.url(f"{FOLDER}/")), "Acme today")


def test_a_link_that_was_withdrawn_while_it_was_remembered(host: Host, visitor: Visitor) -> None:
    first = opened(host, visitor, DROPPED)
    remember(first)
    host.put(FOLDER, sealed(ACME_WITHOUT))
    follow(first, "November")
    is_told(first, "withdrawn")
    first.close()
    page = visitor.go(host.url(f"{FOLDER}/"))
    is_told(page, "withdrawn")
    page.get_by_role("button", name="Forget").click()
    is_told(page, "Forgotten")
    page.wait_for_timeout(100)
    assert kept(page)["device"] == []
    page.get_by_label("Your link").fill(link_of(host))
    page.get_by_label("Your link").press("Enter")
    sees(page, "Acme today")


def test_what_is_remembered_ends(host: Host, visitor: Visitor) -> None:
    page = opened(host, visitor)
    remember(page)
    page.close()
    later = visitor.context.new_page()
    later.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=31))
    later.goto(host.url(f"{FOLDER}/"))
    is_told(later, "Open it with the link")
    assert kept(later)["device"] == []


def test_the_tick_can_be_taken_back(host: Host, visitor: Visitor) -> None:
    page = opened(host, visitor)
    remember(page)
    page.locator("#tocsin-remember").uncheck()
    page.wait_for_timeout(100)
    assert kept(page)["device"] == []
    sees(page, "Acme today")


def test_forget_clears_storage_and_page_in_every_tab(any_host: Host, visitor: Visitor) -> None:
    page, other = opened(any_host, visitor), opened(any_host, visitor)
    remember(page)
    page.get_by_role("button", name="Forget").click()
    is_told(page, "Forgotten")
    is_told(other, "Forgotten")
    page.wait_for_timeout(100)
    left = kept(page)
    assert left["device"] == left["session"] == []
    assert not any("seen" in name for name in left["local"])
    for tab in (page, other):
        tab.reload()
        is_told(tab, "Open it with the link")


def test_forgotten_also_on_going_back(host: Host, visitor: Visitor) -> None:
    page = opened(host, visitor)
    follow(page, "November")
    sees(page, "November")
    page.get_by_role("button", name="Forget").click()
    is_told(page, "Forgotten")
    page.go_back()
    is_told(page, "Open it with the link")


def test_forgotten_while_the_browser_kept_the_page_as_it_was(
    bare_host: Host, visitor: Visitor
) -> None:
    page = opened(bare_host, visitor)
    page.evaluate(
        "window.same = true; addEventListener('pageshow', (e) => { window.cached = e.persisted; })"
    )
    other = opened(bare_host, visitor)
    bare_host.files["/elsewhere/index.html"] = b"<!doctype html><p>Elsewhere</p>"
    page.goto(bare_host.url("elsewhere/"))
    other.get_by_role("button", name="Forget").click()
    is_told(other, "Forgotten")
    page.go_back(wait_until="commit")
    page.wait_for_selector("#tocsin-note:not(:empty)")
    assert "Acme today" not in page.content()


def test_a_page_out_of_the_browser_s_cache_looks_again(bare_host: Host, visitor: Visitor) -> None:
    page = opened(bare_host, visitor)
    page.evaluate(
        """() => {
            localStorage.setItem(`tocsin-era:${location.pathname.split("/")[1]}`, "another");
            dispatchEvent(new PageTransitionEvent("pageshow", {persisted: true}));
        }"""
    )
    is_told(page, "Forgotten")


def test_a_shared_origin_offers_no_device(host: Host, visitor: Visitor) -> None:
    page = opened(host, visitor)
    remember(page)
    host.put(FOLDER, sealed(head=Head({}, device=False)))
    page.reload()
    sees(page, "Acme today")
    page.get_by_role("button", name="Forget").wait_for()
    assert page.locator("#tocsin-device").is_hidden()
    assert kept(page)["device"] == []


# Surroundings in which nothing opens.


def test_plain_http_is_told(any_host: Host, visitor: Visitor) -> None:
    any_host.put(FOLDER, sealed())
    page = visitor.go(link_of(any_host, name=INSECURE_NAME))
    is_told(page, "https://")
    assert "k=" not in page.url
    assert page.locator("#tocsin-ask").is_hidden()


def test_without_script_it_says_what_to_do(
    any_host: Host, visitor_with: "Callable[..., Visitor]"
) -> None:
    any_host.put(FOLDER, sealed())
    page = visitor_with(java_script_enabled=False).go(link_of(any_host))
    assert "Allow scripts for this address" in page.locator("noscript").inner_text()
    assert page.locator("noscript").is_visible()
    assert page.locator("#tocsin-ask").is_hidden()


def test_in_a_frame_it_refuses(bare_host: Host, visitor: Visitor) -> None:
    bare_host.put(FOLDER, sealed())
    frame = f'<!doctype html><iframe src="{link_of(bare_host)}"></iframe>'
    bare_host.files["/index.html"] = frame.encode()
    page = visitor.go(bare_host.url())
    inside = page.frame_locator("iframe")
    inside.get_by_text("in a window of its own").wait_for()
    assert "Acme" not in inside.locator("body").inner_text()


def test_the_headers_keep_it_out_of_frames(
    host: Host, visitor_with: "Callable[..., Visitor]"
) -> None:
    host.put(FOLDER, sealed())
    if not host.headers:
        return
    visitor = visitor_with()
    page = visitor.context.new_page()
    page.route(
        "**/framing",
        lambda route: route.fulfill(
            content_type="text/html", body=f'<iframe src="{link_of(host)}"></iframe>'
        ),
    )
    page.goto(host.url("framing"))
    page.wait_for_timeout(300)
    assert not any("head" in path for path in host.asked)
    assert all("frame-ancestors" in words for words in visitor.broken)
    visitor.broken.clear()


WORKER = b"""self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));"""


def test_a_service_worker_is_refused(bare_host: Host, visitor: Visitor) -> None:
    bare_host.put(FOLDER, sealed())
    bare_host.files["/worker.js"] = WORKER
    bare_host.files["/index.html"] = b"<!doctype html><p>Another site of this origin</p>"
    page = visitor.go(bare_host.url())
    page.evaluate(
        "navigator.serviceWorker.register('worker.js').then(() => navigator.serviceWorker.ready)"
    )
    page = visitor.go(link_of(bare_host))
    is_told(page, "service worker")
    assert "k=" not in page.url


def test_a_service_worker_that_comes_later_closes_the_page(
    bare_host: Host, visitor: Visitor
) -> None:
    page = opened(bare_host, visitor)
    bare_host.files["/worker.js"] = WORKER
    bare_host.files["/index.html"] = b"<!doctype html><p>Another site of this origin</p>"
    other = visitor.go(bare_host.url())
    other.evaluate(
        "navigator.serviceWorker.register('worker.js').then(() => navigator.serviceWorker.ready)"
    )
    is_told(page, "service worker")


# What a host, or somebody on it, might put in the way.


def test_an_older_head_than_seen_is_said(host: Host, visitor: Visitor) -> None:
    opened(host, visitor).close()
    older = sealed(
        pages={**PAGES, "index.html": page("<h1>All is well</h1>")},
        head=Head({}, newest=NEWEST - timedelta(hours=1)),
    )
    host.put(FOLDER, older)
    replayed = visitor.go(link_of(host))
    sees(replayed, "All is well")
    assert "older state of the page" in replayed.locator("#tocsin-note").inner_text()
    host.put(FOLDER, sealed())
    replayed.reload()
    sees(replayed, "Acme today")
    assert replayed.locator("#tocsin-note").inner_text() == ""


def test_a_heartbeat_is_shown_and_its_absence_is_said(host: Host, visitor: Visitor) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    every = timedelta(minutes=15)
    host.put(FOLDER, sealed(head=Head({}, NEWEST, Heartbeat(now, every))))
    page = opened(host, visitor)
    assert f"{now.year}" in page.locator("#tocsin-as-of").inner_text()
    assert page.locator("#tocsin-note").inner_text() == ""
    host.put(FOLDER, sealed(head=Head({}, NEWEST, Heartbeat(now - timedelta(hours=1), every))))
    page.reload()
    sees(page, "Acme today")
    told = page.locator("#tocsin-note").inner_text()
    assert "may be old" in told
    assert "older state of the page" in told


def test_swapped_pages_are_refused(any_host: Host, visitor: Visitor) -> None:
    files = sealed()
    one, other = (listed(keys_of(), path, PAGES[path]).file for path in list(PAGES)[:2])
    files[one], files[other] = files[other], files[one]
    any_host.put(FOLDER, files)
    is_told(visitor.go(link_of(any_host)), "does not fit the key")


def test_an_older_page_under_a_newer_head_is_refused(host: Host, visitor: Visitor) -> None:
    newer = {**PAGES, "index.html": page("<h1>It is down</h1>")}
    files = sealed(pages=newer)
    name = listed(keys_of(), "index.html", newer["index.html"]).file
    older = listed(keys_of(), "index.html", PAGES["index.html"]).file
    files[name] = sealed()[older]
    host.put(FOLDER, files)
    is_told(visitor.go(link_of(host)), "does not fit the key")


def test_a_file_that_is_gone_is_told(host: Host, visitor: Visitor) -> None:
    gone = listed(keys_of(), "index.html", PAGES["index.html"]).file
    host.put(FOLDER, {name: data for name, data in sealed().items() if name != gone})
    is_told(visitor.go(link_of(host)), "can't be reached")


def test_a_damaged_file_is_refused(host: Host, visitor: Visitor) -> None:
    files = sealed()
    name = listed(keys_of(), "index.html", PAGES["index.html"]).file
    files[name] = files[name][:-1] + bytes([files[name][-1] ^ 1])
    host.put(FOLDER, files)
    is_told(visitor.go(link_of(host)), "does not fit the key")


HOSTILE = page(
    """<h1>Acme today</h1>
    <script>bad("script")</script><script src="bad.js"></script>
    <meta http-equiv="refresh" content="0;url=/elsewhere">
    <img src="https://elsewhere.test/track.png" alt="far">
    <img src="data:image/svg+xml,%3Csvg/%3E" alt="drawn">
    <link rel="stylesheet" href="bad.css">
    <iframe src="/elsewhere"></iframe><object data="/elsewhere"></object><embed src="/elsewhere">
    <svg viewBox="0 0 9 9" id="crypto"><script>bad("svg script")</script><path d="M0 4h9" id="p"/>
    <a href="javascript:bad('a')">s</a><image href="https://elsewhere.test/drawn.png"/>
    <use href="#p"/><animate attributeName="d" to="M0 0"/><foreignObject><p>In</p></foreignObject>
    </svg>
    <math><mi>m</mi></math>
    <form action="https://elsewhere.test/"><input name="k"><button>Send</button></form>
    <a href="javascript:bad('link')">script link</a>
    <a href=" java&#10;script:bad('link')">hidden script link</a>
    <a href="data:text/html,bad">data link</a>
    <a href="http://elsewhere.test/">plain link</a>
    <a href="https://elsewhere.test/" target="_top" ping="https://elsewhere.test/ping">far link</a>
    <a href="mailto:team@example.com">mail link</a>
    <a href="../../../index.html">up link</a>
    <p id="tocsin-note">Fake note</p><p id="crypto">clobber</p>
    <template><p>inert</p></template><video src="/elsewhere" autoplay></video>
    <p id="end">The end.</p>""",
    head='<meta http-equiv="refresh" content="0;url=/elsewhere"><style>h1{color:red}</style>'
    '<script>bad("head")</script><base href="https://elsewhere.test/">',
)

# What a browser's parser itself refuses under the policy, and says so.
REFUSED = page(
    """<h1 onclick="bad('click')" style="color:red">Acme today</h1>
    <img src="x" onerror="bad('error')" alt="a picture"><svg onload="bad('svg')"></svg>
    <svg style="color:red"><path d="M0 0h9" onclick="bad('path')"/></svg>
    <style>body { display: none }</style><base href="https://elsewhere.test/">
    <p id="end">The end.</p>"""
)


def test_nothing_of_what_is_opened_runs_navigates_or_asks_elsewhere(
    any_host: Host, visitor: Visitor
) -> None:
    any_host.put(FOLDER, sealed(pages={**PAGES, "index.html": HOSTILE}))
    asked: list[str] = []
    visitor.context.on("request", lambda request: asked.append(request.url))
    visitor.context.add_init_script("window.bad = (where) => console.error('policy: ran', where)")
    page = visitor.go(link_of(any_host))
    sees(page, "The end.")
    page.wait_for_timeout(200)
    assert page.url == any_host.url(f"{FOLDER}/")
    shown = content(page)
    html = shown.inner_html()
    for word in (
        "script>",
        "meta",
        "style",
        "onclick",
        "onerror",
        "iframe",
        "<image",
        "<use",
        "animate",
        "foreignObject",
        "form",
        "object",
        "ping",
        "target",
        "template",
        "video",
        "javascript",
        "http://",
        "data:",
    ):
        assert word not in html, word
    assert '<svg viewBox="0 0 9 9"><path d="M0 4h9"></path></svg>' in html
    hrefs = {
        a.inner_text(): a.get_attribute("href")
        for a in shown.get_by_text("link", exact=False).all()
    }
    assert hrefs == {
        "script link": None,
        "hidden script link": None,
        "data link": None,
        "plain link": None,
        "far link": "https://elsewhere.test/",
        "mail link": "mailto:team@example.com",
        "up link": "#p=index.html",
    }
    own = {*sealed(pages={**PAGES, "index.html": HOSTILE}), ""}
    assert {url.rpartition("/")[2].partition("#")[0] for url in asked} <= own


def test_what_the_policy_refuses_is_not_taken_over(
    host: Host, visitor_with: "Callable[..., Visitor]"
) -> None:
    host.put(FOLDER, sealed(pages={**PAGES, "index.html": REFUSED}))
    visitor = visitor_with()
    visitor.context.add_init_script("window.bad = () => { window.ran = true; }")
    shown = visitor.go(link_of(host))
    sees(shown, "The end.")
    shown.locator("h1:visible").click()
    html = content(shown).inner_html()
    for word in ("style", "onclick", "onerror", "onload", "base"):
        assert word not in html, word
    assert shown.evaluate("[window.ran, document.baseURI]") == [None, host.url(f"{FOLDER}/")]
    assert all("inline" in words or "base" in words for words in visitor.broken)
    visitor.broken.clear()


# Behaviour of what is opened.

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360"
    "f8cfc00000030101 00c9fe92ef0000000049454e44ae426082".replace(" ", "")
)


def test_pictures_come_out_of_the_tree(any_host: Host, visitor: Visitor) -> None:
    pages = {
        **PAGES,
        "incidents/payments.html": page(
            '<h1>Seen</h1><img src="../static/seen.png" alt="A graph">'
        ),
        "static/seen.png": PICTURE,
    }
    any_host.put(FOLDER, sealed(pages=pages))
    shown = visitor.go(link_of(any_host) + "&p=incidents/payments.html")
    sees(shown, "Seen")
    shown.wait_for_function("() => document.querySelector('main img').naturalWidth === 1")
    assert shown.locator("main img").get_attribute("src").startswith("data:image/png;base64,")  # type: ignore[union-attr]


def test_times_can_be_read_in_the_device_s_zone(
    host: Host, visitor_with: "Callable[..., Visitor]"
) -> None:
    text = page('<h1>Acme today</h1><p><time datetime="2026-11-23T14:58:00Z">14:58 UTC</time></p>')
    host.put(FOLDER, sealed(pages={"index.html": text}))
    visitor = visitor_with(timezone_id="Asia/Tokyo", locale="en-GB")
    shown = visitor.go(link_of(host))
    sees(shown, "14:58 UTC")
    times = shown.get_by_role("button", name="Times of this device")
    times.click()
    sees(shown, "23:58")
    times.click()
    sees(shown, "14:58 UTC")


def test_a_promise_that_passed_says_so(host: Host, visitor: Visitor) -> None:
    past = (datetime.now(UTC) - timedelta(minutes=12, seconds=5)).strftime("%Y-%m-%dT%H:%M:%SZ")
    ahead = (datetime.now(UTC) + timedelta(minutes=12)).strftime("%Y-%m-%dT%H:%M:%SZ")
    text = page(
        f'<p class="due">Next update by <time datetime="{past}">then</time></p>'
        f'<p class="due">Next update by <time datetime="{ahead}">soon</time></p>'
    )
    host.put(FOLDER, sealed(pages={"index.html": text}))
    shown = visitor.go(link_of(host))
    sees(shown, "Next update by then (12 minutes ago)")
    assert "soon (" not in content(shown).inner_text()


def test_what_to_say_is_copied_in_one_tap(
    host: Host, visitor_with: "Callable[..., Visitor]"
) -> None:
    text = page("<h1>Acme today</h1><blockquote data-copy>We are on it.</blockquote>")
    host.put(FOLDER, sealed(pages={"index.html": text}))
    visitor = visitor_with(permissions=["clipboard-read", "clipboard-write"])
    shown = visitor.go(link_of(host))
    shown.get_by_role("button", name="Copy").click()
    shown.get_by_role("button", name="Copied").wait_for()
    assert shown.evaluate("navigator.clipboard.readText()") == "We are on it."


def test_the_language_of_a_page_is_kept(host: Host, visitor: Visitor) -> None:
    text = '<!doctype html><html lang="ar" dir="rtl"><main><h1>مرحبا</h1></main>'.encode()
    host.put(FOLDER, sealed(pages={"index.html": text}))
    shown = visitor.go(link_of(host))
    sees(shown, "مرحبا")
    assert (content(shown).get_attribute("lang"), content(shown).get_attribute("dir")) == (
        "ar",
        "rtl",
    )


# In other languages.


def words_of(root: Path, *languages: str) -> dict[str, Mapping[str, str]]:
    """What the opener says in languages of the default theme, the first the site's own."""
    return {language: opener_words_in(catalogue_of(root, language)) for language in languages}


def catalogue_of(root: Path, language: str) -> Catalogue:
    path = root / f"themes/default/locales/{language}/LC_MESSAGES/tocsin.po"
    written = ThemeCatalogue(language, path.name, path.read_text("utf-8"))
    catalogue, problems = read_catalogue(written)
    assert problems == ()
    return catalogue


@pytest.mark.parametrize(
    ("own", "title", "open_", "forget", "direction"),
    [
        ("fr", "Page d’état privée", "Ouvrir", "Oublier", "ltr"),
        ("ar", "صفحة حالة خاصة", "فتح", "نسيان", "rtl"),
    ],
)
def test_it_speaks_the_language_of_the_device(
    root: Path,
    any_host: Host,
    visitor_with: "Callable[..., Visitor]",
    own: str,
    title: str,
    open_: str,
    forget: str,
    direction: str,
) -> None:
    words = words_of(root, "de", own)
    any_host.put(FOLDER, {**sealed(), **opener_files(words=words)})
    visitor = visitor_with(locale=own)
    shown = visitor.go(any_host.url(f"{FOLDER}/"))
    is_told(shown, words[own]["ask"])
    html = shown.locator("html")
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == (own, direction)
    assert shown.title() == title
    shown.get_by_label(words[own]["link"], exact=True).fill(link_of(any_host))
    shown.get_by_role("button", name=open_, exact=True).first.click()
    sees(shown, "Acme today")
    shown.get_by_role("button", name=forget, exact=True).click()
    is_told(shown, words[own]["forgotten"])


def test_a_device_of_another_language_is_spoken_to_in_the_site_s_own(
    root: Path, host: Host, visitor_with: "Callable[..., Visitor]"
) -> None:
    words = words_of(root, "ar", "fr")
    host.put(FOLDER, {**sealed(), **opener_files(words=words)})
    shown = visitor_with(locale="ja").go(host.url(f"{FOLDER}/"))
    is_told(shown, words["ar"]["ask"])
    assert shown.locator("html").get_attribute("dir") == "rtl"


def test_a_renewed_link_is_told_in_each_language_of_the_site(
    root: Path, host: Host, visitor: Visitor
) -> None:
    words = words_of(root, "ar", "fr")
    host.put(FOLDER, renewed_files(words))
    shown = visitor.go(link_of(host))
    for language, direction in (("ar", "rtl"), ("fr", "ltr")):
        shown.get_by_role("heading", name=words[language]["renewed"], exact=True).wait_for()
        shown.locator(f'[lang="{language}"][dir="{direction}"]').get_by_text(
            words[language]["renewed_text"]
        ).wait_for()


# Around it.


def test_a_renewed_link_is_told_without_a_script(host: Host, visitor: Visitor) -> None:
    host.put(FOLDER, renewed_files())
    shown = visitor.go(link_of(host))
    shown.get_by_text("Your link was renewed").wait_for()
    assert host.asked[1:] == [
        f"/{FOLDER}/{name}" for name in renewed_files() if name != "index.html"
    ]


def test_the_vectors_open(any_host: Host, visitor: Visitor) -> None:
    folder = VECTORS["path_id"]
    any_host.put(folder, {**sealed(), **tree()})
    shown = visitor.go(any_host.url(f"{folder}/") + "#" + VECTORS["address"].partition("#")[2])
    sees(shown, "Acme today")
    follow(shown, "Checkout")
    sees(shown, "Votre grappe n'est pas touchée.")
    words = visitor.go(any_host.url(f"{folder}/"))
    words.get_by_label("six words").fill(VECTORS["words"])
    words.get_by_label("six words").press("Enter")
    sees(words, "Acme today")
