"""What ``tocsin publish`` tells of each target: in words, as JSON, and by its exit status."""

import argparse
import json
import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from builder.cli.reading_along import reads_along

if TYPE_CHECKING:
    from builder.publish.for_readers import Withdrawn
    from builder.publish.request import Published, PublishOutcome
    from builder.vocabulary.problems import Problem

_OF_CONTENT = frozenset({"publish-backwards", "private-in-clear"})
"""Faults of a target that lie in what is published."""

_AS_MEANT = ("new", "guarded")


def status_of(outcome: "PublishOutcome", *, verified: bool) -> int:
    """Return the exit status; ``verified`` where targets were looked at alone."""
    if outcome.failed:
        return 1
    faults = [each.fault for each in outcome.published if each.fault is not None]
    if any(fault.code not in _OF_CONTENT for fault in faults):
        return 3
    if any(each.messages is not None and each.messages.fault for each in outcome.published):
        return 3
    if faults or outcome.held.paths:
        return 1
    seen = [each.seen.standing for each in outcome.published if each.seen is not None]
    if "open" in seen:
        return 3
    whole = all(standing in _AS_MEANT for standing in seen)
    held = all(each.change.is_nothing for each in outcome.published)
    return 3 if verified and not (whole and held) else 0


def tell_outcome(
    outcome: "PublishOutcome", arguments: argparse.Namespace, nowhere: Iterable[str]
) -> None:
    """Print what came of a publish; ``nowhere`` are private readers whose pages go to no target."""
    teller = _Teller(arguments)
    if arguments.format == "json":
        json.dump(teller.as_json(outcome, nowhere), sys.stdout, indent=2)
        print()
    elif outcome.failed:
        print("nothing was published; readers keep what they have", file=sys.stderr)
    else:
        for path in sorted(outcome.held.paths):
            print(f"{path}: held back, and the rest published", file=sys.stderr)
        for each in outcome.published:
            teller.tell(each)
        for name in dict.fromkeys(map(teller.named, nowhere)):
            print(f"{name}: the pages go to no target", file=sys.stderr)


def as_json(
    outcome: "PublishOutcome", arguments: argparse.Namespace, nowhere: Iterable[str]
) -> dict[str, object]:
    """Return what came of a publish, for programs."""
    return _Teller(arguments).as_json(outcome, nowhere)


