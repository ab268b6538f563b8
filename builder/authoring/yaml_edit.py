"""Small changes to YAML files that people wrote: the rest of the text stays as it is.

A change that can't be made for sure is refused; what was changed is read back and compared. New
lines end as the first line of the text does.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import yaml

_LINE_END = re.compile(r"\r\n|\n|\r")


class EditRefused(ValueError):
    """The file is written in a way that can't be changed for sure; the message says how."""


def set_key(text: str, key: str, value: str) -> str:
    """Give a key of the file's mapping a value, in its place or in a new line at the end.

    Raises:
        EditRefused: the file is no mapping of lines.
    """
    root = _root(text)
    found = _child(root, key)
    spelled = _scalar(value)
    if found is None:
        changed = _with_lines_after(text, root, f"{key}: {spelled}")
    else:
        changed = _with_value(text, found, spelled)

    def meant(content: Any) -> None:
        content[key] = value

    return _proved(text, changed, meant)


def add_item(text: str, path: tuple[str, ...], item: Mapping[str, str | bool]) -> str:
    """Add an item to the list at a path of keys; the list is made where there is none.

    Raises:
        EditRefused: the list, or what it is to stand in, is not written in lines.
    """
    parent = _at(_root(text), path[:-1])
    name = path[-1]

    def meant(content: Any) -> None:
        inner = _inside(content, path[:-1])
        inner[name] = [*(inner.get(name) or ()), _as_read(item)]

    return _proved(text, _with_item(text, parent, name, _flow(item)), meant)


def set_in_item(
    text: str, path: tuple[str, ...], identifier: str, key: str, value: str | bool
) -> str:
    """Give a key a value in the item with this ``id`` of the list at a path.

    Raises:
        EditRefused: there is no such item, or it can't be changed for sure.
    """
    found = _at(_root(text), path)
    if not isinstance(found, yaml.SequenceNode):
        raise EditRefused(f"`{path[-1]}` is no list.")
    item = next((each for each in found.value if _is_item(each, identifier)), None)
    if item is None:
        raise EditRefused(f"There is no `{identifier}` in `{'.'.join(path)}`.")
    before = _child(item, key)
    spelled = _scalar(value)
    if before is not None:
        changed = _with_value(text, before, spelled)
    elif item.flow_style:
        end = _end(item.value[-1][1])
        changed = f"{text[:end]}, {key}: {spelled}{text[end:]}"
    else:
        depth = item.value[0][0].start_mark.column
        changed = _with_lines_after(text, item, f"{' ' * depth}{key}: {spelled}")

    def meant(content: Any) -> None:
        items = _inside(content, path)
        next(each for each in items if each["id"] == identifier).update(_as_read({key: value}))

    return _proved(text, changed, meant)


def _with_item(text: str, parent: Any, name: str, words: str) -> str:
    """Put an item behind the last one of the list that a mapping holds under a name."""
    found = _child(parent, name)
    indent = " " * _indent(parent)
    if found is None and parent.flow_style:
        place = _end(parent.value[-1][1]) if parent.value else parent.start_mark.index + 1
        comma = ", " if parent.value else ""
        return f"{text[:place]}{comma}{name}: [{words}]{text[place:]}"
    if found is None:
        return _with_lines_after(text, parent, f"{indent}{name}:", f"{indent}  - {words}")
    if isinstance(found, yaml.ScalarNode) and not found.value and found.style is None:
        # `links:` with nothing behind it but perhaps a comment.
        return _with_lines_after(text, found, f"{indent}  - {words}")
    if not isinstance(found, yaml.SequenceNode):
        raise EditRefused(f"`{name}` is no list. Write it as lines that begin with `- `.")
    if not found.value and parent.flow_style:
        place = found.start_mark.index + 1
        return f"{text[:place]}{words}{text[place:]}"
    if not found.value:
        empty = text[: found.start_mark.index].rstrip(" ") + text[found.end_mark.index :]
        end = _LINE_END.search(text, found.start_mark.index, found.end_mark.index)
        if end is not None:
            raise EditRefused(f"Write `{name}: []` in one line.")
        return _with_lines_at(empty, found.start_mark.index - 1, f"{indent}  - {words}")
    if found.flow_style:
        end_of_last = _end(found.value[-1])
        return f"{text[:end_of_last]}, {words}{text[end_of_last:]}"
    first = found.value[0].start_mark.index
    dash = text.rfind("-", 0, first)
    if _LINE_END.search(text, dash, first):
        raise EditRefused(f"`{name}` can't be added to. Write its items as lines of `- `.")
    line = max(text.rfind("\n", 0, dash), text.rfind("\r", 0, dash)) + 1
    return _with_lines_after(text, found, f"{' ' * (dash - line)}- {words}")


