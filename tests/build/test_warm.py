"""With a memory or without one: after any edits, any damage and any turn of the clock a build makes
the same bytes and says the same."""

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from builder.build import Request, build
from builder.seal.secret import Secret
from builder.vocabulary.problems import Problem
from tests.build.sites import COMPONENTS, NOW, PROJECT, SITE, bytes_of, lay, put
from tests.build.test_build import DOT, PIXEL

NAMES = ("one", "two", "three")
TIMES = ("14:10", "14:11", "14:12", "17:00")
THEME = "themes/default"
SECRET = Secret(bytes(range(32)))
AUDIENCES = """\
strategic: {reads: [public], accounts: true}
executives: {reads: [public, strategic], links: [{id: 00000001}]}
technical: {reads: [public], protection: host, feed: full}
"""
ACCOUNTS = {
    "acme": "name: Acme\ncomponents: [checkout]\nlinks: [{id: 0000000a}]\n",
    "globex": "name: Globex\ntime_zone: Asia/Tokyo\nlinks: [{id: 0000000b}]\n",
    "initech": "name: Initech\n",
}


@dataclass
class Place:
    """A site that is edited, and the moment that it is built at."""

    site: Path
    warm: Path
    now: datetime = NOW
    now_given: bool = True


PRIVATE_BODIES = (
    "For all.\n\n::: account acme\nFor one.\n:::",
    "For all.\n\n::: strategic\nFor several, [see](/incidents/two.html).\n:::",
    "For all.\n\n::: technical\nA ![picture](pixel.png).\n:::",
    "[More](/incidents/three.html) for all.\n\n::: account globex\nFor another.\n:::",
)

Edit = Callable[[Place], object]


# --- incidents ----------------------------------------------------------------------------------


def incident_file(place: Place, name: str, front: str) -> None:
    put(place.site, f"incidents/{name}/incident.md", f"---\n{front}\n---\n")


def update_file(place: Place, name: str, time: str, front: str, body: str) -> None:
    if not (place.site / f"incidents/{name}/incident.md").exists():
        incident_file(place, name, f"title: Incident {name}")
    text = f"---\nat: 2026-11-23T{time}:00Z\n{front}\n---\n{body}\n"
    put(place.site, f"incidents/{name}/{update_name(time)}.md", text)


def update_name(time: str) -> str:
    return f"20261123T{time.replace(':', '')}Z"


def write(place: Place, name: str, time: str, status: str, keys: str, body: str) -> None:
    update_file(place, name, time, f"status: {status}\n{keys}", body)
    path = place.site / f"incidents/{name}/pixel.png"
    if "pixel.png" in body and not path.exists():
        path.write_bytes(PIXEL)


def add_to_update(place: Place, name: str, time: str, key: str) -> None:
    """Withdraw it, redact it, and what else may happen to an update that is there."""
    path = place.site / f"incidents/{name}/{update_name(time)}.md"
    if path.exists():
        text = path.read_text()
        if key.partition(":")[0] not in text:
            path.write_text(text.replace("---\n", f"---\n{key}\n", 1))


def translate(place: Place, name: str, time: str, words: str) -> None:
    path = place.site / f"incidents/{name}/{update_name(time)}.fr.md"
    if words and path.parent.exists():
        path.write_text(words)
    else:
        path.unlink(missing_ok=True)


def remove(place: Place, name: str) -> None:
    shutil.rmtree(place.site / "incidents" / name, ignore_errors=True)


def remove_update(place: Place, name: str, time: str) -> None:
    (place.site / f"incidents/{name}/{update_name(time)}.md").unlink(missing_ok=True)


def rename(place: Place, name: str, other: str) -> None:
    folder = place.site / "incidents"
    if (folder / name).exists() and not (folder / other).exists():
        (folder / name).rename(folder / other)


def describe(place: Place, name: str, front: str) -> None:
    if (place.site / "incidents" / name).exists():
        incident_file(place, name, front)


def maintain(place: Place, name: str, window: tuple[int, int], said: str) -> None:
    remove(place, name)
    states = "components: {website: under_maintenance, checkout: degraded_performance}"
    hours = [f"2026-11-23T{hour}:00:00Z" for hour in window]
    incident_file(
        place,
        name,
        f"title: Work\nkind: maintenance\nscheduled_for: {hours[0]}\n"
        f"scheduled_until: {hours[1]}\n{states}",
    )
    update_file(place, name, "10:00", "status: scheduled", "It is planned.")
    if said:
        update_file(place, name, "14:12", f"status: {said}", "So it is.")


