"""``make catalogues``: brings every catalogue up to the English words, and compiles it."""

from tests.catalogues.making import FOLDER, LANGUAGES, compiled_text, path_of, updated

for language in LANGUAGES:
    path = path_of(language)
    text = updated(language, path.read_text("utf-8") if path.is_file() else "")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    path.with_suffix(".json").write_text(compiled_text(language), "utf-8")
    missing = text.count("\n#, fuzzy") + text.count('\nmsgstr ""\n\n')
    print(f"{path.relative_to(FOLDER)}: {missing} to translate")
