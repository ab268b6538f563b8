"""Who reads which part of what is written, and by which rule.

Who does is asked of the cut itself: the part is put before each reader alone, or with a mark that
nothing else has, and what the cut leaves is looked at. The words beside it only say why.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from builder.model.incident import Incident, Update
from builder.views.cut import ComponentLimits, readable
from builder.vocabulary.keys import INCIDENT, UPDATE, ReadBy
from builder.vocabulary.readers import PUBLIC_NAME, Limit, Reader
from builder.vocabulary.text import Body, Section

WORDS = "words"
"""The part of a text that stands outside of sections."""

SECTION = "section"
"""A part of a text that is for some readers."""

_MARK = "\N{REPLACEMENT CHARACTER}"
_FIELDS = {"translations": "title", "from": "shows_from", "until": "shows_until"}
_OF_MODEL = frozenset(Incident.__dataclass_fields__) | frozenset(Update.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a file: a key, a value by name within one, words, or a section.

    ``subject`` is a component's id, a reader's name, or a request's id. ``limit`` is a section's.
    """

    key: str
    subject: str = ""
    limit: Limit = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a reader reads a part, and why, in a few words."""

    reader: str
    reads: bool
    why: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A part, the rule that says who may read it, and what that means for every reader."""

    part: Part
    rule: str
    verdicts: tuple[Verdict, ...]

    @property
    def by_all(self) -> bool:
        """True where every reader reads it."""
        return all(each.reads for each in self.verdicts)

    @property
    def by_none(self) -> bool:
        """True where no reader reads it."""
        return not any(each.reads for each in self.verdicts)


class Explainer:
    """Explains parts of one incident to the readers of a site; ``components`` as the cut has it."""

    def __init__(
        self, incident: Incident, readers: Iterable[Reader], components: ComponentLimits
    ) -> None:
        self._incident = incident
        self._readers = tuple(readers)
        self._components = components
        self._left = {
            reader.name: readable(reader, incident, components) for reader in self._readers
        }

    def of_incident(self, part: Part) -> Explained:
        """Explain a part of ``incident.md``."""
        read_by = INCIDENT[part.key]
        keeps = self._incident_part(part, read_by)

        def verdict(reader: Reader) -> Verdict:
            reads = keeps(reader)
            return Verdict(reader.name, reads, self._why(reader, part, read_by, None, reads))

        return Explained(part, self._rule(part, read_by), tuple(map(verdict, self._readers)))

    def of_update(self, part: Part, update: Update | None) -> Explained:
        """Explain a part of an update, or of a translation of one; ``None`` is a draft."""
        read_by = UPDATE.get(part.key, ReadBy.READERS)
        keeps = self._update_part(part, read_by, update) if update else _never

        def verdict(reader: Reader) -> Verdict:
            reads = keeps(reader)
            why = self._why(reader, part, read_by, update, reads) if update else "draft"
            return Verdict(reader.name, reads, why)

        rule = self._rule(part, read_by) if update else "a draft: nobody"
        return Explained(part, rule, tuple(map(verdict, self._readers)))

    # --- what the cut keeps ----------------------------------------------------------------------

    def _incident_part(self, part: Part, read_by: ReadBy) -> Callable[[Reader], bool]:
        made = self._incident
        if read_by is ReadBy.OPERATOR:
            return _never
        if part.key == "titles":
            marked = replace(made, titles={**made.titles, part.subject: _MARK})
            return lambda reader: _MARK in _titles(self._cut(reader, marked))
        if part.key == "components":
            return lambda reader: part.subject in getattr(self._left[reader.name], "components", ())
        return lambda reader: (
            _is_for(read_by, reader) and _kept(self._left[reader.name], made, part.key)
        )

    def _update_part(self, part: Part, read_by: ReadBy, update: Update) -> Callable[[Reader], bool]:
        def left(reader: Reader) -> Update | None:
            return _named(self._left[reader.name], update.id)

        def marked(reader: Reader, **changes: object) -> Update | None:
            return self._marked(reader, update, changes)

        if read_by is ReadBy.OPERATOR:
            return _never
        if part.key == WORDS:
            words = {"": Body((_MARK,))}
            return lambda reader: _has_words(marked(reader, bodies=words))
        if part.key == SECTION:
            section = Section(part.limit or frozenset(), 0, (_MARK,))
            return lambda reader: _has_words(marked(reader, bodies={"": Body((), (section,))}))
        if part.key == "next_update":
            return lambda reader: any(self._promised(reader, part, update))
        if part.key == "asks":
            return lambda reader: (
                part.subject in [ask.id for ask in getattr(left(reader), "asks", ())]
            )
        if part.key == "components" and part.subject in update.inherits:
            return lambda reader: part.subject in getattr(left(reader), "inherits", ())
        if part.key in ("components", "answers"):
            return lambda reader: part.subject in getattr(left(reader), part.key, ())
        if _FIELDS.get(part.key, part.key) not in _OF_MODEL:
            return lambda reader: _is_for(read_by, reader) and left(reader) is not None
        return lambda reader: _is_for(read_by, reader) and _kept(left(reader), update, part.key)

    def _promised(self, reader: Reader, part: Part, update: Update) -> tuple[bool, bool]:
        """Say whether a promise is one to the reader, and whether it sees it as one to others."""
        latest = max(update.next_update.values(), default=update.at) + timedelta(seconds=1)
        promises = {**update.next_update, part.subject or PUBLIC_NAME: latest}
        left = self._marked(reader, update, {"next_update": promises})
        if left is None:
            return False, False
        return latest in left.next_update.values(), latest in left.promised.values()

    def _marked(
        self, reader: Reader, update: Update, changes: Mapping[str, object]
    ) -> Update | None:
        """Return what the cut leaves of an update that was changed."""
        changed = replace(update, **changes)  # type: ignore[arg-type]
        others = (each if each.id != update.id else changed for each in self._incident.updates)
        made = replace(self._incident, updates=tuple(others))
        return _named(self._cut(reader, made), update.id)

    def _cut(self, reader: Reader, made: Incident) -> Incident | None:
        return readable(reader, made, self._components)

    # --- why -------------------------------------------------------------------------------------

    def _rule(self, part: Part, read_by: ReadBy) -> str:
        if part.key == SECTION:
            return f"for {_names(part.limit)}"
        if part.key == "components":
            limit = self._components.get(part.subject)
            return (
                "the component is for everyone"
                if limit is None
                else (f"the component is for {_names(limit)}")
            )
        if part.key == "asks":
            return "for who is asked, and who reads their text"
        if part.key == "answers":
            return "for who reads the request"
        if part.key == "next_update":
            return "for who is named; who reads their text sees it, by an account's never its own"
        if read_by is ReadBy.NAMED:
            return "for who is named, and who reads their text and has none of its own"
        return _RULES[read_by]

    def _why(
        self, reader: Reader, part: Part, read_by: ReadBy, update: Update | None, reads: bool
    ) -> str:
        limits = [self._incident.audience, update.audience if update else None, part.limit]
        if part.key == "components":
            limits.append(self._components.get(part.subject))
        if part.key == "asks" and update is not None:
            limits += [ask.to for ask in update.asks if ask.id == part.subject]
        if read_by is ReadBy.NAMED and part.key in ("titles", "next_update") and part.subject:
            limits.append(frozenset({part.subject}))
        if reads:
            own = part.key != "next_update" or not update or self._promised(reader, part, update)[0]
            if not own:
                return "sees it as a promise to others"
            narrow = [limit for limit in limits if limit is not None and PUBLIC_NAME not in limit]
            if narrow:
                return _through(reader, narrow[-1])
            return "insider" if read_by is ReadBy.INTERNAL else "everyone"
        if read_by is ReadBy.OPERATOR:
            return "for Tocsin alone"
        for limit, what in zip(limits, ("the incident", "the update"), strict=False):
            if not reader.may_read(limit):
                return f"{what} is for {_names(limit)}"
        if self._left[reader.name] is None:
            return "reads no update of it"
        if update is not None and update.redacted is not None:
            return "redacted"
        if read_by is ReadBy.INTERNAL:
            return "no insider"
        if part.key in ("title", "translations", "titles", "next_update"):
            return "has another, or none"
        return "not for it"


