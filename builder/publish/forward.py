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
    if commit and before.commit and not _is_ancestor(source, environment, before.commit, commit):
        return _not_shown_to_follow(target, before.commit, source, environment)
    return None


def _not_shown_to_follow(
    target: str, old: str, source: Path, environment: Mapping[str, str]
) -> Problem:
    """Return the problem of a commit of which nothing shows that it follows an older one."""
    made = f"What readers of {target!r} have was made of commit {old[:12]}"
    if _git(source, environment, "rev-parse", "--is-shallow-repository").strip() == "true":
        return _refused(
            target,
            f"{made}, and this clone has too little history to show that it is an ancestor of this "
            "one.",
            "Run `git fetch --unshallow`, in CI let the checkout fetch the whole history, and "
            "publish again. `--force` publishes all the same.",
        )
    if _git(source, environment, "cat-file", "-t", old).strip() != "commit":
        return _refused(
            target,
            f"{made}, which this repository does not have.",
            "Fetch the newest commits, or publish from a clone that has it. If history was "
            "rewritten, `--force` publishes all the same.",
        )
    return _refused(
        target,
        f"{made}, which is not an ancestor of this one.",
        "Merge it, or fetch the newest commits, and publish again. `--force` publishes all the "
        "same.",
    )


def _refused(target: str, message: str, mend: str) -> Problem:
    return Problem(Place("site_src/site.yml"), "publish-backwards", message, mend)


def _is_ancestor(source: Path, environment: Mapping[str, str], old: str, new: str) -> bool:
    return old == new or _git(source, environment, "merge-base", old, new).strip() == old


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
