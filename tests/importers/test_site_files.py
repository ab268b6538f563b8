"""``components.yml`` of a person, to which an import adds what it needs and nothing else."""

import pytest

from builder.importers.reading.front_matter import parse_yaml
from builder.importers.reading.history import (
    ImportedComponent,
    ImportedIncident,
    ImportedUpdate,
    Reading,
    SiteFacts,
)
from builder.importers.writing.site_files import components_file, site_text
from builder.vocabulary.statuses import Kind, State, Status
from builder.vocabulary.times import parse_time

AT = parse_time("2024-03-01T10:00:00Z")


def reading(*components: ImportedComponent) -> Reading:
    states = tuple((component.key, State.MAJOR_OUTAGE) for component in components)
    update = ImportedUpdate(AT, Status.INVESTIGATING, "Words.", states=states)
    incident = ImportedIncident("a.md", "a", "a", "A", Kind.INCIDENT, (update,))
    return Reading("cstate", "cState", SiteFacts(), components=components, incidents=(incident,))


SHOP = ImportedComponent("web shop", "Web shop")
LEDGER = ImportedComponent("ledger", "Ledger")

PRESENT = """\
# Ours.
groups:
  - id: front
    name: Front
    components:
      - {id: shop, name: "web  SHOP", aliases: [store]}   # renamed
components:
    - id: mail     # four blanks
      name: Mail

# What comes last.
"""


def test_names_ids_and_aliases_are_known_again() -> None:
    store = ImportedComponent("store", "Store")
    mail = ImportedComponent("x1", "Post", origin_id="")
    made = components_file(reading(SHOP, store, mail), PRESENT)
    assert made.ids["web shop"] == "shop"
    assert made.ids["store"] == "shop"
    assert made.ids["x1"] == "post"


def test_what_lacks_is_added_and_the_rest_stays_as_it_was() -> None:
    made = components_file(reading(SHOP, LEDGER), PRESENT)
    assert made.text is not None
    kept = [line for line in made.text.split("\n") if "edger" not in line and "rchived" not in line]
    assert "\n".join(kept) == PRESENT
    values = parse_yaml(made.text)
    assert values["components"][-1] == {"id": "ledger", "name": "Ledger", "archived": "true"}


def test_the_second_time_nothing_is_added() -> None:
    first = components_file(reading(SHOP, LEDGER), PRESENT)
    again = components_file(reading(SHOP, LEDGER), first.text)
    assert again.text is None
    assert again.ids == first.ids


@pytest.mark.parametrize(
    "present", ["", "groups: []\n", "components: []\n", "components:\n", "components: ~ # none"]
)
def test_files_without_a_list(present: str) -> None:
    made = components_file(reading(LEDGER), present)
    assert made.text is not None
    assert [each["id"] for each in parse_yaml(made.text)["components"]] == ["ledger"]


def test_a_list_in_one_line_is_left_and_said() -> None:
    made = components_file(reading(LEDGER), "components: [{id: a, name: A}]\n")
    assert (made.text, made.unplaced) == (None, ("ledger",))


def test_a_file_that_cannot_be_read() -> None:
    with pytest.raises(ValueError, match=r"."):
        components_file(reading(LEDGER), "components: [")


def test_two_names_that_make_one_id_stay_two() -> None:
    dashed = ImportedComponent("web-shop", "web-shop")
    first = components_file(reading(SHOP, dashed), None)
    assert len(set(first.ids.values())) == 2
    assert components_file(reading(SHOP, dashed), first.text).ids == first.ids


def test_a_site_that_the_source_does_not_describe() -> None:
    values = parse_yaml(site_text(reading(SHOP), "", "old-page"))
    assert values["name"] == "old-page"
    assert values["time_zone"] == "Etc/UTC"
    assert values["ids"] == {"authority": "status.example.com", "year": "2026"}
