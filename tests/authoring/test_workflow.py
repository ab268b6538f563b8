"""The workflows that ``tocsin init --ci`` writes: what they hold, and what their commands do."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from builder import __version__
from builder.authoring.new_site import lay_out
from builder.authoring.workflow import NoWorkflow, Service, add_workflow

PATHS = {Service.GITHUB: ".github/workflows/status-page.yml", Service.GITLAB: ".gitlab-ci.yml"}
TARGET = "\npublish:\n  live: {type: git, branch: gh-pages}\n"
INCIDENT = "---\ntitle: Sign-in is slow\nstarted: 2026-02-01T09:00:00Z\n---\n"
UPDATE = """\
---
status: identified
---
Half of all sign-ins fail.

::: executives
**Outcome:** known.
:::
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    lay_out(tmp_path / "site", 2026)
    return tmp_path / "site"


def workflow(site: Path, service: Service) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((site / PATHS[service]).read_text("utf-8"))
    return found


@pytest.mark.parametrize("service", Service)
def test_a_workflow_and_what_it_installs_are_written(site: Path, service: Service) -> None:
    assert add_workflow(site, service, "1.2.3") == (PATHS[service], "requirements.txt")
    assert "tocsin==1.2.3\n" in (site / "requirements.txt").read_text("utf-8")
    workflow(site, service)


@pytest.mark.parametrize("service", Service)
def test_what_is_there_stays(site: Path, service: Service) -> None:
    (site / "requirements.txt").write_text("./tocsin.whl\n", encoding="utf-8")
    assert add_workflow(site, service, __version__) == (PATHS[service],)
    assert (site / "requirements.txt").read_text("utf-8") == "./tocsin.whl\n"
    (site / PATHS[service]).write_text("mine", encoding="utf-8")
    with pytest.raises(NoWorkflow, match="workflow-there"):
        add_workflow(site, service, __version__)
    assert (site / PATHS[service]).read_text("utf-8") == "mine"


def test_the_branch_is_that_of_the_sources(site: Path) -> None:
    (site / ".git").mkdir()
    (site / ".git/HEAD").write_text("ref: refs/heads/trunk\n", encoding="utf-8")
    add_workflow(site, Service.GITHUB, __version__)
    text = (site / PATHS[Service.GITHUB]).read_text("utf-8")
    assert "branches: [trunk]" in text
    assert "BRANCH" not in text


def test_pull_requests_get_no_secret_and_jobs_no_more_than_they_need(site: Path) -> None:
    add_workflow(site, Service.GITHUB, __version__)
    found = workflow(site, Service.GITHUB)
    assert found["permissions"] == {}
    check, publish = found["jobs"]["check"], found["jobs"]["publish"]
    assert check["permissions"] == {"contents": "read"}
    assert publish["permissions"] == {"contents": "write"}
    assert "secrets." not in str(check)
    assert publish["if"] == "github.event_name != 'pull_request'"
    assert publish["concurrency"] == {"group": "status-page", "cancel-in-progress": False}
    assert not [step for job in (check, publish) for step in job["steps"] if "uses" in step]


class Runner:
    """Runs the commands of a job as its host does, on a repository of this machine."""

    def __init__(self, root: Path, folder: Path, site: Path) -> None:
        self._folder = folder
        self._site = site
        self.summary = folder / "summary"
        programs = folder / "programs"
        programs.mkdir()
        tocsin = programs / "tocsin"
        tocsin.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m builder "$@"\n', encoding="utf-8")
        tocsin.chmod(0o755)
        self._environment = {
            "PATH": f"{programs}:{os.environ['PATH']}",
            "PYTHONPATH": str(root),
            "HOME": str(folder),
            "CI": "true",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GITHUB_SERVER_URL": f"file://{folder}",
            "GITHUB_REPOSITORY": "hosted.git",
            "GITHUB_STEP_SUMMARY": str(self.summary),
        }
        self.git("init", "--quiet", "--bare", str(folder / "hosted.git"), at=folder)
        self.git("init", "--quiet", "--initial-branch=main", ".")
        self.git("remote", "add", "origin", str(folder / "hosted.git"))

    def git(self, *words: str, at: Path | None = None) -> str:
        named = ("-c", "user.name=A", "-c", "user.email=a@example.com")
        done = subprocess.run(
            ["git", *named, *words],
            cwd=at or self._site,
            env=self._environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def push(self, branch: str) -> str:
        """Commit all, and push it to a branch; return the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "More")
        self.git("push", "--quiet", "origin", f"HEAD:refs/heads/{branch}")
        return self.git("rev-parse", "HEAD")

    def propose(self, update: str) -> str:
        """Push a new incident of one update to a branch of its own; return the commit."""
        folder = self._site / "incidents/2026-02-01-slow-sign-in"
        folder.mkdir()
        (folder / "incident.md").write_text(INCIDENT, encoding="utf-8")
        (folder / "20260201T0930Z.md").write_text(update, encoding="utf-8")
        return self.push("change")

    def job(self, name: str, **event: str) -> subprocess.CompletedProcess[str]:
        """Run all steps of a job but the installation; return the last one, or the one that
        failed."""
        work = self._folder / f"work-{name}-{len(list(self._folder.iterdir()))}"
        work.mkdir()
        environment = {**self._environment, **event, "TOKEN": "token"}
        steps = workflow(self._site, Service.GITHUB)["jobs"][name]["steps"]
        for step in steps:
            if step["name"] == "Install Tocsin":
                continue
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                cwd=work,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                break
        return done


@pytest.fixture
def runner(root: Path, tmp_path: Path, site: Path) -> Runner:
    runner = Runner(root, tmp_path, site)
    add_workflow(site, Service.GITHUB, __version__)
    with (site / "site_src/site.yml").open("a", encoding="utf-8") as file:
        file.write(TARGET)
    runner.push("main")
    return runner


def test_a_push_is_published(runner: Runner) -> None:
    done = runner.job("publish")
    assert done.returncode == 0, done.stderr
    assert runner.git("ls-remote", "origin", "refs/heads/gh-pages")


def test_a_pull_request_is_checked_and_told_by_reader(runner: Runner) -> None:
    done = runner.job("check", GITHUB_SHA=runner.propose(UPDATE), BASE="main")
    assert done.returncode == 0, done.stderr
    told = runner.summary.read_text("utf-8")
    assert "20260201T0930Z.md (update)" in told
    assert "executives" in told
    assert "known" not in told


def test_a_mistake_in_a_pull_request_fails_it(runner: Runner) -> None:
    commit = runner.propose(f"{UPDATE}\n::: nobody\nWords.\n:::\n")
    done = runner.job("check", GITHUB_SHA=commit, BASE="main")
    assert done.returncode == 1
    assert "unknown-audience" in done.stdout + done.stderr
