"""What the templates lay out of service levels: frozen values, as ``page_values`` has them."""

from dataclasses import dataclass

from markupsafe import Markup

from builder.render.markup import NOTHING
from builder.render.page_values import Fact


@dataclass(frozen=True, slots=True)
class Table:
    """A table under a heading."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Markup, ...], ...]


@dataclass(frozen=True, slots=True)
class ServicePart:
    """How a contract stands, in a few lines; ``missed`` is true where its target is not met.
    ``details`` leads to the rest."""

    heading: str
    facts: tuple[Fact, ...]
    missed: bool
    details: Markup = NOTHING


@dataclass(frozen=True, slots=True)
class ServicePage:
    """All about a contract and a period of it."""

    heading: str
    period: Markup
    facts: tuple[Fact, ...]
    calm: str
    tables: tuple[Table, ...]
    notes: tuple[Markup, ...]
    policy: str
    formula: str
    sentence: str
