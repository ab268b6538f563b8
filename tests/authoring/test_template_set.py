"""The set of templates: what is shipped is whole and fits together, and a site may change it."""

from collections import Counter
from pathlib import Path

import pytest

from builder.authoring.template_set import (
    SHIPPED,
    TemplateSet,
    coverage,
    lint,
    shipped_templates,
    template_set,
)
from builder.model.message_template import FieldType, MessageTemplate, Wanted, filled, gaps
from builder.source.bodies import read_body
from builder.source.files import decode
from builder.source.message_templates import read_message_templates
from builder.source.names import Names
from builder.source.scan import scan
from builder.source.site import read_site
from builder.vocabulary.statuses import Priority, Status
from tests.build.sites import COMPONENTS, put

SITE = "name: Example\nurl: https://status.example.com\nlanguages: [en, fr]\n"


@pytest.fixture(scope="module")
def shipped() -> tuple[MessageTemplate, ...]:
    return shipped_templates()


def of(root: Path) -> TemplateSet:
    snapshot = scan(root)
    site = read_site(snapshot).site
    assert site is not None
    return template_set(snapshot, site)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    put(tmp_path, "site_src/site.yml", SITE)
    put(tmp_path, "site_src/components.yml", COMPONENTS)
    return tmp_path


def test_the_shipped_set_is_in_two_languages_and_can_be_read_through(
    shipped: tuple[MessageTemplate, ...],
) -> None:
    names = [path.name for path in SHIPPED.glob("*.md")]
    assert read_message_templates(SHIPPED, names, None).problems == ()
    count = Counter(template.language for template in shipped)
    assert count["en"] == count["fr"] <= 50
    assert len(names) == len(shipped)
    assert {each.id for each in shipped if each.language == "en"} == {
        each.id for each in shipped if each.language == "fr"
    }


def test_every_shipped_text_can_be_filled_and_published(
    shipped: tuple[MessageTemplate, ...],
) -> None:
    for template in shipped:
        known = {gap.name for gap in gaps(template.body)}
        text = filled(template.body, dict.fromkeys(known, "Words of ours."))
        assert "{" not in text
        source = decode("incidents/a/b.md", text.encode()).source
        assert source is not None
        reading = read_body(source, text, 1, Names(("en", "fr"), None, None), {}, 3)
        assert reading.problems == (), template.path
        least = {each.name for each in template.fields if not each.optional} & known
        least |= known - {each.name for each in template.fields}
        assert filled(template.body, dict.fromkeys(least, "x")), f"{template.path} can be empty"


def test_every_audience_has_words_at_every_stage(site: Path) -> None:
    templates = of(site)
    reading = read_site(scan(site)).site
    assert reading is not None
    covers = list(coverage(templates, reading))
    assert {cover.audience for cover in covers} == set(reading.audiences)
    assert all(all(cover.words.values()) for cover in covers)


def test_the_sites_own_words_stand_in_place_of_the_shipped_ones(site: Path) -> None:
    wanted = Wanted("public", "en", stage=Status.RESOLVED, priority=Priority.P3)
    before = of(site).best(wanted)
    assert before is not None
    assert (before.id, before.shipped) == ("public-resolved", True)
    head = "---\naudience: public\nstage: resolved\n---\n"
    put(site, "site_src/message_templates/public-resolved.en.md", f"{head}It is over.\n")
    after = of(site).best(wanted)
    assert after is not None
    assert (after.body, after.shipped) == ("It is over.", False)
    # Words with an error are not replaced by others in silence.
    put(site, "site_src/message_templates/public-resolved.en.md", f"{head}It is {{over}}.\n")
    broken = of(site)
    assert broken.best(wanted) is None
    assert [problem.code for problem in broken.problems] == ["unknown-gap"]


def test_what_is_never_chosen_and_what_lacks_a_language_is_told(site: Path) -> None:
    head = "---\naudience: public\nstage: resolved\n---\nIt is over.\n"
    for name in ("one.en", "one.fr", "two.en"):
        put(site, f"site_src/message_templates/{name}.md", head)
    reading = read_site(scan(site)).site
    assert reading is not None
    found = [(each.code, each.place.path[-9:]) for each in lint(of(site), reading)]
    assert found == [
        ("template-not-translated", "two.en.md"),
        ("template-never-chosen", "two.en.md"),
    ]


def test_a_choice_has_as_many_options_in_each_language(
    shipped: tuple[MessageTemplate, ...],
) -> None:
    choices = [field for each in shipped for field in each.fields if field.options]
    assert choices
    assert all(field.type is FieldType.CHOICE and len(field.options) == 2 for field in choices)
