"""The made-up sites hold what they are to prove something about, and more than once or twice."""

from collections import Counter
from collections.abc import Mapping

from builder.vocabulary.keys import (
    ACCOUNT,
    AUDIENCE,
    CLOSED,
    COMPONENT,
    GROUP,
    INCIDENT,
    PAGE,
    SITE,
    UPDATE,
    ReadBy,
)
from tests.leaks.plan import cut, stream
from tests.leaks.sites import site

SITES = 1000
LEAST = 20

KEYS: Mapping[str, Mapping[str, ReadBy]] = {
    "a site": SITE,
    "a component": COMPONENT,
    "a group": GROUP,
    "an audience": AUDIENCE,
    "an account": ACCOUNT,
    "a month made final": CLOSED,
    "an incident": INCIDENT,
    "an update": UPDATE,
    "a page": PAGE,
}

FEATURES = """\
section first | section last | section between | section alone
section in a fence | section in a list | section in a table
CR | CRLF | byte order mark | no final line end
fence across a border | link across a border | list across a border | table across a border
quote across a border | heading across a border | indented across a border
line break across a border | link defined in a section | need | comment
private text equal to public
private update first | private update last | private updates only | private resolving update
private update between | private update before the last
updates of one second | updates out of order | posted later
corrects | private correction | withdrawn | withdrawn private update | withdrawn later
redacted | redacted private update
merged into | merged privately | private incident merged into a public one
incident | maintenance | notice | notice that waits | maintenance moved privately | private incident
picture | picture of a section | static file
free page | private page
more than 50 entries | several months
private component first | private component last | private component alone
private group first | private group last | state of a private component
account's own state taken back
account | account added or removed | link added or removed | link revoked | audience
two languages | translation with private words alone
translation of a page with private words alone
now at an update | now at a posting | now at a private update | now at a promise
now at a private promise | now at a withdrawal | now at a redaction | now at a window's border
now at a notice's border | now at a link's end | now at midnight
"""


def wanted() -> set[str]:
    """Return what must be in the sites: what is listed, and each key that not all may read."""
    listed = {each.strip() for line in FEATURES.splitlines() for each in line.split("|")}
    by_component = {ReadBy.COMPONENT: "state of a private component"}
    keys = {
        by_component.get(read_by, f"key of {where}: {key}")
        for where, known in KEYS.items()
        for key, read_by in known.items()
        if read_by is not ReadBy.READERS
    }
    return listed | keys


def test_each_feature_stands_in_enough_sites() -> None:
    found: Counter[str] = Counter()
    for seed in range(SITES):
        found.update(name for name, count in site(seed, stream(0)).features.items() if count)
    assert {name: found[name] for name in wanted() | found.keys() if found[name] < LEAST} == {}


def test_variants_of_a_site_share_what_is_public() -> None:
    for seed in range(100):
        one, other, none = site(seed, stream(0)), site(seed, stream(1)), site(seed, cut)
        assert one.now == other.now == none.now
        assert none.files.keys() <= one.files.keys() & other.files.keys()
        assert one.files != other.files != none.files


def test_no_canary_is_in_two_variants_or_in_public_files() -> None:
    for seed in range(100):
        one, other, none = site(seed, stream(0)), site(seed, stream(1)), site(seed, cut)
        assert len(one.canaries) > 5
        assert one.canaries.keys().isdisjoint(other.canaries)
        assert not any(b"zq" in data for data in none.files.values())
