"""Reads pages as browsers and people do: what is wrong with one, and what it says."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "link", "meta"}
LINES = {"p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "div", "pre", "td"}


@dataclass
class Page:
    """What stands in a page. ``headings`` are levels; ``outline`` is its main part as text."""

    language: str = ""
    title: str = ""
    style: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    alternates: list[str] = field(default_factory=list)
    icon: str = ""
    ids: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    landmarks: list[str] = field(default_factory=list)
    times: list[tuple[str, str]] = field(default_factory=list)
    elements: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    outline: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._open: list[str] = []
        self._lines: list[str] = []
        self._time = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        assert len(values) == len(attrs), f"<{tag}> has an attribute twice"
        page = self.page
        page.elements.add(tag)
        page.attributes.update(values)
        if "id" in values:
            page.ids.append(values["id"])
        if tag == "html":
            page.language = values["lang"]
        elif tag == "meta":
            name = values.get("name") or values.get("property") or values.get("http-equiv")
            page.meta[name or "charset"] = values.get("content") or values["charset"]
        elif tag == "a":
            page.links.append(values["href"])
        elif tag == "link" and values["rel"] == "alternate":
            page.alternates.append(values["href"])
        elif tag == "link":
            page.icon = values["href"]
        elif tag in {"header", "nav", "main", "footer"}:
            page.landmarks.append(tag)
        elif tag == "time":
            self._time = values["datetime"]
        elif re.fullmatch("h[1-6]", tag):
            page.headings.append(int(tag[1]))
        if tag not in VOID:
            self._open.append(tag)
        if "main" in self._open:
            self._begin(tag, values)

    def _begin(self, tag: str, values: dict[str, str]) -> None:
        if tag in LINES:
            sign = {"li": "- ", "dt": ": ", "summary": "> "}.get(tag, "")
            sign = "#" * int(tag[1]) + " " if re.fullmatch("h[1-6]", tag) else sign
            self._lines.append(sign)
        elif tag == "a":
            self._say("[")
            self._target = values["href"]
        elif tag == "del":
            self._lines.append("~~")

    def _say(self, text: str) -> None:
        if self._lines:
            self._lines[-1] += text

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> ends nothing"
        assert self._open[-1] == tag, f"</{tag}> ends <{self._open[-1]}>"
        if "main" in self._open and tag == "a":
            self._say(f"]({self._target})")
        if "main" in self._open and tag in LINES:
            self._lines.append("")
        if tag == "time":
            self._time = ""
        self._open.pop()

    def handle_data(self, data: str) -> None:
        inside = self._open[-1] if self._open else ""
        if inside == "title":
            self.page.title += data
        elif inside == "style":
            self.page.style += data
        elif "main" in self._open:
            self._say(data.replace("\n", " "))
        if self._time:
            self.page.times.append((self._time, data))

    def read(self, html: str) -> Page:
        self.feed(html)
        self.close()
        assert not self._open, f"<{self._open[-1]}> is never ended"
        lines = (" ".join(line.split()) for line in self._lines)
        self.page.outline = "\n".join(line for line in lines if line not in {"", "-"}) + "\n"
        return self.page


def read(data: bytes) -> Page:
    """Read a page; elements that are not well nested fail."""
    return _Reader().read(data.decode("utf-8"))


def faults(page: Page) -> list[str]:
    """Return what no page of ours may have."""
    found = []
    if page.headings.count(1) != 1 or page.headings[0] != 1:
        found.append(f"headings of the first level: {page.headings}")
    for before, after in zip(page.headings, page.headings[1:], strict=False):
        if after > before + 1:
            found.append(f"a heading of level {after} after one of level {before}")
    found += [f"the id {name} twice" for name in set(page.ids) if page.ids.count(name) > 1]
    found += [f"<{name}>" for name in page.elements & {"script", "iframe", "form", "object"}]
    found += [
        f"the attribute {name}"
        for name in page.attributes
        if name.startswith("on") or name == "style"
    ]
    found += [
        f"a time without year and zone: {text}"
        for _, text in page.times
        if not re.search(r" \d{4}, \d\d:\d\d \S+$", text)
    ]
    if page.landmarks != ["header", "nav", "main", "footer"]:
        found.append(f"landmarks {page.landmarks}")
    found += [f"a scheme in {link}" for link in page.links if _dangerous(link)]
    return found


def _dangerous(link: str) -> bool:
    scheme = re.match(r"\s*([a-z][a-z0-9+.-]*):", link, re.IGNORECASE)
    return scheme is not None and scheme[1].lower() not in {"https", "http", "mailto", "tel"}
