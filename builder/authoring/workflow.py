"""The workflow with which a host of repositories checks and publishes a site.

What it holds lies in ``workflows/`` beside this module. ``BRANCH`` stands for the branch of the
sources, ``VERSION`` for that of this program.
"""

import re
from enum import StrEnum
from pathlib import Path

from builder.vocabulary.problems import Place, Problem

_WORKFLOWS = Path(__file__).with_name("workflows")
_REQUIREMENTS = "requirements.txt"
_HEAD = re.compile(r"ref: refs/heads/(\S+)")
_USUAL_BRANCH = "main"


class Service(StrEnum):
    """Who runs the workflow."""

    GITHUB = "github"
    GITLAB = "gitlab"


_PATHS = {Service.GITHUB: ".github/workflows/status-page.yml", Service.GITLAB: ".gitlab-ci.yml"}


class NoWorkflow(Exception):
    """A workflow is there already; nothing was written."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def holds_site(folder: Path) -> bool:
    """Say whether the sources of a site lie in a folder."""
    return (folder / "site_src" / "site.yml").is_file()


def add_workflow(folder: Path, service: Service, version: str) -> tuple[str, ...]:
    """Write a service's workflow beside the sources of a site.

    Args:
        folder: the folder that holds ``site_src/``.
        service: who runs it.
        version: the version of this program, for ``requirements.txt`` where there is none yet.

    Returns:
        The paths written, relative to the folder.

    Raises:
        NoWorkflow: there is one, or what is no file lies in its place.
        OSError: it can't be written.
    """
    path = folder / _PATHS[service]
    text = (_WORKFLOWS / f"{service}.yml").read_text("utf-8").replace("BRANCH", _branch(folder))
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise NoWorkflow(
            Problem(
                Place(_PATHS[service]),
                "workflow-there",
                "There is a workflow already.",
                "Move it away to have a new one, then put back what is your own.",
            )
        ) from None
    written = [_PATHS[service]]
    wanted = (_WORKFLOWS / _REQUIREMENTS).read_text("utf-8").replace("VERSION", version)
    if not (folder / _REQUIREMENTS).exists():
        (folder / _REQUIREMENTS).write_text(wanted, encoding="utf-8", newline="\n")
        written.append(_REQUIREMENTS)
    return tuple(written)


def _branch(folder: Path) -> str:
    """Return the branch that the sources are on, as far as that is easily told."""
    try:
        head = (folder / ".git" / "HEAD").read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return _USUAL_BRANCH
    found = _HEAD.match(head)
    return found.group(1) if found else _USUAL_BRANCH