def notice(place: Place, name: str, hours: tuple[int, int]) -> None:
    remove(place, name)
    first, last = (f"2026-11-23T{hour}:00:00Z" for hour in hours)
    incident_file(place, name, f"title: Please note\nkind: notice\nfrom: {first}\nuntil: {last}")
    update_file(place, name, "10:00", "", "A ![picture](pixel.png).")
    picture(place, name, PIXEL)


def picture(place: Place, name: str, data: bytes) -> None:
    path = place.site / f"incidents/{name}/pixel.png"
    if data and path.parent.exists():
        path.write_bytes(data)
    else:
        path.unlink(missing_ok=True)


# --- the site -----------------------------------------------------------------------------------


def configure(place: Place, more: str) -> None:
    put(place.site, "site_src/site.yml", SITE.replace("languages: [en]\n", more))


def components(place: Place, changes: tuple[str, str]) -> None:
    put(place.site, "site_src/components.yml", COMPONENTS.replace(*changes))


def page(place: Place, name: str, title: str, body: str) -> None:
    path = place.site / f"site_src/pages/{name}.md"
    if not title:
        path.unlink(missing_ok=True)
        return
    put(place.site, f"site_src/pages/{name}.md", f"---\ntitle: {title}\n---\n{body}\n")
    (path.parent / "dot.gif").write_bytes(DOT)


def theme(place: Place, name: str, text: str) -> None:
    """Have a theme of the site's own, with something added to a file; or none any more."""
    shutil.rmtree(place.site / "themes", ignore_errors=True)
    if text:
        shutil.copytree(PROJECT / THEME, place.site / THEME)
        with (place.site / THEME / name).open("a") as file:
            file.write(text)


def account(place: Place, name: str, text: str) -> None:
    """Have an account, with something more in its file; or none any more."""
    path = put(place.site, f"site_src/accounts/{name}.yml", ACCOUNTS[name] + text)
    if not text:
        path.unlink()


def readers(place: Place, changes: tuple[str, str]) -> None:
    put(place.site, "site_src/audiences.yml", AUDIENCES.replace(*changes))


def lay_private(site: Path) -> None:
    """Have all private readers."""
    put(site, "site_src/audiences.yml", AUDIENCES)
    for name, text in ACCOUNTS.items():
        put(site, f"site_src/accounts/{name}.yml", text)


# --- what is no edit ----------------------------------------------------------------------------


def turn(place: Place, time: tuple[int, int, int], given_: bool) -> None:
    place.now = NOW.replace(hour=time[0], minute=time[1], second=time[2])
    place.now_given = given_


def damage(place: Place, number: int, how: str) -> None:
    """Do something to a file of the output, as people and programs do.

    Not to the manifest: where the memory is lost too, nothing says that the files are ours.
    """
    files = sorted(path for path in place.warm.rglob("*.*") if path.is_file())
    files = [path for path in files if path.name != "manifest.json"]
    if not files:
        return
    path = files[number % len(files)]
    if how == "delete":
        path.unlink()
    elif how == "edit":
        path.write_bytes(b"mine" + path.read_bytes())
    else:
        path.touch()


def check_out_anew(place: Place) -> None:
    """Let every file have another time and inode."""
    for path in (place.site / "incidents").rglob("*.md"):
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data)


def date_back(place: Place, number: int) -> None:
    """Give what was just written a time of its own that lies well before any build."""
    moment = 1_600_000_000 + number
    for path in place.site.rglob("*"):
        if path.is_file() and path.stat().st_mtime > 1_700_000_000:
            os.utime(path, (moment, moment))


def forget(place: Place, number: int) -> None:
    """Lose a file of the memory."""
    memory = place.warm.parent / "cache" / "memory"
    files = sorted(path for path in memory.rglob("*") if path.is_file())
    if files:
        files[number % len(files)].unlink()


def mend(place: Place, problems: tuple[Problem, ...], *, private: bool) -> None:
    """Take away the files that are wrong, and lay the site anew where they are of the site."""
    for problem in problems:
        first, _, rest = problem.place.path.partition("/")
        if not problem.is_error:
            continue
        if first == "incidents":
            (place.site / first / rest).unlink(missing_ok=True)
        elif first == "themes":
            shutil.rmtree(place.site / "themes", ignore_errors=True)
            configure(place, "languages: [en, fr]\n")
        else:
            shutil.rmtree(place.site / "site_src")
            lay(place.site)
            if private:
                lay_private(place.site)
    for folder in list((place.site / "incidents").glob("*")):
        updates = [path for path in folder.glob("*.md") if path.name.count(".") == 1]
        if len(updates) < 2:
            shutil.rmtree(folder)


