"""Which messages are ready once a target shows a build: one a reader, language and piece of news.

They are told as feeds tell: what is a new entry is a message. Readers of private pages get one in
the language of their pages.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from builder.build import Request
from builder.build.latest_news import LatestNews
from builder.build.readers import PUBLIC_TREE, ReaderTree, private_trees
from builder.build.services import granted, next_breach, services_told
from builder.model.publishing import Target
from builder.model.site import Site
from builder.publish.outbox import Message, Outbox, message_id
from builder.publish.seen import Seen, Standing
from builder.render.message_payloads import slack, teams, webhook
from builder.render.messages import (
    MessageWords,
    ask_message,
    is_taken_back,
    notice_message,
    own_asks,
    update_message,
)
from builder.views.audience_view import audience_setting
from builder.views.frame import editions, frame_of
from builder.views.notices import notices, own_news
from builder.views.service_types import ServiceView
from builder.views.types import FeedEntry
from builder.vocabulary.readers import PUBLIC
from builder.vocabulary.times import iso

NEWS = timedelta(hours=24)
"""What was posted longer ago when it is published first is no news any more."""

_SHOWS = (Standing.NEW, Standing.GUARDED)
_FIRST = ("customer-service", "executives", "technical", "strategic", "business")


@dataclass(frozen=True, slots=True)
class Ready:
    """How many messages wait for the readers of a target. ``changed`` is true where none were made,
    because the sources changed since the build; ``fault`` is why they could not be written."""

    waiting: int = 0
    changed: bool = False
    fault: str = ""


def ready_messages(
    request: Request,
    site: Site,
    target: Target,
    trees: Iterable[ReaderTree],
    seen: Seen | None,
    outbox: Outbox,
) -> Ready | None:
    """Put the messages into the outbox that tell what a target shows; ``trees`` are those of its
    private readers, ``seen`` what readers get there. Return ``None`` where it does not show it."""
    if seen is not None and seen.standing not in _SHOWS:
        return None
    try:
        return _put(_Making(request, site, outbox.knows_since), site, target, trees, outbox)
    except OSError as error:
        return Ready(fault=error.strerror or str(error))


def _put(
    making: "_Making", site: Site, target: Target, trees: Iterable[ReaderTree], outbox: Outbox
) -> Ready:
    if not making.news.holds():
        return Ready(changed=True)
    if target.is_public:
        made = {PUBLIC.name: tuple(making.for_everyone())}
    else:
        made = {tree.reader.name: tuple(making.for_reader(tree, target.url)) for tree in trees}
    if not making.news.holds():
        return Ready(changed=True)
    outbox.keep_readers(reader.name for reader in site.readers())
    return Ready(sum(outbox.renew(reader, messages) for reader, messages in made.items()))


class _Making:
    """Makes the messages of one build."""

    def __init__(self, request: Request, site: Site, after: str) -> None:
        self.news = LatestNews(request, site, NEWS)
        self._now = request.now
        self._secret = request.secret
        self._site = site
        self._after = after

    def for_everyone(self) -> Iterator[Message]:
        """Yield the messages to the public, in each language of the site."""
        for each in self._fresh(self.news.of_tree(PUBLIC_TREE)):
            view = self.news.view(PUBLIC, each.row.id)
            if view is None or is_taken_back(view, each.entry):
                continue
            for frame in editions(frame_of(PUBLIC, self._site)):
                words = update_message(view, each.entry, frame)
                yield self._message(PUBLIC.name, frame.languages[0], each, "update", words)

    def for_reader(self, tree: ReaderTree, url: str) -> Iterator[Message]:
        """Yield the messages to the reader of a private tree, whose folder lies at ``url``."""
        reader, address = tree.reader, f"{url.rstrip('/')}/{tree.folder}/"
        setting = audience_setting(reader, self._site)
        language = setting.frame.languages[0]
        told = tuple(own_news(setting, self.news.of_tree(tree.name)))
        account = next(
            (each for each in self._site.accounts.values() if each.reader.name == reader.name), None
        )
        in_words = account is None or account.told_in_words
        services = granted(reader, self._services)
        by_key = {notice.key: notice for notice in notices(setting, told)}
        for each in self._fresh(told):
            view = self.news.view(reader, each.row.id)
            if view is None or is_taken_back(view, each.entry):
                continue
            if not in_words:
                words = notice_message(by_key[each.entry.key], setting.frame, address)
                yield self._message(reader.name, language, each, "notice", words)
                continue
            breach = next_breach(services, view.id, self._now)
            words = update_message(view, each.entry, setting.frame, address, reader.name, breach)
            # What is translated later is news to an account of that language.
            written = words.language if account is not None else ""
            yield self._message(reader.name, language, each, "update", words, written)
            for ask in own_asks(view, each.entry, reader.name):
                words = ask_message(ask, view, setting.frame, address)
                yield self._message(reader.name, language, each, "ask", words, ask.id)

    @cached_property
    def _services(self) -> Mapping[str, ServiceView]:
        """How each contract stands, by the account's name as a reader."""
        if self._secret is None:
            return {}
        trees = private_trees(self._site, self._secret, self._now)
        rows = {tree.reader.name: tuple(self.news.rows(tree.name)) for tree in trees}
        return services_told(self._site, rows, self._now)

    def _fresh(self, told: Iterable[FeedEntry]) -> Iterator[FeedEntry]:
        """Leave out what is no news any more, what was told by a system that was left, and what may
        have been sent before there was a record."""
        return (
            each
            for each in told
            if self.news.is_recent(each.entry.posted)
            and each.row.origin is None
            and iso(each.entry.posted) > self._after
        )

    def _message(
        self,
        reader: str,
        language: str,
        entry: FeedEntry,
        kind: str,
        words: MessageWords,
        *more: str,
    ) -> Message:
        return Message(
            id=message_id(reader, language, entry.entry.key, kind, *more),
            turn=self._turn(reader),
            posted=iso(entry.entry.posted),
            reader=reader,
            kind=kind,
            language=language,
            subject=words.subject,
            text=words.text,
            html=words.html,
            link=words.link,
            slack=slack(words),
            teams=teams(words),
            webhook=webhook(words),
        )

    def _turn(self, reader: str) -> int:
        """Return the place of a reader: customer service and executives first, everyone last."""
        if reader == PUBLIC.name:
            return len(_FIRST) + 1
        kind, _, name = reader.partition(":")
        name = "strategic" if kind == "account" else name
        return _FIRST.index(name) if name in _FIRST else len(_FIRST)
