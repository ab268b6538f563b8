"""What ``git`` as a child gets of an environment: nothing that leads it to another repository."""

import re
from collections.abc import Mapping

_LEFT_OUT = re.compile(
    r"GIT_(TRACE.*|CURL_VERBOSE|DIR|WORK_TREE|COMMON_DIR|INDEX_FILE|INDEX_VERSION|NAMESPACE|PREFIX"
    r"|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|QUARANTINE_PATH|SHALLOW_FILE|GRAFT_FILE"
    r"|REPLACE_REF_BASE|NO_REPLACE_OBJECTS|IMPLICIT_WORK_TREE|INTERNAL_SUPER_PREFIX"
    r"|AUTHOR_.*|COMMITTER_.*)|LANGUAGE"
)


def quiet(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a ``git`` that asks nobody anything, in plain English."""
    kept = {name: word for name, word in environment.items() if not _LEFT_OUT.fullmatch(name)}
    return {**kept, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}
