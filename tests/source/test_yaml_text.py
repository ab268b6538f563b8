"""Plain values of YAML; what is refused is in ``bad_front_matter.md``."""

import pytest
import yaml

from builder.source.yaml_text import Marks, find_places, read_yaml


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("false", False),
        ("True", "True"),
        ("yes", "yes"),
        ("on", "on"),
        ("off", "off"),
        ('"true"', "true"),
        ("", None),
        ("~", None),
        ("null", None),
        ("'null'", "null"),
        ("''", ""),
        ("0123", "0123"),
        ("1.10", "1.10"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("12:30:00", "12:30:00"),
        ("2026-11-23", "2026-11-23"),
        ("2021-13-45", "2021-13-45"),
        (".inf", ".inf"),
        ("=", "="),
        ("[a, true, ~]", ["a", True, None]),
        ("{a: on, b: {c: 1}}", {"a": "on", "b": {"c": "1"}}),
        ("|\n  a\n  b\n", "a\nb\n"),
        ("a # comment", "a"),
        ("'😀 é'", "😀 é"),
    ],
)
def test_values(written: str, value: object) -> None:
    reading = read_yaml(f"key: {written}\n")
    assert reading.value == {"key": value}
    assert reading.faults == ()


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "---\n"])
def test_nothing(text: str) -> None:
    reading = read_yaml(text)
    assert reading.value is None
    assert reading.whole


def test_keys_are_text() -> None:
    assert read_yaml("1: a\non: b\ntrue: c\n").value == {"1": "a", "on": "b", "true": "c"}


@pytest.mark.parametrize("sign", ["[", "{a: ", "- ", "? ", "- - [{a: ["])
def test_nesting_without_end(sign: str) -> None:
    reading = read_yaml(sign * 10_000)
    assert not reading.whole
    assert len(reading.faults) == 1


def test_twenty_levels_are_deep_enough() -> None:
    assert read_yaml("[" * 20 + "]" * 20).whole
    assert not read_yaml("[" * 21 + "]" * 21).whole


def test_places() -> None:
    places = find_places("a: 1\nb:\n  - c: [x, y]\n  - z\n")
    assert places["a",] == Marks((0, 0), (0, 3))
    assert places["b", 0, "c", 1] == Marks((2, 11), (2, 11))
    assert places["b", 1] == Marks((3, 4), (3, 4))


def test_the_place_of_a_duplicate_is_that_of_the_first() -> None:
    assert find_places("a: 1\na: 2\n")["a",] == Marks((0, 0), (0, 3))


BAD = ["a: *b", "a: [", "a: b: c", 'a: "', "a: `b`", "a:\n\tb: c", "a: 1\n---\nb: 2", "a: &b c"]


@pytest.mark.parametrize("text", BAD)
def test_without_libyaml_the_same_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = read_yaml(text)
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    slow = read_yaml(text)
    assert [fault.code for fault in slow.faults] == [fault.code for fault in quick.faults]
    assert slow.whole == quick.whole


@pytest.mark.parametrize("text", ["key: {a # x", "key: {'' # x", "key:\n  ? - # x", "a: b # x"])
def test_a_comment_that_ends_the_text_is_no_traceback(text: str) -> None:
    assert isinstance(read_yaml(text).faults, tuple)
