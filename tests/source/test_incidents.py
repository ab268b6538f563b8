"""A folder as an incident; what is refused is in the ``bad_*`` fixtures."""

from datetime import UTC, datetime
from pathlib import Path

from builder.model.incident import Ask, Incident, Redaction, Role, Update
from builder.source.incidents import IncidentReading
from builder.vocabulary.audiences import Answer
from builder.vocabulary.codes import Origin
from builder.vocabulary.statuses import Kind, Priority, State, Status
from tests.source import sample

WITH_SECTION = "---\nstatus: investigating\n---\nSlow.\n\n::: strategic\nMore.\n:::\n"
FRENCH = f"{sample.OUTAGE}/20261123T0810Z-investigating.fr.md"


def read(root: Path, files: dict[str, str]) -> IncidentReading:
    sample.write(root, {path: text.encode() for path, text in files.items()})
    _, incidents, problems = sample.read(root)
    assert problems == ()
    return incidents["outage"]


def incident(root: Path, files: dict[str, str]) -> Incident:
    found = read(root, files).incident
    assert found is not None
    return found


def update(root: Path, front_matter: str, files: dict[str, str] | None = None) -> Update:
    text = f"---\n{front_matter}---\nSlow.\n"
    return incident(root, {sample.UPDATE: text, **(files or {})}).updates[0]


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=UTC)


def test_the_least_that_a_person_must_write(tmp_path: Path) -> None:
    found = incident(tmp_path, {})
    assert (found.id, found.kind, found.title) == (
        "outage",
        Kind.INCIDENT,
        {"en": "Payments are slow"},
    )
    (one,) = found.updates
    assert one.id == "20261123T0810Z-investigating"
    assert (one.status, one.at, one.visible_from) == (Status.INVESTIGATING, at(8, 10), at(8, 10))
    assert one.bodies["en"].blocks == ("<p>Payments take up to ten seconds.</p>\n",)
    assert (one.audience, one.components, one.next_update) == (None, {}, {})


def test_every_key_of_an_incident(tmp_path: Path) -> None:
    found = incident(
        tmp_path,
        {
            f"{sample.OUTAGE}/incident.md": (
                "---\ntitle: Slow\ntranslations: {fr: {title: Lent}}\n"
                "titles: {strategic: Yours is slow, account:acme: Acme is slow}\n"
                "kind: incident\npriority: P1\nstarted: 2026-11-23T09:00:00+01:00\n"
                "declared: 2026-11-23T08:05:00Z\naudience: [strategic, account:acme]\n"
                "roles: [{role: comms-lead, name: Jo, from: 2026-11-23T08:05:00Z}]\n"
                "origin: {system: cstate, id: '1', feed_id: x}\n---\n"
            )
        },
    )
    assert list(found.title.items()) == [("en", "Slow"), ("fr", "Lent")]
    assert found.titles == {
        "audience:strategic": "Yours is slow",
        "account:acme": "Acme is slow",
    }
    assert (found.priority, found.started, found.declared) == (Priority.P1, at(8), at(8, 5))
    assert found.audience == frozenset({"audience:strategic", "account:acme"})
    assert found.origin == Origin("1", "x")
    assert found.roles == (Role("comms-lead", "Jo", at(8, 5)),)


def test_a_maintenance_and_a_notice(tmp_path: Path) -> None:
    window = "scheduled_for: 2026-11-24T08:00:00Z\nscheduled_until: 2026-11-24T09:00:00Z\n"
    found = incident(
        tmp_path / "maintenance",
        {
            f"{sample.OUTAGE}/incident.md": (
                f"---\ntitle: Move\nkind: maintenance\n{window}"
                "components: {web-checkout: under_maintenance}\n---\n"
            ),
            sample.UPDATE: "---\nstatus: scheduled\n---\nWe move.\n",
        },
    )
    assert found.scheduled_for == datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert found.components == {"web-checkout": State.UNDER_MAINTENANCE}
    found = incident(
        tmp_path / "notice",
        {
            f"{sample.OUTAGE}/incident.md": (
                "---\ntitle: Prices\nkind: notice\nfrom: 2026-11-23T08:00:00Z\n---\n"
            ),
            sample.UPDATE: "---\n---\nNew prices.\n",
        },
    )
    assert (found.shows_from, found.shows_until) == (at(8), None)
    assert found.updates[0].status is None


