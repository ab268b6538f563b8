"""What is said where a target takes nothing, or not what it was given."""

from builder.model.publishing import Target
from builder.output.manifest import MANIFEST
from builder.publish.built_tree import BuiltTree
from builder.publish.targets.place import Place, TargetFault
from builder.vocabulary.problems import Place as Where
from builder.vocabulary.problems import Problem


def foreign(target: Target, paths: tuple[str, ...]) -> Problem:
    """Return the problem of files that another hand changed."""
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    return Problem(
        Where(f"publish: {target.name}"),
        "changed-by-another-hand",
        f"{paths[0]}{more} at the target is not as it was published.",
        "See who changed it. `--force` writes over it.",
    )


def taken(target: Target) -> TargetFault:
    """Return the fault of a target that another process publishes to."""
    return TargetFault(
        Problem(
            Where(f"publish: {target.name}"),
            "another-publisher",
            "Another process publishes to this target at this moment.",
            "Wait until it has ended, then publish again.",
        )
    )


def read_back(target: Target, place: Place, tree: BuiltTree) -> None:
    """Hold what a target gives back against what was sent.

    Raises:
        TargetFault: it is not that, or can't be read.
    """
    if place.read(MANIFEST) == tree.own[MANIFEST]:
        return
    raise TargetFault(
        Problem(
            Where(f"publish: {target.name}"),
            "not-as-sent",
            "The target does not give back what was sent to it.",
            "See whether another program writes there too, then publish again.",
        )
    )
