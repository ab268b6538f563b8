"""``tocsin rollback`` as a caller meets it: what it refuses, and how it says so."""

from pathlib import Path

import pytest

from builder.cli.main import main
from tests.publish.private_site import private_site


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return private_site(tmp_path)


def run(source: Path, *words: str) -> int:
    return main(["rollback", *words, "--source", str(source)])


@pytest.mark.parametrize(
    ("name", "said"),
    [("sealed", "these never go back"), ("nowhere", "there is no target")],
)
def test_wrong_usage_is_2(
    source: Path, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    assert run(source, name) == 2
    assert said in capsys.readouterr().err


def test_without_a_record_it_says_why(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(source) == 1
    said = capsys.readouterr().err
    assert "No record tells what was published" in said
    assert "`record:`" in said
    assert not (source.parent / "live").exists()
