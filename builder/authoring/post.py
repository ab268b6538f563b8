"""An update as files: front matter and words, and ``incident.md`` where the incident is new."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from builder.source.file_names import INCIDENT_FILE, INCIDENTS_FOLDER
from builder.source.yaml_writing import Value, write_yaml


@dataclass(frozen=True, slots=True)
class Post:
    """What is to be written: one update, in one incident.

    ``about`` is the front matter of ``incident.md``, empty where the incident is there already.
    ``at`` is the update's time (aware, UTC), which its name has. ``bodies`` are its words by
    language, the site's default language first. ``edited`` is the text of the update's own file
    where somebody has changed it by hand.
    """

    incident: str
    at: datetime
    word: str
    front: Mapping[str, Value]
    bodies: Mapping[str, str]
    about: Mapping[str, Value] = field(default_factory=dict)
    edited: str = ""

    @property
    def folder(self) -> str:
        """The incident's folder, relative to the sources."""
        return f"{INCIDENTS_FOLDER}/{self.incident}"

    @property
    def name(self) -> str:
        """The update's file name without ``.md``: its time, to the minute where that is enough."""
        time = self.at.strftime("%Y%m%dT%H%M%SZ" if self.at.second else "%Y%m%dT%H%MZ")
        return f"{time}-{self.word}"

    @property
    def path(self) -> str:
        """Where the update's own file lies, relative to the sources."""
        return f"{self.folder}/{self.name}.md"

    def files(self) -> dict[str, str]:
        """Return every file by its path relative to the sources, in the order of writing: an
        update without its translations is whole, a translation alone is not."""
        found = {}
        if self.about:
            found[f"{self.folder}/{INCIDENT_FILE}"] = f"---\n{write_yaml(self.about)}---\n"
        for position, (language, body) in enumerate(self.bodies.items()):
            if position:
                found[f"{self.folder}/{self.name}.{language}.md"] = f"{body}\n"
            else:
                whole = f"---\n{write_yaml(self.front)}---\n{body}\n"
                found[self.path] = self.edited or whole
        return found

    def a_second_later(self) -> "Post":
        """Return the same for the next second, where its own is taken."""
        return replace(self, at=self.at + timedelta(seconds=1))
