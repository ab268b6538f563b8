"""A site as values, made by hand: what the pages of the tests are rendered from."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from builder.render.outputs import Output
from builder.render.pages import PageRenderer
from builder.views.types import (
    ClockEvent,
    ComponentPage,
    ComponentView,
    Frame,
    FreePage,
    GroupPage,
    GroupView,
    IncidentRow,
    IncidentView,
    MonthView,
    Passage,
    Plan,
    SiteView,
    Span,
    UpdateView,
    Verdict,
)
from builder.views.uptime_types import (
    ComponentHistory,
    ComponentMonths,
    DayHistory,
    MonthOfComponent,
    ToldOf,
    UptimeRule,
    UptimeView,
)
from builder.vocabulary.statuses import Impact, Kind, State, Status
from builder.vocabulary.theme import Theme

THEME_FOLDER = Path(__file__).parents[2] / "themes" / "default"

NAMES = {
    "checkout": {"en": "Checkout"},
    "payments-api": {"en": "Payments API"},
    "payouts": {"en": "Payouts"},
    "dashboard": {"en": "Dashboard"},
    "webhooks": {"en": "Webhooks"},
    "search": {"en": "Search"},
}


def at(text: str) -> datetime:
    """Read ``2026-11-23 14:05`` as an instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def theme(**templates: str) -> Theme:
    """The default theme, with some templates (named without ``.html``) in place of its own."""
    found = {
        file.relative_to(THEME_FOLDER / "templates").as_posix(): file.read_text(encoding="utf-8")
        for file in sorted((THEME_FOLDER / "templates").rglob("*.html"))
    }
    assets = {file.name: file.read_bytes() for file in sorted((THEME_FOLDER / "static").iterdir())}
    found.update({f"{name}.html": source for name, source in templates.items()})
    return Theme("default", found, assets, digest=repr(sorted(templates.items())))


def said(*blocks: str) -> Mapping[str, tuple[Passage, ...]]:
    """A text in English, a block an argument."""
    return {"en": tuple(Passage(block) for block in blocks)}


def frame(**changes: object) -> Frame:
    values: dict[str, object] = {
        "name": "Larkspur Pay",
        "url": "https://status.larkspur.example",
        "time_zone": "Etc/UTC",
        "languages": ("en",),
        "default_language": "en",
        "authority": "status.larkspur.example",
        "year": 2026,
        "show_overdue": True,
        "search_engines": True,
        "pages": (
            FreePage(
                "about",
                {"en": "About this page"},
                said(
                    "<h2>What the words mean</h2>\n",
                    '<p>See <a href="site:/history/index.html">the history</a>, or '
                    '<a href="https://larkspur.example" rel="noreferrer">our site</a>.</p>\n',
                ),
            ),
        ),
        "component_names": NAMES,
    }
    return Frame(**(values | changes))  # type: ignore[arg-type]


def update(
    name: str,
    status: Status | None,
    text: str | Mapping[str, tuple[Passage, ...]] = "",
    **changes: object,
) -> UpdateView:
    """An update whose name begins with its time (``20261123T1405Z-investigating``).

    ``text`` is a sentence, or a text by language.
    """
    moment = datetime.strptime(name[:14], "%Y%m%dT%H%MZ").replace(tzinfo=UTC)
    values: dict[str, object] = {
        "id": name,
        "at": moment,
        "visible_from": moment,
        "status": status,
        "states": (),
        "text": (said(f"<p>{text}</p>\n") if text else {}) if isinstance(text, str) else text,
        "title": {"en": "Card payments fail in Europe"},
        "since": moment,
    }
    return UpdateView(**(values | changes))  # type: ignore[arg-type]


