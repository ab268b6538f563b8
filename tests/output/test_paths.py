import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.output.paths import folded, folder_of, folders_above, is_path, is_tree_name


@pytest.mark.parametrize(
    "path",
    ["index.html", "incidents/a.html", ".nojekyll", "a/.well-known/b", "é/ü.html", "a b", "..."],
)
def test_paths_of_a_tree(path: str) -> None:
    assert is_path(path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/etc/passwd",
        "a/",
        "a//b",
        ".",
        "..",
        "a/..",
        "../a",
        "a/./b",
        "a\\b",
        "a\x00b",
        "a\nb",
        "\x7f",
        "\udcff",
        "a" * 256,
        "é" * 128,
        None,
        7,
        b"a",
    ],
)
def test_anything_else_is_no_path(path: object) -> None:
    assert not is_path(path)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_path_stays_in_its_tree(path: str) -> None:
    from os.path import normpath

    if is_path(path):
        assert normpath(path) == path
        assert not normpath(f"/tree/{path}").startswith(("/tree/../", "/tree//"))
        assert normpath(f"/tree/{path}").startswith("/tree/")


def test_names_of_trees() -> None:
    assert all(map(is_tree_name, ["public", "private/abc-2", "checked", "."]))
    assert not any(map(is_tree_name, ["", "..", "a/b/c", "a/", "/a", "A", "a.b", "a/../b"]))


def test_folders_of_a_path() -> None:
    assert folder_of("a/b/c") == "a/b"
    assert folder_of("a") == ""
    assert list(folders_above("a/b/c")) == ["a/b", "a"]


def test_paths_that_a_disk_may_take_for_one() -> None:
    assert folded("A/É.html") == folded("a/e\u0301.HTML") == folded("a/é.html")
    assert folded("a") != folded("b")
