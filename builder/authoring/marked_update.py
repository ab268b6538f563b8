"""A published update marked in its own file: withdrawn, or its words taken out."""

from collections.abc import Mapping

from builder.source.yaml_writing import Value, write_yaml


class NotMarked(ValueError):
    """The file has no front matter to write into, or is marked already."""


def marked(text: str, keys: Mapping[str, Value]) -> str:
    """Return a file's text with keys at the end of its front matter, everything else as it is.

    Raises:
        NotMarked: there is no front matter, or one of the keys stands in it.
    """
    end_of_line = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(end_of_line)
    try:
        end = lines.index("---", 1)
    except ValueError:
        raise NotMarked("The file has no front matter.") from None
    for key in keys:
        if any(line.startswith(f"{key}:") for line in lines[:end]):
            raise NotMarked(f"The update has `{key}` already.")
    added = write_yaml(keys).rstrip("\n").split("\n")
    return end_of_line.join([*lines[:end], *added, *lines[end:]])
