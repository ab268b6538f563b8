"""The keys of ``publish`` in ``site_src/site.yml``."""

import re
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from builder.model.publishing import (
    PUBLIC_TREE,
    Compression,
    History,
    RecordType,
    Switch,
    TargetType,
)
from builder.source.files import PASSWORD
from builder.source.schemas.fields import Line, Record, SiteAddress, Truth, WebAddress, refuse
from builder.source.words import shown

_NOT_IN_BRANCH = re.compile(
    r"[\x00-\x20~^:?*\[\\\x7f]|\.\.|@\{|//|/\.|\.lock(?:/|$)|^[-./]|[./]$|^@$"
)
_BUCKET = re.compile(r"[$A-Za-z0-9][A-Za-z0-9._-]{1,221}")
_PREFIX = re.compile(r"(?!\.{1,2}(?:/|$))[A-Za-z0-9._-]+(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._-]+)*")
_REMOTE = re.compile(
    r"(?:[A-Za-z0-9_][A-Za-z0-9._-]{0,63}@)?(?:[A-Za-z0-9][A-Za-z0-9.-]{0,253}|\[[0-9a-f:]+\])"
)
_FOLDER = re.compile(r"(?!/+$)[^-\x00-\x1f\x7f][^\x00-\x1f\x7f]*")
_REGION = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])")


def _repository(value: str) -> str:
    if PASSWORD.match(value):
        raise refuse(
            "password-in-address",
            "This address holds a password or a token, which everyone who reads the sources has.",
            "Take it out, and see that it is withdrawn where it was made; git finds passwords by "
            "its own means (a credential helper, a key, the token of a CI).",
        )
    if value.startswith("-"):
        raise refuse("bad-repository", "An address does not begin with a hyphen.", _REPOSITORY)
    return value


def _branch(value: str) -> str:
    if _NOT_IN_BRANCH.search(value):
        raise refuse(
            "bad-branch",
            f"{shown(value)} can't be the name of a branch.",
            "Write a name such as `gh-pages`.",
        )
    return value


def _domain(value: str) -> str:
    if not _HOST.fullmatch(value):
        raise refuse(
            "bad-domain",
            f"{shown(value)} is no name of a host.",
            "Write the domain alone, in small letters, like `status.example.com`.",
        )
    return value


def _bucket(value: str) -> str:
    if not _BUCKET.fullmatch(value):
        raise refuse(
            "bad-bucket",
            f"{shown(value)} can't be the name of a bucket.",
            "Write the name alone, like `status.example.com`, without an address before it.",
        )
    return value


def _prefix(value: str) -> str:
    value = value.removesuffix("/")
    if not _PREFIX.fullmatch(value):
        raise refuse(
            "bad-prefix",
            f"{shown(value)} can't be what the names of objects begin with.",
            "Write a folder like `site`, without `/` before it.",
        )
    return value


def _remote(value: str) -> str:
    if not _REMOTE.fullmatch(value):
        raise refuse(
            "bad-host",
            f"{shown(value)} is no host that ssh knows.",
            "Write a name or an address, with the user before it, like `deploy@web.example.com`; "
            "port and key belong into `~/.ssh/config`.",
        )
    return value


def _folder(value: str) -> str:
    if not _FOLDER.fullmatch(value) or ".." in value.split("/"):
        raise refuse(
            "bad-folder",
            f"{shown(value)} is no folder to publish to.",
            "Write a folder that a web server serves and nothing else, like `/srv/status`.",
        )
    return value


def _command(words: list[str]) -> list[str]:
    if not any("{folder}" in word for word in words):
        raise refuse(
            "bad-command",
            "The command is not told what to bring there.",
            "Write its words as a list, with `{folder}` where it takes the folder of the pages, "
            "like `[upload, --dir, '{folder}']`.",
        )
    return words


def _region(value: str) -> str:
    if not _REGION.fullmatch(value):
        raise refuse(
            "bad-region",
            f"{shown(value)} can't be a region.",
            "Write it as the host calls it, like `eu-central-1`.",
        )
    return value


_REPOSITORY = "Write an address like `git@github.com:example/status.git`, or a path."


class SharedOrigin(StrEnum):
    """The word by which it is accepted that other things lie on the origin of sealed pages."""

    ACCEPTED = "accepted"


Repository = Annotated[Line, AfterValidator(_repository)]
Branch = Annotated[Line, AfterValidator(_branch)]


class TargetRecord(Record):
    """A place that readers get pages from."""

    type: Annotated[TargetType, Field(description="What kind of place it is.")]
    tree: Annotated[
        Line,
        Field(description="Whose pages go there: public, private, an audience, or account:<id>."),
    ] = PUBLIC_TREE
    url: Annotated[WebAddress | None, Field(description="Where readers find it.")] = None
    checks_readers: Annotated[
        Truth | None,
        Field(description="Whether the host shows each private reader its own pages alone."),
    ] = None
    shared_origin: Annotated[
        SharedOrigin | None,
        Field(description="Accepts that other things lie on the origin of sealed pages."),
    ] = None
    path: Annotated[Line | None, Field(description="A folder, for `type: directory`.")] = None
    switch: Annotated[
        Switch | None,
        Field(description="Whether files are moved one by one or a link is turned."),
    ] = None
    repository: Annotated[
        Repository | None,
        Field(description="Address or path of a repository, for `type: git`; else `origin`."),
    ] = None
    branch: Annotated[
        Branch | None, Field(description="The branch that is served, for `type: git`.")
    ] = None
    history: Annotated[
        History | None,
        Field(description="Whether earlier commits of the branch are kept, for `type: git`."),
    ] = None
    cname: Annotated[
        Annotated[Line, AfterValidator(_domain)] | None,
        Field(description="The domain that goes into the file CNAME, for `type: git`."),
    ] = None
    bucket: Annotated[
        Annotated[Line, AfterValidator(_bucket)] | None,
        Field(description="A bucket, for an object store; for `type: azure` a container."),
    ] = None
    prefix: Annotated[
        Annotated[Line, AfterValidator(_prefix)] | None,
        Field(description="What the names of all objects begin with, for an object store."),
    ] = None
    region: Annotated[
        Annotated[Line, AfterValidator(_region)] | None,
        Field(description="The region of the bucket, for `type: s3`."),
    ] = None
    endpoint: Annotated[
        SiteAddress | None,
        Field(description="The address of a store that is not the one its type is named after."),
    ] = None
    host: Annotated[
        Annotated[Line, AfterValidator(_remote)] | None,
        Field(description="What ssh knows the machine by, for `type: rsync`."),
    ] = None
    folder: Annotated[
        Annotated[Line, AfterValidator(_folder)] | None,
        Field(description="The folder on that machine, for `type: rsync`."),
    ] = None
    command: Annotated[
        Annotated[list[Line], AfterValidator(_command)] | None,
        Field(description="A program and its words, one of them `{folder}`, for `type: command`."),
    ] = None
    compression: Annotated[
        Compression | None,
        Field(description="Whether text is stored compressed, for an object store."),
    ] = None


class RecordPlaceRecord(Record):
    """Where the record of what was published is kept."""

    type: Annotated[RecordType, Field(description="What kind of place it is.")]
    path: Annotated[Line | None, Field(description="A folder, for `type: directory`.")] = None
    repository: Annotated[
        Repository | None,
        Field(description="A private repository, for `type: git`; else `origin`."),
    ] = None
    branch: Annotated[
        Branch | None,
        Field(description="A branch for the record alone, for `type: git`."),
    ] = None