def edits(*, private: bool = False) -> some.SearchStrategy[Edit]:
    name, time = some.sampled_from(NAMES), some.sampled_from(TIMES)

    def edit(do: Callable[..., object], *arguments: Any) -> some.SearchStrategy[Edit]:
        return some.tuples(some.just(do), *arguments).map(Doing)

    keys = some.sampled_from(
        [
            "",
            "",
            "components: {checkout: major_outage}",
            "components: {website: degraded_performance, payments-api: partial_outage}",
            "components: {website: operational}",
            "next_update: +45m",
            "next_update: {public: 2026-11-23T18:30:00Z, executives: 2026-11-23T17:30:00Z}",
            "audience: executives",
            "posted: 2026-11-23T17:30:00Z",
            f"corrects: {update_name(TIMES[0])}",
            "since: 2026-11-23T13:52:00Z",
            "merged_into: two",
            "merged_into: three",
            "title: It is another thing",
            "title: It is another\ntranslations: {fr: {title: Autre chose}}",
            "edited: [2026-11-23T17:20:00Z]",
            "draft: true",
        ]
    )
    bodies = some.sampled_from(
        [
            "Words.",
            "Other words.",
            "A [link](https://example.com).",
            "For all.\n\n::: executives\nFor few.\n:::",
            "For all.\n\n::: executives\nFor few, and other words.\n:::",
            "A ![picture](pixel.png).",
            "",
            *(PRIVATE_BODIES if private else ()),
        ]
    )
    statuses = some.sampled_from(
        ["investigating", "identified", "monitoring", "resolved", "resolved", "identified", "wrong"]
    )
    later = some.sampled_from(["13:00", "17:40", "18:04", "18:20", "19:30"])
    written = [
        edit(write, name, time, statuses, keys, bodies),
        edit(write, name, time, statuses, keys, bodies),
        edit(write, name, later, statuses, some.just("embargo: true"), bodies),
        edit(
            write, name, later, statuses, some.just("embargo: true\naudience: executives"), bodies
        ),
        edit(write, name, later, statuses, keys, bodies),
        edit(
            add_to_update,
            name,
            time,
            some.sampled_from(
                [
                    "withdrawn: 2026-11-23T17:10:00Z",
                    "redacted: {at: 2026-11-23T17:10:00Z, reason: A name}",
                    "outcome: no_impact",
                    "audience: executives",
                    "nothing: at all",
                ]
            ),
        ),
        edit(translate, name, time, some.sampled_from(["", "Des mots.", "D'autres mots."])),
        edit(remove, name),
        edit(remove_update, name, time),
        edit(rename, name, name),
        edit(
            describe,
            name,
            some.sampled_from(
                [
                    "title: Another title",
                    "title: Another\ntranslations: {fr: {title: Autre}}",
                    "title: Another\ntitles: {executives: For few}",
                    "title: Another\nstarted: 2026-11-23T13:00:00Z",
                    "title: Another\naudience: executives",
                    "title: Another\npriority: P1",
                    "title: [broken",
                ]
            ),
        ),
        edit(
            maintain,
            name,
            some.sampled_from([(15, 17), (17, 18), (19, 20)]),
            some.sampled_from(["", "in_progress", "completed", "cancelled"]),
        ),
        edit(notice, name, some.sampled_from([(12, 17), (17, 19), (19, 20)])),
        edit(picture, name, some.sampled_from([PIXEL, b"", b"no picture", PIXEL[:-1]])),
    ]
    arranged = [
        edit(
            configure,
            some.sampled_from(
                [
                    "languages: [en]\n",
                    "languages: [en, fr]\n",
                    "languages: [en, fr]\nshow_overdue: internal\n",
                    "languages: [en]\nsearch_engines: false\n",
                    "languages: [en]\nids: {authority: example.org, year: 2020}\n",
                    "languages: [en]\ntheme: missing\n",
                    "",
                ]
            ),
        ),
        edit(
            components,
            some.sampled_from(
                [
                    ("", ""),
                    ("name: Website", "name: Shop"),
                    ("{id: checkout,", "{id: pay, aliases: [checkout],"),
                    ("name: Checkout", "name: Checkout, archived: true"),
                    ("name: Checkout", "name: Checkout, audience: executives"),
                    ("name: Payments\n", "name: Payments\n    audience: executives\n"),
                    ("{id: website, name: Website}", "{id: site, name: Site}"),
                ]
            ),
        ),
        edit(
            page,
            some.sampled_from(["about", "help"]),
            some.sampled_from(["", "About", "Help"]),
            some.sampled_from(["Words.", "A ![dot](dot.gif).", "<b>"]),
        ),
        edit(
            theme,
            some.sampled_from(
                ["templates/index.html", "templates/incident.html", "static/tocsin.css"]
            ),
            some.sampled_from(["", "/* mine */", "{{ nothing }}", "{% if %}"]),
        ),
    ]
    time_of_day = some.tuples(
        some.integers(13, 20), some.sampled_from([0, 10, 30]), some.integers(0, 2)
    )
    besides = [
        edit(turn, time_of_day, some.just(True)),
        edit(turn, time_of_day, some.just(True)),
        edit(turn, time_of_day, some.booleans()),
        edit(damage, some.integers(0, 99), some.sampled_from(["delete", "edit", "touch"])),
        edit(check_out_anew),
        edit(forget, some.integers(0, 9)),
    ]
    if private:
        arranged += [
            edit(
                account,
                some.sampled_from(sorted(ACCOUNTS)),
                some.sampled_from(["", "# As it was.\n", "language: en\n", "path: 2\n"]),
            ),
            edit(
                readers,
                some.sampled_from(
                    [
                        ("", ""),
                        ("{id: 00000001}", "{id: 00000001, revoked: 2026-11-23}"),
                        ("{id: 00000001}", "{id: 00000002}"),
                        ("{reads: [public, strategic],", "{reads: [public],"),
                        ("protection: host, feed: full", "feed: notice, links: [{id: 00000003}]"),
                    ]
                ),
            ),
        ]
    return some.one_of(*written, *written, *arranged, *besides, *besides)