def test_every_key_of_an_update(tmp_path: Path) -> None:
    one = update(
        tmp_path,
        "status: resolved\nat: 2026-11-23T09:10:00+01:00\nposted: 2026-11-23T08:20:00Z\n"
        "since: 2026-11-23T08:00:00Z\ncomponents: {web-checkout: operational}\n"
        "next_update: {public: +20m, account:acme: 2026-11-23T08:25:00Z}\n"
        "title: Slower\ntranslations: {fr: {title: Plus lent}}\npriority: P2\nreason: Worse\n"
        "corrects: b\nedited: [2026-11-23T08:30:00Z, 2026-11-23T08:40:00Z]\n"
        "withdrawn: 2026-11-23T08:50:00Z\nwithdrawn_reason: Another system\n"
        "redacted: {at: 2026-11-23T08:55:00Z, reason: A name}\n"
        "asks: [{id: room, to: [executives, technical], text: A room, by: 2026-11-23T09:00:00Z}]\n"
        "answers: {room: granted}\ndata_loss: none\nno_postmortem: Small\n"
        "restored_by: 2026-11-23T10:00:00Z\noutcome: no_impact\npace: long\nunderstated: true\n"
        "template: {id: x, digest: y}\noverride: {role: comms-lead, reason: Night}\n",
        {f"{sample.OUTAGE}/b.md": "---\nstatus: identified\nat: 2026-11-23T08:11Z\n---\nSlow.\n"},
    )
    assert (one.at, one.visible_from, one.since) == (at(8, 10), at(8, 20), at(8))
    assert one.components == {"web-checkout": State.OPERATIONAL}
    assert one.next_update == {"audience:public": at(8, 30), "account:acme": at(8, 25)}
    assert one.title == {"en": "Slower", "fr": "Plus lent"}
    assert (one.priority, one.corrects) == (Priority.P2, "b")
    assert one.edited == (at(8, 30), at(8, 40))
    assert (one.withdrawn, one.withdrawn_reason) == (at(8, 50), "Another system")
    assert one.redacted == Redaction(at(8, 55), "A name")
    assert (one.data_loss, one.no_postmortem, one.outcome) == ("none", "Small", "no_impact")
    asked = frozenset({"audience:executives", "audience:technical"})
    assert one.asks == (Ask("room", asked, "A room", at(9)),)
    assert one.answers == {"room": Answer.GRANTED}
    assert (one.restored_by, one.reason) == (at(10), "Worse")


def test_the_time_in_the_file_wins_over_the_name(tmp_path: Path) -> None:
    assert update(tmp_path, "status: identified\nat: 2026-11-23T07:00:00Z\n").at == at(7)


def test_a_promise_for_everyone(tmp_path: Path) -> None:
    one = update(tmp_path, "status: identified\nnext_update: +1h\n")
    assert one.next_update == {"audience:public": at(9, 10)}


def test_updates_in_order_of_time_then_name(tmp_path: Path) -> None:
    same = "---\nstatus: identified\nat: 2026-11-23T08:10:00Z\n---\nSlow.\n"
    early = "---\nstatus: identified\nat: 2026-11-23T07:00:00Z\n---\nSlow.\n"
    files = {f"{sample.OUTAGE}/{name}.md": same for name in ("b", "a")}
    found = incident(tmp_path, files | {f"{sample.OUTAGE}/z.md": early})
    assert [one.id for one in found.updates] == ["z", "20261123T0810Z-investigating", "a", "b"]


