import pytest

from builder.render.addresses import incident_path, placed, root_of


@pytest.mark.parametrize(
    ("path", "root"), [("index.html", ""), ("incidents/a.html", "../"), ("a/b/c.html", "../../")]
)
def test_root_leads_to_the_top(path: str, root: str) -> None:
    assert root_of(path) == root


def test_incident_path_is_a_file() -> None:
    assert incident_path("2026-11-23-checkout") == "incidents/2026-11-23-checkout.html"


@pytest.mark.parametrize(
    ("root", "written", "expected"),
    [
        ("../", "site:/p/about.html", "../p/about.html"),
        ("", "site:/p/about.html", "./p/about.html"),
        ("../", "site:/", "../index.html"),
        ("", "site:/", "./index.html"),
        ("../", "site:/history/", "../history/index.html"),
        ("../", "site:/history/?a=b", "../history/index.html?a=b"),
        ("../", "site:/p/about.html?a#b", "../p/about.html?a#b"),
        ("", "site:/javascript:alert(1)", "./javascript:alert(1)"),
        ("", "site:///elsewhere.example/x", "./elsewhere.example/x"),
        ("/", r"site:/\elsewhere.example", "/elsewhere.example"),
        ("../", "https://elsewhere.example/", "https://elsewhere.example/"),
    ],
)
def test_links_of_a_text_are_placed(root: str, written: str, expected: str) -> None:
    html = f'<p><a href="{written}">a</a> site:/ stays in words</p>'
    assert placed(html, root, root) == html.replace(f'"{written}"', f'"{expected}"')


def test_pictures_and_several_links_are_placed() -> None:
    html = '<img src="site:/static/a.png" alt=""><a href="site:/a.html">a</a>'
    assert (
        placed(html, "../", "../") == '<img src="../static/a.png" alt=""><a href="../a.html">a</a>'
    )
