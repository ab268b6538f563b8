"""Readers that others wrote, unmodified: each is subscribed to feeds, polls, and tells what is new.

A reader is made with a folder of its own and the address of each feed by its name; ``poll`` returns
the titles of what it would notify of, by feed.
"""

import json
import mailbox
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from email.header import decode_header, make_header
from functools import partial
from pathlib import Path
from typing import Protocol

CLIENTS = Path(__file__).parents[1] / "clients"
"""Where ``package.json`` names the programs of npm, and ``npm install`` puts them."""

News = Mapping[str, list[str]]


class Program(Protocol):
    """A reader with its subscriptions."""

    def poll(self) -> News:
        """Fetch every feed; return what is new, by feed."""


class Feedparser:
    """The parser of many readers: an id that was not there before is new."""

    def __init__(self, folder: Path, feeds: Mapping[str, str]) -> None:
        self._feeds = feeds
        self._seen: dict[str, set[str]] = {name: set() for name in feeds}

    def poll(self) -> News:
        """Parse every feed, which must be without a fault."""
        import feedparser

        found: dict[str, list[str]] = {}
        for name, address in self._feeds.items():
            read = feedparser.parse(address)
            assert not read.bozo, read.get("bozo_exception")
            new = [entry for entry in read.entries if entry.id not in self._seen[name]]
            self._seen[name].update(entry.id for entry in new)
            found[name] = [entry.title for entry in new]
        return found


class Lemon24:
    """``reader``: a library that keeps feeds in a database, and tells new from modified."""

    def __init__(self, folder: Path, feeds: Mapping[str, str]) -> None:
        from reader import make_reader

        self._reader = make_reader(str(folder / "reader.sqlite"))
        self._feeds = feeds
        for address in feeds.values():
            self._reader.add_feed(address)
        self._known: dict[str, set[str]] = {name: set() for name in feeds}

    def poll(self) -> News:
        """Update every feed; its own count of new entries must be that of those it then has."""
        found: dict[str, list[str]] = {}
        for name, address in self._feeds.items():
            told = self._reader.update_feed(address)
            entries = list(self._reader.get_entries(feed=address))
            new = [each for each in entries if each.id not in self._known[name]]
            assert len(new) == (told.new if told is not None else 0)
            self._known[name].update(each.id for each in new)
            found[name] = [each.title or "" for each in new]
        return found


_RSS2EMAIL = "import rss2email.main; rss2email.main.run()"


class Rss2email:
    """Writes each entry as a message: one in a maildir is one in somebody's inbox."""

    def __init__(self, folder: Path, feeds: Mapping[str, str]) -> None:
        self._maildir = folder / "mail"
        mailbox.Maildir(self._maildir)
        self._names = {name: f"feed{number}" for number, name in enumerate(feeds)}
        sections = "".join(
            f"[feed.{self._names[name]}]\nurl = {address}\nto = reader@example.com\n"
            for name, address in feeds.items()
        )
        self._config = folder / "rss2email.cfg"
        self._config.write_text(
            "[DEFAULT]\nfrom = feeds@example.com\nto = reader@example.com\n"
            "email-protocol = maildir\nmaildir-path = " + str(self._maildir) + "\n"
            "maildir-mailbox =\nactive = True\nverbose = error\n"
            "name-format = {feed.name}\n" + sections
        )
        self._data = folder / "rss2email.json"
        self._folder = folder
        self._seen: set[str] = set()

    def poll(self) -> News:
        """Run it once; read what came into the mailbox."""
        _run(
            [sys.executable, "-c", _RSS2EMAIL, "-c", self._config, "-d", self._data, "run"],
            self._folder,
        )
        found: dict[str, list[str]] = {name: [] for name in self._names}
        box = mailbox.Maildir(self._maildir)
        for key in set(box.keys()) - self._seen:
            message = box[key]
            sender = str(make_header(decode_header(message["From"])))
            name = next(name for name, short in self._names.items() if short in sender)
            found[name].append(str(make_header(decode_header(message["Subject"]))))
            self._seen.add(key)
        return found