def _root(text: str) -> yaml.MappingNode:
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise EditRefused("The file is not YAML; `tocsin check` says where.") from error
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        raise EditRefused("The file is no mapping of lines (`key: value`).")
    return node


def _child(node: yaml.Node, key: str) -> Any:
    if not isinstance(node, yaml.MappingNode):
        raise EditRefused("A mapping was expected here.")
    return next((value for name, value in node.value if name.value == key), None)


def _at(node: yaml.Node, path: tuple[str, ...]) -> yaml.Node:
    for key in path:
        node = _child(node, key)
        if node is None:
            raise EditRefused(f"There is no `{key}` here.")
        if not isinstance(node, yaml.CollectionNode):
            raise EditRefused(f"Write what belongs to `{key}` in lines of their own, indented.")
    return node


def _is_item(node: yaml.Node, identifier: str) -> bool:
    if not isinstance(node, yaml.MappingNode):
        return False
    found = _child(node, "id")
    return isinstance(found, yaml.ScalarNode) and found.value == identifier


def _indent(node: yaml.Node) -> int:
    if isinstance(node, yaml.MappingNode) and node.value:
        return int(node.value[0][0].start_mark.column)
    return 0


def _end(node: yaml.Node) -> int:
    """Return where what a node holds ends, without the blanks and comments behind it."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(node, yaml.MappingNode) else last)


def _with_lines_after(text: str, node: yaml.Node, *lines: str) -> str:
    """Put lines behind the last one of a node."""
    return _with_lines_at(text, _end(node), *lines)


def _with_lines_at(text: str, place: int, *lines: str) -> str:
    """Put lines behind the one in which a place lies; a place where a line begins is behind the
    line before it."""
    first = _LINE_END.search(text)
    ending = first.group() if first else "\n"
    added = "".join(f"{line}{ending}" for line in lines)
    if place and text[place - 1] in "\r\n":
        return text[:place] + added + text[place:]
    end = _LINE_END.search(text, place)
    if end is None:
        return f"{text}{ending}{added}"
    return text[: end.end()] + added + text[end.end() :]


def _with_value(text: str, node: yaml.Node, spelled: str) -> str:
    """Put a value in the place of a scalar that stands in one line, or of nothing."""
    start, end = node.start_mark.index, node.end_mark.index
    gap = " " if start == end and start and text[start - 1] == ":" else ""
    return text[:start] + gap + spelled + text[end:]


def _flow(item: Mapping[str, str | bool]) -> str:
    return "{" + ", ".join(f"{key}: {_scalar(value)}" for key, value in item.items()) + "}"


def _scalar(value: str | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)


def _read(text: str) -> Any:
    """Read a text with all its scalars as text; no tag makes anything else of them."""
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506


def _as_read(item: Mapping[str, str | bool]) -> dict[str, str]:
    """Return an item as ``_read`` finds it: all its scalars as text."""
    return {
        key: ("true" if value else "false") if isinstance(value, bool) else value
        for key, value in item.items()
    }


def _inside(content: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        content = content[key]
    return content


def _proved(before: str, after: str, meant: Callable[[Any], None]) -> str:
    """Return the changed text once it says what was meant, and otherwise what it said before."""
    refused = EditRefused("The file can't be changed for sure. Change it by hand.")
    try:
        expected, found = _read(before), _read(after)
        meant(expected)
    except (yaml.YAMLError, TypeError, AttributeError, KeyError, StopIteration) as error:
        raise refused from error
    if expected != found:
        raise refused
    return after
