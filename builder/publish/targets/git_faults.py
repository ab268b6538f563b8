"""What ``git`` and a host said, as a problem for the person who can mend it."""

import re

from builder.vocabulary.problems import Place, Problem

_LOGIN = re.compile(r"\b(https?://)[^/\s]*@")
_PASSWORD = re.compile(r"(://[^/@:\s]*):[^/\s]*@")
_HOST = re.compile(r"^remote: *(.*\S)", re.MULTILINE)
_REASON = re.compile(r"^!\t[^\t]*\t(.*)$", re.MULTILINE)
_FAULT = re.compile(r"^(?:fatal|error):.*$", re.MULTILINE)
_MOST = 300

CERTIFICATE = (
    "See whether the address is right, and whether the certificate is for its name, has not "
    "expired, and is signed by somebody whom this machine trusts."
)
"""What to do where a certificate does not hold, or what answers speaks no TLS."""

_KINDS = (
    (
        r"Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED",
        "target-host-key",
        "the host shows a key that is not known here",
        "Compare it with what the host publishes, then put it into `known_hosts`.",
    ),
    (
        r"could not read (?:Username|Password)|terminal prompts disabled|Authentication failed"
        r"|Permission denied \(|Invalid username or|returned error: 40[13]|HTTP Basic: Access"
        r"|Permission to .* denied|Write access to repository not granted",
        "target-no-credentials",
        "the host lets nobody in without credentials, or not with these",
        "Give git what it needs by its own means: a credential helper, or a key that `ssh-agent` "
        "holds; in CI, a token that may write the contents of the repository.",
    ),
    (
        r"(?:fatal|error):.*(?:[Cc]ertificate|unexpected TLS packet|wrong version number)",
        "target-tls",
        "this machine does not trust what answers there",
        CERTIFICATE,
    ),
    (
        r"Could not resolve|[Cc]ould not connect|Failed to connect|Connection (?:refused|timed out"
        r"|reset|closed)|unable to access|Operation timed out|early EOF|hung up|RPC failed",
        "target-unreachable",
        "the host does not answer",
        "Try again; whatever was there is there still.",
    ),
    (
        r"not found|does not exist|does not appear to be a git repository|No such file or directory"
        r"|Could not read from remote repository",
        "target-not-there",
        "there is no such repository, or not for these credentials",
        "See whether the address is right, and make the repository.",
    ),
)


def hidden(text: str) -> str:
    """Return a text in which no address has a password, and those of the web no name of a user
    either: there it may be a token."""
    return _PASSWORD.sub(r"\1@", _LOGIN.sub(r"\1", text))


def git_fault(said: str, target: str, address: str, *, rewrites: bool = False) -> Problem:
    """Return the problem of a failure, by what was ``said``.

    ``rewrites`` where the push was to replace what the branch held before.
    """
    place = Place(f"publish: {target}")
    reason = _REASON.search(said)
    if reason is not None:
        return _refused(place, said, reason[1], rewrites=rewrites)
    for pattern, code, message, mend in _KINDS:
        found = re.search(f"^.*(?:{pattern}).*$", said, re.MULTILINE)
        if found is not None:
            return Problem(place, code, f"{hidden(address)}: {message}.{_words(found[0])}", mend)
    found = _FAULT.search(said)
    return Problem(
        place,
        "target-failed",
        f"{hidden(address)}: git failed.{_words(found[0] if found else said)}",
        f"Mend this and publish again. The folder `targets/{target}` beside the record is a memory "
        "of the branch: it may be removed.",
    )


def _refused(place: Place, said: str, reason: str, *, rewrites: bool) -> Problem:
    mend = "Let who publishes write to this branch, then publish again."
    if rewrites and re.search("non-fast-forward|denyNonFastForwards|[Ff]orce", said):
        mend = "Allow forced pushes to this branch, or write `history: keep`."
    words = " ".join(_HOST.findall(said)) or reason
    return Problem(place, "target-refused", f"The host refuses the push: {_plain(words)}.", mend)


def _words(said: str) -> str:
    """Return words of git as a sentence that begins with a blank."""
    words = _plain(said.removeprefix("fatal:").removeprefix("error:").strip())
    return f" Git says: {words}." if words else ""


def _plain(words: str) -> str:
    """Return words of another program fit for a terminal and a log, without passwords."""
    plain = "".join(letter for letter in words if letter.isprintable())
    return hidden(plain)[:_MOST].rstrip(". ")
