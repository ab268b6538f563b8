"""The second cutter: what is left of each file."""

import ast
from pathlib import Path

import pytest

from builder.publish.stripping import NotStripped, stripped
from builder.vocabulary.times import parse_time

NOW = parse_time("2026-11-23T18:00:00Z")
SITE = b"name: Example\nurl: https://status.example.com\n"
INCIDENT = b"---\ntitle: Slow\n---\n"
UPDATE = b"---\nstatus: investigating\n---\nWords.\n"
FOLDER = "incidents/slow"
FIRST = f"{FOLDER}/20261123T1405Z-first.md"
PICTURE = b"\x89PNG"


def left(files: dict[str, bytes]) -> dict[str, str]:
    site = {"site_src/site.yml": SITE, f"{FOLDER}/incident.md": INCIDENT, FIRST: UPDATE}
    kept = stripped(site | files, NOW)
    return {path: data.decode(errors="replace") for path, data in kept.items()}


def update(front: str, body: str = "Words.\n") -> bytes:
    return f"---\n{front}---\n{body}".encode()


def test_public_files_stay() -> None:
    assert left({}).keys() == {"site_src/site.yml", f"{FOLDER}/incident.md", FIRST}


@pytest.mark.parametrize(
    "path",
    [
        "site_src/accounts/acme.yml",
        "site_src/message_templates/first.en.md",
        "site_src/approvals.yml",
        "site_src/emergency.yml",
        "site_src/emergencies/now.yml",
        "site_src/feedback/all.yml",
        "site_src/static/logo.svg",
        "elsewhere/file.md",
        "incidents/stray.md",
    ],
)
def test_other_files_go(path: str) -> None:
    assert path not in left({path: b"x: y\n"})


@pytest.mark.parametrize(
    "limit", ["executives", "[executives, technical]", '"account:acme"', "\n- business"]
)
def test_what_is_limited_goes(limit: str) -> None:
    limited = update(f"audience: {limit}\nstatus: resolved\n")
    second = f"{FOLDER}/20261123T1500Z-second.md"
    assert second not in left({second: limited, second.replace(".md", ".fr.md"): b"Mots.\n"})
    page = f"---\ntitle: Runbook\naudience: {limit}\n---\n".encode()
    assert "site_src/pages/book.md" not in left({"site_src/pages/book.md": page})
    whole = f"---\ntitle: Slow\naudience: {limit}\n---\n".encode()
    assert left({f"{FOLDER}/incident.md": whole}).keys() == {"site_src/site.yml"}


def test_what_is_limited_to_everyone_among_others_stays() -> None:
    kept = left({FIRST: update("audience: [executives, public]\n")})
    assert kept[FIRST] == '---\n"audience": "public"\n---\nWords.\n'


def test_an_incident_without_an_update_for_everyone_goes() -> None:
    assert FOLDER not in "".join(left({FIRST: update("audience: business\nstatus: resolved\n")}))


@pytest.mark.parametrize(
    "front",
    [
        "status: investigating\ndraft: true\n",
        "status: investigating\nat: 2026-11-23T18:00:01Z\nembargo: true\n",
        "status: investigating\nposted: 2026-11-23T19:30:00+01:00\n",
    ],
)
def test_what_nobody_sees_yet_goes(front: str) -> None:
    second = f"{FOLDER}/20261123T1500Z-second.md"
    assert second not in left({second: update(front)})


@pytest.mark.parametrize(("second", "there"), [("00", True), ("01", False)])
def test_a_notice_goes_until_it_begins(second: str, there: bool) -> None:
    notice = f"---\ntitle: Prices\nkind: notice\nfrom: 2026-11-23T18:00:{second}Z\n---\n".encode()
    kept = left({f"{FOLDER}/incident.md": notice, FIRST: update("")})
    assert (f"{FOLDER}/incident.md" in kept, FIRST in kept) == (there, there)


def test_keys_that_are_not_public_go() -> None:
    front = (
        "status: resolved # found by Kim\npriority: P1\nreason: Money\n"
        "restored_by: 2026-11-23T15:00Z\n"
        "asks:\n  - {id: a, to: executives, text: May we?}\nanswers: {a: granted}\n"
        "override: {role: lead, reason: hurry}\nnobody_knows: it\n"
        "next_update: {executives: +5m, public: +20m}\n"
    )
    kept = left({FIRST: update(front)})[FIRST]
    assert kept == '---\n"status": "resolved"\n"next_update": {"public": "+20m"}\n---\nWords.\n'


def test_a_promise_to_others_alone_goes() -> None:
    assert "next_update" not in left({FIRST: update("next_update: {executives: +5m}\n")})[FIRST]


def test_a_title_for_everyone_takes_the_place_of_the_title() -> None:
    written = b"---\ntitle: Acme is down\ntitles: {public: Slow, executives: Money}\n---\n"
    kept = left({f"{FOLDER}/incident.md": written})[f"{FOLDER}/incident.md"]
    assert kept == '---\n"title": "Slow"\n---\n'


