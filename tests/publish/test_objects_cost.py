"""What a publish to a bucket costs: requests and bytes by what changed, not by the site."""

from pathlib import Path

import pytest

from tests.output.trees import page
from tests.publish.stores import IN_A_HURRY, Proxy, Request, target, tree

pytestmark = pytest.mark.usefixtures("credentials")

BESIDES = 14
"""Requests of a publish beside two for each file that changed."""


def site(pages: int, changed: int) -> dict[str, bytes]:
    """A site whose index and feed are like their predecessors, and some of whose pages changed."""
    files = {
        f"incidents/{number}.html": page(f"{number} {'new' if number < changed else 'old'} " * 600)
        for number in range(pages)
    }
    last = page(f"{changed} changed " * 600)
    return {**files, "index.html": last, "updates.atom": last}


def sent(watched: Proxy, prefix: str, folder: Path, pages: int, changed: int) -> list[Request]:
    """Publish a site to which some pages change, and return the requests."""
    place = f"{prefix}/{pages}-{changed}"
    cache = folder / f"{pages}-{changed}"
    target(watched.upstream, cache, place).send(tree(cache / "one", site(pages, 0)))
    built = tree(cache / "two", site(pages, changed))
    watched.forget()
    here = target(watched.port, cache, place, patience=IN_A_HURRY)
    here.change(built)
    here.send(built)
    return watched.requests


@pytest.mark.parametrize("changed", [1, 5, 40])
def test_requests_and_bytes_follow_what_changed(
    changed: int, watched: Proxy, prefix: str, tmp_path: Path
) -> None:
    requests = sent(watched, prefix, tmp_path, 60, changed)
    files = changed + 2
    assert len(requests) <= 2 * files + files // 16 + BESIDES
    new = site(60, changed)
    old = site(60, 0)
    own = [request.sent for request in requests if request.path.endswith("manifest.json")]
    differing = sum(len(data) for path, data in new.items() if data != old[path]) + sum(own)
    assert sum(request.sent for request in requests) <= 1.2 * differing


def test_a_larger_site_costs_no_more_requests(watched: Proxy, prefix: str, tmp_path: Path) -> None:
    few = sent(watched, prefix, tmp_path, 10, 3)
    many = sent(watched, prefix, tmp_path, 120, 3)
    assert len(few) == len(many)
    assert not any("list-type" in request.path for request in (*few, *many))
