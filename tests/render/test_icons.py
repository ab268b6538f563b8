from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from builder.render.icons import icon
from builder.vocabulary.statuses import Impact


@pytest.mark.parametrize("level", [None, *Impact])
def test_icon_is_a_picture_in_its_own_address(level: Impact | None) -> None:
    kind, _, data = icon(level).partition(",")
    assert kind == "data:image/svg+xml"
    assert not set(data) & set(" <>\"'#")
    assert ElementTree.fromstring(unquote(data)).tag.endswith("svg")  # noqa: S314


def test_no_two_levels_look_alike() -> None:
    assert len({icon(level) for level in [None, *Impact]}) == len(Impact) + 1
