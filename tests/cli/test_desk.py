"""``tocsin open``, ``update`` and ``resolve``: by flags, and by questions on a terminal."""

import io
import os
import stat
import sys
from pathlib import Path

import pytest

from builder.cli.main import main
from tests.build.sites import COMPONENTS, put

SITE = "name: Example\nurl: https://status.example.com\nlanguages: [en, fr]\n"
FOLDER = "incidents/2026-11-23-checkout"
FIRST = (
    "--component=checkout=part",
    "--priority=P1",
    "--sentence=Card payments fail.",
)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    put(tmp_path, "site_src/site.yml", SITE)
    put(tmp_path, "site_src/components.yml", COMPONENTS)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    return tmp_path


def desk(site: Path, clock: str, *words: str) -> int:
    now = f"2026-11-23T{clock}:20Z"
    return main([*words, "--source", str(site), "--now", now])


class Terminal(io.StringIO):
    """What somebody types at a terminal."""

    def isatty(self) -> bool:
        return True


def type_in(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("".join(f"{line}\n" for line in lines)))


def text(site: Path, name: str) -> str:
    return (site / FOLDER / name).read_text(encoding="utf-8")


def names(site: Path) -> list[str]:
    return sorted(path.name for path in (site / FOLDER).iterdir())


def test_a_first_post_takes_three_inputs(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk(site, "14:05", "open", *FIRST) == 0
    written = ("incident", "20261123T1405Z-investigating", "20261123T1405Z-investigating.fr")
    paths = capsys.readouterr().out.splitlines()
    assert paths == [str(site / FOLDER / f"{name}.md") for name in written]
    assert text(site, "incident.md") == (
        "---\ntitle: Problems with Checkout\ntranslations:\n  fr:\n"
        '    title: "Problèmes : Checkout"\npriority: P1\nstarted: 2026-11-23T14:05:00Z\n---\n'
    )
    update = text(site, "20261123T1405Z-investigating.md")
    assert (
        "next_update:\n  public: 2026-11-23T14:25:00Z\n  strategic: 2026-11-23T14:20:00Z" in update
    )
    assert "---\nCard payments fail.\n\nWe have seen this since 14:05 UTC on 23 November" in update
    assert "::: executives\n**Outcome:** Card payments fail.\n:::" in update
    assert main(["check", "--source", str(site), "--strict", "--now", "2026-11-23T14:06:00Z"]) == 0
    assert main(["due", "--source", str(site), "--now", "2026-11-23T14:06:00Z"]) == 0


def test_what_is_missing_is_said_at_once(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk(site, "14:05", "open") == 2
    said = capsys.readouterr().err
    assert "--component ID=STATE, --priority P1, --sentence TEXT" in said
    assert desk(site, "14:05", "open", "--component=chekout=part") == 2
    assert "Did you mean `checkout`?" in capsys.readouterr().err
    assert not (site / "incidents").exists()


def test_insiders_are_told_first(site: Path) -> None:
    assert desk(site, "14:05", "open", *FIRST, "--for=customer-service") == 0
    update = text(site, "20261123T1405Z-investigating.md")
    assert "audience:\n  - customer-service\n" in update
    assert "status page will tell more shortly" in update
    assert "next_update: 2026-11-23T14:20:00Z" in update
    due = ["due", "--source", str(site), "--audience=public", "--now", "2026-11-23T14:10:00Z"]
    assert main(due) == 4


def test_an_incident_is_told_to_its_end(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk(site, "14:05", "open", *FIRST) == 0
    assert desk(site, "14:15", "update", "--holding") == 0
    assert "holding: true" in text(site, "20261123T1415Z-holding.md")
    words = "--sentence=Bank transfers work."
    assert desk(site, "14:20", "update", words, "--status=ident", "--priority=P2") == 0
    better = text(site, "20261123T1420Z-identified.md")
    assert "priority: P2" in better
    assert "It has become better" in better
    assert desk(site, "14:20", "update", words, "--component=checkout=op", "--next=+4h") == 2
    assert "--pace long" in capsys.readouterr().err
    long = ("--next=+4h", "--pace=long")
    assert desk(site, "14:20", "update", words, "--component=checkout=op", *long) == 0
    assert "20261123T142020Z-identified.md" in names(site)
    end = ("resolve", "--sentence=Card payments work.", "--data-loss=none", "--ended=14:30")
    assert desk(site, "14:25", *end) == 2, "it ends after now"
    assert desk(site, "14:40", *end, "--postmortem-by=+3d") == 0
    resolved = text(site, "20261123T1440Z-resolved.md")
    assert "since: 2026-11-23T14:30:00Z\ndata_loss: none\npostmortem_by: 2026-11-26" in resolved
    assert "It lasted from 14:05 UTC on 23 November 2026 to 14:30 UTC" in resolved
    assert desk(site, "15:00", "update", words) == 2
    assert desk(site, "15:00", "update", FOLDER[10:], words) == 2
    assert "by `--reopen`" in capsys.readouterr().err
    assert desk(site, "15:00", "update", FOLDER[10:], words, "--reopen") == 0
    assert "too early" in text(site, "20261123T1500Z-investigating.md")
    assert main(["check", "--source", str(site), "--now", "2026-11-23T15:01:00Z"]) == 0


def test_of_several_one_must_be_named(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk(site, "14:05", "open", *FIRST) == 0
    assert desk(site, "14:06", "open", *FIRST, "--slug=other", "--title=Other") == 0
    assert desk(site, "14:06", "open", *FIRST, "--slug=other") == 2
    assert "there is such an incident" in capsys.readouterr().err
    assert desk(site, "14:10", "update", "--sentence=More.") == 2
    assert "Several incidents are open" in capsys.readouterr().err
    both = (FOLDER[10:], "other")
    assert desk(site, "14:10", "update", *both, "--sentence=Both fail.") == 0
    for folder in both:
        found = site / "incidents" / folder / "20261123T1410Z-investigating.md"
        assert "Both fail." in found.read_text(encoding="utf-8")
    assert desk(site, "14:20", "update", "other", f"--merge-into={both[0]}") == 0
    merged = (site / "incidents/other/20261123T1420Z-investigating.md").read_text()
    assert "from now on: Problems with Checkout" in merged
    assert main(["check", "--source", str(site), "--now", "2026-11-23T14:21:00Z"]) == 0


def test_the_same_components_fail_twice_a_day(site: Path) -> None:
    assert desk(site, "14:05", "open", *FIRST) == 0
    assert desk(site, "15:05", "open", *FIRST) == 0
    assert len(names(site)) == 3
    assert (site / f"{FOLDER}-2/20261123T1505Z-investigating.md").is_file()


def test_what_is_refused_is_kept(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = "--sentence=See <script>alert(1)</script>."
    assert desk(site, "14:05", "open", FIRST[0], FIRST[1], bad) == 1
    said = capsys.readouterr().err
    assert "raw-html" in said
    assert f"kept in {site}/.tocsin/drafts/0001" in said
    assert not (site / "incidents").exists()
    kept = list((site / ".tocsin/drafts/0001").rglob("*investigating.md"))
    assert "alert(1)" in kept[0].read_text()


def test_words_for_one_reader_stay_its_own(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        desk(site, "14:05", "open", *FIRST, "--say=executives=**Decision needed:** none yet.") == 0
    )
    update = text(site, "20261123T1405Z-investigating.md")
    assert "**Outcome:** Card payments fail.\n\n**Decision needed:** none yet.\n:::" in update
    assert desk(site, "14:06", "update", "--sentence=More.", "--say=public=No.") == 2
    assert "no reader `public`" in capsys.readouterr().err


def test_questions_are_asked_until_they_can_be_read(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    type_in(
        monkeypatch,
        "chekout=part",
        "checkout=part, payments-api=deg",
        "P7",
        "1",
        "",
        "Card payments fail.",
        "Les paiements échouent.",
        "since 25:00",
        "since 13:50",
        "next 14:30",
        "",
    )
    assert desk(site, "14:05", "open") == 0
    said = capsys.readouterr().err
    assert "Did you mean `checkout`?" in said
    assert "`P7` is no priority" in said
    assert "14:30 UTC" in said
    assert "── public (fr): Problèmes : Checkout et Payments API" in said
    folder = site / "incidents/2026-11-23-checkout-payments-api"
    assert "started: 2026-11-23T13:50:00Z" in (folder / "incident.md").read_text(encoding="utf-8")
    update = (folder / "20261123T1405Z-investigating.md").read_text(encoding="utf-8")
    assert "next_update: 2026-11-23T14:30:00Z" in update
    french = (folder / "20261123T1405Z-investigating.fr.md").read_text(encoding="utf-8")
    assert french.startswith("Les paiements échouent.\n\nNous l'observons depuis le 23 novembre")


def test_stopping_writes_nothing_and_loses_nothing(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    type_in(monkeypatch, "", "stop")
    assert desk(site, "14:05", "open", *FIRST) == 1
    assert not (site / "incidents").exists()
    assert (site / ".tocsin/drafts/0001").is_dir()
    type_in(monkeypatch, "checkout=part")
    assert desk(site, "14:05", "open") == 2
    assert "nothing was written" in capsys.readouterr().err


def test_the_end_is_asked_for(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert desk(site, "14:05", "open", *FIRST) == 0
    type_in(monkeypatch, "It works.", "", "14:20", "", "none", "no the cause was ours to see", "")
    assert desk(site, "14:30", "resolve") == 0
    resolved = text(site, "20261123T1430Z-resolved.md")
    assert "since: 2026-11-23T14:20:00Z" in resolved
    assert "no_postmortem: the cause was ours to see" in resolved


def test_an_editor_may_change_the_text(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    editor = put(site, "editor.sh", '#!/bin/sh\nsed -i.bak s/fail/stop/ "$1"\nexit $STATUS\n')
    os.chmod(editor, os.stat(editor).st_mode | stat.S_IXUSR)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("STATUS", "1")
    assert desk(site, "14:05", "open", *FIRST, "--edit") == 1
    assert "The editor ended with 1." in capsys.readouterr().err
    assert not (site / "incidents").exists()
    monkeypatch.setenv("STATUS", "0")
    assert desk(site, "14:05", "open", *FIRST, "--edit") == 0
    assert "Card payments stop." in text(site, "20261123T1405Z-investigating.md")


def test_a_dry_run_and_a_draft(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk(site, "14:05", "open", *FIRST, "--dry-run") == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "── public (en): Problems with Checkout" in told.err
    assert not (site / "incidents").exists()
    assert desk(site, "14:05", "open", *FIRST, "--draft") == 0
    assert "draft: true" in text(site, "20261123T1405Z-investigating.md")


def test_what_happened_is_told_once_it_is_over(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk(site, "14:05", "open", *FIRST) == 0
    words = ("--sentence=A database was full.", "--field=happened=Disk.", "--field=measures=Alarm.")
    assert desk(site, "14:30", "postmortem", *words) == 2
    assert "No incident is resolved" in capsys.readouterr().err
    end = ("--sentence=It works.", "--data-loss=unknown", "--postmortem-by=+3d")
    assert desk(site, "14:30", "resolve", *end) == 0
    assert desk(site, "15:00", "postmortem", "--sentence=A database was full.") == 2
    assert "need `happened`, `measures`" in capsys.readouterr().err
    assert desk(site, "15:00", "postmortem", *words, "--data-loss=none") == 0
    told = text(site, "20261123T1500Z-postmortem.md")
    assert "status: postmortem\ndata_loss: none" in told
    assert "What we do about it: Alarm." in told
    assert main(["due", "--source", str(site), "--now", "2026-11-30T15:00:00Z"]) == 0


def test_what_was_wrong_is_corrected_withdrawn_or_taken_out(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk(site, "14:05", "open", *FIRST) == 0
    assert desk(site, "14:10", "update", "--sentence=All fail.", "--component=checkout=major") == 0
    folder = FOLDER[10:]
    assert desk(site, "14:12", "correct", folder, "20261123T1410Z", "--wrong=All fail.") == 2
    both = ("--wrong=All fail.", "--right=One in ten fails.", "--component=checkout=part")
    assert desk(site, "14:12", "correct", folder, "20261123T1410Z", *both) == 0
    correction = text(site, "20261123T1412Z-correction.md")
    assert 'corrects: "20261123T1410Z-investigating"' in correction
    assert "Right is: One in ten fails." in correction
    assert desk(site, "14:15", "withdraw", folder, "20261123T14", "--reason=No.") == 2
    assert "Several updates begin so" in capsys.readouterr().err
    assert desk(site, "14:15", "withdraw", folder, "20261123T1410Z", "--reason=Wrong site.") == 0
    withdrawn = text(site, "20261123T1410Z-investigating.md")
    assert "withdrawn: 2026-11-23T14:15:00Z\nwithdrawn_reason: Wrong site.\n---\nAll" in withdrawn
    assert desk(site, "14:16", "withdraw", folder, "20261123T1410Z", "--reason=Again.") == 2
    redact = ("withdraw", folder, "20261123T1405Z", "--redact", "--reason=A name stood there.")
    assert desk(site, "14:16", *redact) == 0
    assert "history of the repository" in capsys.readouterr().err
    assert "redacted:\n  at: 2026-11-23T14:16:00Z" in text(site, "20261123T1405Z-investigating.md")
    assert main(["check", "--source", str(site), "--now", "2026-11-23T14:17:00Z"]) == 0


def test_maintenance_is_announced_once_or_again(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begin = ("--begins=2026-12-01 22:00", "--ends=+2h", "--sentence=We replace a disk.")
    assert desk(site, "14:05", "maintenance", "--component=checkout", "--begins=13:00") == 2
    weekly = ("--repeat=weekly", "--until=2026-12-15", "--field=effect=Short pauses.")
    assert desk(site, "14:05", "maintenance", "--component=checkout", *begin, *weekly) == 0
    folders = sorted(path.name for path in (site / "incidents").iterdir())
    assert folders == [f"2026-12-{day}-checkout-maintenance" for day in ("01", "08", "15")]
    about = (site / "incidents" / folders[1] / "incident.md").read_text(encoding="utf-8")
    assert "kind: maintenance\ntitle: Maintenance of Checkout\n" in about
    assert "scheduled_until: 2026-12-09T00:00:00Z" in about
    last = site / "incidents" / folders[2] / "20261123T1405Z-scheduled.md"
    assert "What you will notice: Short pauses." in last.read_text(encoding="utf-8")
    assert desk(site, "14:10", "update", folders[0], "--status=cancelled", "--sentence=Later.") == 0
    assert main(["check", "--source", str(site), "--now", "2026-11-23T14:17:00Z"]) == 0


def test_a_notice_has_a_title_and_words(site: Path) -> None:
    words = ("--title=New address", "--sentence=We move.", "--until=2026-12-01 00:00")
    assert desk(site, "14:05", "notice", *words) == 0
    folder = site / "incidents/2026-11-23-notice"
    about = (folder / "incident.md").read_text(encoding="utf-8")
    assert about == "---\nkind: notice\ntitle: New address\nuntil: 2026-12-01T00:00:00Z\n---\n"
    assert (folder / "20261123T1405Z-notice.md").read_text(encoding="utf-8").endswith("We move.\n")
    assert main(["check", "--source", str(site), "--now", "2026-11-23T14:17:00Z"]) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.proof
def test_a_terminal_is_asked(site: Path) -> None:
    import pty

    pid, terminal = pty.fork()
    if pid == 0:
        words = ["open", "--source", str(site), "--now", "2026-11-23T14:05:00Z"]
        os.execv(  # noqa: S606
            sys.executable, [sys.executable, "-m", "builder", *words]
        )
    for line in ("checkout=part", "1", "Card payments fail.", "", ""):
        os.write(terminal, f"{line}\n".encode())
    while True:
        try:
            if not os.read(terminal, 65_536):
                break
        except OSError:
            break
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert "Card payments fail." in text(site, "20261123T1405Z-investigating.md")
