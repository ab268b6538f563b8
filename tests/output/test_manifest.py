import json
import shutil
import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from builder.output.manifest import ManifestError, decode_manifest, encode_build, encode_manifest
from tests.output.trees import site, write

DIGESTS = {"é.html": "bb" * 32, "a.html": "aa" * 32}


def test_a_manifest_names_paths_and_digests_in_order_and_nothing_else() -> None:
    assert encode_manifest(DIGESTS).decode() == (
        f'{{"format":1,"files":{{"a.html":"{"aa" * 32}","é.html":"{"bb" * 32}"}}}}\n'
    )
    assert decode_manifest(encode_manifest(DIGESTS)) == DIGESTS


def test_the_digest_of_a_tree_is_what_sha256sum_says(
    tool: Callable[[str], Path], tmp_path: Path
) -> None:
    pages = site("one", "abc")
    write(tmp_path, pages)
    tree = tmp_path / "public"

    lines = subprocess.run(
        [tool("sha256sum"), *sorted(pages)], cwd=tree, capture_output=True, check=True
    ).stdout

    build = json.loads((tree / "build.json").read_bytes())
    assert build == {"tree": sha256(lines).hexdigest()}


@pytest.mark.parametrize("other", [{"a.html": "aa" * 32}, DIGESTS | {"é.html": "cc" * 32}, {}])
def test_another_tree_has_another_digest(other: dict[str, str]) -> None:
    assert encode_build(other) != encode_build(DIGESTS)


@pytest.mark.parametrize(
    ("data", "foreign"),
    [
        (b"", False),
        (b"\x00" * 40, False),
        (b'{"format":1,"files":{"a', False),
        (b"[" * 100_000, False),
        (b'{"format":1,"files":[]}', False),
        (b'{"format":1,"files":{"../a":"aa"}}', False),
        (b'{"format":1,"files":{"/etc/passwd":"aa"}}', False),
        (b'{"format":1,"files":{"a":1}}', False),
        (b'{"format":2,"files":{}}', True),
        (b'{"name":"an app"}', True),
        (b"[]", True),
        (b"7", True),
    ],
)
def test_a_manifest_that_can_t_be_used(data: bytes, foreign: bool) -> None:
    with pytest.raises(ManifestError) as refused:
        decode_manifest(data)
    assert refused.value.foreign is foreign


def test_a_tree_can_be_moved(tmp_path: Path) -> None:
    """Nothing in it says where it lies: a copy elsewhere is known for ours."""
    write(tmp_path / "here", site("one", "abc"))
    shutil.copytree(tmp_path / "here", tmp_path / "there")

    done = write(tmp_path / "there", site("one", "ab"))

    assert done.removed == ("incidents/c.html",)
