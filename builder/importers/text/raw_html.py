"""Raw HTML in a body: comments taken out, known elements as Markdown, the rest as text."""

import re
from collections.abc import Callable

_SILENT = re.compile(r"<(script|style|template)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_BLOCK = re.compile(r"<(table|ul|ol|dl|pre|blockquote)\b[^>]*>", re.IGNORECASE)
_ANCHOR = re.compile(
    r"<(a)\b[^>]*?\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))[^>]*>", re.IGNORECASE
)
_IMAGE = re.compile(r"<(?:img|iframe|video|audio|embed)\b([^>]*)>", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)((?:\s[^<>]*)?)(/?)>")
_UNREAD = re.compile(r"<(?=[A-Za-z/!?])")
_AUTOLINK = re.compile(
    r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+)>"
)

_SIGNS = {
    "b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "strike": "~~", "del": "~~",
    "code": "`", "kbd": "`", "tt": "`", "samp": "`",
}  # fmt: skip
_PAIR = re.compile(rf"<({'|'.join(_SIGNS)})(?:\s[^<>]*)?>", re.IGNORECASE)
_BREAK = re.compile(r"(?<![ \t])[ \t]*<br\b[^<>]*>[ \t]*(\n?)(?=(\s*\n|\s*\Z)?)", re.IGNORECASE)
_PARAGRAPHS = frozenset(
    {
        *("p", "div", "center", "section", "article", "header", "footer", "details", "summary"),
        *("figure", "figcaption", "main", "aside", "address", "form", "fieldset"),
    }
)
_PASSED_OVER = frozenset(
    {
        *("a", "span", "font", "u", "small", "big", "sub", "sup", "ins", "mark", "abbr", "cite"),
        *("q", "time", "img", "iframe", "video", "audio", "source", "embed", "object", "param"),
        *("picture", "label", "input", "button", "wbr", "nobr", "svg", "path", "noscript"),
        *("table", "thead", "tbody", "tr", "th", "td", "ul", "ol", "li", "dl", "dt", "dd"),
        *("pre", "blockquote", "html", "body", "head", "title", "meta", "link"),
    }
)


def split_comments(
    text: str, outside_code: Callable[[str, Callable[[str], str]], str]
) -> tuple[str, tuple[str, ...]]:
    """Take comments out of the text; ``outside_code`` applies a change to all but code."""
    found: list[str] = []

    def taken(part: str) -> str:
        lines: list[str] = []
        for line in _marked(part, found).split("\n"):
            if line.strip().strip("\ufdd2") or "\ufdd2" not in line:
                lines.append(line.replace("\ufdd2", ""))
            elif lines and lines[-1].strip():
                lines.append("")
        return "\n".join(lines)

    return outside_code(text, taken), tuple(found)


def replace_html(text: str, remarks: list[str]) -> str:
    """Write known elements as Markdown; escape ``<`` where a reader of Markdown would see HTML."""
    links: list[str] = []

    def away(match: re.Match[str]) -> str:
        links.append(match[0])
        return f"\ufdd3{len(links) - 1}\ufdd4"

    plain = _AUTOLINK.sub(away, text)
    changed = _SILENT.sub(lambda match: _noted(remarks, match[1]), plain)
    changed = _elements(changed, _BLOCK, lambda tag, inner: _block(tag, inner, remarks))
    changed = _elements(changed, _ANCHOR, lambda tag, inner: _anchor(tag, inner, remarks))
    changed = _IMAGE.sub(lambda match: _image(match, remarks), changed)
    changed = _BREAK.sub(lambda match: _line_break(match, remarks), changed)
    changed = _elements(changed, _PAIR, lambda tag, inner: _pair(tag, inner, remarks))
    changed = _TAG.sub(lambda match: _tag(match, remarks), changed)
    changed = _UNREAD.sub(r"\\<", changed)
    return re.sub("\ufdd3(\\d+)\ufdd4", lambda match: links[int(match[1])], changed)


