"""What an object store said, as a problem for the person who can mend it.

A store's answer may hold the name of a key, what was signed, and folders of private pages: of all
that is said only its code is told.
"""

import re

from builder.publish.targets.git_faults import CERTIFICATE
from builder.vocabulary.problems import Place, Problem

_CODE = re.compile(r"<Code>([A-Za-z]{1,60})</Code>")
_NO_TRUST = re.compile(r"^ *error: (?:InvalidCertificate|InvalidMessage)\(", re.MULTILINE)
_STATUS = re.compile(r"non-2xx status code: (\d{3})")

_KINDS = (
    (
        r"RequestTimeTooSkewed|RequestExpired|Request has expired",
        "target-clock",
        "the store refuses what is signed with another time than its own: the clock of this "
        "machine is more than 15 minutes off",
        "Set the clock (`timedatectl` tells whether it is kept right), then publish again.",
    ),
    (
        r"NoSuchBucket|ContainerNotFound|specified (?:bucket|container) does not exist",
        "target-not-there",
        "there is no such bucket",
        "Make it, or see whether `bucket`, `region` and `endpoint` are right.",
    ),
    (
        r"redirect without LOCATION|PermanentRedirect|AuthorizationHeaderMalformed"
        r"|IllegalLocationConstraint",
        "target-region",
        "the bucket lies in another region",
        "Write its region, like `region: eu-central-1`.",
    ),
    (
        r"169\.254\.|latest/api/token|latest/meta-data|metadata\.google\.internal"
        r"|[Mm]issing credential|[Cc]ould not find credential|[Nn]o credentials|must be specified",
        "target-no-credentials",
        "no credentials are found",
        "Put them into the environment, or let the machine that publishes have a role "
        "(docs/publishing.md tells the names).",
    ),
    (
        r"InvalidAccessKeyId|SignatureDoesNotMatch|AccessDenied|InvalidToken|ExpiredToken"
        r"|AuthenticationFailed|AuthorizationFailure|status code: 40[13]|PermissionDenied"
        r"|Unauthenticated",
        "target-no-credentials",
        "the store lets nobody in with these credentials",
        "See whether they are right and not expired, and may read, write, remove and list in this "
        "bucket.",
    ),
    (
        r"NotImplemented|status code: 501",
        "target-failed",
        "the store knows no conditional writes, without which two publishers would not notice each "
        "other",
        "Use a store that knows If-Match and If-None-Match.",
    ),
    (
        r"builder error|BadScheme|relative URL|invalid URI",
        "target-failed",
        "the address of the store can't be used",
        "Write `endpoint` like `https://s3.example.com`.",
    ),
    (
        r"SlowDown|ServiceUnavailable|InternalError|status code: (?:5\d\d|429)"
        r"|error sending request|timed out|[Tt]imeout|[Cc]onnect|error decoding|body|closed",
        "target-unreachable",
        "the store does not answer as it should, after several attempts",
        "Try again; whatever was there is there still.",
    ),
)


def object_fault(said: str, target: str, bucket: str) -> Problem:
    """Return the problem of a failure, by what was ``said``."""
    place = Place(f"publish: {target}")
    if _NO_TRUST.search(said):
        message = f"{bucket}: this machine does not trust what answers there."
        return Problem(place, "target-tls", message, CERTIFICATE)
    said = said.partition("\n\nDebug source")[0]
    code = _CODE.search(said)
    status = _STATUS.search(said)
    words = f" It says {code[1]}." if code else f" It answers {status[1]}." if status else ""
    for pattern, kind, message, mend in _KINDS:
        if re.search(pattern, said):
            return Problem(place, kind, f"{bucket}: {message}.{words}", mend)
    return Problem(
        place,
        "target-failed",
        f"{bucket}: the store failed.{words}",
        "Mend this and publish again; whatever was there is there still.",
    )
