"""Whole builds: what is written, what stays, what a memory may and may not do."""

import json
import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from builder.build import Request, build
from builder.vocabulary.times import parse_time
from tests.build.sites import NOW, as_cold, built, bytes_of, incident, lay, put, update


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with one incident that is over and one that is open."""
    root = lay(tmp_path / "site")
    incident(
        root,
        "2026-11-23-checkout",
        "title: Checkout errors\nstarted: 2026-11-23T13:52:00Z",
        u20261123T1405Z=update(
            "investigating", "14:05", "Payments fail.", components="{checkout: partial_outage}"
        ),
        u20261123T1500Z=update("resolved", "15:00", "It works again."),
    )
    incident(
        root,
        "2026-11-23-api",
        "title: Slow API",
        u20261123T1700Z=update(
            "investigating",
            "17:00",
            "Requests are slow.",
            components="{payments-api: degraded_performance}",
            next_update="2026-11-23T18:30:00Z",
        ),
    )
    return root


def stamps(tree: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path.relative_to(tree)): (path.stat().st_mtime_ns, path.stat().st_ino)
        for path in tree.rglob("*")
        if path.is_file()
    }


def test_a_build_writes_the_public_tree(site: Path, tmp_path: Path) -> None:
    outcome = built(site, tmp_path / "out", tmp_path / "cache")
    assert outcome.problems == ()
    names = set(bytes_of(tmp_path / "out" / "public"))
    assert {
        "index.html",
        "404.html",
        "maintenance.html",
        "updates.atom",
        "updates.rss",
        "history/index.html",
        "history/2026-11.html",
        "incidents/2026-11-23-checkout.html",
        "incidents/2026-11-23-api.html",
        "components/checkout.html",
        "components/website.html",
        "build.json",
        "manifest.json",
    } <= names
    assert os.listdir(tmp_path / "out") == ["public"]


def test_the_same_again_touches_nothing(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    built(site, out, tmp_path / "cache")
    before = stamps(out)
    outcome = built(site, out, tmp_path / "cache")
    assert (outcome.written, outcome.removed) == ((), ())
    assert stamps(out) == before
    shutil.rmtree(tmp_path / "cache")
    outcome = built(site, out, tmp_path / "cache")
    assert outcome.written == ()
    assert stamps(out) == before


def test_a_fresh_checkout_of_the_same_text_touches_nothing(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    built(site, out, tmp_path / "cache")
    before = stamps(out)
    for path in site.rglob("*.md"):
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data)
    assert built(site, out, tmp_path / "cache").written == ()
    assert stamps(out) == before


def test_two_places_give_the_same_bytes(site: Path, tmp_path: Path) -> None:
    built(site, tmp_path / "a", tmp_path / "cache-a")
    shutil.copytree(site, tmp_path / "other")
    built(tmp_path / "other", tmp_path / "b", tmp_path / "cache-b")
    assert bytes_of(tmp_path / "a") == bytes_of(tmp_path / "b")


def test_an_incident_that_is_gone_takes_its_page_along(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    built(site, out, tmp_path / "cache")
    put(out, "public/CNAME", "status.example.com\n")
    shutil.rmtree(site / "incidents" / "2026-11-23-api")
    outcome = built(site, out, tmp_path / "cache")
    assert "public/incidents/2026-11-23-api.html" in outcome.removed
    assert (out / "public" / "CNAME").exists()


def test_an_error_leaves_the_last_good_site(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    built(site, out, tmp_path / "cache")
    before = stamps(out)
    put(site, "incidents/2026-11-23-api/20261123T1710Z.md", update("Resolved", "17:10"))
    put(site, "incidents/2026-11-23-checkout/20261123T1710Z.md", update("nonsense", "17:10"))
    outcome = built(site, out, tmp_path / "cache")
    assert outcome.failed
    assert {problem.place.path for problem in outcome.problems} == {
        "incidents/2026-11-23-api/20261123T1710Z.md",
        "incidents/2026-11-23-checkout/20261123T1710Z.md",
    }
    assert stamps(out) == before


def test_a_first_build_that_fails_writes_nothing(site: Path, tmp_path: Path) -> None:
    put(site, "incidents/2026-11-23-api/20261123T1710Z.md", update("Resolved", "17:10"))
    assert built(site, tmp_path / "out", tmp_path / "cache").failed
    assert not (tmp_path / "out").exists()


def test_a_broken_site_still_tells_of_every_incident(site: Path, tmp_path: Path) -> None:
    put(
        site,
        "site_src/site.yml",
        "name: Example\nurl: nowhere\ntime_zone: Etc/UTC\nlanguages: [en]\n",
    )
    put(site, "incidents/2026-11-23-api/20261123T1710Z.md", update("Resolved", "17:10"))
    outcome = built(site, tmp_path / "out", tmp_path / "cache")
    assert {problem.place.path for problem in outcome.problems} == {
        "site_src/site.yml",
        "incidents/2026-11-23-api/20261123T1710Z.md",
    }


def test_an_update_ahead_of_the_moment_is_named_and_shown_in_its_time(
    site: Path, tmp_path: Path
) -> None:
    out, cache = tmp_path / "out", tmp_path / "cache"
    put(
        site,
        "incidents/2026-11-23-api/20261123T1900Z.md",
        update("identified", "19:00", "Words of the future.", embargo="true"),
    )
    for _ in range(2):
        outcome = built(site, out, cache)
        assert [problem.code for problem in outcome.problems] == ["not-shown-yet"]
        assert not any(b"future" in path.read_bytes() for path in out.rglob("*") if path.is_file())
    later = NOW.replace(hour=19)
    assert built(site, out, cache, later).problems == ()
    assert b"future" in (out / "public" / "index.html").read_bytes()
    built(site, out, cache, NOW)
    assert not any(b"future" in path.read_bytes() for path in out.rglob("*") if path.is_file())


def test_a_notice_is_nowhere_before_it_begins(site: Path, tmp_path: Path) -> None:
    out, cache = tmp_path / "out", tmp_path / "cache"
    begins, over = "2026-11-23T19:00:00Z", "2026-11-24T19:00:00Z"
    incident(
        site,
        "new-terms",
        f"title: New terms\nkind: notice\nfrom: {begins}\nuntil: {over}",
        u20261123T1630Z="---\n---\nThe terms change.\n",
        u20261123T1745Z="---\nedited: [2026-11-23T17:50:00Z]\n---\nThe terms change a lot.\n",
    )

    def traces() -> set[str]:
        words = (b"New terms", b"new-terms", b"terms change")
        return {
            name
            for name in bytes_of(out / "public")
            if any(each in name.encode() + (out / "public" / name).read_bytes() for each in words)
        }

    for _ in range(2):
        outcome = built(site, out, cache)
        assert [problem.code for problem in outcome.problems] == ["not-shown-yet"] * 2
        assert begins in outcome.problems[0].message
        assert traces() == set()
    early = NOW.replace(hour=18, minute=59)
    assert built(site, out, cache, early).instants["public"] == parse_time(begins)
    assert traces() == set()
    outcome = built(site, out, cache, NOW.replace(hour=19))
    assert outcome.problems == ()
    assert traces() >= {"index.html", "incidents/new-terms.html", "updates.atom"}
    built(site, out, cache, NOW.replace(hour=19, second=1))
    feed = json.loads((out / "public" / "updates.json").read_text())
    told = [each["date_published"] for each in feed["items"] if "new-terms" in each["id"]]
    assert sorted(told) == ["2026-11-23T19:00:00Z", "2026-11-23T19:00:01Z"]
    built(site, out, cache)
    assert traces() == set()


def test_a_site_is_constant_between_its_instants(site: Path, tmp_path: Path) -> None:
    moment = NOW.replace(hour=13)
    seen = []
    midnights = [NOW.replace(day=day, hour=0) for day in (24, 25)]
    while moment <= midnights[-1]:
        outcome = built(site, tmp_path / "out", tmp_path / "cache", moment)
        seen.append(bytes_of(tmp_path / "out"))
        following = outcome.instants["public"]
        assert following is not None, "the next midnight at the latest"
        assert following > moment
        last = built(
            site, tmp_path / "late", tmp_path / "cache-late", following - timedelta(seconds=1)
        )
        assert not last.failed
        assert bytes_of(tmp_path / "late") == seen[-1]
        moment = following
    assert len(seen) >= 6, "posts, end, promise, midnights"
    assert seen[0] != seen[-1] != seen[-2], "a day on, figures are of other days"


def test_a_month_of_a_component_moves_with_its_own_incidents_alone(
    site: Path, tmp_path: Path
) -> None:
    def write(month: str, length: str) -> None:
        text = "---\nstatus: {}\nat: 2026-{}-03T{}:00Z\n{}---\nWords.\n"
        begin = text.format(
            "investigating", month, "10:00", "components: {checkout: major_outage}\n"
        )
        end = text.format("resolved", month, length, "")
        incident(site, f"in-{month}", ubegin=begin, uend=end)

    write("08", "11:00")
    write("10", "11:00")
    out, cache = tmp_path / "out", tmp_path / "cache"
    folder = "public/components/checkout/history/"
    months = {folder + "2026-08.html", folder + "2026-10.html", folder + "index.html"}
    assert months <= set(built(site, out, cache).written)
    write("08", "12:00")
    moved = built(site, out, cache).written
    assert months & set(moved) == months - {folder + "2026-10.html"}
    assert b"99.73118%" in (out / folder / "2026-08.html").read_bytes()
    as_cold(site, out)
    # A month later November is over, too; those before it stay as they are.
    later = NOW.replace(month=12)
    moved = built(site, out, cache, later).written
    assert {folder + "2026-11.html", *months} & set(moved) == {
        folder + "2026-11.html",
        folder + "index.html",
        folder + "2026-10.html",
    }, "October leads to what is later now"
    as_cold(site, out, later)


def test_what_a_component_was_ever_called_leads_to_it(site: Path, tmp_path: Path) -> None:
    def renamed(to: str) -> dict[str, str]:
        put(site, "site_src/components.yml", components.replace("{id: checkout,", to))
        outcome = built(site, tmp_path / "dist", tmp_path / "cache")
        assert outcome.problems == ()
        return bytes_of(tmp_path / "dist" / "public")

    def others(files: dict[str, str]) -> dict[str, str]:
        """What does not tell of files alone."""
        return {path: data for path, data in files.items() if path not in listings}

    listings = {"build.json", "manifest.json"}
    components = (site / "site_src" / "components.yml").read_text()
    first = renamed("{id: checkout,")
    once = renamed("{id: till, aliases: [checkout],")
    twice = renamed("{id: pay, aliases: [checkout, till],")
    # Nobody who came before is sent elsewhere, or told of anything anew.
    assert others(once).items() >= others(first).items()
    assert others(twice).items() >= others(once).items()
    own = {path: data for path, data in first.items() if "/checkout" in path}
    assert len(own) == 7, "page, badges, calendar and feeds"
    for name, files in (("till", once), ("till", twice), ("pay", twice)):
        there = {path.replace("/checkout", f"/{name}"): data for path, data in own.items()}
        assert files.keys() >= there.keys()
        assert all(
            files[path] == data for path, data in there.items() if path.endswith((".html", ".svg"))
        )
    public = tmp_path / "dist" / "public"
    folders = (public / "components" / name for name in ("checkout", "till", "pay"))
    news = [json.loads((folder / "updates.json").read_text())["items"] for folder in folders]
    assert news[0] == news[1] == news[2] != []


@pytest.mark.parametrize("change", ["crlf", "cr", "bom"])
def test_line_ends_and_a_byte_order_mark_change_nothing(
    site: Path, tmp_path: Path, change: str
) -> None:
    built(site, tmp_path / "a", tmp_path / "cache-a")
    for path in [*site.rglob("*.md"), *site.rglob("*.yml")]:
        data = path.read_bytes()
        changed = {
            "crlf": data.replace(b"\n", b"\r\n"),
            "cr": data.replace(b"\n", b"\r"),
            "bom": b"\xef\xbb\xbf" + data,
        }[change]
        path.write_bytes(changed)
    built(site, tmp_path / "b", tmp_path / "cache-b")
    assert bytes_of(tmp_path / "a") == bytes_of(tmp_path / "b")


def test_two_builds_at_once(site: Path, tmp_path: Path) -> None:
    from builder.output.faults import OutputProblem
    from builder.output.lock import locked

    with locked(tmp_path / "cache", tmp_path / "out"), pytest.raises(OutputProblem):
        build(Request(site, tmp_path / "out", tmp_path / "cache", NOW, now_given=True))


def test_two_processes_make_the_same_bytes(tmp_path: Path) -> None:
    root = lay(tmp_path / "site")
    for number in range(120):
        incident(
            root,
            f"incident-{number}",
            u20261123T1405Z=update("investigating", "14:05", f"Words {number}."),
        )
    one = Request(root, tmp_path / "one", tmp_path / "cache-one", NOW, now_given=True, jobs=1)
    two = Request(root, tmp_path / "two", tmp_path / "cache-two", NOW, now_given=True, jobs=2)
    assert build(one).problems == build(two).problems == ()
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")
    put(root, "incidents/incident-119/20261123T1405Z.md", update("nonsense", "14:05"))
    put(root, "incidents/incident-2/20261123T1405Z.md", update("nonsense", "14:05"))
    shutil.rmtree(tmp_path / "cache-two")
    assert len(build(two).problems) == 2


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


DOT = bytes.fromhex(
    "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b"
)


def test_a_picture_is_published_where_a_text_shows_it_and_goes_with_it(
    site: Path, tmp_path: Path
) -> None:
    out, cache = tmp_path / "out", tmp_path / "cache"
    folder = site / "incidents" / "2026-11-23-api"
    (folder / "graph.png").write_bytes(PIXEL)
    (folder / "same.png").write_bytes(PIXEL)
    (folder / "private.gif").write_bytes(DOT)
    text = (
        "![A graph](graph.png) ![The same](same.png)\n\n"
        "::: executives\n![Another](private.gif)\n:::"
    )
    put(folder, "20261123T1710Z.md", update("identified", "17:10", text))
    assert built(site, out, cache).problems == ()
    pictures = [*out.rglob("*.png"), *out.rglob("*.gif")]
    assert len(pictures) == 1
    page = (out / "public" / "incidents" / "2026-11-23-api.html").read_text()
    assert f'src="../incidents/2026-11-23-api/{pictures[0].name}"' in page
    put(site, "incidents/2026-11-23-checkout/20261123T1600Z.md", update("postmortem", "16:00"))
    built(site, out, cache)
    assert pictures[0].exists(), "kept with an incident that did not change"
    put(folder, "20261123T1710Z.md", update("identified", "17:10", "No picture."))
    assert f"public/incidents/2026-11-23-api/{pictures[0].name}" in built(site, out, cache).removed
