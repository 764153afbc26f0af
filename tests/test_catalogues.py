"""Each catalogue says everything that the house says, for certain, with the same names filled in."""

import ast
import re

import pytest

from tests.catalogues import HOUSE, KEYWORDS, complete, forms_of, gather, languages, messages, read

NAMED = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")
MARKUP = re.compile(r"</?\w+")
# What a template may hold outside of translation: comments, tags, code, classes, and the name of the house.
UNSPOKEN = re.compile(
    r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}|\{%\s*blocktranslate\b.*?\{%\s*endblocktranslate\s*%\}"
    r"|\{% block book_class %\}.*?\{% endblock %\}|\{%.*?%\}|\{\{.*?\}\}"
    r"|<(?:script|style|code|pre)\b.*?</(?:script|style|code|pre)>|Commonplace|&\w+;",
    re.DOTALL,
)
SPOKEN_ATTRIBUTE = re.compile(r'\b(?:aria-label|title|alt|placeholder|data-kept|data-unkept|data-copied)="([^"]*)"')
TAG = re.compile(r"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
LETTERS = re.compile(r"[^\W\d_]{2,}")

in_every_language = pytest.mark.parametrize("language", languages())


def filled_in(text: str) -> set[str]:
    """The places in a message where something is filled in."""
    return {hit.group() for hit in NAMED.finditer(text)}


@in_every_language
def test_catalogue_has_what_the_house_says_and_nothing_else(language: str) -> None:
    assert messages(read(language)).keys() == messages(gather()).keys(), "bin/messages brings it up to date"


def test_what_translates_is_called_by_the_names_that_are_looked_for() -> None:
    """Under another name a message stays out of every catalogue, and no test above would miss it."""
    unheard = [
        f"{path.name}: {one.name} as {one.asname}"
        for path in HOUSE.rglob("*.py")
        for source in [path.read_text()]
        if "gettext" in source
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for one in node.names
        if "gettext" in one.name and (one.asname or one.name) not in KEYWORDS
    ]
    assert unheard == []


@in_every_language
def test_every_message_is_translated_in_all_its_forms(language: str) -> None:
    assert [message.id for message in messages(read(language)).values() if not complete(message)] == []


@in_every_language
def test_plurals_have_as_many_forms_as_the_language(language: str) -> None:
    catalogue = read(language)
    plurals = [message for message in messages(catalogue).values() if message.pluralizable]
    assert [message.id for message in plurals if len(forms_of(message.string)) != catalogue.num_plurals] == []


@in_every_language
def test_translations_fill_in_the_same_names(language: str) -> None:
    different = []
    for message in messages(read(language)).values():
        ids, forms = forms_of(message.id), forms_of(message.string)
        # One form may leave the number out ('a day'); none may invent a name.
        wanted = filled_in(ids[-1])
        if filled_in(forms[-1]) != wanted or any(filled_in(form) - wanted for form in forms):
            different.append(message.id)
    assert different == []


@in_every_language
def test_translations_keep_the_markup(language: str) -> None:
    different = []
    for message in messages(read(language)).values():
        wanted = sorted(MARKUP.findall(forms_of(message.id)[-1]))
        if any(sorted(MARKUP.findall(form)) != wanted for form in forms_of(message.string)):
            different.append(message.id)
    assert different == []


@in_every_language
def test_nobody_is_shouted_at(language: str) -> None:
    every = [form for one in messages(read(language)).values() for form in (*forms_of(one.id), *forms_of(one.string))]
    assert [form for form in every if "!" in form or "..." in form] == []


def test_polish_quotes_open_below() -> None:
    every = [form for message in messages(read("pl")).values() for form in forms_of(message.string)]
    assert [form for form in every if "“" in form or form.count("„") != form.count("”")] == []


def test_templates_say_nothing_past_the_catalogues() -> None:
    """Everything but the style guide and the page of the API, which are in English for those who build."""
    found = []
    for path in sorted(HOUSE.glob("*/templates/**/*.*")):
        if "guide" in path.parts or path.name == "guide.html" or path.match("api/docs.html"):
            continue
        text = UNSPOKEN.sub(" ", path.read_text())
        said = [*SPOKEN_ATTRIBUTE.findall(text), *TAG.sub("\n", text).splitlines()]
        found += [f"{path.relative_to(HOUSE)}: {one.strip()}" for one in said if LETTERS.search(one)]
    assert found == []
