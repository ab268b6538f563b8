"""What stands in place of the search for leaks where nothing is private."""

from collections.abc import Iterator

from builder.vocabulary.limited_text import Waiver
from builder.vocabulary.problems import Place, Problem, Severity


class NothingToSearch:
    """The search of a build in which everyone may read everything.

    Args:
        waivers: words that are no leak; none of them lets anything pass.
    """

    def __init__(self, waivers: tuple[Waiver, ...]) -> None:
        self._waivers = waivers

    def problems(self, *_what: object) -> Iterator[Problem]:
        """Yield what is wrong with the waivers."""
        return map(waives_nothing, self._waivers)

    def searched(self) -> None:
        """Return what the next build may know: that nothing is private."""


def waives_nothing(waiver: Waiver) -> Problem:
    """Return the warning on a waiver that lets nothing pass."""
    return Problem(
        Place("site_src/site.yml", waiver.line, 1),
        "waives-nothing",
        "This waiver lets nothing pass.",
        "Take it out, or see whether word and files are written as they are in the output.",
        Severity.WARNING,
    )
