"""A reader's tree while it is being built, sealed page by page as it is written.

It is used as a tree is: paths and bytes are those of the reader's pages in clear. What lies on disk
is the opener, the slots of its links, the sealed pages, the head that tells which is which, and in
the open a feed a link, which tells nothing of what the pages say.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from hashlib import sha256

from builder.output.kept import SealedBefore, SealedPage
from builder.output.tree import Tree
from builder.output.written import Committed, Written
from builder.render.outputs import Output
from builder.seal.feeds import feed_name
from builder.seal.head import NAME as HEAD
from builder.seal.head import Head, Listed, head_bytes, open_head, seal_head
from builder.seal.keys import Site, tree_keys
from builder.seal.links import SealedReader
from builder.seal.opener_files import IN_ENGLISH, OpenerWords, opener_files
from builder.seal.pages import listed, open_page, seal_page
from builder.seal.sealed_file import SealError
from builder.seal.secret import Secret
from builder.seal.slots import key_of, open_slot, seal_slot, slot_name
from builder.vocabulary.heartbeat import Heartbeat


class SealedTree:
    """See the module."""

    def __init__(
        self,
        site: Site,
        reader: SealedReader,
        tree: Tree,
        before: SealedBefore,
        style: str,
        announced: bool = False,
        words: OpenerWords = IN_ENGLISH,
        device: bool = True,
        heartbeat: Heartbeat | None = None,
    ) -> None:
        self.name = tree.name
        self.notes = tree.notes
        self.newest: datetime | None = None
        self._site = site
        self._reader = reader
        self._keys = tree_keys(site, reader)
        self._tree = tree
        self._before = before if before.epoch == self._keys.epoch else SealedBefore()
        self._style = style
        self._words = words
        self._device = device
        self._heartbeat = heartbeat
        self._pages: dict[str, SealedPage] = {}
        self._unopened: set[str] = set()
        self._slots: tuple[str, ...] = ()
        self._announced = announced
        self._made_feeds: list[tuple[Output, bytes | None]] = []

    @cached_property
    def feeds(self) -> tuple[str, ...]:
        """The names of the feeds, one for each link that is live; none where there are to be none.

        Like slots they are kept while the links are the same: one of words takes time.
        """
        if not self._announced:
            return ()
        if len(self._before.feeds) == len(self._reader.links):
            return self._before.feeds
        return tuple(sorted(feed_name(key) for key in self._link_keys))

    @cached_property
    def _link_keys(self) -> tuple[Secret, ...]:
        site, reader, path_id = self._site, self._reader, self._keys.path_id
        return tuple(key_of(site, reader.name, link, path_id) for link in reader.links)

    @property
    def paths_before(self) -> Mapping[str, SealedPage]:
        """The pages of the last build by their paths."""
        return self._before.pages

    @property
    def after(self) -> SealedBefore:
        """What this build leaves to the next."""
        return SealedBefore(self._keys.epoch, self._pages, self._slots, self.feeds)

    def is_current(self, path: str, key: str) -> bool:
        """Say whether the page lies sealed on disk, made from the same ``key``."""
        page = self._before.pages.get(path)
        return page is not None and page.key == key and self._tree.is_current(page.file, page.file)

    def keep(self, path: str) -> None:
        """Take a page that is current into the tree, unchanged."""
        page = self._before.pages[path]
        self._tree.keep(page.file)
        self._pages[path] = page

    def put(self, path: str, key: str, data: bytes, last: bool = False) -> None:
        """Take a page with these bytes into the tree.

        Raises:
            OutputProblem: the system refuses.
        """
        page = listed(self._keys, path, data)
        if self._tree.is_current(page.file, page.file):
            self._tree.keep(page.file)
        else:
            sealed = seal_page(self._keys, path, data)
            self._tree.put(page.file, page.file, sealed, last=last)
            self._unopened.add(path)
        self._pages[path] = SealedPage(key, page.file, page.digest)

    def announce(self, feed: Output) -> None:
        """Take a feed into the tree that lies in the open, and takes its place after all pages.

        Raises:
            RenderProblem: it can't be made.
        """
        current = self._tree.is_current(feed.path, feed.key)
        self._made_feeds.append((feed, None if current else feed.make()))

    def contents(self, known: Mapping[str, Written]) -> Iterator[tuple[str, bytes]]:
        """Yield the pages of which no file is ``known``, as their reader reads them.

        Raises:
            OutputProblem: the system refuses.
            SealError: one does not open.
        """
        paths = {page.file: path for path, page in self._pages.items()}
        for file, sealed in self._tree.new_files(known):
            path = paths[file]
            yield path, self._opened(path, sealed)

    def open_again(self) -> None:
        """Open what was sealed and ``contents`` did not open, as its reader would.

        Raises:
            OutputProblem: the system refuses.
            SealError: one does not open.
        """
        for path in sorted(self._unopened):
            self._opened(path, self._tree.read(self._pages[path].file))

    def announced(self) -> Iterator[tuple[str, bytes]]:
        """Yield the feeds that lie in the open and are new."""
        for feed, made in self._made_feeds:
            if made is not None:
                yield feed.path, made

    def commit(self) -> Committed:
        """Write opener, slots, head and feeds, and put the tree in its place.

        Raises:
            OutputProblem: the system refuses.
            SealError: what was sealed does not open again.
        """
        for name, data in opener_files(self._style, self._words).items():
            self._tree.put(name, sha256(data).hexdigest(), data)
        self._put_slots()
        pages = {path: Listed(page.file, page.digest) for path, page in self._pages.items()}
        head = Head(pages, self.newest, self._heartbeat, self._device)
        sealed = seal_head(self._keys, head)
        if open_head(sealed, self._keys.path_id, self._keys.epoch, self._keys.content) != head:
            raise SealError("the head does not open again")
        self._tree.put(HEAD, sha256(head_bytes(head)).hexdigest(), sealed, last=True)
        for feed, made in self._made_feeds:
            if made is None:
                self._tree.keep(feed.path)
            else:
                self._tree.put(feed.path, feed.key, made, last=True)
        return self._tree.commit()

    def _put_slots(self) -> None:
        """Keep the slots of an unchanged set of links; one of words takes tenths of a second."""
        kept = self._before.slots
        if kept and all(self._tree.is_current(name, name) for name in kept):
            for name in kept:
                self._tree.keep(name)
            self._slots = kept
            return
        made = dict(sorted(seal_slot(self._keys, key) for key in self._link_keys))
        for key in self._link_keys:
            self._open_with(key, made)
        for name, data in made.items():
            self._tree.put(name, name, data)
        self._slots = tuple(made)

    def _opened(self, path: str, sealed: bytes) -> bytes:
        """Return a page's content; its bytes are those that were sealed, or it does not open."""
        keys, page = self._keys, self._pages[path]
        listed_as = Listed(page.file, page.digest)
        content = open_page(sealed, keys.path_id, keys.epoch, path, listed_as, keys.content)
        self._unopened.discard(path)
        return content

    def _open_with(self, key: Secret, made: Mapping[str, bytes]) -> None:
        keys = self._keys
        slot = made.get(slot_name(key, keys.epoch), b"")
        if open_slot(slot, keys.path_id, keys.epoch, key) != keys.content:
            raise SealError("a slot does not open again")