def view(**changes: object) -> IncidentView:
    """The incident that is in progress."""
    values: dict[str, object] = {
        "id": "2026-11-23-card-payments",
        "kind": Kind.INCIDENT,
        "title": {"en": "Card payments fail in Europe"},
        "stage": Status.IDENTIFIED,
        "impact": Impact.MAJOR,
        "is_open": True,
        "began": at("2026-11-23 13:52"),
        "ended": None,
        "updated": at("2026-11-23 14:58"),
        "updates": (
            update(
                "20261123T1405Z-investigating",
                Status.INVESTIGATING,
                "Some card payments in Europe fail. We are looking for the cause.",
                states=(("checkout", State.PARTIAL_OUTAGE),),
            ),
            update(
                "20261123T1418Z-scope",
                Status.INVESTIGATING,
                "About a third of card payments in Europe fail with the error "
                "<code>card_declined</code>. Bank transfers are not affected.",
            ),
            update(
                "20261123T1431Z-identified",
                Status.IDENTIFIED,
                "A payment database has failed over and its replica is behind. Payments that "
                "failed were not charged.",
                states=(("payments-api", State.DEGRADED_PERFORMANCE),),
            ),
            update(
                "20261123T1440Z-workaround",
                Status.IDENTIFIED,
                said(
                    "<p><strong>Workaround:</strong> offer bank transfer at checkout:</p>\n",
                    "<ol>\n<li>Open <em>Settings</em>, then <em>Methods</em>.</li>\n"
                    "<li>Turn on <em>Bank transfer</em>.</li>\n</ol>\n",
                    '<p>More in <a href="site:/p/about.html">About this page</a>.</p>\n',
                ),
            ),
            update(
                "20261123T1458Z-half",
                Status.IDENTIFIED,
                "Traffic moves to a second provider. Half of the failing payments succeed again.",
            ),
        ),
        "events": (),
        "spans": (
            Span("checkout", State.PARTIAL_OUTAGE, at("2026-11-23 13:52")),
            Span("payments-api", State.DEGRADED_PERFORMANCE, at("2026-11-23 14:31")),
        ),
        "components": ("checkout", "payments-api"),
        "entries": (),
        "due": at("2026-11-23 15:20"),
    }
    return IncidentView(**(values | changes))  # type: ignore[arg-type]


def eventful() -> IncidentView:
    """An incident in which all happened that can happen to an update."""
    return view(
        id="2026-10-11-dashboard",
        title={"en": "Dashboard shows old figures"},
        stage=Status.RESOLVED,
        impact=Impact.MINOR,
        is_open=False,
        began=at("2026-10-11 08:02"),
        ended=at("2026-10-11 12:26"),
        updated=at("2026-10-13 09:00"),
        due=None,
        components=("dashboard",),
        spans=(
            Span(
                "dashboard",
                State.DEGRADED_PERFORMANCE,
                at("2026-10-11 08:02"),
                at("2026-10-11 10:40"),
            ),
            Span("dashboard", State.PARTIAL_OUTAGE, at("2026-10-11 11:15"), at("2026-10-11 12:26")),
        ),
        updates=(
            update(
                "20261011T0810Z-seen",
                Status.INVESTIGATING,
                "Figures are an hour old.",
                states=(("dashboard", State.DEGRADED_PERFORMANCE),),
                title={"en": "Dashboard is slow"},
                corrected_by="20261011T0830Z-correction",
            ),
            update(
                "20261011T0830Z-correction",
                Status.INVESTIGATING,
                "Figures are three hours old, not one.",
                corrects="20261011T0810Z-seen",
                title={"en": "Dashboard shows old figures"},
            ),
            update(
                "20261011T0900Z-withdrawn",
                Status.IDENTIFIED,
                "Exports are affected too.",
                title={"en": "Dashboard shows old figures"},
                states=(("webhooks", State.MAJOR_OUTAGE),),
                withdrawn=at("2026-10-11 09:20"),
                withdrawn_reason="exports were never affected.",
            ),
            update(
                "20261011T0930Z-redacted",
                Status.IDENTIFIED,
                title={"en": "Dashboard shows old figures"},
                redacted=at("2026-10-11 09:41"),
                redacted_reason="it named a customer.",
            ),
            update(
                "20261011T1040Z-resolved",
                Status.RESOLVED,
                "Figures are current.",
                title={"en": "Dashboard shows old figures"},
                states=(("dashboard", State.OPERATIONAL),),
            ),
            update(
                "20261011T1120Z-again",
                Status.MONITORING,
                "Figures are old again.",
                title={"en": "Dashboard shows old figures"},
                states=(("dashboard", State.PARTIAL_OUTAGE),),
                reopens=True,
                visible_from=at("2026-10-11 11:31"),
                edited=(at("2026-10-11 11:40"),),
            ),
            update(
                "20261011T1226Z-resolved",
                Status.RESOLVED,
                title={"en": "Dashboard shows old figures"},
                data_loss="none",
                postmortem_by=at("2026-10-16 16:00"),
            ),
        ),
    )


