"""All surfaces agree: what index, groups, component pages and feed say is read back from their
bytes and held against each other."""

import json
import re
import tempfile
from html import unescape
from pathlib import Path

import feedparser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from builder.render.words import ENGLISH
from builder.vocabulary.statuses import State, worst
from tests.build.sites import built, incident, lay, update

COMPONENTS = ("checkout", "payments-api", "website")
STATE_OF_WORDS = {ENGLISH.states[state]: state for state in State}
ROW = re.compile(
    r'<div class="row"><span><a href="components/([a-z-]+)\.html">.*?</a> '
    r'<span class="note">[^<]+</span></span> <span[^>]*>([^<]+)<'
)
GROUP = re.compile(
    r'<h3 class="row"><span><a href="groups/[a-z-]+\.html"><bdi>([^<]+)</bdi></a> '
    r'<span class="note">[^<]+</span></span> <span[^>]*>([^<]+)<'
)
BADGE = re.compile(r'<p class="badges"><span[^>]*>([^<]+)<')
VERDICT = re.compile(r'<h1 class="is ([a-z]+)">([^<]+)</h1>')

UPDATES = some.lists(
    some.tuples(
        some.integers(0, 59),
        some.sampled_from(["investigating", "identified", "monitoring", "resolved", "postmortem"]),
        some.dictionaries(some.sampled_from(COMPONENTS), some.sampled_from(list(State))),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda each: each[0],
)


def write(root: Path, name: str, updates: list[tuple[int, str, dict[str, State]]]) -> None:
    """Write an incident with updates at minutes of the hour from 14:00."""
    files = {}
    for minute, status, states in updates:
        over = status in ("resolved", "postmortem")
        named = {} if over else states
        keys = {}
        if named:
            stated = (f"{component}: {state}" for component, state in named.items())
            keys["components"] = f"{{{', '.join(stated)}}}"
        files[f"u20261123T14{minute:02}Z"] = update(status, f"14:{minute:02}", "Words.", **keys)
    incident(root, name, f"title: Incident {name}", **files)


def states_in_feed(path: Path) -> dict[str, State]:
    """Replay the entries from the oldest: what each incident says of each component last."""
    said: dict[str, dict[str, State]] = {}
    held: dict[str, dict[str, State]] = {}
    for entry in reversed(feedparser.parse(path.read_bytes()).entries):
        if entry.id.endswith("/feeds/updates/welcome"):
            continue
        name = entry.id.split("/")[-2]
        tags = [(tag.term, tag.scheme.partition(":")[2].partition(":")[2]) for tag in entry.tags]
        stage = next(term for term, scheme in tags if scheme == "state")
        now = said.setdefault(name, {})
        if stage in ("resolved", "postmortem"):
            if now:
                held[name] = dict(now)
            now.clear()
            continue
        stated = {
            scheme.split("/")[1]: State(term) for term, scheme in tags if scheme.endswith("/state")
        }
        now.update(stated or ({} if now else held.get(name, {})))
    every = list(said.values())
    return {
        component: worst([states.get(component, State.OPERATIONAL) for states in every])
        for component in COMPONENTS
    }


def states_in_api(public: Path) -> dict[str, State]:
    """Read each component's state from both APIs, which have to say the same."""
    summary = json.loads((public / "api/v2/summary.json").read_bytes())
    own = json.loads((public / "api/tocsin/v1/status.json").read_bytes())
    codes = {each["code"]: each for group in own["groups"] for each in group["components"]}
    leaves = [each for each in summary["components"] if not each["group"]]
    assert [each["status"] for each in leaves] == [codes[each["id"]]["state"] for each in leaves]
    return {codes[each["id"]]["id"]: State(each["status"]) for each in leaves}


@given(some.lists(UPDATES, max_size=3))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_all_surfaces_agree(histories: list[list[tuple[int, str, dict[str, State]]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = lay(Path(folder) / "site")
        for number, updates in enumerate(histories):
            write(root, f"incident-{number}", updates)
        outcome = built(root, Path(folder) / "out", Path(folder) / "cache")
        assert not outcome.failed, outcome.problems
        public = Path(folder) / "out" / "public"
        index = unescape((public / "index.html").read_text())
        listed = {component: STATE_OF_WORDS[words] for component, words in ROW.findall(index)}
        assert tuple(listed) == COMPONENTS
        groups = {name: STATE_OF_WORDS[words] for name, words in GROUP.findall(index)}
        assert groups == {"Payments": worst([listed["checkout"], listed["payments-api"]])}
        page = (public / "groups" / "payments.html").read_text()
        found = BADGE.search(page)
        assert found is not None
        assert STATE_OF_WORDS[found.group(1)] is groups["Payments"]
        for component in COMPONENTS:
            page = (public / "components" / f"{component}.html").read_text()
            found = BADGE.search(page)
            assert found is not None
            assert STATE_OF_WORDS[found.group(1)] is listed[component]
        assert states_in_feed(public / "updates.atom") == listed
        assert states_in_api(public) == listed
        verdict = VERDICT.search(index)
        assert verdict is not None
        if any(state is not State.OPERATIONAL for state in listed.values()):
            assert verdict.group(1) != "none", verdict.group(2)
