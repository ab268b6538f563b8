"""Who holds a role from now on, written into ``incident.md``."""

from datetime import datetime
from pathlib import Path

from builder.authoring.placing import mark
from builder.authoring.yaml_edit import EditRefused, add_item
from builder.source.file_names import INCIDENT_FILE, INCIDENTS_FOLDER
from builder.vocabulary.times import iso


def hand_over(source: Path, incident: str, role: str, name: str, at: datetime) -> str:
    """Write who holds a role of an incident since when, and return the path of the file.

    Raises:
        EditRefused: the front matter can't be changed for sure.
        MovedMeanwhile: somebody saved the file meanwhile.
        EditBusy: another command went on writing.
        OSError: the system refuses; the file is as it was.
    """
    path = f"{INCIDENTS_FOLDER}/{incident}/{INCIDENT_FILE}"
    before = (source / path).read_bytes().decode()
    end_of_line = "\r\n" if "\r\n" in before else "\n"
    head, fence, rest = before.removeprefix(f"---{end_of_line}").partition(f"{end_of_line}---")
    if not fence or head == before:
        raise EditRefused(f"{path} has no front matter between lines of `---`.")
    changed = add_item(
        f"{head}{end_of_line}", ("roles",), {"role": role, "name": name, "from": iso(at)}
    )
    after = f"---{end_of_line}{changed.removesuffix(end_of_line)}{fence}{rest}"
    mark(source, path, before, after)
    return path
