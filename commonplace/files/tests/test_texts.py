"""A text that does not say how it is written keeps its bytes, and is read as is usual where it was brought."""

import pytest

from commonplace.files.actions import keep_bytes
from commonplace.files.serve import response_for


@pytest.mark.parametrize(
    ("words", "charset", "language"),
    [
        ("Zażółć gęślą jaźń", "windows-1250", "pl"),
        ("imię;miasto\nŁukasz;Łódź", "iso-8859-2", "pl"),
        ("Grüße", "windows-1252", "de"),
        ("Привет, мир", "windows-1251", "ru"),
    ],
)
def test_a_text_that_does_not_say_how_it_is_written_keeps_its_bytes_and_is_read_as_in_its_language(
    db, words: str, charset: str, language: str
):
    data = words.encode(charset)
    stored = keep_bytes(name="a.txt", data=data, language=language)
    assert stored.content.read() == data
    assert data.decode(stored.charset) == words
    answer = response_for(stored)
    assert answer.headers["Content-Type"] == f"text/plain; charset={stored.charset}"
    answer.close()


def test_another_reading_is_one_of_those_we_know(db):
    stored = keep_bytes(name="a.txt", data="Zażółć".encode("cp1250"), language="pl")
    said = keep_bytes(name="b.txt", data="Zażółć".encode(), language="pl")
    for file, wanted, got in (
        (stored, "iso-8859-2", "iso-8859-2"),
        (stored, "utf-7", stored.charset),
        (stored, "x\r\nSet-Cookie: a", stored.charset),
        (said, "windows-1250", "utf-8"),
    ):
        answer = response_for(file, read_as=wanted)
        assert answer.headers["Content-Type"] == f"text/plain; charset={got}"
        answer.close()
