"""Links as they are written into the sources, and which readers may have them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from builder.authoring.access import (
    AccessRefused,
    add_link,
    holder_named,
    holders,
    link_named,
    links_to_hand_out,
    revoke_link,
)
from builder.cli.site_reading import SiteRefused, readable_site
from builder.model.site import Site
from tests.build.sites import lay, put

AUDIENCES = """\
public: {}
# The board and its office.
executives:
  reads: [public]
  links:
    - {id: "0000000e", for: Board}   # since March
strategic: {accounts: true}
technical: {protection: host}
"""
ACME = "name: Acme\r\n# theirs\r\nlinks:\r\n  - id: 0000000a\r\n    for: Jo\r\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    lay(tmp_path)
    put(tmp_path, "site_src/audiences.yml", AUDIENCES)
    put(tmp_path, "site_src/accounts/acme.yml", ACME)
    put(tmp_path, "site_src/accounts/executives.yml", "name: Executives Ltd\n")
    return tmp_path


@pytest.fixture
def site(root: Path) -> Site:
    return readable_site(root)


def test_who_has_pages_of_its_own(site: Site) -> None:
    assert [(one.name, one.is_sealed) for one in holders(site)] == [
        ("audience:executives", True),
        ("audience:technical", False),
        ("account:acme", True),
        ("account:executives", True),
    ]


@pytest.mark.parametrize("word", ["nobody", "public", "strategic", "account:technical", ""])
def test_an_unknown_reader_is_told_which_there_are(site: Site, word: str) -> None:
    with pytest.raises(AccessRefused, match=r"unknown-reader.*audience:executives, .*account:acme"):
        holder_named(site, word)


def test_a_short_name_stands_for_one_reader_alone(site: Site) -> None:
    assert holder_named(site, "acme").name == "account:acme"
    assert holder_named(site, "account:executives").file == "site_src/accounts/executives.yml"
    with pytest.raises(AccessRefused, match="two readers"):
        holder_named(site, "executives")


def test_a_link_is_written_and_read_again(root: Path, site: Site) -> None:
    until = "2027-01-01T00:00:00Z"
    add_link(root, site, holder_named(site, "acme"), "0000000b", 'Jo "J" Ünal: #1', until, True)
    written = (root / "site_src/accounts/acme.yml").read_bytes().decode()
    item = f'  - {{id: "0000000b", for: "Jo \\"J\\" Ünal: #1", until: "{until}", words: true}}\r\n'
    assert written == ACME + item
    link = link_named(holder_named(readable_site(root), "acme"), "0000000b")
    assert (link.until, link.words, link.revoked) == (datetime(2027, 1, 1, tzinfo=UTC), True, False)


def test_an_audience_gets_its_link_beside_the_others(root: Path, site: Site) -> None:
    add_link(root, site, holder_named(site, "audience:executives"), "0000000b")
    written = (root / "site_src/audiences.yml").read_text()
    assert written.replace('    - {id: "0000000b"}\n', "") == AUDIENCES
    assert '# since March\n    - {id: "0000000b"}\n' in written


@pytest.mark.parametrize("reader", ["acme", "audience:executives"])
def test_an_id_is_never_used_again_by_anyone(root: Path, site: Site, reader: str) -> None:
    revoke_link(root, holder_named(site, "acme"), "0000000a")
    after = readable_site(root)
    before = [(root / one.file).read_bytes() for one in holders(after)]
    with pytest.raises(AccessRefused, match="link-used"):
        add_link(root, after, holder_named(after, reader), "0000000a")
    assert [(root / one.file).read_bytes() for one in holders(after)] == before


def test_a_withdrawn_link_stays_as_a_tombstone(root: Path, site: Site) -> None:
    revoke_link(root, holder_named(site, "acme"), "0000000a")
    assert (root / "site_src/accounts/acme.yml").read_bytes().decode() == (
        ACME + "    revoked: true\r\n"
    )
    after = readable_site(root)
    assert link_named(holder_named(after, "acme"), "0000000a").revoked
    with pytest.raises(AccessRefused, match="withdrawn already"):
        revoke_link(root, holder_named(after, "acme"), "0000000a")
    with pytest.raises(AccessRefused, match="unknown-link"):
        revoke_link(root, holder_named(after, "acme"), "0000000c")


def test_an_id_that_stands_twice_is_an_error_of_the_site(root: Path) -> None:
    put(root, "site_src/accounts/globex.yml", "name: Globex\nlinks: [{id: 0000000e}]\n")
    with pytest.raises(SiteRefused, match="link-used"):
        readable_site(root)


def test_a_reader_whom_the_host_checks_needs_no_link(root: Path, site: Site) -> None:
    with pytest.raises(AccessRefused, match="link-without-use"):
        add_link(root, site, holder_named(site, "technical"), "0000000b")


@pytest.mark.parametrize("person", ["two\nlines", "a bell \a", "a \u2028 line"])
def test_who_it_is_for_is_one_line(root: Path, site: Site, person: str) -> None:
    with pytest.raises(AccessRefused, match="not-a-line"):
        add_link(root, site, holder_named(site, "acme"), "0000000b", person)
    assert (root / "site_src/accounts/acme.yml").read_bytes().decode() == ACME


def test_an_audience_without_a_file_is_told_what_to_write(tmp_path: Path) -> None:
    site = readable_site(lay(tmp_path))
    with pytest.raises(AccessRefused, match="no-audiences"):
        add_link(tmp_path, site, holder_named(site, "executives"), "0000000b")


def test_links_to_hand_out_are_those_that_open_something(root: Path) -> None:
    put(
        root,
        "site_src/accounts/acme.yml",
        "name: Acme\nlinks:\n  - {id: 00000001, revoked: true}\n"
        "  - {id: 00000002, until: 2026-11-23T18:00:00Z}\n"
        "  - {id: 00000003, until: 2026-11-23T18:00:01Z}\n",
    )
    now = datetime(2026, 11, 23, 18, tzinfo=UTC)
    found = links_to_hand_out(readable_site(root), now)
    assert [(holder.name, link.id) for holder, link in found] == [
        ("audience:executives", "0000000e"),
        ("account:acme", "00000003"),
    ]