def test_drafts_are_checked_and_left_out(tmp_path: Path) -> None:
    draft = "---\nstatus: identified\nat: 2026-11-23T08:20:00Z\ndraft: true\n---\n"
    sample.write(tmp_path, {f"{sample.OUTAGE}/b.md": draft.encode()})
    _, incidents, problems = sample.read(tmp_path)
    found = incidents["outage"].incident
    assert found is not None
    assert [one.id for one in found.updates] == ["20261123T0810Z-investigating"]
    assert [(each.code, each.is_error) for each in problems] == [("still-a-draft", False)]


def test_an_embargo_may_lie_ahead(tmp_path: Path) -> None:
    one = update(tmp_path, "status: identified\nat: 2027-01-01T00:00:00Z\nembargo: true\n")
    assert one.at.year == 2027


def test_without_a_latest_time_any_will_do(tmp_path: Path) -> None:
    from builder.source.incidents import read_incident
    from builder.source.scan import scan
    from builder.source.site import read_site

    text = "---\nstatus: identified\nat: 2027-01-01T00:00:00Z\n---\nSlow.\n"
    sample.write(tmp_path, {sample.UPDATE: text.encode()})
    snapshot = scan(tmp_path)
    site = read_site(snapshot).site
    reading = read_incident(snapshot.folders[0], site, tmp_path, frozenset(), None)
    assert reading.problems == ()


def test_an_update_for_some_needs_no_status_and_no_words(tmp_path: Path) -> None:
    text = "---\naudience: account:acme\ncomponents: {checkout: major_outage}\n---\n"
    one = incident(tmp_path, {sample.UPDATE: text}).updates[0]
    assert (one.status, one.audience, one.bodies) == (None, frozenset({"account:acme"}), {})


def test_a_redacted_update_may_be_empty(tmp_path: Path) -> None:
    text = "---\nstatus: identified\nredacted: {at: 2026-11-23T08:20:00Z, reason: A name}\n---\n"
    assert incident(tmp_path, {sample.UPDATE: text}).updates[0].bodies == {}


def test_translations(tmp_path: Path) -> None:
    french = "Lent.\n\n::: strategic\nPlus.\n:::\n"
    one = incident(tmp_path, {sample.UPDATE: WITH_SECTION, FRENCH: french}).updates[0]
    assert list(one.bodies) == ["en", "fr"]
    assert one.bodies["fr"].blocks == ("<p>Lent.</p>\n",)
    assert one.bodies["fr"].sections[0].audience == frozenset({"audience:strategic"})


def test_a_translation_for_some_alone(tmp_path: Path) -> None:
    french = "::: strategic\nPlus.\n:::\n"
    one = incident(tmp_path, {sample.UPDATE: WITH_SECTION, FRENCH: french}).updates[0]
    body = one.bodies["fr"]
    assert body.blocks == ()
    assert len(body.sections) == 1


def test_the_incidents_that_it_goes_on_in(tmp_path: Path) -> None:
    merging = "---\nstatus: investigating\nmerged_into: {}\n---\nSlow.\n"
    reading = read(
        tmp_path,
        {
            sample.UPDATE: merging.format("second"),
            "incidents/second/incident.md": "---\ntitle: Second\n---\n",
            "incidents/second/20261123T0811Z-x.md": merging.format("third"),
            "incidents/third/incident.md": "---\ntitle: Third\n---\n",
            "incidents/third/20261123T0812Z-x.md": "---\nstatus: identified\n---\nSlow.\n",
        },
    )
    assert reading.references == ("second", "third")


def test_digests_of_every_text(tmp_path: Path) -> None:
    assert sorted(read(tmp_path, {FRENCH: "Lent.\n"}).digests) == [
        FRENCH,
        sample.UPDATE,
        f"{sample.OUTAGE}/incident.md",
    ]
