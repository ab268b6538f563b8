"""Messages are handed to a command once each, whatever is killed when."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from builder.publish.outbox import Handed, Message, NotKeptError, Outbox, OutboxBusyError, Sender
from builder.publish.record import Record
from builder.publish.sent_log import SentLog, Step
from tests.build.sites import NOW

SENDER = Sender("sender", NOW)

COUNTING = """\
import json, os, sys, time
message = json.load(sys.stdin)
line = f"{message['id']} begin\\n".encode()
log = os.open(sys.argv[1], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
os.write(log, line)
time.sleep(float(sys.argv[2]))
os.write(log, line.replace(b"begin", b"end"))
"""
"""A command that counts what it was given, and takes its time."""

SENDING = """\
import json, os, sys
from pathlib import Path
from builder.publish.outbox import Outbox, OutboxBusyError, Sender
from builder.publish.record import Record
outbox = Outbox(Path(sys.argv[1]), Record(Path(sys.argv[1]) / "record"))
twice = lambda each: print(each.id, flush=True)
try:
    for _ in outbox.hand_out(sys.argv[2:], os.environ, twice, Sender("a", None)):
        pass
except OutboxBusyError:
    sys.exit(3)
"""


def message(number: int, turn: int = 0) -> Message:
    name = f"{number:020d}"
    posted = f"2026-11-23T14:{number % 60:02d}:00Z"
    words = ("audience:public", "update", "en", f"Subject {number}", "Text", "<p>Text</p>", "")
    return Message(name, turn, posted, *words, {}, {}, {})


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    (tmp_path / "cache/record").mkdir(parents=True)
    return tmp_path / "cache"


@pytest.fixture
def outbox(cache: Path) -> Outbox:
    return Outbox(cache, Record(cache / "record"))


def handed(outbox: Outbox, *command: str, told: list[Message] | None = None) -> list[Handed]:
    noted = told if told is not None else []
    return list(outbox.hand_out(command, {"PATH": os.environ["PATH"]}, noted.append, SENDER))


def counting(cache: Path, seconds: float = 0) -> tuple[str, ...]:
    return (sys.executable, "-I", "-c", COUNTING, str(cache / "counted"), str(seconds))


def counted(cache: Path, what: str) -> list[str]:
    lines = (cache / "counted").read_text("utf-8").splitlines()
    return [line.split()[0] for line in lines if line.endswith(f" {what}")]


def test_each_is_handed_over_once_in_its_turn(cache: Path, outbox: Outbox) -> None:
    late, first, second = message(1, turn=5), message(3), message(2)
    outbox.renew("audience:public", [late, first, second])
    assert [each.status for each in handed(outbox, *counting(cache))] == [0, 0, 0]
    assert counted(cache, "end") == [second.id, first.id, late.id]
    assert outbox.waiting() == ()
    assert handed(outbox, *counting(cache)) == []
    assert outbox.renew("audience:public", [late, first]) == 0
    assert handed(outbox, *counting(cache)) == []


def test_a_command_that_fails_gets_it_again(cache: Path, outbox: Outbox) -> None:
    outbox.renew("audience:public", [message(1)])
    assert [each.status for each in handed(outbox, "false")] == [1]
    assert [each.status for each in handed(outbox, "there-is-none-of-this-name")] == [126]
    told: list[Message] = []
    (came,) = handed(outbox, *counting(cache), told=told)
    assert (came.status, came.again, told) == (0, False, [])


def test_what_a_killed_command_may_have_sent_is_said(cache: Path, outbox: Outbox) -> None:
    outbox.renew("audience:public", [message(1)])
    (came,) = handed(outbox, "sh", "-c", "kill -9 $$")
    assert came.status != 0
    told: list[Message] = []
    (came,) = handed(outbox, "sh", "-c", f"cat > {cache}/given", told=told)
    assert (came.status, came.again) == (0, True)
    assert [each.id for each in told] == [message(1).id]
    assert json.loads((cache / "given").read_bytes())["again"] is True


def test_nothing_is_sent_without_a_record(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path, Record(tmp_path / "record"))
    outbox.renew("audience:public", [message(1)])
    with pytest.raises(NotKeptError):
        handed(outbox, "true")


def test_two_do_not_send_at_once(cache: Path, outbox: Outbox) -> None:
    outbox.renew("audience:public", [message(1)])
    sending = outbox.hand_out(["true"], os.environ, lambda _: None, SENDER)
    next(sending)
    with pytest.raises(OutboxBusyError):
        handed(outbox, "true")
    assert list(sending) == []


def test_no_shell_reads_the_message_nor_the_arguments(cache: Path, outbox: Outbox) -> None:
    odd = replace(message(1), subject="$(touch made)", reader="audience:public")
    outbox.renew("audience:public", [odd])
    code = (
        "import json, sys\n"
        "print(json.load(sys.stdin)['subject'], sys.argv[1], file=open(sys.argv[2], 'w'))"
    )
    out = str(cache / "out")
    assert handed(outbox, sys.executable, "-c", code, "; $(id)", out)[0].status == 0
    assert (cache / "out").read_text("utf-8") == "$(touch made) ; $(id)\n"


def test_a_message_that_is_half_there_is_not_sent(cache: Path, root: Path) -> None:
    keeper = root / "builder/publish/handing_over.py"
    log = cache / "record/sent.jsonl"
    done = subprocess.run(
        [sys.executable, "-I", str(keeper), str(log), "x", "touch", str(cache / "sent")],
        input=b'{"id": "x", "sub',
        check=False,
    )
    assert done.returncode == 124
    assert not (cache / "sent").exists()
    assert SentLog(cache / "record").steps() == {}


def test_half_a_line_of_the_log_is_none(cache: Path, outbox: Outbox) -> None:
    (cache / "record/sent.jsonl").write_text('{"id":"a","step":"do', "utf-8")
    outbox.renew("audience:public", [message(1)])
    assert handed(outbox, "true")[0].status == 0
    assert SentLog(cache / "record").steps() == {message(1).id: Step.DONE}


def killed_often(cache: Path, root: Path, kills: int, seed: int) -> tuple[set[str], set[str]]:
    """Send with kills at random instants, every third of the command itself, until all is sent;
    return the messages whose command was killed, and those that were said to go out again."""
    choice = random.Random(seed)
    outbox = Outbox(cache, Record(cache / "record"))
    sending = (sys.executable, "-c", SENDING, str(cache), *counting(cache, 0.05))
    said: set[str] = set()
    struck: set[str] = set()
    left = kills
    while left or outbox.waiting():
        if not outbox.waiting():
            # All was sent before there were kills enough: more is to be sent.
            done = len(SentLog(cache / "record").steps())
            outbox.renew("audience:public", [message(done + number) for number in range(kills)])
        child = subprocess.Popen(sending, cwd=root, stdout=subprocess.PIPE, text=True)
        if left:
            time.sleep(choice.uniform(0.1, 0.5))
            if left % 3 == 0:
                name = killed_command(cache)
                struck.update(name)
                left -= bool(name)
                time.sleep(choice.uniform(0, 0.1))
            else:
                left -= child.poll() is None
            child.kill()
        said.update((child.communicate()[0] or "").split())
    return struck, said


def killed_command(cache: Path) -> set[str]:
    """Kill the command that counts into this folder, and return what had begun last."""
    for process in Path("/proc").iterdir():
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
            if words[2:5] == [b"-c", COUNTING.encode(), str(cache / "counted").encode()]:
                os.kill(int(process.name), signal.SIGKILL)
                return set(counted(cache, "begin")[-1:])
        except OSError:
            continue
    return set()


def none_is_lost(cache: Path, root: Path, kills: int, seed: int) -> None:
    struck, said = killed_often(cache, root, kills, seed)
    steps = SentLog(cache / "record").steps()
    begun, ended = counted(cache, "begin"), counted(cache, "end")
    assert len(struck) >= kills // 6
    assert set(ended) == steps.keys()
    assert set(steps.values()) == {Step.DONE}
    for name in steps:
        # Twice only where the command itself was killed, and that was said.
        assert begun.count(name) == 1 or name in struck & said, name


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="finds processes in /proc")
def test_none_is_lost_and_none_sent_twice_but_after_a_kill(cache: Path, root: Path) -> None:
    none_is_lost(cache, root, 6, 1)


@pytest.mark.proof
@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="finds processes in /proc")
def test_a_hundred_kills(cache: Path, root: Path) -> None:
    none_is_lost(cache, root, 100, 2)
