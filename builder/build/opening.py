"""Opening the trees of a build: each laid out, and sealed, as its reader needs it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

from builder.build.ground import Ground
from builder.build.last_build import judged_alike
from builder.build.readers import PRIVATE_TREES, ReaderTree
from builder.build.request import Request
from builder.output.kept import Kept, SealedBefore
from builder.output.manifest import MANIFEST
from builder.output.memory import Memory
from builder.output.paths import is_tree_name
from builder.output.tree import Tree, open_tree
from builder.vocabulary.audiences import Feed
from builder.vocabulary.catalogue import NO_CATALOGUE

if TYPE_CHECKING:
    from builder.build.layouts import Layout
    from builder.build.private_feeds import PrivateFeeds
    from builder.build.sealed_tree import SealedTree
    from builder.build.tree_build import TreeBuild
    from builder.model.site import Site
    from builder.render.press import Press


def open_trees(
    request: Request,
    ground: Ground,
    planned: Iterable[ReaderTree],
    memory: Memory,
    kept: Kept,
    opened: ExitStack,
) -> list[TreeBuild]:
    """Open the planned trees; they are closed with ``opened``.

    Raises:
        OutputProblem: a tree can't be opened.
    """
    from builder.build.tree_build import TreeBuild
    from builder.render.press import Press

    rows = memory.rows if judged_alike(request, memory) else {}
    press = Press(ground.theme) if ground.theme is not None else None
    trees = []
    for plan in planned:
        written = memory.outputs.get(request.place_of(plan.name), {})
        plain = opened.enter_context(open_tree(request.out, plan.name, written))
        sealed = _sealed(plan, plain, press, kept, ground, request)
        layout = _layout(plan, ground, press, request, kept)
        trees.append(
            TreeBuild(
                plan.reader,
                layout,
                ground.pictures,
                sealed or plain,
                sealed.paths_before if sealed is not None else written,
                rows,
                kept.views,
                request.now,
                (*layout.borders(), *plan.ends),
                _feeds(plan, sealed, ground, request),
            )
        )
    return trees


def clear_left_trees(request: Request, planned: Iterable[ReaderTree]) -> tuple[str, ...]:
    """Remove what earlier builds wrote for readers who have no tree any more.

    Returns the names of the trees that were cleared. A folder that no build wrote is left alone.

    Raises:
        OutputProblem: the system refuses.
    """
    folder = request.out / PRIVATE_TREES
    expected = {plan.name for plan in planned}
    cleared = []
    for found in sorted(os.listdir(folder)) if folder.is_dir() else ():
        name = f"{PRIVATE_TREES}/{found}"
        if name in expected or not is_tree_name(name) or not (folder / found / MANIFEST).is_file():
            continue
        with open_tree(request.out, name, {}) as tree:
            tree.clear()
        with suppress(OSError):
            (folder / found).rmdir()
        cleared.append(name)
    return tuple(cleared)


def opener_words(site: Site) -> dict[str, Mapping[str, str]]:
    """Return what the opener says in each language of the site."""
    from builder.render.opener_words import opener_words_in

    return {
        language: opener_words_in(site.catalogues.get(language, NO_CATALOGUE))
        for language in site.languages
    }


def _layout(
    plan: ReaderTree, ground: Ground, press: Press | None, request: Request, kept: Kept
) -> Layout:
    assert ground.site is not None and ground.theme is not None and press is not None
    if plan.name.startswith(f"{PRIVATE_TREES}/"):
        from builder.build.private_layout import PrivateLayout

        return PrivateLayout(plan.reader, ground.site, press, request.now)
    from builder.build.layouts import PublicLayout

    return PublicLayout(ground.site, ground.theme, kept.items, request.now)


def _feeds(
    plan: ReaderTree, sealed: SealedTree | None, ground: Ground, request: Request
) -> PrivateFeeds | None:
    if plan.feed is Feed.OFF or ground.site is None:
        return None
    from builder.build.private_feeds import PrivateFeeds

    return PrivateFeeds(plan, ground.site, sealed, request.now)


def _sealed(
    plan: ReaderTree,
    plain: Tree,
    press: Press | None,
    kept: Kept,
    ground: Ground,
    request: Request,
) -> SealedTree | None:
    if plan.sealed is None or plan.keys is None or press is None or ground.site is None:
        return None
    from builder.build.sealed_tree import SealedTree

    before = kept.sealed.get(plan.name, SealedBefore())
    style = press.private_stylesheet.text
    announced = plan.feed is not Feed.OFF
    words = opener_words(ground.site)
    return SealedTree(
        plan.keys,
        plan.sealed,
        plain,
        before,
        style,
        announced,
        words,
        device=plan.device,
        heartbeat=request.heartbeat,
    )
