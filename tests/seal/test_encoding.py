from hypothesis import given
from hypothesis import strategies as st

from builder.seal.encoding import base32, base64url, enc

items = st.lists(st.text(max_size=6), max_size=4)


def test_each_item_stands_behind_its_length() -> None:
    assert enc("a", "", "né") == b"\0\0\0\1a" + b"\0\0\0\0" + b"\0\0\0\3n\xc3\xa9"


@given(items, items)
def test_no_two_lists_are_written_alike(one: list[str], other: list[str]) -> None:
    assert (enc(*one) == enc(*other)) == (one == other)


def test_names_are_base32_without_padding_in_lower_case() -> None:
    assert base32(bytes(range(16))) == "aaaqeayeaudaocajbifqydiob4"


def test_keys_in_links_are_base64url_without_padding() -> None:
    assert base64url(b"\xfb\xff" + bytes(30)) == "-_8" + "A" * 40
