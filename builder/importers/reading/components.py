"""Names of components in a history, gathered as the incidents name them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from builder.importers.reading.history import ImportedComponent
from builder.importers.text.markdown_text import one_line
from builder.importers.writing.names import folded


@dataclass
class ComponentRoll:
    """The configured components, and those that incidents name beside them.

    Two spellings that differ by case or blanks are one component.
    """

    configured: tuple[ImportedComponent, ...] = ()
    _named: dict[str, ImportedComponent] = field(default_factory=dict)

    def keys_of(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the keys of the named components, each once, and remember the unknown ones."""
        keys = []
        known = {component.key for component in self.configured}
        for name in names:
            key = folded(name)
            if not key:
                continue
            if key not in known and key not in self._named:
                self._named[key] = ImportedComponent(key, one_line(name), archived=True)
            keys.append(key)
        return tuple(dict.fromkeys(keys))

    def all(self) -> tuple[ImportedComponent, ...]:
        """The configured ones in their order, then the others by name."""
        others = sorted(self._named.values(), key=lambda component: component.key)
        return (*self.configured, *others)
