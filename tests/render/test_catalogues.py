"""The catalogues of the program are complete, fit the English words, and are compiled."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from babel.core import Locale
from babel.messages.pofile import read_po

from builder.render.catalogues import as_json, catalogues, compiled
from builder.render.cldr import NAMED, cldr_forms, locale_of, plural_table
from builder.render.interface import interface, is_from_cldr, spoken
from builder.render.portable_objects import read_catalogue, slots
from builder.render.private_words import WORDS, private_words_in
from builder.render.times import Times
from builder.render.words import ENGLISH, language_name, words_in
from builder.source.theme import read_theme
from builder.views import verdict as verdicts
from builder.views.types import Verdict
from builder.vocabulary.catalogue import NO_CATALOGUE, TABLE, Catalogue, plural_form
from builder.vocabulary.statuses import Status
from builder.vocabulary.theme import Theme, ThemeCatalogue
from tests.catalogues.making import FOLDER, LANGUAGES, REVIEWED, compiled_text, path_of, updated
from tests.render.samples import at


def catalogue(language: str) -> Catalogue:
    return compiled(path_of(language).with_suffix(".json").read_text("utf-8"))


def test_the_languages_that_the_program_speaks() -> None:
    assert {"en", *LANGUAGES} == set(NAMED)
    assert {folder.name for folder in FOLDER.iterdir()} == set(LANGUAGES)
    assert all(language_name(each) != each for each in NAMED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_complete(language: str) -> None:
    with path_of(language).open("rb") as file:
        written = {each.context: each for each in read_po(file) if each.id}
    assert list(written) == [label for label in interface() if not is_from_cldr(label)]
    for label, message in written.items():
        english = interface()[str(label)]
        assert message.id == (english if len(english) > 1 else english[0]), label
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(forms), label
        assert not message.fuzzy, label


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    path = path_of(language)
    assert updated(language, path.read_text("utf-8")) == path.read_text("utf-8")
    assert compiled_text(language) == path.with_suffix(".json").read_text("utf-8")
    assert list(catalogue(language).forms.keys() ^ interface().keys()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_has_the_places_of_the_english_words(language: str) -> None:
    found = catalogue(language)
    for label, english in interface().items():
        for form, text in enumerate(found.forms[label]):
            alone = len(english) > 1 and found.plurals.count(str(form)) == 1
            assert slots(text) == slots(english[-1]) or (alone and not slots(text)), label


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_read_the_words_is_said(language: str) -> None:
    said = "Unreviewed" in path_of(language).read_text("utf-8").partition("msgid")[0]
    assert said is (language not in REVIEWED)
    documented = (FOLDER.parents[2] / "docs" / "languages.md").read_text("utf-8")
    (row,) = re.findall(rf"^\| `{language}` \|.*$", documented, re.MULTILINE)
    assert ("unreviewed" in row) is said


@pytest.mark.parametrize("language", [*LANGUAGES, "en", "cs", "ru", "cy", "sl", "lv"])
def test_plural_forms_are_those_of_cldr(language: str) -> None:
    locale = locale_of(language)
    assert locale is not None
    table = plural_table(locale)
    assert len(table) == TABLE
    for number in (*range(1200), 10_000, 123_456, 999_999):
        first = next(n for n in range(TABLE) if table[n] == str(plural_form(table, number)))
        assert locale.plural_form(number) == locale.plural_form(first), number


@pytest.mark.parametrize(
    ("language", "time", "month", "length", "open_two"),
    [
        (
            "fr",
            "3 nov. 2026, 14:05 UTC",
            "novembre 2026",
            "2\u202fj 1\u202fh",
            "2 incidents en cours",
        ),
        (
            "de",
            "3. Nov. 2026, 14:05 UTC",
            "November 2026",
            "2\xa0Tg. 1\xa0Std.",
            "2 offene Vorfälle",
        ),
        (
            "pl",
            "3 lis 2026, 14:05 UTC",
            "listopad 2026",
            "2\xa0dni 1\xa0godz.",
            "2 trwające incydenty",
        ),
        (
            "ja",
            "2026年11月3日 14:05 UTC",
            "2026年11月",
            "2\xa0日 1\xa0時間",
            "対応中のインシデント 2 件",
        ),
        ("ar", "3 نوفمبر 2026، 14:05 UTC", "نوفمبر 2026", "يومان 1\xa0س", "حادثان مفتوحان"),
    ],
)
def test_times_and_numbers(
    language: str, time: str, month: str, length: str, open_two: str
) -> None:
    words = words_in(catalogue(language))
    times = Times("Etc/UTC", words)
    assert times.plain(at("2026-11-03 14:05")) == time
    assert times.month("2026-11") == month
    assert times.duration(timedelta(days=2, hours=1)) == length
    assert words.counted("open", 2) == open_two


def test_what_follows_from_the_record_is_said_in_words() -> None:
    known = [each for each in vars(verdicts).values() if isinstance(each, Verdict)]
    source = Path(verdicts.__file__).read_text("utf-8")
    described = set(re.findall(r'Verdict\(Impact\.\w+, "([^"]+)"', source))
    assert described >= {each.description for each in known}
    assert {ENGLISH.verdict(each) for each in described} == described
    assert {ENGLISH[f"inside.{each}"] for each in Status} == {
        ENGLISH.stages[each].lower() for each in Status
    }


def test_every_label_is_asked_for() -> None:
    root = FOLDER.parents[2]
    source = "".join(
        file.read_text("utf-8")
        for folder in ("builder", "themes/default/templates")
        for file in sorted((root / folder).rglob("*.*"))
        if file.suffix in (".py", ".html", ".js")
        and file.name not in ("words.py", "private_words.py", "feed_words.py", "opener_words.py")
    )
    groups = {"state", "stage", "impact", "kind", "event", "unsaid", "month", "language"}
    groups |= {"inside", "verdict", "answer", "data_loss", "unit", "opener", "subscribe"}
    for label in interface():
        first, _, last = label.partition(".")
        if first not in groups:
            named = (label, last if first == "feed" else label)
            made = re.sub("_(on|because)$", "", label)
            assert any(re.search(f"[\"']{each}[\"']", source) for each in (*named, made)), label
        elif first == "opener":
            assert re.search(rf'["\'.\[]{last}\b', source), label


def test_without_a_catalogue_all_is_english() -> None:
    assert words_in(NO_CATALOGUE) is ENGLISH
    partly = Catalogue({"open_incidents": ("Offene",)}, "0" + "1" * (TABLE - 1), "1")
    words = private_words_in(partly)
    assert words["open_incidents"] == "Offene"
    assert words["asks"] == WORDS["asks"]
    assert words.counted("open", 1) == "1 open incidents", "one shares its form with others"


def test_all_that_is_spoken_is_known_to_the_search_for_leaks() -> None:
    said = set(spoken({"fr": catalogue("fr")}))
    assert {"Open incidents", "Incidents en cours", "{number} incidents en cours"} <= said


def own(text: str, language: str = "fr") -> ThemeCatalogue:
    header = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
    return ThemeCatalogue(
        language, f"themes/x/locales/{language}/LC_MESSAGES/tocsin.po", header + text
    )


def entry(label: str, english: str, translation: str) -> str:
    return f'msgctxt "{label}"\nmsgid "{english}"\nmsgstr "{translation}"\n'


def test_a_theme_has_words_of_its_own() -> None:
    base = path_of("fr").with_suffix(".json").read_text("utf-8")
    mine = own(entry("open_incidents", "Open incidents", "Pannes"))
    english = own(entry("open_incidents", "Open incidents", "What is wrong"), "en")
    swedish = own(entry("open_incidents", "Open incidents", "Öppna"), "sv")
    theme = Theme("x", {}, {}, "", {"fr": base}, (mine, english, swedish))
    found, problems = catalogues(theme, ("en", "fr", "fr-CA", "sv", "de"))
    assert problems == ()
    assert words_in(found["fr"])["open_incidents"] == "Pannes"
    assert words_in(found["fr-CA"])["open_incidents"] == "Pannes"
    assert words_in(found["fr"])["notices"] == "Avis"
    assert words_in(found["en"])["open_incidents"] == "What is wrong"
    assert words_in(found["en"]).counted("open", 1) == "1 open incident"
    assert words_in(found["sv"]).months[10] == ("nov.", "november")
    assert "de" not in found


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        (entry("state", "{component}: {state}", "{component}: {stat}"), 6, "catalogue-slots"),
        (entry("state", "{component}: {state}", "{component} {state!r}"), 6, "catalogue-slots"),
        (entry("state", "{component}: {state}", "{component.name} {state}"), 6, "catalogue-slots"),
        (entry("state", "{component}: {state}", "{component"), 6, "catalogue-slots"),
        (entry("skip", "Skip to content", "{0}"), 6, "catalogue-slots"),
        (entry("open_incident", "Open incidents", "Pannes"), 6, "unknown-label"),
        (entry("open", "1 open incident", "Pannes"), 6, "catalogue-forms"),
        ('msgid "a"\nmsgfoo "b"\n', 0, "catalogue-syntax"),
        ('msgctxt "a"\nmsgid "b"\nmsgid_plural "c"\nmsgstr[7] "d"\n', 0, "catalogue-syntax"),
    ],
)
def test_what_is_wrong_has_its_place(text: str, line: int, code: str) -> None:
    written = own(text)
    found, (problem,) = read_catalogue(written)
    assert (problem.place.path, problem.code) == (written.path, code)
    if line:
        assert problem.place.line == line
    assert "state" not in found.forms


def test_a_language_that_there_is_not() -> None:
    found, (problem,) = read_catalogue(own("", "klingon"))
    assert (found, problem.code) == (NO_CATALOGUE, "unknown-locale")


def test_a_theme_of_the_site_is_read_with_its_catalogues(tmp_path: Path) -> None:
    folder = tmp_path / "themes/plain"
    (folder / "templates").mkdir(parents=True)
    path = folder / "locales/pt_BR/LC_MESSAGES/tocsin.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid ""\nmsgstr ""\n')
    theme = read_theme(tmp_path, "plain", ("en", "pt-BR", "xx")).theme
    assert theme is not None
    assert [each.language for each in theme.catalogues] == ["pt-BR"]
    assert set(theme.compiled) == {"pt"}
    path.write_text('msgid ""\nmsgstr ""\n\n')
    changed = read_theme(tmp_path, "plain", ("en", "pt-BR", "xx")).theme
    assert changed is not None
    assert changed.digest != theme.digest


def test_json_and_back() -> None:
    french = catalogue("fr")
    assert compiled(as_json(french)) == french
    assert json.loads(as_json(french))["plurals"] == plural_table(Locale("fr"))
    assert cldr_forms(Locale("fr"))["language.de"] == ("allemand",)
