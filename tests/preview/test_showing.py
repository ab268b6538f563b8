"""What is shown is what a build makes, drafts besides; broken sources take nothing away."""

from datetime import timedelta
from pathlib import Path

import pytest

from builder.build import Request, build
from builder.build.cuts import IncidentCuts
from builder.build.readers import PRIVATE_TREES, PUBLIC_TREE
from builder.render.outputs import RenderProblem
from builder.seal.keys import Site as SealedSite
from builder.seal.keys import path_id
from builder.seal.secret import Secret
from builder.source.incidents import read_incident
from builder.vocabulary.times import parse_time
from tests.build.sites import NOW, incident, put, update
from tests.build.test_build import PIXEL
from tests.preview.places import ACME, BODY, DRAFT, EXECUTIVES, PUBLIC, showing, site_with_readers

CHECKOUT = "incidents/checkout.html"
SECRET = Secret(bytes(range(32)))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return site_with_readers(tmp_path / "site")


def text(found: bytes | None) -> str:
    assert found is not None
    return found.decode()


def test_each_file_is_the_one_that_a_build_makes(root: Path, tmp_path: Path) -> None:
    put(
        root,
        "site_src/pages/about.md",
        "---\ntitle: About\n---\nSee [it](/incidents/checkout.html).",
    )
    with_picture = update("identified", "14:30", "See ![graph](graph.png).")
    incident(root, "checkout", u20261123T1430Z=with_picture)
    (root / "incidents/checkout/graph.png").write_bytes(PIXEL)
    # Where a host checks who reads, pages lie open in the tree.
    audiences = root / "site_src/audiences.yml"
    told = audiences.read_text().replace("board, reads: [", "board, reads: [sla, ")
    audiences.write_text(told.replace("reads:", "protection: host, reads:"))
    contract = "contract: {since: 2026-11-01, target: 99.9, policy: statuspage}"
    put(root, "site_src/accounts/acme.yml", f"name: Acme\ncomponents: [checkout]\n{contract}\n")
    request = Request(root, tmp_path / "out", tmp_path / "cache", NOW, True, secret=SECRET)
    assert not build(request).failed
    shown = showing(root)
    keys = SealedSite(SECRET, "")
    folders = {name: f"{PRIVATE_TREES}/{path_id(keys, name)}" for name in (EXECUTIVES, ACME)}
    for reader, folder in {PUBLIC: PUBLIC_TREE, **folders}.items():
        tree = tmp_path / "out" / folder
        made = {str(each.relative_to(tree)): each for each in tree.rglob("*") if each.is_file()}
        # The tree's own lists, and feeds of private readers, which nobody looks at here.
        own = {"manifest.json", "build.json", "feed.atom", "feed.json", "updates.atom"}
        for path, file in made.items():
            if path in own and (reader != PUBLIC or path != "updates.atom"):
                continue
            assert shown.page(None, reader, path) == file.read_bytes(), (reader, path)


def test_each_reader_is_shown_its_own_words(root: Path) -> None:
    shown = showing(root)
    pages = {name: text(shown.page(None, name, CHECKOUT)) for name in (PUBLIC, EXECUTIVES, ACME)}
    assert all("Payments fail" in page for page in pages.values())
    assert [name for name, page in pages.items() if "It costs" in page] == [EXECUTIVES]
    assert [name for name, page in pages.items() if "We call you" in page] == [ACME]


def test_a_draft_is_shown_here_alone(root: Path) -> None:
    put(root, "incidents/checkout/20261123T1420Z.md", DRAFT)
    shown = showing(root)
    assert "We know why" in text(shown.page(None, PUBLIC, CHECKOUT))
    assert shown.is_whole
    assert [problem.code for problem in shown.problems] == ["still-a-draft"]


def test_the_last_good_page_stays_until_it_is_mended(root: Path) -> None:
    shown = showing(root)
    before = shown.page(None, PUBLIC, CHECKOUT)
    put(root, "incidents/checkout/20261123T1405Z.md", update("broken", "14:05", "Words."))
    shown.refresh()
    assert not shown.is_whole
    (problem,) = shown.problems
    assert (problem.place.path, problem.place.line) == ("incidents/checkout/20261123T1405Z.md", 2)
    assert shown.page(None, PUBLIC, CHECKOUT) == before
    put(root, "incidents/checkout/20261123T1405Z.md", update("identified", "14:05", "Mended."))
    shown.refresh()
    assert shown.problems == ()
    assert "Mended" in text(shown.page(None, PUBLIC, CHECKOUT))


def test_sources_that_never_were_whole(tmp_path: Path) -> None:
    shown = showing(tmp_path)
    assert [problem.code for problem in shown.problems] == ["no-site"]
    assert shown.site() is None
    assert shown.page(None, PUBLIC, "index.html") is None
    assert shown.differences() == ()


