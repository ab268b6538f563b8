"""Never backwards: a publish brings what is newer than what readers have."""

import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from builder.publish.record import Held
from builder.source.git_environment import quiet
from builder.vocabulary.problems import Place, Problem

_SHOWN = 3
_PRIVATE = ("audience:", "account:")
"""How an update begins that private readers were told."""


def commit_of(source: Path, environment: Mapping[str, str]) -> str:
    """Return the commit that the sources are at, empty where they are in no repository."""
    return _git(source, environment, "rev-parse", "--verify", "--quiet", "HEAD").strip()


def backwards(
    target: str,
    before: Held,
    commit: str,
    updates: Iterable[str],
    source: Path,
    environment: Mapping[str, str],
) -> Problem | None:
    """Return the problem of a build that would take something away from a target's readers."""
    missing = sorted(set(before.updates).difference(updates))
    if missing and missing[0].startswith(_PRIVATE):
        return _refused(
            target,
            f"Private readers of {target!r} have {len(missing)} updates that this build lacks.",
            "Fetch the newest commits and publish again; take a published update back with "
            "`withdrawn` or `redacted`. `--force` publishes all the same.",
        )
    if missing:
        named = ", ".join(missing[:_SHOWN])
        more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
        return _refused(
            target,
            f"Readers of {target!r} have updates that this build lacks: {named}{more}.",
            "Fetch the newest commits and publish again; take a published update back with "
            "`withdrawn` or `redacted`. `--force` publishes all the same.",
        )
    if commit and before.commit and commit != before.commit:
        known = _git(source, environment, "cat-file", "-t", before.commit).strip() == "commit"
        if known and not _is_ancestor(source, environment, before.commit, commit):
            return _refused(
                target,
                f"What readers of {target!r} have was made of commit {before.commit[:12]}, which "
                "is not an ancestor of this one.",
                "Merge it, or fetch the newest commits, and publish again. `--force` publishes all "
                "the same.",
            )
    return None


def _refused(target: str, message: str, mend: str) -> Problem:
    return Problem(Place("site_src/site.yml"), "publish-backwards", message, mend)


def _is_ancestor(source: Path, environment: Mapping[str, str], old: str, new: str) -> bool:
    return _git(source, environment, "merge-base", old, new).strip() == old


def _git(source: Path, environment: Mapping[str, str], *words: str) -> str:
    """Return what git says, empty where it is not there or fails."""
    command = ["git", "-C", str(source), *words]
    try:
        done = subprocess.run(  # noqa: S603
            command, env=quiet(environment), capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return done.stdout if done.returncode == 0 else ""