def _marked(text: str, found: list[str]) -> str:
    """Put a mark in place of each comment, so that a line that held nothing else can go."""
    parts = []
    place = 0
    while (begin := text.find("<!--", place)) >= 0:
        end = text.find("-->", begin + 4)
        if end < 0:
            break
        found.append(" ".join(text[begin + 4 : end].strip(" -").split()))
        parts.append(text[place:begin] + "\ufdd2")
        place = end + 3
    return "".join([*parts, text[place:]])


def _elements(
    text: str, opening: re.Pattern[str], change: Callable[[re.Match[str], str], str]
) -> str:
    """Replace each element from its opening tag to the next tag that closes one of its name."""
    parts = []
    place = 0
    unclosed: set[str] = set()
    for tag in opening.finditer(text):
        name = tag[1].lower()
        if tag.start() < place or name in unclosed:
            continue
        closing = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(text, tag.end())
        if closing is None:
            unclosed.add(name)
            continue
        parts += [text[place : tag.start()], change(tag, text[tag.end() : closing.start()])]
        place = closing.end()
    return "".join([*parts, text[place:]])


def _noted(remarks: list[str], name: str) -> str:
    remarks.append(f"The HTML element `{name.lower()}` and what it held were left out.")
    return ""


def _block(tag: re.Match[str], inner: str, remarks: list[str]) -> str:
    from markdownify import markdownify

    remarks.append("HTML became Markdown.")
    made = markdownify(
        f"{tag[0]}{inner}</{tag[1]}>",
        bullets="-",
        heading_style="ATX",
        escape_asterisks=False,
        escape_underscores=False,
        escape_misc=False,
    )
    return f"\n\n{made.strip()}\n\n"


def _anchor(tag: re.Match[str], inner: str, remarks: list[str]) -> str:
    address = tag[2] or tag[3] or tag[4] or ""
    remarks.append("HTML became Markdown.")
    words = inner.strip().replace("[", "\\[").replace("]", "\\]")
    return f"[{words or address}]({_destination(address)})"


def _image(match: re.Match[str], remarks: list[str]) -> str:
    source = re.search(r"\bsrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", match[1])
    words = re.search(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", match[1])
    alt = ((words[1] or words[2]) if words else "") or "picture"
    remarks.append("A picture became a link to it.")
    if not source:
        return alt
    return f"[{alt}]({_destination(source[1] or source[2] or source[3] or '')})"


def _destination(address: str) -> str:
    import html

    plain = html.unescape(address).strip().replace("\n", "")
    return f"<{plain}>" if " " in plain or "(" in plain or ")" in plain else plain


def _line_break(match: re.Match[str], remarks: list[str]) -> str:
    """Write a break of a line; at the end of a paragraph it would be a backslash for all to see."""
    remarks.append("HTML became Markdown.")
    return match[1] if match[2] is not None else "\\\n"


def _pair(tag: re.Match[str], inner: str, remarks: list[str]) -> str:
    """Write an element as signs around its words, blanks outside: inside they would undo them."""
    words = inner.strip()
    remarks.append("HTML became Markdown.")
    if not words or "\n\n" in words:
        return inner
    sign = _SIGNS[tag[1].lower()]
    before = inner[: len(inner) - len(inner.lstrip())]
    after = inner[len(inner.rstrip()) :]
    return f"{before}{sign}{words}{sign}{after}"


def _tag(match: re.Match[str], remarks: list[str]) -> str:
    closing, name = bool(match[1]), match[2].lower()
    if name in _SIGNS:
        made = ""
    elif name == "hr":
        made = "" if closing else "\n\n---\n\n"
    elif name in _PARAGRAPHS:
        made = "\n\n"
    elif re.fullmatch("h[1-6]", name):
        made = "\n\n" if closing else f"\n\n{'#' * int(name[1])} "
    elif name in _PASSED_OVER:
        made = "\n\n- " if name == "li" and not closing else ""
    else:
        return match[0]
    remarks.append("HTML became Markdown.")
    return made
