import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.output.checked_json import DamagedError, checksum, decode, encode

CONTENT = {"b": [1, None, "é"], "a": {"\udcff": 2**63}}


def test_content_comes_back_and_the_file_is_plain_json() -> None:
    data = encode(CONTENT)

    assert decode(data) == CONTENT
    assert json.loads(encode({"a": 1}))["content"] == {"a": 1}
    assert json.loads(encode({"a": 1}))["sha256"] == checksum(encode({"a": 1}))


@given(st.data())
def test_one_byte_cut_off_added_or_changed_is_told(data: st.DataObject) -> None:
    whole = encode(CONTENT)
    at = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda value: value != whole[at]))
    for damaged in (
        whole[:at],
        whole[:at] + whole[at + 1 :],
        whole[:at] + bytes([other]) + whole[at + 1 :],
        whole + bytes([other]),
    ):
        with pytest.raises(DamagedError):
            decode(damaged)


def test_a_file_of_something_else_is_told() -> None:
    for data in (b"", b"{}", b"\x80\x04N.", b"[" * 100_000):
        with pytest.raises(DamagedError):
            decode(data)
