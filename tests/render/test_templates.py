from dataclasses import replace

import pytest

from builder.render.pages import PageRenderer
from builder.render.templates import TemplateProblem, Templates
from builder.vocabulary.theme import Theme
from tests.render import samples


def problem_of(theme: Theme, name: str = "incident.html", **values: object) -> str:
    with pytest.raises(TemplateProblem) as caught:
        Templates(theme).render(name, **values)
    return str(caught.value.problem)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "<p>\n{% if page %}\n",
            "themes/default/templates/incident.html:2:1: template-syntax: ",
        ),
        (
            "<p>\n\n{{ pages.name }}",
            "themes/default/templates/incident.html:3:1: template-error: "
            "The template fails here: 'pages' is undefined.",
        ),
        ("{{ page.nothing }}", "themes/default/templates/incident.html:1:1: template-error: "),
        ("<p>\n{{ 1 // 0 }}", "themes/default/templates/incident.html:2:1: template-error: "),
        (
            '{% include "gone.html" %}',
            "themes/default/templates/gone.html: template-missing: The theme has no such template.",
        ),
        (
            '<p>\n{% include "part.html" %}',
            "themes/default/templates/part.html:2:1: template-error: ",
        ),
    ],
)
def test_fault_of_a_template_is_told_at_its_line(source: str, expected: str) -> None:
    theme = samples.theme(incident=source, part="\n{{ gone }}")
    assert problem_of(theme, page={"name": "x"}).startswith(expected)


def test_problem_shows_the_line() -> None:
    with pytest.raises(TemplateProblem) as caught:
        Templates(samples.theme(incident="<p>\n  {{ gone }}")).render("incident.html")
    assert caught.value.problem.excerpt == "  {{ gone }}"


def test_missing_template_is_told() -> None:
    theme = samples.theme()
    less = {name: source for name, source in theme.templates.items() if name != "layout.html"}
    output = PageRenderer(samples.frame(), replace(theme, templates=less)).not_found_output()
    with pytest.raises(TemplateProblem, match=r"layout\.html: template-missing"):
        output.make()


def test_text_is_escaped_in_every_template() -> None:
    theme = replace(samples.theme(), templates={"a.xml": "{{ text }}"})
    assert Templates(theme).render("a.xml", text="<&") == "&lt;&amp;"
