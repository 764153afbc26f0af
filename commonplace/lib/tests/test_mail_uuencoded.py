"""Files that stand in a text as uuencode wrote them."""

import base64
import binascii
from pathlib import Path
from time import perf_counter

import pytest

from commonplace.lib.mail.mailbox import RawMessage
from commonplace.lib.mail.message import MailMessage, read
from commonplace.lib.mail.uuencoded import MOST_FILES, without_files

DATA = bytes(range(256)) * 3


def encoded(data: bytes, name: str = "warp.bin", *, strip: bool = False) -> str:
    lines = [binascii.b2a_uu(data[at : at + 45], backtick=not strip).decode() for at in range(0, len(data), 45)]
    return f"begin 644 {name}\n{''.join(line.rstrip() + chr(10) for line in lines)}`\nend\n"


@pytest.mark.parametrize("strip", [False, True])
def test_a_file_is_a_file_and_the_text_around_it_stays(strip: bool) -> None:
    rest, files = without_files(f"See:\n\n{encoded(DATA, strip=strip)}\nThat was it.\n{encoded(b'x', 'b.txt')}")
    assert rest == "See:\n\n\nThat was it.\n"
    assert [(one.name, one.data, one.is_whole) for one in files] == [("warp.bin", DATA, True), ("b.txt", b"x", True)]


def test_base64_of_the_same_program() -> None:
    text = f"Here\nbegin-base64 644 a.bin\n{base64.encodebytes(DATA).decode()}====\nthere\n"
    rest, files = without_files(text)
    assert rest == "Here\nthere\n"
    assert [one.data for one in files] == [DATA]


def test_a_file_that_breaks_off_is_told_from_words() -> None:
    broken = encoded(DATA).partition("`\nend")[0]
    rest, files = without_files(f"See:\n{broken}")
    assert (rest, [one.is_whole for one in files]) == ("See:\n", [False])
    for words in ("begin 644 the.loom\nHELLO\nWORLD\n", "begin 644 it\nWords of mine.\nend\n", "begin 644 it\nend\n"):
        assert without_files(words) == (words, [])


def test_in_a_letter_it_is_an_attachment() -> None:
    for kind in ("text/plain", "multipart/mixed; boundary=b"):
        part = f"See it.\n\n{encoded(DATA, '../../warp.png')}\nBye."
        body = part if "/plain" in kind else f"--b\n\n{part}\n--b--\n"
        data = f"From: a@wells.example\nSubject: x\nContent-Type: {kind}\n\n{body}".encode()
        found = read(RawMessage(Path("a.mbox"), 0, data, len(data)))
        assert isinstance(found, MailMessage)
        assert found.text.split() == ["See", "it.", "Bye."]
        assert [(one.name, one.content_type, one.data) for one in found.attachments] == [
            ("warp.png", "image/png", DATA)
        ]


def test_a_part_whose_transfer_encoding_it_is() -> None:
    head = "From: a@wells.example\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
    part = "Content-Type: image/png; name=a.png\nContent-Transfer-Encoding: x-uuencode\n\n"
    data = (head + part + encoded(DATA) + "--b--\n").encode()
    found = read(RawMessage(Path("a.mbox"), 0, data, len(data)))
    assert isinstance(found, MailMessage)
    assert [(one.name, one.data) for one in found.attachments] == [("a.png", DATA)]


def test_neither_many_files_nor_a_long_one_are_a_bomb() -> None:
    text = encoded(b"x") * (MOST_FILES + 20)
    rest, files = without_files(text)
    assert (len(files), rest.count("begin")) == (MOST_FILES, 20)
    began = perf_counter()
    for unit in ("begin 644 a\n", "begin 644 a\nM" + "`" * 60 + "\n", "begin-base64 644 a\nAAAA\n"):
        rest, files = without_files(unit * 50_000)
        assert sum(len(one.data) for one in files) <= len(unit) * 50_000
    assert perf_counter() - began < 5
