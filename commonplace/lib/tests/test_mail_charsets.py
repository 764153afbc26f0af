"""Letters in the charsets that mail is written in, by the names it gives them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.lib.mail.charsets import codec_of, decoded
from commonplace.lib.mail.mailbox import RawMessage
from commonplace.lib.mail.message import MailMessage, read
from commonplace.lib.mail.words import header_text


def letter(data: bytes) -> MailMessage:
    found = read(RawMessage(Path("a.mbox"), 0, data, len(data)))
    assert isinstance(found, MailMessage)
    return found


@pytest.mark.parametrize(
    ("charset", "codec", "text"),
    [
        ("ISO-2022-JP", "iso2022_jp", "糸を巻く、Ada"),
        ("csISO2022JP", "iso2022_jp", "糸を巻く"),
        ("iso-2022-kr", "iso2022_kr", "베틀"),
        ("UTF-7", "utf-7", "Kuźnia + tkalnia"),
        ("unicode-1-1-utf-7", "utf-7", "Größe"),
        ("hz-gb-2312", "hz", "织布机 ~ hz"),
        ("gb2312", "gb18030", "织布機"),
        ("x-gbk", "gb18030", "镕"),
        ("euc-cn", "gb18030", "织布机"),
        ("ks_c_5601-1987", "cp949", "뷁 베틀"),
        ("euc-kr", "cp949", "똠방각하"),
        ("shift_jis", "cp932", "①髙島"),
        ("x-sjis", "cp932", "①髙島"),
        ("windows-31j", "cp932", "㈱"),
        ("euc-jp", "euc_jp", "織機"),
        ("big5", "big5hkscs", "織布機"),
        ("iso-8859-8-i", "iso8859-8", "נול"),
        ("windows-874", "cp874", "หูก"),
        ("tis-620", "cp874", "หูก"),
        ("x-cp1250", "cp1250", "żółw „”"),
        ("cp-850", "cp850", "Größe"),
        ("win-1251", "cp1251", "ткань"),
        ("koi8r", "koi8-r", "ткань"),
        ("iso_8859_2", "iso8859-2", "żółw"),
        ("ISO-8859-1", "cp1252", "“Größe” €"),
        ("us-ascii", "cp1252", "“Größe”"),
        ("iso-8859-9", "cp1254", "dokumacı …"),
        ("utf-16", "utf-16", "Größe 糸"),
        ("macintosh", "mac-roman", "Größe"),
        ("'utf-8'", "utf-8", "糸"),
        ("x-mac-ce", "mac_latin2", "Żółw"),
        ("latin-9", "iso8859-15", "é€"),
        ("baltic", "iso8859-4", "ąžuolas"),
    ],
)
def test_every_charset_by_every_name(charset: str, codec: str, text: str) -> None:
    assert decoded(text.encode(codec), charset) == text
    body = text.encode(codec)
    if b"\n" not in body and "utf-16" not in codec:
        head = b"From: a@wells.example\nSubject: x\nContent-Type: text/plain; charset=%s\n\n" % charset.encode()
        assert letter(head + body).text == text.strip()


@pytest.mark.parametrize("name", ["unicode_escape", "idna", "rot13", "base64", "undefined", "x" * 300, "ü", "\0", ""])
def test_what_is_no_charset_is_none(name: str) -> None:
    assert codec_of(name) == ""


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        ("Łódź, gęś".encode() + b"\xff" + "żółw".encode(), "utf-8", "Łódź, gęś\ufffdżółw"),
        ("织布".encode("gb18030") + b"\xff" + "机".encode("gb18030"), "gb2312", "织布\ufffd机"),
        ("ткань".encode("cp1251") + b"\x98" + "нить".encode("cp1251"), "windows-1251", "ткань\ufffdнить"),
        (b"\x1b$B;e)!\x1b(B and more", "iso-2022-jp", "糸\ufffd and more"),
        (b"\x1b$B-!;e\x1b(B \x1b(I1\x1b(B", "iso-2022-jp", "①糸 ｱ"),
        ("糸".encode("cp932"), "iso-2022-jp", "糸"),
        ("織機の糸".encode(), "iso-2022-jp", "織機の糸"),
        ("織機".encode(), "gb2312", "織機"),
        ("模样".encode("gb18030"), "gb2312", "模样"),  # is UTF-8 as well, of other signs
        ("Größe\n".encode() + "Fuß".encode("latin-1"), "", "Größe\nFuß"),
        ("€".encode("cp950"), "big5", "€"),
        (b"C++ and +AOQ-", "utf-7", "C++ and ä"),
    ],
)
def test_one_bad_sign_harms_one_sign(data: bytes, charset: str, text: str) -> None:
    assert decoded(data, charset) == text


def test_japanese_and_korean_that_no_header_told_of() -> None:
    assert decoded("糸を巻く".encode("iso2022_jp")) == "糸を巻く"
    assert decoded("베틀".encode("iso2022_kr")) == "베틀"


def test_raw_bytes_in_a_header_are_in_the_charset_of_the_body() -> None:
    body = b"Content-Type: %s\n\n%s"
    head = "From: Żaneta Wąs <z@wells.example>\nSubject: Gęśle\n".encode("iso-8859-2")
    one = letter(head + body % (b"text/plain; charset=iso-8859-2", "Żółw".encode("iso-8859-2")))
    assert (one.sender.name, one.subject, one.text) == ("Żaneta Wąs", "Gęśle", "Żółw")
    parts = b"--b\nContent-Type: text/plain; charset=iso-8859-2\n\n\xafy\n--b--\n"
    assert letter(head + body % (b"multipart/mixed; boundary=b", parts)).subject == "Gęśle"
    # A header in plain ASCII is not in the charset of the body: 'a+b' would be something else there.
    plain = b"From: a@wells.example\nSubject: a+b- ~{x\n"
    assert letter(plain + body % (b"text/plain; charset=utf-7", b"+AOQ-")).subject == "a+b- ~{x"


def test_encoded_words_of_every_charset() -> None:
    assert header_text(b"=?ISO-2022-JP?B?GyRCO2UbKEI=?= =?ks_c_5601-1987?B?uqPGsg==?=") == "糸베틀"


def test_html_that_names_its_charset_itself() -> None:
    page = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2"></head>Gęśle'
    head = b"From: a@wells.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n"
    assert letter(head + page.encode("iso-8859-2") + b"\n--b--\n").text == "Gęśle"


@given(
    st.binary(max_size=80), st.sampled_from(["iso-2022-jp", "utf-7", "hz", "gb2312", "x-sjis", "utf-16", "utf-8", ""])
)
def test_no_bytes_are_too_bad(data: bytes, charset: str) -> None:
    decoded(data, charset).encode()
