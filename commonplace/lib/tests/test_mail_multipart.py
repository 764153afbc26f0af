"""Letters of many parts, of parts within parts, and those made to cost whoever reads them dear."""

import tracemalloc
from email import message_from_bytes
from email.message import EmailMessage, Message
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.lib.mail import multipart
from commonplace.lib.mail.mailbox import LARGEST, RawMessage, Unreadable
from commonplace.lib.mail.message import MailMessage, read

HEAD = b"From ada@wells.example Mon Mar  2 09:00:00 2009\nFrom: ada@wells.example\nSubject: Parts\n"


def letter(data: bytes) -> MailMessage | Unreadable:
    return read(RawMessage(Path("a.mbox"), 0, HEAD + data, len(HEAD + data)))


def nested(depth: int, *, words: bytes = b"Deep.") -> bytes:
    data = b"Content-Type: text/plain\n\n" + words
    for level in range(depth):
        mark = b"b%d" % level
        data = b'Content-Type: multipart/mixed; boundary="%s"\n\n--%s\n%s\n--%s--\n' % (mark, mark, data, mark)
    return data


@pytest.fixture
def headed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The bytes of each part whose header was looked for."""
    sizes: list[int] = []
    plain = multipart._headed

    def noted(piece: bytes, usual: str) -> Any:
        sizes.append(len(piece))
        return plain(piece, usual)

    monkeypatch.setattr(multipart, "_headed", noted)
    return sizes


def test_parts_within_parts_are_read_as_deep_as_anyone_writes() -> None:
    found = letter(nested(multipart.DEEPEST))
    assert isinstance(found, MailMessage)
    assert found.text == "Deep."


def test_deeper_is_named_and_costs_no_more(headed: list[int]) -> None:
    found = letter(nested(400, words=b"x\n" * 3_000_000))
    assert isinstance(found, Unreadable)
    assert found.reason == "too-deep"
    assert len(headed) <= multipart.DEEPEST + 2


def test_parts_without_number_are_not_all_made(headed: list[int]) -> None:
    data = b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\nx\n" * (LARGEST // 8)
    tracemalloc.start()
    found = letter(data)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(found, MailMessage)
    assert len(headed) <= multipart.MOST_PARTS + 1
    assert peak < 6 * len(data)


def test_parts_in_every_part_are_counted_together(headed: list[int]) -> None:
    inner = b"--a\n" + b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\nx\n" * 600 + b"--b--\n"
    letter(b'Content-Type: multipart/mixed; boundary="a"\n\n' + inner * 600 + b"--a--\n")
    assert len(headed) <= 2 * multipart.MOST_PARTS


def test_a_header_without_end_is_cut() -> None:
    data = b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n' + b"X: y\n" * 50_000 + b"\nEnd.\n--b--\n"
    found = letter(data)
    assert isinstance(found, MailMessage)
    assert found.text.endswith("End.")


@given(st.data())
def test_parts_are_those_that_pythons_own_parser_finds(data: st.DataObject) -> None:
    made = EmailMessage()
    made.set_content(data.draw(st.text(st.characters(codec="ascii", categories=["L", "Zs"]), max_size=50)) + "\n")
    for _ in range(data.draw(st.integers(0, 3))):
        kind = data.draw(st.sampled_from(["alternative", "file", "letter"]))
        if kind == "alternative" and made.get_content_maintype() == "text":
            made.add_alternative("<p>so</p>", subtype="html")
        elif kind == "file":
            made.add_attachment(data.draw(st.binary(max_size=90)), maintype="application", subtype="x", filename="a.b")
        elif kind == "letter":
            inside = EmailMessage()
            inside["Subject"] = "Within"
            inside.set_content("Words\n\nand more\n")
            made.add_attachment(inside)
    raw = bytes(made)
    ours = [(part.get_content_type(), body.strip()) for part, body, _on in multipart._leaves(raw)]
    assert ours == [(part.get_content_type(), _body(part).strip()) for part in _theirs(message_from_bytes(raw))]


def _theirs(part: Message) -> list[Message]:
    if part.get_content_maintype() != "multipart":
        return [part]
    return [leaf for one in part.get_payload() for leaf in _theirs(one)]  # type: ignore[arg-type, union-attr]


def _body(part: Message) -> bytes:
    inner = part.get_payload()
    return inner[0].as_bytes() if isinstance(inner, list) else str(inner).encode()  # type: ignore[union-attr]
