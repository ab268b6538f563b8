"""The made-up sites hold what they are to prove something about."""

import sys
from collections import Counter

from tests.leaks.plan import cut, stream
from tests.leaks.sites import site

SITES = 1000
LEAST = 20


def test_each_feature_stands_in_enough_sites() -> None:
    found: Counter[str] = Counter()
    for seed in range(SITES):
        found.update(name for name, count in site(seed, stream(0)).features.items() if count)
    for name, count in sorted(found.items()):
        sys.stdout.write(f"{count:5} of {SITES}: {name}\n")
    assert len(found) > 50
    assert {name: count for name, count in found.items() if count < LEAST} == {}


def test_variants_of_a_site_share_what_is_public() -> None:
    for seed in range(100):
        one, other, none = site(seed, stream(0)), site(seed, stream(1)), site(seed, cut)
        assert one.now == other.now == none.now
        assert none.files.keys() <= one.files.keys() & other.files.keys()
        assert one.files != other.files != none.files