_RULES: Mapping[ReadBy, str] = {
    ReadBy.READERS: "for who may read the whole",
    ReadBy.INTERNAL: "for insiders: neither customers nor accounts",
    ReadBy.OPERATOR: "for Tocsin alone",
}


def explain_limited(part: Part, limit: Limit, readers: Iterable[Reader]) -> Explained:
    """Explain something that stands in no incident: a component, a page, a key of an account."""
    rule = "for everyone" if limit is None else f"for {_names(limit)}"
    found = []
    for reader in readers:
        reads = reader.may_read(limit)
        why = "everyone" if limit is None else "not for it"
        found.append(Verdict(reader.name, reads, _through(reader, limit) if reads else why))
    return Explained(part, rule, tuple(found))


def explain_hidden(part: Part, readers: Iterable[Reader]) -> Explained:
    """Explain what no reader is shown."""
    rule = _RULES[ReadBy.OPERATOR]
    verdicts = (Verdict(reader.name, False, "for Tocsin alone") for reader in readers)
    return Explained(part, rule, tuple(verdicts))


def _through(reader: Reader, limit: Limit) -> str:
    """Say by which of the names in a limit a reader may read what has it."""
    if limit is None or PUBLIC_NAME in limit:
        return "everyone"
    if reader.name in limit:
        return "its own"
    return f"reads {_names(limit & reader.reads)}"


def _names(limit: Limit) -> str:
    words = sorted(name.removeprefix("audience:") for name in limit or ())
    return ", ".join(words) or "nobody"


def _never(_reader: Reader) -> bool:
    return False


def _named(left: Incident | None, identifier: str) -> Update | None:
    updates = left.updates if left is not None else ()
    return next((update for update in updates if update.id == identifier), None)


def _is_for(read_by: ReadBy, reader: Reader) -> bool:
    """Say whether a key may be the reader's at all: an empty value leaves the cut no trace."""
    return reader.internal or read_by is not ReadBy.INTERNAL


def _kept(left: object, made: object, key: str) -> bool:
    name = _FIELDS.get(key, key)
    return left is not None and getattr(left, name) == getattr(made, name)


def _titles(left: Incident | None) -> tuple[str, ...]:
    return tuple(left.title.values()) if left is not None else ()


def _has_words(left: Update | None) -> bool:
    return left is not None and bool(left.bodies)
