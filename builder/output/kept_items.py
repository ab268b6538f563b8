"""What feeds told, kept between builds: read when the first feed has to be printed."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from builder.output import checked_json
from builder.output.disk import read_if_there, write_whole
from builder.output.value_codec import decode_value, encode_value

if TYPE_CHECKING:
    from builder.render.feed_items import FeedItem

_FILE = "items.json"


class KeptItems(Mapping[str, "FeedItem"]):
    """Items of feeds by their keys; none where they were kept by another program, or are damaged,
    since all of them can be made anew."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self._folder = folder
        self._fingerprint = fingerprint
        self._read: Mapping[str, FeedItem] | None = None

    def __getitem__(self, key: str) -> "FeedItem":
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    @property
    def _items(self) -> Mapping[str, "FeedItem"]:
        if self._read is None:
            self._read = _load(self._folder, self._fingerprint)
        return self._read


def save_items(folder: Path, fingerprint: str, items: Mapping[str, "FeedItem"]) -> None:
    """Keep items for the next build; those that were kept already stay as they are.

    Raises:
        OSError: the system refuses.
    """
    if isinstance(items, KeptItems):
        return
    content = {
        "fingerprint": fingerprint,
        "items": {key: encode_value(items[key]) for key in sorted(items)},
    }
    write_whole(str(folder / _FILE), checked_json.encode(content))


def _load(folder: Path, fingerprint: str) -> Mapping[str, "FeedItem"]:
    from builder.render.feed_items import FeedItem

    try:
        data = read_if_there(str(folder / _FILE))
        content = checked_json.decode(data) if data is not None else None
        if content is None or content["fingerprint"] != fingerprint:
            return {}
        return {key: decode_value(FeedItem, item) for key, item in content["items"].items()}
    except (OSError, ValueError, TypeError, KeyError, OverflowError):
        return {}
