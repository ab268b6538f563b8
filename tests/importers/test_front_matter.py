"""Front matter as foreign systems have it."""

import pytest

from builder.importers.reading.front_matter import parse_values, parse_yaml, split_post


def test_scalars_stay_text() -> None:
    post = split_post("---\nresolved: yes\ncode: 0123\ndate: 2024-03-01 10:00:00\n---\nBody.\n")
    assert post.values == {"resolved": "yes", "code": "0123", "date": "2024-03-01 10:00:00"}
    assert post.body == "Body.\n"


def test_toml_has_its_own_times() -> None:
    values = 'title = "A"\ndate = 2024-03-01T10:00:00-06:00\nresolved = true\nlist = ["a", "b"]'
    text = f"+++\n{values}\n+++\nB"
    assert split_post(text).values == {
        "title": "A",
        "date": "2024-03-01T10:00:00-06:00",
        "resolved": "true",
        "list": ["a", "b"],
    }


def test_json_front_matter() -> None:
    post = split_post('{"title": "A", "resolved": false, "n": null}\n\nBody.')
    assert post.values == {"title": "A", "resolved": "false", "n": ""}
    assert post.body == "Body."


def test_a_line_that_is_not_yaml_costs_no_other() -> None:
    values, remarks = parse_values("title: a: b\ntags:\n  - x\n  - 'y: z'\nseverity: down # why\n")
    assert values == {"title": "a: b", "tags": ["x", "y: z"], "severity": "down"}
    assert len(remarks) == 1


def test_a_rule_in_the_body_is_no_end_of_front_matter() -> None:
    assert split_post("---\ntitle: A\n---\nOne.\n\n---\n\nTwo.\n").body == "One.\n\n---\n\nTwo.\n"


@pytest.mark.parametrize(
    "text", ["", "Just words.", "---\ntitle: A\n", "{broken", "---\n- a\n---\n"]
)
def test_no_front_matter(text: str) -> None:
    assert split_post(text).values is None


def test_depth_without_bounds_is_an_error_and_no_crash() -> None:
    with pytest.raises(ValueError, match="nests deeper"):
        parse_yaml("[" * 100_000)