def maintenance(**changes: object) -> IncidentView:
    """A window that has begun by the clock and was moved before."""
    start, end = at("2026-11-23 14:00"), at("2026-11-23 18:00")
    title = {"en": "Certificates of webhooks are renewed"}
    values: dict[str, object] = {
        "id": "2026-11-23-certificates",
        "kind": Kind.MAINTENANCE,
        "title": title,
        "stage": Status.IN_PROGRESS,
        "impact": Impact.MAINTENANCE,
        "began": start,
        "updated": start,
        "due": None,
        "components": ("webhooks",),
        "spans": (Span("webhooks", State.UNDER_MAINTENANCE, start),),
        "updates": (
            update(
                "20261110T0900Z-scheduled",
                Status.SCHEDULED,
                "Webhooks may arrive up to ten minutes late. Nothing is lost.",
                title=title,
            ),
            update(
                "20261112T0900Z-moved",
                Status.SCHEDULED,
                "We start two hours later.",
                title=title,
                scheduled_for=start,
                scheduled_until=end,
            ),
        ),
        "events": (
            ClockEvent(
                "started", "2026-11-23-certificates/event/started", start, start, Status.IN_PROGRESS
            ),
        ),
        "scheduled_for": start,
        "scheduled_until": end,
        "plan": Plan(
            at("2026-11-23 12:00"),
            at("2026-11-23 16:00"),
            (("webhooks", State.UNDER_MAINTENANCE),),
        ),
    }
    return view(**(values | changes))


def upcoming() -> IncidentView:
    return maintenance(
        id="2026-12-01-search",
        title={"en": "Search moves to new machines"},
        stage=Status.SCHEDULED,
        is_open=False,
        began=at("2026-12-01 22:00"),
        updated=at("2026-11-20 10:00"),
        components=("search",),
        spans=(),
        updates=(
            update(
                "20261120T1000Z-scheduled",
                Status.SCHEDULED,
                "Search may be slow for some minutes at a time.",
                title={"en": "Search moves to new machines"},
            ),
        ),
        events=(),
        scheduled_for=at("2026-12-01 22:00"),
        scheduled_until=at("2026-12-02 02:00"),
        plan=Plan(
            at("2026-12-01 22:00"),
            at("2026-12-02 02:00"),
            (("search", State.DEGRADED_PERFORMANCE),),
        ),
    )


def notice() -> IncidentView:
    title = {"en": "October statements come a day late"}
    return view(
        id="2026-11-20-statements",
        kind=Kind.NOTICE,
        title=title,
        stage=None,
        impact=Impact.NONE,
        began=at("2026-11-20 08:00"),
        ended=None,
        updated=at("2026-11-20 08:00"),
        due=None,
        components=(),
        spans=(),
        updates=(
            update(
                "20261120T0800Z-notice",
                None,
                "Statements for October are sent on 24 November 2026.",
                title=title,
            ),
        ),
    )


def row(incident: IncidentView, **changes: object) -> IncidentRow:
    values: dict[str, object] = {
        name: getattr(incident, name)
        for name in IncidentRow.__dataclass_fields__
        if name not in ("digest", "redacted")
    }
    return IncidentRow(**(values | changes))  # type: ignore[arg-type]


def past_rows(number: int) -> tuple[IncidentRow, ...]:
    """So many incidents that are over, newest first."""
    return tuple(
        row(
            eventful(),
            id=f"2026-10-11-dashboard-{count}" if count else "2026-10-11-dashboard",
            digest=str(count),
        )
        for count in range(number)
    )


def component(name: str, state: State = State.OPERATIONAL, **changes: object) -> ComponentView:
    values: dict[str, object] = {
        "id": name,
        "name": NAMES[name],
        "description": {"en": ""},
        "url": "",
        "state": state,
        "archived": False,
    }
    return ComponentView(**(values | changes))  # type: ignore[arg-type]