class Newsboat:
    """A reader for the terminal, here without one: unread articles are what it shows as new."""

    def __init__(self, folder: Path, feeds: Mapping[str, str], newsboat: Path) -> None:
        self._newsboat = newsboat
        self._folder = folder
        self._unread = dict.fromkeys(feeds, 0)
        (folder / "config").write_text("")
        for name, address in feeds.items():
            (folder / f"{_flat(name)}.urls").write_text(f"{address}\n")

    def poll(self) -> News:
        """Reload each feed with a cache of its own."""
        found: dict[str, list[str]] = {}
        for name, before in self._unread.items():
            options = ["-u", f"{_flat(name)}.urls", "-C", "config", "-c", f"{_flat(name)}.db"]
            line = [self._newsboat, *options, "-x", "reload", "print-unread"]
            now = int(_run(line, self._folder).split()[0])
            assert now >= before
            self._unread[name] = now
            found[name] = [""] * (now - before)
        return found


class Sfeed:
    """Keeps each feed in a file with a line an entry: a new line is news."""

    def __init__(
        self, folder: Path, feeds: Mapping[str, str], sfeed_update: Path, curl: Path
    ) -> None:
        self._sfeed_update = sfeed_update
        self._folder = folder
        self._feeds = feeds
        self._seen: dict[str, set[str]] = {name: set() for name in feeds}
        lines = "".join(f"feed '{_flat(name)}' '{feeds[name]}'\n" for name in feeds)
        (folder / "sfeedrc").write_text(f"sfeedpath='{folder}/feeds'\nfeeds() {{\n{lines}}}\n")

    def poll(self) -> News:
        """Update all feeds; an entry is told apart as the program itself does."""
        _run([self._sfeed_update, self._folder / "sfeedrc"], self._folder)
        found: dict[str, list[str]] = {}
        for name in self._feeds:
            text = (self._folder / "feeds" / _flat(name)).read_text("utf-8")
            lines = [line.split("\t") for line in text.splitlines()]
            new = {f"{line[5]} {line[1]} {line[2]}": line[1] for line in lines}
            new = {key: title for key, title in new.items() if key not in self._seen[name]}
            self._seen[name].update(new)
            found[name] = list(new.values())
        return found


class RssParser:
    """The parser of npm that n8n and others use, by their rule: what is dated later than all that
    was there before is new."""

    def __init__(self, folder: Path, feeds: Mapping[str, str], node: Path) -> None:
        needs_package("rss-parser")
        self._node = node
        self._feeds = feeds
        self._newest: dict[str, datetime | None] = dict.fromkeys(feeds)

    def poll(self) -> News:
        """Parse all feeds in one process."""
        said = _run([self._node, "parse.cjs", *self._feeds.values()], CLIENTS)
        found: dict[str, list[str]] = {}
        for name, items in zip(self._feeds, json.loads(said), strict=True):
            dated = [(datetime.fromisoformat(item["isoDate"]), item["title"]) for item in items]
            before = self._newest[name]
            found[name] = [title for date, title in dated if before is None or date > before]
            self._newest[name] = max(date for date, _ in dated)
        return found


Make = Callable[[Path, Mapping[str, str]], Program]
Tool = Callable[[str], Path]


PROGRAMS: Mapping[str, Callable[[Tool], Make]] = {
    "feedparser": lambda tool: Feedparser,
    "lemon24 reader": lambda tool: Lemon24,
    "rss2email": lambda tool: Rss2email,
    "newsboat": lambda tool: partial(Newsboat, newsboat=tool("newsboat")),
    "sfeed": lambda tool: partial(Sfeed, sfeed_update=tool("sfeed_update"), curl=tool("curl")),
    "rss-parser (npm)": lambda tool: partial(RssParser, node=tool("node")),
}
"""How each program is made; finding a command may skip the test."""


def found(name: str, tool: Tool) -> Make:
    """Return how a program is made."""
    return PROGRAMS[name](tool)


def needs_package(name: str) -> None:
    """Skip a test, or fail it where all tools are required, if a program of npm is not there."""
    import pytest

    if (CLIENTS / "node_modules" / name).is_dir():
        return
    reason = f"{name} is not there: `npm install --no-package-lock` was not run in tests/clients"
    if os.environ.get("TOCSIN_REQUIRE_TOOLS"):
        pytest.fail(reason)
    pytest.skip(reason)


def _flat(name: str) -> str:
    return name.replace("/", "-")


def _run(line: list[object], folder: Path) -> str:
    """Run a program with a home of its own, so that it finds no one's subscriptions."""
    places = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    done = subprocess.run(
        [str(word) for word in line],
        cwd=folder,
        env={**os.environ, **places, "LC_ALL": "C.UTF-8", "no_proxy": "*"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
