"""The sample site, laid out once for all tests that only look at it."""

from collections.abc import Mapping

import pytest

from builder.render.addresses import BANNER
from builder.render.pages import PageRenderer, shared_outputs, site_outputs
from tests.render import samples
from tests.render.reading import Page, read


@pytest.fixture(scope="session")
def tree() -> Mapping[str, bytes]:
    """Every page of the sample site by its address."""
    site = samples.site()
    renderer = PageRenderer(site.frame, samples.theme())
    outputs = [
        *samples.incident_outputs(renderer),
        *shared_outputs(renderer),
        *site_outputs(site, samples.months(), renderer),
    ]
    return {output.path: output.make() for output in outputs}


@pytest.fixture(scope="session")
def pages(tree: Mapping[str, bytes]) -> Mapping[str, Page]:
    """Every page of the sample site, read, but the one for frames, which stands alone."""
    return {path: read(data) for path, data in tree.items() if path != BANNER}
