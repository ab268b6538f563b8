"""The timeline of an incident: its updates and the events of the clock, newest first."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from markupsafe import Markup

from builder.render.addresses import incident_path
from builder.render.feed_html import plain, shortened
from builder.render.markup import NOTHING
from builder.render.page_values import TimelineItem
from builder.render.setting import Setting
from builder.views.types import ClockEvent, IncidentView, Localised, Passage, UpdateView


def timeline(
    view: IncidentView,
    setting: Setting,
    *,
    own_page: bool,
    level: int,
    longest: int | None = None,
) -> tuple[TimelineItem, ...]:
    """Return what happened, newest first.

    ``own_page`` is true on the incident's own page, where each item has an anchor. ``level`` is
    that of headings within an update's text. Of longer texts than ``longest`` characters only the
    beginning is told, in plain words.
    """
    return _Timeline(view, setting, own_page, level, longest).items()


class _Timeline:
    """Prepares the items of one incident for one page."""

    def __init__(
        self,
        view: IncidentView,
        setting: Setting,
        own_page: bool,
        level: int,
        longest: int | None,
    ) -> None:
        self._setting = setting
        self._own_page = own_page
        self._level = level
        self._longest = longest
        self._page = "" if own_page else setting.root + incident_path(view.id)
        self._view = view
        self._times = {update.id: update.at for update in view.updates}

    def items(self) -> tuple[TimelineItem, ...]:
        updates = self._view.updates
        found = [
            (update.at, 1, self._update(update, _new_title(updates, position)))
            for position, update in enumerate(updates)
        ]
        if self._view.events:
            found += [(event.at, 0, self._event(event)) for event in self._view.events]
            found.sort(key=lambda item: item[:2])
        return tuple([item for _, _, item in reversed(found)])

    def _event(self, event: ClockEvent) -> TimelineItem:
        heading, sentence = self._setting.words.events[event.name]
        # The id of an update has no slash, so this is none of theirs.
        anchor = event.key.partition("/")[2]
        return TimelineItem(
            anchor=anchor if self._own_page else "",
            address=f"{self._page}#{anchor}",
            heading=heading,
            marks=(),
            time=self._setting.times.element(event.at),
            body=Markup("<p>{}</p>").format(sentence),
        )

    def _update(self, update: UpdateView, new_title: Localised | None) -> TimelineItem:
        setting = self._setting
        words = setting.words
        body, folded, said = self._words(update), "", NOTHING
        if update.redacted is not None:
            body = self._taken_back("removed", update.redacted, update.redacted_reason)
        elif update.withdrawn is not None:
            folded, said = words["withdrawn_words"], body
            body = self._taken_back("withdrawn", update.withdrawn, update.withdrawn_reason)
        return TimelineItem(
            anchor=update.id if self._own_page else "",
            address=f"{self._page}#{update.id}",
            heading=words.stages[update.status] if update.status is not None else words["update"],
            marks=tuple([words[mark] for mark in _marks(update)]),
            time=setting.times.element(update.at),
            body=body,
            states=tuple(
                [
                    setting.state(component, state)
                    for component, state in (*update.states, *update.theirs)
                ]
            ),
            notes=tuple(self._notes(update, new_title)),
            folded=folded,
            said=said,
        )

    def _words(self, update: UpdateView) -> Markup:
        """Return the text of the update, or a sentence that says its stage."""
        text = update.text
        if self._longest is not None:
            text = {key: _beginning(text[key], self._longest) for key in text if text[key]}
        body = self._setting.passages(text, self._level)
        if body or update.status is None:
            return body
        return Markup("<p>{}</p>").format(self._setting.words.unsaid[update.status])

    def _taken_back(self, how: str, when: datetime, reason: str) -> Markup:
        sentence = f"{how}_because" if reason else f"{how}_on"
        time = self._setting.times.element(when)
        return Markup("<p>{}</p>").format(
            self._setting.words.sentence(sentence, time=time, reason=self._setting.aside(reason))
        )

    def _notes(self, update: UpdateView, new_title: Localised | None) -> Iterator[Markup]:
        """Yield what else is to be said of the update, a sentence each."""
        setting = self._setting
        say, time = setting.words.sentence, setting.times.element
        if update.corrects:
            yield say("corrects", update=self._other(update.corrects))
        if update.corrected_by:
            yield say("corrected_by", update=self._other(update.corrected_by))
        if new_title is not None:
            yield say("renamed", title=setting.name(new_title))
        yield from self._window(update)
        if update.merged_into:
            link = setting.incident(update.merged_into, setting.words["goes_on_link"])
            yield say("goes_on", incident=link)
        yield from self._aftermath(update)
        if update.visible_from > update.at:
            yield say("posted", time=time(update.visible_from))
        if update.edited:
            yield say("edited", times=setting.words.listed(map(time, update.edited)))

    def _window(self, update: UpdateView) -> Iterator[Markup]:
        say, times = self._setting.words.sentence, self._setting.times
        start, end = update.scheduled_for, update.scheduled_until
        if start and end:
            yield say("moved", start=times.element(start), end=times.element(end))
        elif start:
            yield say("moved_start", time=times.element(start))
        elif end:
            yield say("moved_end", time=times.element(end))

    def _aftermath(self, update: UpdateView) -> Iterator[Markup]:
        """Yield what is owed once it is over: impact, data, postmortem."""
        say = self._setting.words.sentence
        if update.no_impact:
            yield say("no_impact")
        if update.data_loss in ("none", "unknown"):
            yield say(f"data_loss.{update.data_loss}")
        elif update.data_loss:
            yield say("data_loss", text=self._setting.aside(update.data_loss))
        if update.postmortem_by:
            yield say("postmortem_by", time=self._setting.times.element(update.postmortem_by))
        if update.no_postmortem:
            yield say("no_postmortem", reason=self._setting.aside(update.no_postmortem))

    def _other(self, update: str) -> Markup:
        """Return a link to another update of the incident."""
        time = self._setting.times.element(self._times[update])
        return Markup('<a href="{}#{}">{}</a>').format(self._page, update, time)


def _beginning(passages: tuple[Passage, ...], longest: int) -> tuple[Passage, ...]:
    """Return a text that is not too long as it is, of another the beginning in plain words."""
    words = plain(passages)
    if len(words) <= longest:
        return passages
    return (Passage(Markup("<p>{}</p>").format(shortened(words, longest))),)


def _new_title(updates: Sequence[UpdateView], position: int) -> Localised | None:
    """Return the title from this update on, where it is another than before."""
    title = updates[position].title
    return title if position and title != updates[position - 1].title else None


def _marks(update: UpdateView) -> Iterator[str]:
    """Yield the labels of what happened to the update, or what it did."""
    if update.reopens:
        yield "reopened"
    if update.corrects:
        yield "correction"
    if update.corrected_by:
        yield "corrected"
    if update.redacted is not None:
        yield "removed"
    elif update.withdrawn is not None:
        yield "withdrawn"
