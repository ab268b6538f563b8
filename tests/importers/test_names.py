"""Ids and names of files, out of whatever people write."""

from hypothesis import given
from hypothesis import strategies as st

from builder.importers.writing.names import folded, folder_name, folder_names, identifier
from builder.vocabulary.names import FILE_NAME, IDENTIFIER, RESERVED


@given(st.text())
def test_every_name_makes_an_id(name: str) -> None:
    made = identifier(name)
    assert IDENTIFIER.fullmatch(made)
    assert made not in RESERVED
    assert IDENTIFIER.fullmatch(identifier(name, {made}))
    assert identifier(name, {made}) != made


@given(st.text())
def test_every_stem_makes_a_folder(stem: str) -> None:
    assert FILE_NAME.fullmatch(folder_name(stem))


@given(st.dictionaries(st.text(min_size=1), st.text()))
def test_no_two_sources_share_a_folder(stems: dict[str, str]) -> None:
    names = folder_names(stems, {}, ())
    assert len({name.lower() for name in names.values()}) == len(stems)
    backwards = dict(reversed(stems.items()))
    assert folder_names(backwards, {}, ()) == names


def test_recorded_names_stay() -> None:
    names = folder_names({"a": "x", "b": "X"}, {"a": "x"}, ())
    assert names["a"] == "x"
    assert names["b"].startswith("X-")


def test_spellings() -> None:
    assert identifier("Größe & Maß") == "grosse-mass"
    assert identifier("API") == "api-component"
    assert folded(" Web \u00a0 Shop ") == folded("web shop")
