"""Gathers interface text into the catalogues of `commonplace/locale`, with Babel instead of the gettext programs.

bin/messages runs this; test_catalogues.py holds the catalogues to what it gathers.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "commonplace"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def languages() -> list[str]:
    """The languages to translate into: all but the one that we write in."""
    return [code for code, _ in settings.LANGUAGES if code != "en"]


def catalogue_path(language: str) -> Path:
    """Where a language's catalogue is."""
    return HOUSE / "locale" / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """A language's catalogue as it stands; empty where there is none yet."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(
            locale=language,
            header_comment=f"# Commonplace ({language}), under the licence of Commonplace.",
            project="Commonplace",
            msgid_bugs_address="",
            last_translator="",
            language_team="",
            charset="utf-8",
        )
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def sources() -> Iterator[tuple[Path, str]]:
    """Every file with interface text, templates rewritten into what a Python extractor reads."""
    for path in sorted(HOUSE.rglob("*")):
        room = {*path.relative_to(HOUSE).parts}
        if not path.is_file() or room & {"tests", "migrations", "static", "locale"}:
            continue
        if path.suffix == ".py":
            yield path, path.read_text()
        elif "templates" in room and path.suffix in {".html", ".txt"}:
            # In parentheses, where Python's tokenizer does not mind the indentation of HTML.
            yield path, f"({templatize(path.read_text(), origin=str(path))})"


def gather() -> Catalog:
    """All interface text of the house, with the files that it stands in."""
    template = Catalog(project="Commonplace", charset="utf-8")
    for path, text in sources():
        place = str(path.relative_to(ROOT))
        found = extract("python", BytesIO(text.encode()), keywords=KEYWORDS, comment_tags=["Translators:"])
        for line, message, comments, context in found:
            template.add(message, None, [(place, line)], auto_comments=comments, context=context)
    return template


def messages(catalogue: Catalog) -> dict[tuple[object, ...], Message]:
    """The messages of a catalogue by what identifies them, without its heading."""
    return {(message.context, message.id): message for message in catalogue if message.id}


def update() -> None:
    """Brings every catalogue to what the house says today; what is new waits untranslated, what is gone is gone."""
    template = gather()
    for language in languages():
        catalogue, path = read(language), catalogue_path(language)
        template.creation_date = catalogue.creation_date  # else every run changes the file
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.fuzzy = False  # else the compiler leaves the whole of it out
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=100, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
        waiting = sum(not complete(message) for message in messages(catalogue).values())
        print(f"{language}: {len(messages(catalogue))} messages, {waiting} to translate")


def complete(message: Message) -> bool:
    """Whether a message is translated in all its forms, for certain."""
    return all(forms_of(message.string)) and not message.fuzzy


def forms_of(said: object) -> tuple[str, ...]:
    """A message or its translation, in each of its plural forms."""
    return tuple(said) if isinstance(said, tuple | list) else (str(said or ""),)


if __name__ == "__main__":
    update()
