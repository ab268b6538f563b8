"""The page on subscribing names every feed and every calendar that there is, and no other."""

from pathlib import Path
from urllib.parse import urljoin

from builder.render.feed_addresses import MEDIA_TYPES
from tests.build.sites import built, lay, put
from tests.render.reading import read

LANGUAGES = "name: Example\nurl: https://status.example.com/it\nlanguages: [en, fr]\n"


def test_all_feeds_and_calendars_are_named(tmp_path: Path) -> None:
    root = lay(tmp_path / "site")
    put(root, "site_src/site.yml", LANGUAGES)
    assert not built(root, tmp_path / "out", tmp_path / "cache").failed
    public = tmp_path / "out" / "public"
    there = {
        path.relative_to(public).as_posix()
        for path in public.rglob("*")
        if path.suffix[1:] in ENDINGS and path.name.split(".")[0] in NAMES
    }
    page = read((public / "subscribe.html").read_bytes())
    named = {link for link in page.links if link.rpartition(".")[2] in ENDINGS}
    french = read((public / "fr" / "subscribe.html").read_bytes())
    named |= {urljoin("fr/x", link) for link in french.links if link.rpartition(".")[2] in ENDINGS}
    assert named == there
    assert "https://status.example.com/it/updates.atom" in page.outline
    assert "https://status.example.com/it/fr/updates.atom" in french.outline
    assert "https://status.example.com/it/fr/maintenance.ics" in french.outline


NAMES = {"updates", "major", "history", "maintenance"}
ENDINGS = {*MEDIA_TYPES, "ics"}