class Doing:
    """An edit with what it is done to, told by its words."""

    def __init__(self, words: tuple[Any, ...]) -> None:
        self._words = words

    def __call__(self, place: Place) -> object:
        return self._words[0](place, *self._words[1:])

    def __repr__(self) -> str:
        return f"{self._words[0].__name__}{self._words[1:]}"


def rounds_of(one: some.SearchStrategy[Edit]) -> some.SearchStrategy[list[tuple[list[Edit], int]]]:
    round_ = some.tuples(some.lists(one, min_size=1, max_size=5), some.integers(1, 2))
    return some.lists(round_, min_size=2, max_size=8)


ROUNDS = rounds_of(edits())
PRIVATE_ROUNDS = rounds_of(edits(private=True))


def hold_warm_against_cold(
    rounds: list[tuple[list[Edit], int]], secret: Secret | None = None
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("builder.build.shared_work.WORTHWHILE", 2)
        root = Path(folder)
        place = Place(lay(root / "site"), root / "warm")
        if secret is not None:
            lay_private(place.site)
        for name, time in zip(NAMES, TIMES, strict=False):
            write(place, name, time, "investigating", "", "A ![picture](pixel.png).")
        for number, (chosen, jobs) in enumerate(rounds):
            for edit in chosen:
                edit(place)
            date_back(place, number)
            before = bytes_of(place.warm)
            asked = Request(
                place.site, place.warm, root / "cache", place.now, place.now_given, jobs, secret
            )
            warm = build(asked)
            cold = build(
                replace(asked, out=root / f"cold-{number}", cache=root / f"cache-{number}", jobs=1)
            )
            assert warm.problems == cold.problems
            assert len(warm.notes) <= 1 or secret is not None
            if cold.failed:
                assert bytes_of(place.warm) == before
                mend(place, cold.problems, private=secret is not None)
                continue
            assert warm.instants == cold.instants
            assert warm.incidents == cold.incidents
            assert bytes_of(place.warm) == bytes_of(root / f"cold-{number}")
            trees = {"public"} if secret is None else {"public", "private"}
            assert set(os.listdir(place.warm)) == trees


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(ROUNDS)
def test_warm_equals_cold(rounds: list[tuple[list[Edit], int]]) -> None:
    hold_warm_against_cold(rounds)


@settings(max_examples=4, suppress_health_check=list(HealthCheck))
@given(PRIVATE_ROUNDS)
def test_warm_equals_cold_in_private_trees(rounds: list[tuple[list[Edit], int]]) -> None:
    hold_warm_against_cold(rounds, SECRET)


@pytest.mark.proof
@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(PRIVATE_ROUNDS)
def test_warm_equals_cold_in_private_trees_for_long(rounds: list[tuple[list[Edit], int]]) -> None:
    hold_warm_against_cold(rounds, SECRET)


@pytest.mark.proof
@settings(max_examples=200, suppress_health_check=list(HealthCheck))
@given(ROUNDS)
def test_warm_equals_cold_for_long(rounds: list[tuple[list[Edit], int]]) -> None:
    hold_warm_against_cold(rounds)
