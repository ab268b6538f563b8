"""What ``rsync`` and ``ssh`` said, as a problem for the person who can mend it."""

import re

from builder.vocabulary.problems import Place, Problem

_MOST = 200

_KINDS = (
    (
        r"Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED",
        "target-host-key",
        "the host shows a key that is not known here",
        "Compare it with what the host publishes, then put it into `known_hosts`.",
    ),
    (
        r"Permission denied \([a-z]|Too many authentication failures|no mutual signature",
        "target-no-credentials",
        "the host lets nobody in with the keys at hand",
        "Give ssh a key that the host knows: in `~/.ssh/config`, or held by `ssh-agent`.",
    ),
    (
        r"No space left on device|Disk quota exceeded|quota exceeded",
        "target-full",
        "there is no space left on the host",
        "Make room there and publish again; whatever readers had is there still.",
    ),
    (
        r"Permission denied \(13\)|Read-only file system|Operation not permitted",
        "target-refused",
        "the host lets this user not write to the folder",
        "Let the user write there, and publish again.",
    ),
    (
        r"change_dir|No such file or directory \(2\)",
        "target-not-there",
        "there is no such folder on the host",
        "Make it, or see whether `folder` is right.",
    ),
    (
        r"rsync: (?:command )?not found|remote command not found|code 127",
        "target-failed",
        "the host has no rsync",
        "Install it there.",
    ),
    (
        r"unknown option|protocol version mismatch|is your shell clean",
        "target-failed",
        "the host's rsync can't be talked to",
        "Let its shell print nothing when nobody is there, and its rsync be 3.1 or later.",
    ),
    (
        r"Could not resolve|Connection (?:refused|timed out|reset|closed)|No route to host|timeout"
        r"|unexpectedly closed|Broken pipe|error in (?:rsync protocol|socket)",
        "target-unreachable",
        "the host does not answer, or the line broke",
        "Try again; whatever was there is there still.",
    ),
)


def rsync_fault(said: str, target: str, host: str) -> Problem:
    """Return the problem of a failure, by what was ``said``. Paths of private pages are for nobody
    to read, so of that only a first line without any is told."""
    place = Place(f"publish: {target}")
    for pattern, code, message, mend in _KINDS:
        if re.search(pattern, said):
            return Problem(place, code, f"{host}: {message}.", mend)
    codes = re.findall(r"\(code (\d+)\)", said)
    words = f" It ended with {codes[-1]}." if codes else ""
    return Problem(
        place,
        "target-failed",
        f"{host}: rsync failed.{words}",
        "Mend this and publish again; whatever was there is there still.",
    )