def test_a_template_that_fails_is_named_and_mended(root: Path) -> None:
    theme = root / "themes/mine/templates"
    theme.mkdir(parents=True)
    default = Path(__file__).parents[2] / "themes/default"
    for file in (*default.glob("templates/*.html"), *default.glob("templates/private/*.html")):
        place = theme / file.relative_to(default / "templates")
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(file.read_bytes())
    (root / "themes/mine/static").mkdir()
    for file in default.glob("static/*"):
        (root / "themes/mine/static" / file.name).write_bytes(file.read_bytes())
    with (root / "site_src/site.yml").open("a") as site:
        site.write("theme: mine\n")
    shown = showing(root)
    before = shown.page(None, PUBLIC, CHECKOUT)
    good = (theme / "incident.html").read_text()
    (theme / "incident.html").write_text("{{ page.nothing }}" + good)
    shown.refresh()
    with pytest.raises(RenderProblem, match=r"themes/mine/templates/incident.html:1"):
        shown.page(None, PUBLIC, CHECKOUT)
    (theme / "incident.html").write_text(good)
    shown.refresh()
    assert shown.page(None, PUBLIC, CHECKOUT) == before


def test_another_moment(root: Path) -> None:
    shown = showing(root)
    assert "Checkout errors" in text(shown.page(None, PUBLIC, "index.html"))
    before = parse_time("2026-11-23T14:00:00Z")
    assert "Checkout errors" not in text(shown.page(before, PUBLIC, "index.html"))
    assert shown.page(before, PUBLIC, CHECKOUT) is None
    assert shown.page(None, PUBLIC, CHECKOUT) is not None


def test_only_what_changed_is_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = showing(root)
    shown.page(None, PUBLIC, "index.html")
    read: list[str] = []
    cut: list[str] = []

    def read_again(folder, *words, **how):  # type: ignore[no-untyped-def]
        read.append(folder.id)
        return read_incident(folder, *words, **how)

    def cuts(incident, *words):  # type: ignore[no-untyped-def]
        cut.append(incident.id)
        return IncidentCuts(incident, *words)

    monkeypatch.setattr("builder.preview.sources.read_incident", read_again)
    monkeypatch.setattr("builder.preview.shown_site.IncidentCuts", cuts)
    put(root, "incidents/quiet/20261122.md", update("resolved", "09:30", "Later."))
    shown.refresh()
    assert read == cut == ["quiet"]
    assert "Later" in text(shown.page(None, PUBLIC, "incidents/quiet.html"))


def test_what_refers_to_another_incident_is_read_with_it(root: Path) -> None:
    link = "See [it](/incidents/checkout.html)."
    put(root, "incidents/quiet/20261122.md", update("resolved", "09:00", link))
    shown = showing(root)
    assert shown.is_whole
    for file in (root / "incidents/checkout").iterdir():
        file.unlink()
    (root / "incidents/checkout").rmdir()
    shown.refresh()
    assert [problem.place.path for problem in shown.problems] == ["incidents/quiet/20261122.md"]


def test_the_clock_moves_a_page_at_its_instant(root: Path) -> None:
    times = [NOW]
    shown = showing(root)
    due = update("identified", "15:00", BODY, next_update="2026-11-23T18:30:00Z")
    put(root, "incidents/checkout/20261123T1500Z.md", due)
    shown._clock = lambda: times[-1]
    shown.refresh()
    assert shown.next_instant() == parse_time("2026-11-23T18:30:00Z")
    times.append(NOW + timedelta(hours=1))
    before = shown.page(None, PUBLIC, "index.html")
    shown.refresh()
    assert shown.page(None, PUBLIC, "index.html") != before


def test_a_reader_and_a_page_that_are_not_there(root: Path) -> None:
    shown = showing(root)
    assert shown.page(None, "account:nobody", "index.html") is None
    assert shown.page(None, PUBLIC, "../../site_src/site.yml") is None
    assert shown.page(None, PUBLIC, "nothing.html") is None


def test_a_change_that_is_named_is_all_that_is_looked_at(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = showing(root)

    def never(_root: Path) -> None:
        raise AssertionError("everything was looked at")

    path = "incidents/quiet/20261122.md"
    with monkeypatch.context() as patch:
        patch.setattr("builder.preview.sources.scan", never)
        put(root, path, update("resolved", "09:30", "Later."))
        shown.refresh(frozenset({path}))
        assert "Later" in text(shown.page(None, PUBLIC, "incidents/quiet.html"))
        put(root, "incidents/quiet/Bad Name.md", "")
        shown.refresh(frozenset({"incidents/quiet/Bad Name.md"}))
        assert {problem.code for problem in shown.problems} >= {"bad-name"}
        (root / "incidents/quiet/Bad Name.md").unlink()
        shown.refresh(frozenset({"incidents/quiet/Bad Name.md"}))
        assert shown.problems == ()


@pytest.mark.parametrize(
    "path", ["incidents/new/incident.md", "incidents/quiet", "site_src/site.yml", "themes/mine"]
)
def test_any_other_change_has_everything_looked_at(root: Path, path: str) -> None:
    shown = showing(root)
    incident(root, "new", u20261123T1405Z=update("investigating", "14:05"))
    shown.refresh(frozenset({path, "incidents/quiet/20261122.md"}))
    assert shown.page(None, PUBLIC, "incidents/new.html") is not None


def test_an_incident_that_went_while_it_was_named(root: Path) -> None:
    shown = showing(root)
    for file in (root / "incidents/quiet").iterdir():
        file.unlink()
    (root / "incidents/quiet").rmdir()
    shown.refresh(frozenset({"incidents/quiet/20261122.md"}))
    assert shown.page(None, PUBLIC, "incidents/quiet.html") is None
    assert shown.problems == ()