def uptime() -> UptimeView:
    """Ninety days up to the day of the incident: a partial outage of 68 minutes on one of them, no
    data of the first weeks of another component, none at all of a third."""
    since, today = date(2026, 8, 25), date(2026, 11, 23)
    partial = ((State.PARTIAL_OUTAGE, 4080),)
    then = DayHistory(
        date(2026, 11, 20),
        State.PARTIAL_OUTAGE,
        partial,
        (ToldOf(past_rows(1)[0].id, past_rows(1)[0].title),),
    )
    now = DayHistory(today, State.PARTIAL_OUTAGE, (), (ToldOf(view().id, view().title),))
    checkout = ComponentHistory(
        "99.98426", 7_776_000, 1_224_000, partial, since, today, (then, now)
    )
    young = ComponentHistory("100.00000", 864_000, 0, (), date(2026, 11, 13), today, ())
    none = ComponentHistory("", 0, 0, (), None, None, ())
    rule = UptimeRule(
        "statuspage", {state: OF_STATUSPAGE.get(state, 0) for state in State}, "mean", 5
    )
    histories = {"checkout": checkout, "payments-api": young, "payouts": none}
    return UptimeView(rule, since, today, histories, {"payments": "99.99213"})


def months() -> ComponentMonths:
    """Two months of a component, each with a partial outage of 68 minutes on its first day."""

    def history(component: str, month: str) -> ComponentHistory:
        assert component == "checkout"
        first = date.fromisoformat(f"{month}-01")
        last = first.replace(day=30)
        partial = ((State.PARTIAL_OUTAGE, 4080),)
        told = (ToldOf(past_rows(1)[0].id, past_rows(1)[0].title),)
        day = DayHistory(first, State.PARTIAL_OUTAGE, partial, told)
        return ComponentHistory("99.95278", 2_592_000, 1_224_000, partial, first, last, (day,))

    listed = (
        MonthOfComponent("2026-09", "one", earlier="2025-06"),
        MonthOfComponent("2025-06", "two", later="2026-09"),
    )
    return ComponentMonths({"checkout": listed}, history)


OF_STATUSPAGE = {State.MAJOR_OUTAGE: 1000, State.PARTIAL_OUTAGE: 300}
"""What a second weighs, in thousandths."""


def site(**changes: object) -> SiteView:
    """The whole site in the middle of an incident."""
    payments = (
        component("checkout", State.PARTIAL_OUTAGE, url="https://larkspur.example/checkout"),
        component("payments-api", State.DEGRADED_PERFORMANCE),
        component("payouts"),
    )
    others = (
        component("dashboard", description={"en": "Figures and statements"}),
        component("webhooks", State.UNDER_MAINTENANCE),
        component("search"),
    )
    group = GroupView(
        "payments",
        {"en": "Payments"},
        {"en": "Taking and paying out money"},
        State.PARTIAL_OUTAGE,
        payments,
    )
    recent = past_rows(1)
    rows = tuple(map(row, (view(), maintenance(), notice())))
    values: dict[str, object] = {
        "frame": frame(),
        "uptime": uptime(),
        "verdict": Verdict(Impact.MINOR, "Minor Service Outage"),
        "groups": (
            group,
            GroupView("", {"en": ""}, {"en": ""}, State.UNDER_MAINTENANCE, others),
        ),
        "open": (view(),),
        "notices": (notice(),),
        "active": (maintenance(),),
        "upcoming": (upcoming(),),
        "recent": recent,
        "past_maintenance": (),
        "months": (
            MonthView("2026-11", rows, earlier="2026-10"),
            MonthView("2026-10", recent, later="2026-11"),
        ),
        "components": tuple(
            ComponentPage(
                each,
                {"en": "Payments"} if each in payments else None,
                tuple(found for found in rows if each.id in found.components),
                recent if each.id == "dashboard" else (),
                more=each.id == "dashboard",
                group_id="payments" if each in payments else "",
            )
            for each in payments + others
        ),
        "group_pages": (GroupPage(group, (rows[0],), recent, more=True),),
        "feed": (),
    }
    return SiteView(**(values | changes))  # type: ignore[arg-type]


def incident_outputs(renderer: PageRenderer) -> list[Output]:
    """The page of every incident of the site."""
    return [renderer.incident_output(each, key=each.id) for each in incidents()]


def incident_bytes(incident: IncidentView, **changes: object) -> bytes:
    """The page of one incident, in a frame with these changes."""
    return PageRenderer(frame(**changes), theme()).incident_output(incident, key="any").make()


def incidents() -> tuple[IncidentView, ...]:
    """Every incident of the site."""
    return view(), eventful(), maintenance(), upcoming(), notice()
