"""YAML that reads back as what was written, by our reader and by others."""

import yaml
from hypothesis import given
from hypothesis import strategies as st

from builder.importers.reading.decoding import clean
from builder.source.yaml_writing import scalar, write_yaml

WORDS = st.text(max_size=40).map(clean).filter(lambda text: "\n" not in text)
TRICKY = st.sampled_from(
    [
        *("", "yes", "No", "null", "~", "0123", "1.10", "12:30:00", "a: b", "a #b", "- a", "&a"),
        *("*a", "!a", "%a", "@a", "`a", '"', "'", "a:", "2024-03-01", "https://a.example/#b"),
        *(" a ", "\t", "é"),
    ]
)


@given(WORDS | TRICKY)
def test_a_scalar_reads_back(text: str) -> None:
    assert yaml.load(f"key: {scalar(text)}\n", Loader=yaml.BaseLoader) == {"key": text}  # noqa: S506


@given(
    st.lists(
        st.dictionaries(st.from_regex(r"[a-z]{1,5}", fullmatch=True), WORDS | TRICKY, min_size=1)
    )
)
def test_lists_of_mappings_read_back(items: list[dict[str, str]]) -> None:
    text = write_yaml({"items": items, "last": {"a": {"b": "c"}}})
    expected = {"items": items, "last": {"a": {"b": "c"}}}
    assert yaml.load(text, Loader=yaml.BaseLoader) == expected  # noqa: S506


def test_what_is_safe_stays_plain() -> None:
    assert scalar("Web shop (old)") == "Web shop (old)"
    assert scalar("2024-03-01T10:00:00Z") == "2024-03-01T10:00:00Z"
    assert scalar("yes") == '"yes"'
