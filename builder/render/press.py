"""A theme ready to print with, shared by all trees: what is compiled is compiled once."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from builder.render.stylesheet import Stylesheet, private_stylesheet
from builder.vocabulary.theme import Theme

if TYPE_CHECKING:
    from builder.render.templates import Templates


@dataclass(frozen=True)
class Press:
    """A theme, and what is made of it when it is first needed. Nothing in it is of a reader.

    Both raise ``TemplateProblem`` where the theme can't be used.
    """

    theme: Theme

    @cached_property
    def templates(self) -> "Templates":
        """The theme's templates."""
        from builder.render.templates import Templates

        return Templates(self.theme)

    @cached_property
    def private_stylesheet(self) -> Stylesheet:
        """The stylesheet of private pages."""
        return private_stylesheet(self.theme)