def test_words_of_a_redacted_update_go() -> None:
    front = (
        "status: identified\ntitle: Secret\nredacted: {at: 2026-11-23T15:00:00Z, reason: A leak}\n"
    )
    translation = FIRST.replace(".md", ".fr.md")
    kept = left({FIRST: update(front, "Secret.\n"), translation: b"Secret.\n"})
    assert "ecret" not in "".join(kept.values())
    assert translation not in kept
    assert "A leak" in kept[FIRST]


def test_a_withdrawal_ahead_of_the_clock_is_not_known_yet() -> None:
    front = "status: identified\nwithdrawn: 2026-11-23T18:00:01Z\nwithdrawn_reason: Wrong\n"
    assert "withdrawn" not in left({FIRST: update(front)})[FIRST]


def test_components_of_some_go_with_their_states() -> None:
    components = (
        b"groups:\n- id: a\n  name: A\n  audience: [technical]\n"
        b"  components: [{id: in-a, name: X}]\n"
        b"- id: b\n  name: B\n  components:\n  - {id: in-b, name: Y, origin: {old: z}}\n"
        b"  - {id: own, name: Z, audience: 'account:acme', aliases: [old-own]}\n"
    )
    front = "status: identified\ncomponents: {in-a: x, in-b: y, own: z, old-own: z}\n"
    kept = left({"site_src/components.yml": components, FIRST: update(front)})
    assert '"components": {"in-b": "y"}' in kept[FIRST]
    assert kept["site_src/components.yml"] == (
        '"groups": [{"id": "b", "name": "B", "components": '
        '[{"id": "in-b", "name": "Y", "origin": {"old": "z"}}]}]\n'
        '"components": []\n'
    )


def test_of_the_audiences_everyone_stays() -> None:
    written = b"public: {stages: [resolved], owner: comms-lead}\nstrategic: {name: Big ones}\n"
    kept = left({"site_src/audiences.yml": written})
    assert kept["site_src/audiences.yml"] == '"public": {"stages": ["resolved"]}\n'


def test_a_translation_with_private_words_alone_goes() -> None:
    words = "::: executives\nSecret.\n:::\n"
    translation = FIRST.replace(".md", ".fr.md")
    page = {
        "site_src/pages/about.md": b"---\ntitle: About\n---\nWords.\n",
        "site_src/pages/about.fr.md": f"---\ntitle: Secret\n---\n{words}".encode(),
    }
    kept = left({translation: words.encode(), **page})
    assert "site_src/pages/about.md" in kept
    assert "ecret" not in "".join(kept.values())
    assert translation not in kept


def test_pictures_of_private_words_go() -> None:
    body = "![a](shown.png)\n\n::: executives\n![b](hidden.png)\n:::\n"
    pictures = {f"{FOLDER}/{name}.png": PICTURE for name in ("shown", "hidden", "unused")}
    kept = left({FIRST: update("status: identified\n", body), **pictures})
    assert [path for path in kept if path.endswith(".png")] == [f"{FOLDER}/shown.png"]


def test_what_leads_to_something_that_went_goes() -> None:
    second = f"{FOLDER}/20261123T1500Z-second.md"
    front = "status: identified\ncorrects: 20261123T1405Z-first\nmerged_into: other\n"
    first = update("audience: business\n")
    assert left({FIRST: first, second: update(front)})[second] == (
        '---\n"status": "identified"\n---\nWords.\n'
    )


def test_what_an_incident_goes_on_in_stays_before_anybody_sees_it() -> None:
    front = "status: identified\nmerged_into: later\n"
    later = {
        "incidents/later/incident.md": b"---\ntitle: Later\n---\n",
        "incidents/later/20261123T1900Z-first.md": UPDATE,
    }
    kept = left({FIRST: update(front), **later})
    assert '"merged_into": "later"' in kept[FIRST]
    assert later.keys() <= kept.keys()
    assert later.keys().isdisjoint(left(later))


@pytest.mark.parametrize(
    ("path", "data", "line"),
    [
        (FIRST, b"---\nstatus: &a b\n---\n", 1),
        (FIRST, b"---\nstatus: b\n---\nWords.\n:::private\n", 5),
        (FIRST, b"---\nat: soon\n---\n", 1),
        (FIRST, b"\xff", 1),
        ("site_src/components.yml", b"groups: {a: b}\n", 1),
        ("site_src/site.yml", b"- a\n", 1),
    ],
)
def test_what_is_not_sure_is_refused_at_its_place(path: str, data: bytes, line: int) -> None:
    with pytest.raises(NotStripped) as refused:
        left({path: data})
    assert (refused.value.path, refused.value.line) == (path, line)


@pytest.mark.parametrize(
    "module", ["stripping", "stripped_copy", "lines", "public_keys", "yaml_shape", "yaml_scalars"]
)
def test_the_second_cutter_shares_no_code_with_the_first(root: Path, module: str) -> None:
    tree = ast.parse((root / f"builder/publish/{module}.py").read_text(encoding="utf-8"))
    imported = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    imported += [
        name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    ]
    ours = [name for name in imported if name.startswith("builder")]
    assert all(name.startswith("builder.publish") for name in ours), ours
