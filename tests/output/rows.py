"""Rows and what is remembered of incidents, made up: for tests and properties."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from builder.output.remembered import RememberedIncident
from builder.views.types import Away, Entry, IncidentRow, Span
from builder.views.understated import Worse
from builder.vocabulary.problems import Place, Problem, Severity
from builder.vocabulary.statuses import Impact, Kind, State, Status

START = datetime(2024, 1, 31, 23, 59, 59, tzinfo=UTC)


def row(identifier: str, began: datetime = START, title: str = "Card payments fail") -> IncidentRow:
    """A row of a past incident."""
    return IncidentRow(
        id=identifier,
        kind=Kind.INCIDENT,
        title={"fr": "Paiements en échec", "en": title},
        stage=Status.RESOLVED,
        impact=Impact.MAJOR,
        is_open=False,
        began=began,
        ended=began + timedelta(hours=1),
        updated=began + timedelta(hours=2),
        components=("checkout", "payments-api"),
        spans=(Span("checkout", State.PARTIAL_OUTAGE, began, began + timedelta(hours=1)),),
        entries=(Entry(f"{identifier}/first", "investigating", began, "first"),),
        digest="0123456789abcdef",
    )


def remembered(made: IncidentRow | None, digest: str = "of its files") -> RememberedIncident:
    """What a build remembers of it, with a warning and a state that everyone is told less of."""
    warning = Problem(Place("incidents/a/b.md", 3, 7), "pace", "is slow.", "Say when.")
    worse = Worse("a", "checkout", State.MAJOR_OUTAGE, ("account:acme",), "b")
    return RememberedIncident(
        digest,
        1_700_000_000,
        None,
        ("other",),
        (warning,),
        made,
        worse=(worse,),
        leads_to=("other",),
    )


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
moments = st.datetimes(
    datetime(1, 1, 2),  # noqa: DTZ001
    datetime(9999, 12, 30),  # noqa: DTZ001
    timezones=st.just(UTC),
).map(lambda moment: moment.replace(microsecond=0, fold=0))
maybe_moments = st.none() | moments
problems = st.builds(
    Problem,
    place=st.builds(Place, texts, st.integers(0, 999), st.integers(0, 999)),
    code=texts,
    message=texts,
    mend=texts,
    severity=st.sampled_from(Severity),
    excerpt=texts,
)
rows = st.builds(
    IncidentRow,
    id=texts,
    kind=st.sampled_from(Kind),
    title=st.dictionaries(texts, texts, max_size=4),
    stage=st.none() | st.sampled_from(Status),
    impact=st.sampled_from(Impact),
    is_open=st.booleans(),
    began=moments,
    ended=maybe_moments,
    updated=moments,
    components=st.lists(texts, max_size=3).map(tuple),
    spans=st.lists(
        st.builds(Span, texts, st.sampled_from(State), moments, maybe_moments), max_size=3
    ).map(tuple),
    entries=st.lists(st.builds(Entry, texts, texts, moments, texts), max_size=3).map(tuple),
    scheduled_for=maybe_moments,
    scheduled_until=maybe_moments,
    merged_into=texts,
    away=st.lists(st.builds(Away, moments, moments, maybe_moments, texts), max_size=2).map(tuple),
    digest=texts,
)
remembered_incidents = st.builds(
    RememberedIncident,
    digest=texts,
    valid_from=st.none() | st.integers(),
    valid_until=st.none() | st.integers(),
    references=st.lists(texts, max_size=2).map(tuple),
    warnings=st.lists(problems, max_size=2).map(tuple),
    row=st.none() | rows,
)
