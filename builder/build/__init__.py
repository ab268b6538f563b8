"""The build: files, a theme and a moment in, trees of bytes out. ``story`` tells it.

May import everything below: what is written out, rendered, seen, read and known.
"""

from builder.build.request import Outcome, Request
from builder.build.story import build, check

__all__ = ["Outcome", "Request", "build", "check"]
