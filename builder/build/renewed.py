"""Where trees lay that were sealed with the previous secret: a page for those who come there.

Nothing of the old tree stays beside it. Once the previous secret is no longer given, it goes too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING

from builder.build.readers import ReaderTree, private_trees
from builder.build.request import Request
from builder.output.tree import open_tree

if TYPE_CHECKING:
    from builder.model.site import Site
    from builder.output.memory import Memory
    from builder.output.written import Committed


def renewed_trees(site: Site | None, request: Request) -> tuple[ReaderTree, ...]:
    """Return the sealed trees as the previous secret named them; none where none is given."""
    previous, secret = request.previous, request.secret
    if site is None or previous is None or not request.seals or previous == secret:
        return ()
    trees = private_trees(site, previous, request.now)
    return tuple(tree for tree in trees if tree.is_sealed)


def write_renewed(
    request: Request, site: Site | None, trees: Iterable[ReaderTree], memory: Memory
) -> Mapping[str, Committed]:
    """Put the page in the place of each tree.

    Raises:
        OutputProblem: the system refuses.
    """
    from builder.build.opening import opener_words
    from builder.seal.opener_files import IN_ENGLISH, renewed_files

    words = opener_words(site) if site is not None else IN_ENGLISH
    committed = {}
    for plan in trees:
        written = memory.outputs.get(request.place_of(plan.name), {})
        with open_tree(request.out, plan.name, written) as tree:
            for name, data in renewed_files(words).items():
                tree.put(name, sha256(data).hexdigest(), data)
            committed[plan.name] = tree.commit()
    return committed


def links_to_renew(trees: Iterable[ReaderTree]) -> tuple[str, ...]:
    """Return a line for each link that opens nothing any more and must be handed out anew."""
    return tuple(
        f"hand out anew: tocsin link add {plan.sealed.name} --again {link.id}"
        for plan in trees
        if plan.sealed is not None
        for link in plan.sealed.links
    )
