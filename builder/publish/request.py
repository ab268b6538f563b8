"""What a publish is asked for, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from builder.build import Outcome, Request
from builder.model.publishing import Target
from builder.model.site import Site
from builder.publish.for_readers import ReadersChange, Withdrawn
from builder.publish.held_back import NOTHING_HELD, HeldBack
from builder.publish.ready_messages import Ready
from builder.publish.rounds import WAITS
from builder.publish.seen import Seen
from builder.publish.targets.place import Change
from builder.vocabulary.problems import Problem
from builder.vocabulary.theme import Theme

NOTHING = Change()


@dataclass(frozen=True, slots=True)
class PublishRequest:
    """What to publish, and how.

    ``site`` and ``theme`` are what is built. ``targets`` are those that were chosen, in the order
    in which they are served; where one takes private pages, ``build`` must make them.
    ``environment`` is what children of this process get: without secrets. ``address`` is where
    readers find targets that do not say so themselves. ``force`` replaces what is newer at a
    target, or was changed there by another hand. ``dry_run`` changes nothing anywhere but in the
    local trees, ``verify_only`` looks at the targets alone. ``hold_broken`` publishes the rest
    where all errors lie in files that no reader ever had. ``waits`` are the seconds before each
    further attempt at a target whose fault may pass.
    """

    build: Request
    site: Site
    theme: Theme
    targets: tuple[Target, ...]
    environment: Mapping[str, str]
    address: str = ""
    force: bool = False
    dry_run: bool = False
    verify_only: bool = False
    hold_broken: bool = False
    waits: tuple[float, ...] = WAITS


@dataclass(frozen=True, slots=True)
class Published:
    """What came of one target. ``fault`` is what kept it from holding the build at the last of
    ``attempts``; ``seen`` what readers get there, ``None`` where nobody looked.

    ``private`` is true where it takes private pages, whose paths are for nobody to read; then
    ``readers`` says whose pages change, and ``withdrawn`` what readers lose. ``messages`` are those
    that wait in the outbox, ``None`` where the target does not show the build. ``begins_late`` is
    true where a record that lasts begins with this publish, and readers were told something before;
    ``replaces_rollback`` where they had the pages of an earlier build. ``redacted`` are the updates
    whose words readers had there last time, and have no more.
    """

    target: str
    change: Change = NOTHING
    fault: Problem | None = None
    seen: Seen | None = None
    private: bool = False
    readers: tuple[ReadersChange, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    attempts: int = 1
    messages: Ready | None = None
    begins_late: bool = False
    replaces_rollback: bool = False
    redacted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishOutcome:
    """What came of a publish. Where the build failed, or something would leak, no target was
    touched; ``problems`` then say why. ``held`` is what was held back."""

    built: Outcome
    problems: tuple[Problem, ...] = ()
    published: tuple[Published, ...] = ()
    held: HeldBack = NOTHING_HELD

    @property
    def failed(self) -> bool:
        """True where content kept everything from going out."""
        return self.built.failed or bool(self.problems)

    @property
    def is_news(self) -> bool:
        """True where something was sent, held back, or failed."""
        return bool(self.failed or self.held.paths) or any(
            each.fault is not None or not each.change.is_nothing for each in self.published
        )
