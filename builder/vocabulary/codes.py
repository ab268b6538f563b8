"""Codes: the short ids by which programs know pages, components, incidents and updates.

Twelve characters of ``a-z0-9``, as in the Statuspage v2 API. They come from ids that never change;
what was moved here from another system keeps the code that programs know it by.
"""

import re
from dataclasses import dataclass
from hashlib import sha256

LENGTH = 12
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [first + second for first in _LETTERS for second in _LETTERS]
"""Two characters of base32 (RFC 4648, section 6, in lower case) for each ten bits: twice as many a
step as the standard library, which is felt where thousands are made."""

_CODE = re.compile(rf"[a-z0-9]{{{LENGTH}}}")


@dataclass(frozen=True, slots=True)
class Origin:
    """What something was called in a system that was left: its id there, and its id in that
    system's feeds, empty where it had none."""

    id: str
    feed_id: str = ""


def code_of(kind: str, identifier: str, origin: str = "") -> str:
    """Return the code of a thing: the id of its ``origin`` where that is a code itself, else the
    first characters of a hash of kind and permanent id.

    ``kind`` is ``page``, ``group``, ``component``, ``incident`` or ``update``.
    """
    if origin and _CODE.fullmatch(origin):
        return origin
    number = int.from_bytes(sha256(f"{kind}:{identifier}".encode()).digest()[:8], "big") >> 4
    return "".join([_PAIRS[number >> shift & 1023] for shift in (50, 40, 30, 20, 10, 0)])
