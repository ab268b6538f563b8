"""How long a real browser takes to open a sealed page, once its bytes are there."""

import shutil
from dataclasses import dataclass
from random import Random
from statistics import median

from markdown_it import MarkdownIt

from builder.seal.slots import link_address
from tests.bench.prose import body
from tests.seal.host import running
from tests.seal.samples import key_of_link, keys_of, page, sealed

TEXT = 100_000
"""Characters on the page, markup among them."""

ROUNDS = 9

# What the opener itself marks, and the first frame after it.
_WATCH = """
window.painted = new Promise((resolve) => {
    new PerformanceObserver((list) => {
        if (!list.getEntriesByName("tocsin-shown").length) return;
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
    }).observe({type: "mark"});
});
"""
_TAKEN = """async () => {
    const painted = await window.painted;
    const [arrived, shown] = ["tocsin-arrived", "tocsin-shown"].map((name) =>
        performance.getEntriesByName(name)[0].startTime);
    return [shown - arrived, painted - arrived];
}"""


@dataclass(frozen=True, slots=True)
class Opening:
    """Median seconds from the last byte's arrival until an index is in the document, and until the
    browser has painted it."""

    shown: float
    painted: float


def measured_opening(rounds: int = ROUNDS) -> Opening | None:
    """Open an index several times, each in a fresh profile; ``None`` where there is no Chromium or
    no playwright."""
    chromium = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    if chromium is None:
        return None
    folder = keys_of().path_id
    taken = []
    with running(True) as host, sync_playwright() as playwright:
        host.put(folder, sealed(pages={"index.html": _index()}))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for _ in range(rounds):
            visitor = browser.new_context()
            visitor.add_init_script(_WATCH)
            tab = visitor.new_page()
            tab.goto(link_address(host.url(), folder, key_of_link()))
            taken.append(tab.evaluate(_TAKEN))
            visitor.close()
        browser.close()
    shown, painted = (median(each) / 1_000 for each in zip(*taken, strict=True))
    return Opening(shown, painted)


def _index() -> bytes:
    random, markdown = Random(20261123), MarkdownIt()
    text = ""
    while len(text) < TEXT:
        text += markdown.render(body(random))
    return page(text)
