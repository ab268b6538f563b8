"""Small changes to YAML files that people wrote: the rest of the text stays as it is.

A change that can't be made for sure is refused; what was changed is read back and compared.
"""

import json
from collections.abc import Mapping
from typing import Any

import yaml


class EditRefused(ValueError):
    """The file is written in a way that can't be changed for sure; the message says how."""


def set_key(text: str, key: str, value: str) -> str:
    """Give a key of the file's mapping a value, in its place or in a new line at the end.

    Raises:
        EditRefused: the file is no mapping of lines.
    """
    root = _root(text)
    found = _child(root, key)
    line = f"{key}: {value}"
    if found is None:
        changed = _with_line_after(text, root, line)
    else:
        changed = text[: found.start_mark.index] + value + text[found.end_mark.index :]
    return _proved(text, changed, (), key, value)


def add_item(text: str, path: tuple[str, ...], item: Mapping[str, str | bool]) -> str:
    """Add an item to the list at a path of keys; the list is made where there is none.

    Raises:
        EditRefused: the list, or what it is to stand in, is not written in lines.
    """
    parent = _at(_root(text), path[:-1])
    name = path[-1]
    found = _child(parent, name)
    words = _flow(item)
    indent = _indent(parent)
    if found is None:
        return _proved(
            text,
            _with_line_after(text, parent, f"{' ' * indent}{name}:\n{' ' * indent}  - {words}"),
            path,
        )
    if not isinstance(found, yaml.SequenceNode):
        raise EditRefused(f"`{name}` is no list. Write it as lines that begin with `- `.")
    if not found.value:
        changed = (
            text[: found.start_mark.index].rstrip(" ")
            + f"\n{' ' * indent}  - {words}"
            + text[found.end_mark.index :]
        )
        return _proved(text, changed, path)
    if found.flow_style:
        end = _end(found.value[-1])
        return _proved(text, f"{text[:end]}, {words}{text[end:]}", path)
    column = found.value[0].start_mark.column
    dash = text.rfind("-", 0, found.value[0].start_mark.index)
    depth = dash - (text.rfind("\n", 0, dash) + 1)
    if column <= depth:
        raise EditRefused(f"`{name}` can't be added to. Write its items as lines of `- `.")
    return _proved(text, _with_line_after(text, found, f"{' ' * depth}- {words}"), path)


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
        changed = text[: before.start_mark.index] + spelled + text[before.end_mark.index :]
    elif item.flow_style:
        end = _end(item.value[-1][1])
        changed = f"{text[:end]}, {key}: {spelled}{text[end:]}"
    else:
        depth = item.value[0][0].start_mark.column
        changed = _with_line_after(text, item, f"{' ' * depth}{key}: {spelled}")
    return _proved(text, changed, path)


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
        if isinstance(node, yaml.MappingNode) and (node.flow_style or not node.value):
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


def _with_line_after(text: str, node: yaml.Node, line: str) -> str:
    """Put a line behind the last one of a node."""
    end = text.find("\n", _end(node))
    if end < 0:
        return f"{text}\n{line}\n"
    return f"{text[: end + 1]}{line}\n{text[end + 1 :]}"


def _flow(item: Mapping[str, str | bool]) -> str:
    return "{" + ", ".join(f"{key}: {_scalar(value)}" for key, value in item.items()) + "}"


def _scalar(value: str | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)


def _read(text: str) -> Any:
    """Read a text with all its scalars as text; no tag makes anything else of them."""
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506


def _proved(before: str, after: str, path: tuple[str, ...], key: str = "", value: str = "") -> str:
    """Return the changed text once nothing but the place that was meant has changed in it."""
    try:
        old, new = _read(before), _read(after)
    except yaml.YAMLError as error:
        raise EditRefused("The file can't be changed for sure. Change it by hand.") from error
    for each in (old, new):
        inner = each
        for name in path[:-1]:
            inner = inner[name]
        inner.pop(path[-1] if path else key, None)
    if old != new:
        raise EditRefused("The file can't be changed for sure. Change it by hand.")
    if key and _read(after).get(key) != value.strip("\"'"):
        raise EditRefused("The file can't be changed for sure. Change it by hand.")
    return after