class _Teller:
    """Tells of targets; where others may read along, no account by its name, and no path of
    private pages."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self._dry_run = arguments.dry_run
        self._verify_only = arguments.verify_only
        self._overheard = reads_along(arguments, os.environ)

    def named(self, reader: str) -> str:
        """Return how a private reader is called."""
        if not reader:
            return "a reader of before"
        return "an account" if self._overheard and reader.startswith("account:") else reader

    def tell(self, each: "Published") -> None:
        """Print what came of one target."""
        if each.fault is not None:
            tried = f" (tried {each.attempts} times)" if each.attempts > 1 else ""
            print(f"{each.target}: {self._fault(each)}{tried}", file=sys.stderr)
            return
        self._tell_change(each)
        self._tell_redacted(each)
        if each.replaces_rollback:
            replaces = "would replace" if self._dry_run or self._verify_only else "replaces"
            print(f"{each.target}: {replaces} an earlier build that was rolled back to")
        for one in each.withdrawn:
            print(f"{each.target}: {self._withdrawn(one)}")
        if each.seen is not None and each.seen.standing == "new":
            print(f"{each.target}: readers get it at {each.seen.address}")
        if each.seen is not None and each.seen.standing == "guarded":
            print(f"{each.target}: {each.seen.address} asks who reads")
        for note in each.seen.notes if each.seen is not None else ():
            print(f"{each.target}: {note}", file=sys.stderr)
        if each.begins_late:
            said = "its record begins now; no message is made of what was posted before"
            print(f"{each.target}: {said}", file=sys.stderr)
        self._tell_messages(each)

    def _tell_redacted(self, each: "Published") -> None:
        """Print which words go, and where they are still."""
        if not each.redacted:
            return
        looks = self._dry_run or self._verify_only
        go = "would be taken out" if looks else "are taken out"
        count = "1 update" if len(each.redacted) == 1 else f"{len(each.redacted)} updates"
        named = count if each.private else ", ".join(each.redacted)
        print(f"{each.target}: the words of {named} {go}")
        if each.change.earlier:
            print(
                f"{each.target}: commit {each.change.earlier} of the branch and those before it "
                "still hold them. Write `history: squash` and publish; then ask the host to delete "
                "commits that no branch has",
                file=sys.stderr,
            )

    def _tell_messages(self, each: "Published") -> None:
        ready = each.messages
        if ready is None:
            return
        if ready.fault:
            print(f"{each.target}: messages could not be written: {ready.fault}", file=sys.stderr)
        elif ready.changed:
            said = "sources changed meanwhile; publish again for the messages about this build"
            print(f"{each.target}: {said}", file=sys.stderr)
        elif ready.waiting:
            count = "1 message waits" if ready.waiting == 1 else f"{ready.waiting} messages wait"
            print(f"{each.target}: {count} in the outbox")

    def _tell_change(self, each: "Published") -> None:
        change = each.change
        would = "would be " if self._dry_run else ""
        if change.is_nothing:
            print(f"{each.target}: holds this build already")
        elif self._verify_only:
            print(f"{each.target}: {len(change.written)} files are not those of this build")
        else:
            written, removed = len(change.written), len(change.removed)
            print(f"{each.target}: {would}{written} written, {removed} removed, {change.kept} kept")
        if not self._dry_run:
            return
        if each.private:
            for one in each.readers:
                print(f"  {self.named(one.reader)}: {one.written} written, {one.removed} removed")
            return
        for path in change.written:
            print(f"  write {path}")
        for path in change.removed:
            print(f"  remove {path}")

    def _withdrawn(self, one: "Withdrawn") -> str:
        """Return what a reader loses, or has lost."""
        if self._dry_run or self._verify_only:
            gone, opens = "would be taken down", "would open nothing any more"
        else:
            gone, opens = "is taken down", "opens nothing any more"
        name = self.named(one.reader)
        if one.what == "links":
            links = "a link" if one.count == 1 else f"{one.count} links"
            return f"{name}: {links} that was withdrawn or has ended {opens}"
        if one.what == "renewed":
            return f"{name}: all that the former address tells is that links were renewed"
        what = "the former address" if one.what == "address" else "what was published"
        return f"{name}: {what} {gone}"

    def _fault(self, each: "Published") -> "Problem | None":
        """Return a fault as it may be printed."""
        if each.fault is None or not (each.private and self._overheard):
            return each.fault
        said = "Not printed here: it may tell of private pages, and others may read this."
        mend = "See it at home, or with `--show-private`."
        place = replace(each.fault.place, path=f"publish: {each.target}")
        return replace(each.fault, place=place, message=said, mend=mend, excerpt="")

    def as_json(self, outcome: "PublishOutcome", nowhere: Iterable[str]) -> dict[str, object]:
        """Return all of it for programs."""
        return {
            "failed": outcome.failed,
            "held": sorted(outcome.held.paths),
            "targets": [self._target_as_json(each) for each in outcome.published],
            "nowhere": list(dict.fromkeys(map(self.named, nowhere))),
        }

    def _target_as_json(self, each: "Published") -> dict[str, object]:
        fault = self._fault(each)
        change: dict[str, object] = {
            "written": list(each.change.written),
            "removed": list(each.change.removed),
        }
        if each.private:
            change = {
                "private": [
                    {
                        "reader": self.named(one.reader),
                        "written": one.written,
                        "removed": one.removed,
                    }
                    for one in each.readers
                ],
                "withdrawn": [
                    {"reader": self.named(one.reader), "what": one.what.value, "count": one.count}
                    for one in each.withdrawn
                ],
            }
        return {
            "target": each.target,
            **change,
            "kept": each.change.kept,
            "redacted": len(each.redacted) if each.private else list(each.redacted),
            "redacted_still_in": (each.change.earlier or None) if each.redacted else None,
            "fault": None if fault is None else str(fault),
            "attempts": each.attempts,
            "messages": None if each.messages is None else each.messages.waiting,
            "readers": None
            if each.seen is None
            else {
                "address": each.seen.address,
                "standing": each.seen.standing.value,
                "notes": list(each.seen.notes),
            },
        }
