"""Each catalogue says everything that the house says, for certain, with the same names filled in."""

import re

import pytest

from tests.catalogues import catalogue_path, complete, gather, languages, messages, read

NAMED = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")

pytestmark = pytest.mark.parametrize("language", [code for code in languages() if catalogue_path(code).exists()])


def filled_in(text: str) -> set[str]:
    """The places in a message where something is filled in."""
    return {hit.group() for hit in NAMED.finditer(text)}


def test_catalogue_has_what_the_house_says_and_nothing_else(language: str) -> None:
    assert messages(read(language)).keys() == messages(gather()).keys(), "bin/messages brings it up to date"


def test_every_message_is_translated_in_all_its_forms(language: str) -> None:
    assert [message.id for message in messages(read(language)).values() if not complete(message)] == []


def test_plurals_have_as_many_forms_as_the_language(language: str) -> None:
    catalogue = read(language)
    plurals = [message for message in messages(catalogue).values() if message.pluralizable]
    assert [message.id for message in plurals if len(message.string) != catalogue.num_plurals] == []


def test_translations_fill_in_the_same_names(language: str) -> None:
    different = []
    for message in messages(read(language)).values():
        ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
        forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
        # One form may leave the number out ('a day'); none may invent a name.
        wanted = filled_in(ids[-1])
        if filled_in(forms[-1]) != wanted or any(filled_in(form) - wanted for form in forms):
            different.append(message.id)
    assert different == []
