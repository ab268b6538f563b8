"""Private pages looked at from outside, as somebody without a link or a password gets them."""

from collections.abc import Iterable, Iterator

from builder.build.readers import ReaderTree
from builder.publish.built_tree import BuiltTree
from builder.publish.seen import Answer, NoAnswerError, Seen, Standing, fetch, is_digest
from builder.seal.head import NAME as HEAD
from builder.seal.opener_files import PAGE

_NO_FOLDER = "a" * 26
"""As long as a folder's name, and none."""

_CHECKED = (PAGE, "updates.atom", "")
_OPENER = (".js", ".css")


def look_at_private(
    address: str, tree: BuiltTree, trees: Iterable[ReaderTree], *, checked: bool
) -> Seen:
    """Ask for pages of each reader below an address, and hold what comes against the build.

    ``checked`` is true where the host is said to check who reads. No note names a folder or a
    reader: they are told where others may read along.
    """
    address, trees = f"{address.rstrip('/')}/", tuple(trees)
    try:
        listing = tuple(dict.fromkeys(_listing(address, trees)))
        if checked:
            found = tuple(dict.fromkeys(_open(address, tree, trees)))
            standing = Standing.OPEN if found or listing else Standing.GUARDED
            told = () if found or listing else tuple(dict.fromkeys(_telling(address, trees)))
            return Seen(address, standing, (*found, *listing, *told))
        sealed = tuple(each for each in trees if each.is_sealed)
        old = tuple(each for each in sealed if not _has(address, tree, each.folder, HEAD))
        changed = tuple(dict.fromkeys(_changed_opener(address, tree, sealed)))
    except NoAnswerError as fault:
        return Seen(address, Standing.UNREACHABLE, (f"{address} does not answer: {fault}",))
    notes = (*listing, *(() if old else changed))
    if old:
        note = (
            f"{address} does not show this build of {len(old)} of {len(sealed)} readers' pages: a "
            "cache or the host takes its time, or something else is served there"
        )
        return Seen(address, Standing.OLD, (note, *notes))
    return Seen(address, Standing.WRONG if notes else Standing.NEW, notes)


def _open(address: str, tree: BuiltTree, trees: Iterable[ReaderTree]) -> Iterator[str]:
    """Yield what is said of pages that anybody gets of a host that should check who reads."""
    for each in trees:
        for name in _CHECKED:
            path = f"{each.folder}/{name}"
            if each.is_sealed or (name and path not in tree.files):
                continue
            if fetch(f"{address}{path}", follow=False).status == 200:
                yield (
                    f"{address} gives private pages to everybody who asks. Let the host ask for "
                    "a password (.tocsin/hosts/ has what to tell nginx and Caddy), or take them "
                    "off it until it does; then look again with --verify-only"
                )


def _telling(address: str, trees: Iterable[ReaderTree]) -> Iterator[str]:
    """Yield what is said where answers tell which folders there are."""
    nothing = fetch(f"{address}{_NO_FOLDER}/{PAGE}", follow=False).status
    for each in trees:
        if fetch(f"{address}{each.folder}/{PAGE}", follow=False).status != nothing:
            yield (
                f"{address} answers in one way where there are pages and in another where there "
                "are none, and so tells which folders there are: let it ask for a password "
                "everywhere"
            )


def _listing(address: str, trees: Iterable[ReaderTree]) -> Iterator[str]:
    """Yield what is said where the host lists the folders."""
    answer = fetch(address)
    text = answer.data.decode("utf-8", "replace")
    if answer.status == 200 and any(each.folder in text for each in trees):
        yield (
            f"{address} lists its folders to everybody, and so how many readers there are and "
            "where: switch listings off at the host"
        )


def _has(address: str, tree: BuiltTree, folder: str, name: str) -> bool:
    path = f"{folder}/{name}"
    return _is(fetch(f"{address}{path}"), tree.files[path])


def _changed_opener(address: str, tree: BuiltTree, trees: Iterable[ReaderTree]) -> Iterator[str]:
    """Yield what is said where what opens the pages is not what was published: it could send on
    whatever it opens."""
    for each in trees:
        names = [PAGE] + [
            path.partition("/")[2]
            for path in sorted(tree.files)
            if path.startswith(f"{each.folder}/") and path.endswith(_OPENER)
        ]
        if not all(_has(address, tree, each.folder, name) for name in names):
            yield (
                f"{address} does not serve the page that opens the others as it was published. "
                "Open no link until that is mended: switch off what the host changes in pages "
                "and scripts, or find out who changed them, and publish again with --force"
            )


def _is(answer: Answer, digest: str) -> bool:
    return answer.status == 200 and is_digest(answer.data, digest)
