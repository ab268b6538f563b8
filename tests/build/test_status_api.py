"""Files for programs in whole builds: where they lie, and when they are written."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from builder.vocabulary import codes
from tests.build.sites import as_cold, built, command, incident, lay, put, update

CODE = "origin: {system: statuspage, id: 6tcfpztf6j9m}"


def read(public: Path, path: str) -> Any:
    return json.loads((public / path).read_bytes())


def two_incidents(root: Path) -> None:
    one = update("investigating", "14:05", components="{checkout: major_outage}")
    incident(root, "one", f"title: One\n{CODE}", u20261123T1405Z=one)
    incident(root, "two", "title: Two", u20261123T1305Z=update("resolved", "13:05"))


def test_an_update_writes_the_files_of_its_incident_and_lists(tmp_path: Path) -> None:
    root, out, cache = lay(tmp_path / "site"), tmp_path / "out", tmp_path / "cache"
    two_incidents(root)
    assert not built(root, out, cache).failed
    put(root, "incidents/one/20261123T1500Z.md", update("resolved", "15:00"))
    outcome = built(root, out, cache)
    written = {path for path in outcome.written if path.endswith(".json")}
    own = {path for path in written if "/incidents/" in path and "/v2/" not in path}
    assert own == {
        "public/api/tocsin/v1/incidents/one.json",
        "public/incidents/6tcfpztf6j9m.json",
    }
    as_cold(root, out)
    listed = read(out / "public", "api/v2/incidents.json")["incidents"]
    assert [each["status"] for each in listed] == ["resolved", "resolved"]


def test_nothing_is_written_where_nothing_changed(tmp_path: Path) -> None:
    root, out, cache = lay(tmp_path / "site"), tmp_path / "out", tmp_path / "cache"
    two_incidents(root)
    assert not built(root, out, cache).failed
    put(root, "site_src/pages/about.md", "---\ntitle: About\n---\nWords.\n")
    written = built(root, out, cache).written
    assert not [path for path in written if "/api/" in path or path.endswith("j9m.json")]


def test_what_goes_takes_its_files_along(tmp_path: Path) -> None:
    root, out, cache = lay(tmp_path / "site"), tmp_path / "out", tmp_path / "cache"
    two_incidents(root)
    assert not built(root, out, cache).failed
    for path in (root / "incidents/one").iterdir():
        path.unlink()
    (root / "incidents/one").rmdir()
    removed = built(root, out, cache).removed
    assert "public/incidents/6tcfpztf6j9m.json" in removed
    assert "public/api/tocsin/v1/incidents/one.json" in removed
    as_cold(root, out)


def test_two_incidents_of_one_id_are_an_error(tmp_path: Path) -> None:
    root, out, cache = lay(tmp_path / "site"), tmp_path / "out", tmp_path / "cache"
    two_incidents(root)
    assert not built(root, out, cache).failed
    copied = update("investigating", "15:05")
    incident(root, "copied", f"title: Copied\n{CODE}", u20261123T1505Z=copied)
    said = (
        "incidents/one/incident.md: same-code: Programs would know `one` and `copied` by the same "
        "id. Let one of the two alone have this `origin`; without one, give the newer another name."
    )
    assert [str(problem) for problem in built(root, out, cache).problems] == [said]
    assert said in command("check", "--source", root).stdout
    assert read(out / "public", "incidents/6tcfpztf6j9m.json")["name"] == "One"


def test_derived_ids_that_fall_on_one_another_are_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No two names are known whose hashes begin alike, so the hash is made to tell less apart."""

    def of_its_length(text: bytes) -> Any:
        kind, _, name = text.decode().partition(":")
        return hashlib.sha256(f"{kind}:{len(name)}".encode())

    monkeypatch.setattr(codes, "sha256", of_its_length)
    root, out = lay(tmp_path / "site"), tmp_path / "out"
    put(
        root,
        "site_src/components.yml",
        "components:\n  - {id: abc, name: A}\n  - {id: xyz, name: X}\n",
    )
    for name in ("one", "two"):
        incident(root, name, u20261123T1405Z=update("investigating", "14:05"))
    outcome = built(root, out, tmp_path / "cache")
    told = [problem for problem in outcome.problems if problem.is_error]
    assert [(problem.place.path, problem.code) for problem in told] == [
        ("incidents/two/incident.md", "same-code"),
        ("site_src/components.yml", "same-code"),
    ]
    assert all("give the newer another name" in problem.mend for problem in told)
    assert not out.exists()


def test_names_that_programs_trip_over(tmp_path: Path) -> None:
    root, out, cache = lay(tmp_path / "site"), tmp_path / "out", tmp_path / "cache"
    put(
        root,
        "site_src/components.yml",
        "components:\n  - {id: constructor, name: __proto__}\n"
        "  - {id: tostring, name: '</script>'}\n",
    )
    text = update("investigating", "14:05", components="{constructor: major_outage}")
    title = 'title: "\\u0622 ]]> <b>\'&quot; \\U0001F469\\u200D\\U0001F4BB __proto__"'
    incident(root, "constructor", title, u20261123T1405Z=text)
    assert not built(root, out, cache).failed
    (one,) = read(out / "public", "api/v2/summary.json")["incidents"]
    assert one["name"] == "\u0622 ]]> <b>'&quot; \U0001f469\u200d\U0001f4bb __proto__"
    assert one["components"][0]["name"] == "__proto__"
    assert read(out / "public", "api/tocsin/v1/status.json")["incidents"][0]["id"] == "constructor"


def test_every_language_lies_in_the_files_at_the_top(tmp_path: Path) -> None:
    root, out, cache = lay(tmp_path / "site"), tmp_path / "out", tmp_path / "cache"
    site = (root / "site_src/site.yml").read_text().replace("[en]", "[en, fr]")
    put(root, "site_src/site.yml", site)
    put(root, "site_src/pages/about.md", "---\ntitle: About\n---\nWords.\n")
    two_incidents(root)
    put(root, "incidents/one/20261123T1405Z.fr.md", "Voir [ici](/p/about.html).\n")
    assert not built(root, out, cache).failed
    public = out / "public"
    (said,) = read(public, "api/tocsin/v1/incidents/one.json")["updates"]
    assert said["texts"]["fr"] == {
        "html": '<p>Voir <a href="https://status.example.com/fr/p/about.html">ici</a>.</p>',
        "text": "Voir ici (https://status.example.com/fr/p/about.html).",
    }
    assert not (public / "fr" / "api").exists()
    (one,) = read(public, "api/v2/summary.json")["incidents"]
    assert one["incident_updates"][0]["body"] == "Words."
