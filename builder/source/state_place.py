"""Where a state stands that a record holds: found again in its file when there is need to say."""

from pathlib import Path

from builder.source.document import read_document
from builder.source.files import read_text
from builder.source.front_matter import YAML_LINE, split
from builder.source.names import Names
from builder.source.yaml_text import Keys
from builder.vocabulary.problems import Place, Problem, Severity


def problem_of_state(
    root: Path, path: str, component: str, names: Names, code: str, message: str, mend: str
) -> Problem:
    """Return a warning at the line of ``path`` that names a component, by its id or an alias.

    Where the file is another one meanwhile, the warning is of the file as a whole.
    """
    source = read_text(root, path).source
    parts = split(source) if source is not None else None
    if source is None or parts is None or isinstance(parts, Problem):
        return Problem(Place(path), code, message, mend, Severity.WARNING)
    document, _ = read_document(source, parts.yaml, YAML_LINE)
    written = document.values.get("components")
    words = written if isinstance(written, dict) else {}
    known = names.components or {}
    keys: Keys = next(
        (("components", word) for word in words if known.get(word, word) == component), ()
    )
    return document.problem(code, keys, message, mend, at_key=True, severity=Severity.WARNING)
