"""The charset of a text is guessed by its letters, and by the language that one expects."""

import pytest

from commonplace.lib.charsets import CHARSETS, guessed

POLISH = "Notatka ze spotkania: uzgodniliśmy, że łodzie wrócą w październiku.\nKosztuje to ćwierć złotówki.\n"
TEXTS = [
    ("pl", POLISH, "windows-1250"),
    ("pl", POLISH, "iso-8859-2"),
    ("pl", "imię;miasto\nŁukasz;Łódź\nŻaneta;Świecie\n", "windows-1250"),
    ("pl", "imię;miasto\nŁUKASZ;ŁÓDŹ\n", "iso-8859-2"),
    ("cs", "Příliš žluťoučký kůň úpěl ďábelské ódy.", "windows-1250"),
    ("de", "Grüße aus Köln, schöne Straße – „gut“.", "windows-1252"),
    ("fr", "Où est l’été ? À bientôt, cœur léger.", "windows-1252"),
    ("ru", "Привет, как дела? Всё хорошо.", "windows-1251"),
    ("ru", "Привет, как дела? Всё хорошо.", "koi8-r"),
    ("uk", "Доброго дня, їжаче.", "windows-1251"),
    ("el", "Καλημέρα κόσμε, τι κάνεις;", "windows-1253"),
    ("tr", "Günaydın, şeker ve çiğ köfte.", "windows-1254"),
    ("lt", "Labas rytas, ąžuolas žydi, šešėlių ūkis.", "windows-1257"),
]


@pytest.mark.parametrize(("language", "text", "charset"), TEXTS)
def test_a_text_in_the_communitys_language_is_read_as_it_was_written(language, text, charset):
    assert text.encode(charset).decode(guessed(text.encode(charset), language)) == text


@pytest.mark.parametrize(("language", "text", "charset"), [one for one in TEXTS if one[0] in ("pl", "de", "fr", "ru")])
def test_a_guests_language_is_recognised_in_another_community(language, text, charset):
    for other in ("en", "pl", "de", ""):
        if charset in CHARSETS and len(text) > 30:
            assert text.encode(charset).decode(guessed(text.encode(charset), other)) == text


def test_a_sign_or_two_that_tell_nothing_are_read_as_the_language_has_them():
    assert guessed(b"5 \x80", "pl") == "windows-1250"
    assert guessed(b"5 \x80", "de") == "windows-1252"
    assert guessed(b"5 \x80") == "windows-1252"
