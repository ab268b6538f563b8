"""The site of ``fixtures/private/site.txt`` as each reader has it: files in, pages out."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from markupsafe import Markup

from builder.model.incident import Incident
from builder.model.site import Site
from builder.render.press import Press
from builder.render.private_pages import PrivatePageRenderer, private_outputs
from builder.source.incidents import read_incident
from builder.source.scan import scan
from builder.source.site import read_site
from builder.views.audience_types import AudienceSetting, AudienceView
from builder.views.audience_view import (
    audience_incident,
    audience_setting,
    audience_view,
    has_page,
    kept_since,
    measured_for,
    site_for,
)
from builder.views.component_months import component_months
from builder.views.cut import cut
from builder.views.frame import component_limits
from builder.views.news import news
from builder.views.rows import carried, row_of
from builder.views.site_view import in_full, site_view
from builder.views.types import IncidentView
from builder.vocabulary.readers import WHOLE_SITE, Reader
from tests.render import samples

FIXTURES = Path(__file__).with_name("fixtures") / "private"
NOW = datetime(2026, 11, 17, 14, 30, tzinfo=UTC)


def written() -> dict[str, str]:
    """The files of the fixture by path."""
    text = (FIXTURES / "site.txt").read_text(encoding="utf-8")
    pieces = re.split(r"^@@ (.+)\n", text, flags=re.MULTILINE)
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def read_all(files: Mapping[str, str]) -> tuple[Site, tuple[Incident, ...]]:
    """Read the site and its incidents; an error in them fails."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        snapshot = scan(root)
        reading = read_site(snapshot)
        assert not reading.problems, reading.problems
        assert reading.site is not None
        known = frozenset(one.id for one in snapshot.folders)
        incidents = []
        for one in snapshot.folders:
            found = read_incident(one, reading.site, root, known, None)
            assert found.incident is not None, found.problems
            incidents.append(found.incident)
        return reading.site, tuple(incidents)


@cache
def fixture() -> tuple[Site, tuple[Incident, ...]]:
    """The fixture, read once."""
    return read_all(written())


def reader_named(site: Site, name: str) -> Reader:
    """The reader that is written ``executives`` or ``account:acme``."""
    if name.startswith("account:"):
        return site.accounts[name.removeprefix("account:")].reader
    return site.audiences[name].reader


def seen_by(
    name: str,
    site: Site,
    incidents: tuple[Incident, ...],
    now: datetime = NOW,
) -> tuple[AudienceView, Mapping[str, IncidentView]]:
    """The whole tree of a reader as a view, and its views of all incidents."""
    reader = reader_named(site, name)
    own_site = site_for(reader, site)
    cuts = (cut(reader, each, component_limits(site), now) for each in incidents)
    views = {view.id: view for view in cuts if view is not None}
    rows = [row_of(view, view.id) for view in views.values()]
    told = news(rows, now)
    full = {one: views[one] for one in in_full(rows)}
    folded = site_view(reader, WHOLE_SITE, own_site, rows, full, told, now)
    setting = audience_setting(reader, site)
    return audience_view(setting, folded, kept_since(now, own_site.time_zone)), views


def _body(renderer: PrivatePageRenderer, view: IncidentView, setting: AudienceSetting) -> Markup:
    return renderer.incident_body(audience_incident(view, setting), setting)


def tree(
    name: str, site: Site, incidents: tuple[Incident, ...], now: datetime = NOW
) -> dict[str, bytes]:
    """Every page of a reader by its address."""
    view, views = seen_by(name, site, incidents, now)
    press = Press(samples.theme())
    renderer = PrivatePageRenderer(view.setting, press)
    since = kept_since(now, view.setting.frame.time_zone)
    found = [
        renderer.incident_output(each.id, each.id, partial(_body, renderer, each, view.setting))
        for each in views.values()
        if has_page(each, view.setting, since)
    ]
    reader, own_site = reader_named(site, name), site_for(reader_named(site, name), site)
    rows = carried(row_of(each, each.id) for each in views.values())
    wanted = measured_for(view.setting)
    months = component_months(reader, own_site, rows, now, wanted, since)
    found += private_outputs(view, months, press)
    return {output.path: output.make() for output in found}
