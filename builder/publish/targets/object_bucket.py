"""A bucket of an object store: single objects read, written on condition, and removed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from builder.model.publishing import TargetType
from builder.publish.targets.object_faults import object_fault
from builder.publish.targets.place import TargetFault
from builder.vocabulary.problems import Place, Problem

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig

_AT_ONCE = 8
"""Requests that are under way together."""

_Asked = TypeVar("_Asked")
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a request is tried again after it failed, and for how many seconds one may take.

    A publisher of whom nothing was seen for ``silence`` seconds is taken to have been killed.
    ``settling`` is how many seconds another publisher is given to come to light, at a store that
    does not tell.
    """

    retries: int = 4
    seconds: float = 60
    silence: float = 30
    settling: float = 2


PATIENCE = Patience()


@dataclass(frozen=True, slots=True)
class Where:
    """A bucket as ``site.yml`` has it, for the target of a name. ``prefix``, ``region`` and
    ``endpoint`` are empty where they are not said."""

    target: str
    type: TargetType
    bucket: str
    prefix: str = ""
    region: str = ""
    endpoint: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """What tells one version of an object from another; of two equal ones it may be the same."""

    mark: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What a store tells of an object: its version, when it was written by the store's clock, and
    its headers and metadata, with names in small letters."""

    version: Version
    at: datetime
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """An object, with its bytes as they are stored."""

    about: About
    data: bytes


class Moved(Exception):
    """An object is not in the version that a write was for."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class Bucket:
    """A bucket, or what lies below a prefix in it.

    Credentials are found by the library: in the environment of this process, or from the host that
    it runs on. Methods raise ``TargetFault`` where the store does not do as it is told.
    """

    def __init__(self, where: Where, patience: Patience = PATIENCE) -> None:
        self.patience = patience
        self._where = where
        with self._told():
            self._store: Any = _opened(where, patience)

    def about(self, path: str) -> About | None:
        """Return what is told of an object without its bytes, ``None`` where there is none."""
        import obstore

        try:
            with self._told():
                return _about(obstore.get(self._store, path, options={"head": True}))
        except FileNotFoundError:
            return None

    def get(self, path: str) -> Found | None:
        """Return an object, ``None`` where there is none."""
        import obstore

        try:
            with self._told():
                answer = obstore.get(self._store, path)
                data = bytes(answer.bytes())
                return Found(_about(answer), data)
        except FileNotFoundError:
            return None

    def put(
        self, path: str, data: bytes, attributes: Mapping[str, str], before: Version | None
    ) -> Version:
        """Write an object in the place of the version ``before``, where there was none if that is
        ``None``; return its version.

        Raises:
            Moved: another version is there by now.
        """
        try:
            return self._put(path, data, attributes, before)
        except Moved:
            # A write whose answer was lost is tried again, and then meets itself.
            there = self.get(path)
            if there is None or there.data != data:
                raise
            return there.about.version

    def keeps_conditions(self, path: str, data: bytes, attributes: Mapping[str, str]) -> bool:
        """Say whether the store refuses to make an object that is there; these are its bytes."""
        try:
            self._put(path, data, attributes, None)
        except Moved:
            return True
        return False

    def remove(self, paths: Iterable[str]) -> None:
        """Remove objects, those that are not there any more as well."""
        import obstore

        paths = list(paths)
        if not paths:
            return
        try:
            with self._told():
                obstore.delete(self._store, paths)
        except FileNotFoundError:
            for path in paths if len(paths) > 1 else ():
                self.remove([path])

    def paths(self) -> Iterator[str]:
        """Yield the paths of all objects."""
        import obstore

        with self._told():
            for several in obstore.list(self._store):
                for each in several:
                    yield each["path"]

    def for_each(self, work: Callable[[_Asked], _Answer], asked: Iterable[_Asked]) -> list[_Answer]:
        """Do something for each of several, some of them at once; the first fault ends it."""
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            begun = [threads.submit(work, each) for each in asked]
            try:
                return [each.result() for each in begun]
            finally:
                threads.shutdown(cancel_futures=True)

    def _put(
        self, path: str, data: bytes, attributes: Mapping[str, str], before: Version | None
    ) -> Version:
        import obstore

        mode: Any = "create"
        if before is not None:
            marks = {"e_tag": before.mark, "version": before.number}
            mode = {name: mark for name, mark in marks.items() if mark} or "overwrite"
        try:
            with self._told():
                done = obstore.put(
                    self._store,
                    path,
                    data,
                    attributes=dict(attributes),
                    mode=mode,
                    use_multipart=False,
                )
        except (Moved, FileNotFoundError):
            raise Moved(path) from None
        return Version(done.get("e_tag") or "", done.get("version") or "")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say faults of the store as faults of the target; what it says is not chained to them."""
        try:
            from obstore.exceptions import AlreadyExistsError, BaseError, PreconditionError
        except ImportError:
            raise TargetFault(
                Problem(
                    Place(f"publish: {self._where.target}"),
                    "no-object-store",
                    "What is needed to talk to object stores is not installed.",
                    "Install it: `pip install 'tocsin[stores]'`.",
                )
            ) from None
        try:
            yield
        except (AlreadyExistsError, PreconditionError):
            raise Moved("") from None
        except FileNotFoundError as error:
            fault = object_fault(str(error), self._where.target, self._where.bucket)
            if fault.code == "target-not-there":
                raise TargetFault(fault) from None
            raise FileNotFoundError from None
        except (BaseError, ValueError, OSError) as error:
            fault = object_fault(str(error), self._where.target, self._where.bucket)
            raise TargetFault(fault) from None


def _about(answer: Any) -> About:
    meta = answer.meta
    return About(
        Version(meta.get("e_tag") or "", meta.get("version") or ""),
        meta["last_modified"],
        {name.lower(): str(word) for name, word in answer.attributes.items()},
    )


def _opened(where: Where, patience: Patience) -> object:
    """Return the library's store of a bucket."""
    from obstore.store import AzureStore, GCSStore, S3Store

    retry: RetryConfig = {
        "max_retries": patience.retries,
        "retry_timeout": timedelta(seconds=patience.seconds * 2),
    }
    client: ClientConfig = {"timeout": timedelta(seconds=patience.seconds), "user_agent": "Tocsin"}
    if where.endpoint.startswith("http://"):
        client["allow_http"] = True
    said: dict[str, Any] = {"client_options": client, "retry_config": retry}
    said |= {"prefix": where.prefix} if where.prefix else {}
    said |= {"endpoint": where.endpoint} if where.endpoint else {}
    if where.type is TargetType.GOOGLE:
        return GCSStore(where.bucket, **said)
    if where.type is TargetType.AZURE:
        return AzureStore(where.bucket, **said)
    said |= {"region": where.region} if where.region else {}
    return S3Store(where.bucket, **said)
