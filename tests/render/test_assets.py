from dataclasses import replace
from hashlib import sha256

from builder.render.assets import asset_outputs, asset_paths
from tests.render.samples import theme

ASSETS = {"tocsin.css": b"a{}", "logo.svg": b"<svg/>", "LICENSE": b"free"}
NAMED = {
    "LICENSE": f"static/LICENSE.{sha256(b'free').hexdigest()[:12]}",
    "logo.svg": f"static/logo.{sha256(b'<svg/>').hexdigest()[:12]}.svg",
}


def test_assets_are_named_by_their_bytes_and_the_stylesheet_is_none() -> None:
    assert asset_paths(replace(theme(), assets=ASSETS)) == NAMED


def test_assets_are_published_as_they_are() -> None:
    outputs = asset_outputs(replace(theme(), assets=ASSETS))
    found = {output.path: output.make() for output in outputs}
    assert found == {path: ASSETS[name] for name, path in NAMED.items()}


def test_layout_leads_to_assets() -> None:
    from builder.render.pages import PageRenderer
    from tests.render.samples import frame, view

    changed = replace(theme(layout='{{ assets["logo.svg"] }}{{ main }}'), assets=ASSETS)
    page = PageRenderer(frame(), changed).incident_output(view(), "key").make().decode()
    assert page.startswith("../" + NAMED["logo.svg"])
