"""A person with a browser: what they do and what they see."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

_LISTEN = """document.addEventListener("securitypolicyviolation", (event) =>
    console.error("policy violation:", event.violatedDirective, event.blockedURI))"""


@dataclass
class Visitor:
    """One browser profile. ``broken`` are breaches of the policy and failures of scripts."""

    context: "BrowserContext"
    broken: list[str] = field(default_factory=list)

    def go(self, url: str) -> "Page":
        """Open an address in a new tab."""
        page = self.context.new_page()
        page.goto(url)
        return page


def content(page: "Page") -> "Locator":
    return page.locator("#tocsin-content")


def sees(page: "Page", words: str) -> None:
    """Wait until these words stand in what was opened."""
    from playwright.sync_api import expect

    expect(content(page)).to_contain_text(words)


def is_told(page: "Page", words: str) -> None:
    """Wait until this is said and nothing private stands in the page any more."""
    from playwright.sync_api import expect

    expect(page.locator("#tocsin-note")).to_contain_text(words)
    expect(content(page)).to_be_empty()
    expect(content(page)).to_be_hidden()


def follow(page: "Page", words: str) -> None:
    content(page).get_by_role("link", name=words, exact=True).click()


def kept(page: "Page") -> dict[str, Any]:
    """What the browser keeps of the opener in each of its stores."""
    found: dict[str, Any] = page.evaluate(
        """async () => ({
            session: Object.keys(sessionStorage),
            local: Object.keys(localStorage),
            device: await new Promise((resolve) => {
                const opening = indexedDB.open("tocsin", 1);
                opening.onupgradeneeded = () => opening.result.createObjectStore("keys");
                opening.onsuccess = () => {
                    const all = opening.result.transaction("keys").objectStore("keys").getAll();
                    all.onsuccess = () => { opening.result.close(); resolve(all.result.map((one) =>
                        ({extractable: one.key.extractable, algorithm: one.key.algorithm.name,
                          until: one.until}))); };
                };
            }),
        })"""
    )
    return found


@contextmanager
def open_visitor(browser: "Browser", **options: Any) -> Iterator[Visitor]:
    """Open a fresh profile, and fail where a page broke the policy or a script failed."""
    context = browser.new_context(**options)
    context.set_default_timeout(10_000)
    visitor = Visitor(context)

    def note(text: str) -> None:
        if "olicy" in text or "Refused" in text:
            visitor.broken.append(text)

    context.on("console", lambda message: note(message.text))
    context.on("weberror", lambda failure: visitor.broken.append(str(failure.error)))
    context.add_init_script(_LISTEN)
    yield visitor
    context.close()
    assert not visitor.broken, visitor.broken
