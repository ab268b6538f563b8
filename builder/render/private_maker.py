"""Private pages as bytes: all that a reader sees stands in ``main``, which alone is sealed."""

from dataclasses import replace
from functools import cached_property

from builder.render.addresses import HISTORY, INDEX, page_path
from builder.render.badges import badges
from builder.render.cards import affected_spans, up
from builder.render.icons import icon
from builder.render.lists import history_page, month_page
from builder.render.markup import made
from builder.render.page_values import FreePageValues
from builder.render.press import Press
from builder.render.private_cards import now_card
from builder.render.private_index import private_index
from builder.render.private_setting import PrivateSetting
from builder.render.private_values import PrivateIncident, Trail
from builder.render.private_words import private_words_for
from builder.render.shell import Shell, shell_of, slots
from builder.render.times import Times
from builder.render.words import direction
from builder.views.audience_types import AudienceIncident, AudienceSetting, AudienceView
from builder.views.types import FreePage, MonthView


class PrivatePageMaker:
    """Makes the pages of one private tree; raises ``TemplateProblem`` as ``Templates`` does."""

    def __init__(
        self,
        reader: AudienceSetting,
        press: Press,
        inside: frozenset[str],
        limited: frozenset[str],
    ) -> None:
        words = private_words_for(reader.frame.languages[0])
        self._reader = reader
        self._words = words
        self._press = press
        self._top = PrivateSetting(
            frame=reader.frame,
            words=words,
            times=Times(reader.frame.time_zone, words),
            badges=badges(words),
            root="",
            inside=inside,
            limited=limited,
        )
        self._below = replace(self._top, root="../")
        self._trails: dict[str, Trail] = {}

    def index(self, view: AudienceView) -> bytes:
        """Return the first page."""
        return self._page("index.html", self._top, private_index(view, self._top))

    def incident(self, incident: AudienceIncident) -> bytes:
        """Return an incident's page."""
        view = incident.view
        setting = self._below.on_page_of(view.id)
        page = PrivateIncident(
            card=now_card(incident, self._reader, setting, own_page=True),
            up=up(view, setting),
            spans_heading=self._words["affected_when"],
            spans=tuple(affected_spans(view.spans, setting)),
        )
        return self._page("incident.html", setting, page)

    def month(self, month: MonthView) -> bytes:
        """Return a month of history."""
        return self._page("month.html", self._below, month_page(month, self._below))

    def history(self, months: tuple[MonthView, ...]) -> bytes:
        """Return the list of months."""
        return self._page("history.html", self._below, history_page(months, self._below))

    def free_page(self, page: FreePage) -> bytes:
        """Return a page of the site's own words."""
        setting = self._below
        values = FreePageValues(
            name=setting.name(page.title, longest=None), body=setting.passages(page.text, 2)
        )
        return self._page("page.html", setting, values)

    def _page(self, template: str, setting: PrivateSetting, page: object) -> bytes:
        if setting.root not in self._trails:
            self._trails[setting.root] = self._trail(setting)
        main = self._press.templates.render(
            f"private/{template}",
            page=page,
            trail=self._trails[setting.root],
            words=self._words,
            root=setting.root,
        )
        return self._shell.filled("", "", "", main)

    def _trail(self, setting: PrivateSetting) -> Trail:
        """Return what leads from a page to the others, the same at one depth."""
        words = self._words
        pages = (
            setting.link(page_path(page.name), setting.name(page.title))
            for page in self._reader.frame.pages
        )
        return Trail(
            name=self._reader.name,
            links=(
                setting.link(INDEX, words["status"]),
                setting.link(HISTORY, words["history"]),
                *pages,
                setting.outside(setting.public(""), words["public_page"]),
            ),
            zone=words.sentence("times", zone=self._reader.frame.time_zone.removeprefix("Etc/")),
        )

    @cached_property
    def _shell(self) -> Shell:
        """What surrounds the words of every page, laid out once."""
        language = self._reader.frame.languages[0]
        laid_out = self._press.templates.render(
            "private/layout.html",
            title=self._words["private_title"],
            language=language,
            direction=direction(language),
            style=made(self._press.private_stylesheet.text),
            style_hash=self._press.private_stylesheet.hash,
            icon=icon(),
            main=slots()["main"],
        )
        return shell_of(laid_out)
