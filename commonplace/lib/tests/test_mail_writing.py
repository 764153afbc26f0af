"""What is written into a mailbox is what our reader finds in it, and Python's own."""

import mailbox
from contextlib import closing
from datetime import UTC, datetime
from email import message_from_binary_file, policy
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from commonplace.lib.mail.mailbox import read_mailbox
from commonplace.lib.mail.message import MailMessage, read_all
from commonplace.lib.mail.writing import File, Letter, write
from commonplace.lib.text import one_line

AT = datetime(2026, 3, 2, 9, 0, 7, tzinfo=UTC)
LINES = st.sampled_from(
    ["From here on", ">From there", ">>From both", "From a@b Mon Mar  2 09:00:00 2026", "Subject: no header", "",
     "=20 and =\\", "# a heading", "--words", "ends in a space ", "zażółć gęślą jaźń", "水が漏れる",
     "\U0001f4a7 " * 300, "x" * 1200, "-- ", "> quoted", ".", "\ttab", "a" * 80]
)  # fmt: skip
TEXTS = st.lists(LINES, max_size=12).map("\n".join)
TITLES = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=200).map(one_line)
NAMES = st.sampled_from(
    ["Inês Baptista", 'Ada "the ear" Quill', "Łucja Żak", "Back\\slash", "Marsh, Bruno", "水野 " * 12, ""]
)
FILE_NAMES = st.sampled_from(
    ["a.txt", "ślad.txt", 'quo"te.txt', "100%.txt", "long " * 30 + ".txt", "水" * 140 + ".txt", "a;b.txt"]
)


def opener(data: bytes):
    return lambda: BytesIO(data)


def modern(file):
    return message_from_binary_file(file, policy=policy.default)


def found_in(data: bytes, folder: Path) -> list[MailMessage]:
    (folder / "made.mbox").write_bytes(data)
    return [one for one in read_all(read_mailbox(folder / "made.mbox")) if isinstance(one, MailMessage)]


@given(
    made=st.lists(
        st.tuples(TITLES, TEXTS, NAMES, st.booleans(), st.lists(FILE_NAMES, max_size=3)), min_size=1, max_size=4
    )
)
@example(made=[("=?utf-8?q?not_encoded?=", "x", "=?utf-8?q?nobody?=", False, [])])
@example(made=[("a" * 200, "From \nFrom \n", "Ada", True, ["x.txt"])])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
def test_what_is_written_is_read(made: list[tuple[str, str, str, bool, list[str]]], tmp_path: Path) -> None:
    out = BytesIO()
    for number, (title, text, name, in_html, files) in enumerate(made):
        letter = Letter(
            sender=name, address=f"noreply-{number}@house.example", sent_at=AT, subject=title, text=text,
            html=f"<p>{text.encode('ascii', 'xmlcharrefreplace').decode()}</p>" if in_html and text.strip() else "",
            headers={
                "Message-ID": f"<post.{number}@house.example>",
                "References": " ".join(f"<post.{one}@house.example>" for one in range(100, 130)),
            },
            files=[File(one, "text/plain", opener(f"{number} {one}".encode() * 3000)) for one in files],
        )  # fmt: skip
        assert write(out, letter) == []
    assert max(map(len, out.getvalue().split(b"\n"))) <= 998
    read = found_in(out.getvalue(), tmp_path)
    assert len(read) == len(made)
    for number, (one, (title, text, name, _in_html, files)) in enumerate(zip(read, made, strict=True)):
        assert one.message_id == f"post.{number}@house.example"
        assert one.references == tuple(f"post.{one}@house.example" for one in range(100, 130))
        assert (one.subject, one.sent_at, one.date_doubtful) == (title, AT, False)
        assert (one.sender.name, one.sender.address) == (name.strip(), f"noreply-{number}@house.example")
        assert one.text == text.strip("\n").rstrip()
        assert [file.data for file in one.attachments] == [f"{number} {name}".encode() * 3000 for name in files]
        assert [file.name for file in one.attachments] == files
    with closing(mailbox.mbox(tmp_path / "made.mbox", factory=modern)) as box:
        mails = list(box)
    assert [str(one["Subject"]) for one in mails] == [title for title, *_ in made]
    assert [part.defects for one in mails for part in one.walk() if part.defects] == []


def test_the_same_letter_makes_the_same_bytes() -> None:
    letter = Letter("Ada", "noreply-1@x.example", AT, "A", "B", "<p>B</p>", "pl", {"Message-ID": "<1@x.example>"})
    first, second = BytesIO(), BytesIO()
    write(first, letter)
    write(second, letter)
    assert first.getvalue() == second.getvalue()


@pytest.mark.parametrize("number", [1, 2])
def test_a_file_that_is_gone_is_named_and_its_letter_written(number: int, tmp_path: Path) -> None:
    def gone() -> BytesIO:
        raise FileNotFoundError

    files = [File("gone.txt", "text/plain", gone), File("here.txt", "text/plain", opener(b"here"))][:number]
    out = BytesIO()
    assert write(out, Letter("Ada", "noreply-1@x.example", AT, "A", "B", files=files)) == ["gone.txt"]
    (read,) = found_in(out.getvalue(), tmp_path)
    assert (read.text, [file.data for file in read.attachments]) == ("B", [b"here"][: number - 1])
