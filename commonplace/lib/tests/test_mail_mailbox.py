"""Archives as streams of raw messages."""

import gzip
import tracemalloc
from pathlib import Path

from commonplace.lib.mail.mailbox import (
    LARGEST,
    RawMessage,
    Unreadable,
    files_of,
    read_mailbox,
    read_mailboxes,
    sorted_out,
)

LETTER = (
    b"From ann at example.org  Mon Jan  6 10:00:00 2003\nFrom: ann at example.org (Ann Reed)\n"
    b"Subject: %d\n\nBody %d\n\n"
)


def messages_in(folder: Path, content: bytes, name: str = "a.mbox") -> list[RawMessage | Unreadable]:
    path = folder / name
    path.write_bytes(content)
    return list(read_mailbox(path))


def test_each_message_has_its_offset_and_nothing_is_lost(tmp_path: Path) -> None:
    content = b"".join(LETTER % (n, n) for n in range(3))
    found = messages_in(tmp_path, content)
    assert [one.offset for one in found] == [0, content.index(b"From ann", 1), content.rindex(b"From ann")]
    assert b"".join(one.data for one in found) == content


def test_next_message_needs_no_blank_line_before_it(tmp_path: Path) -> None:
    found = messages_in(tmp_path, LETTER.replace(b"\n\nBody %d\n\n", b"\n\nBody\n") % 1 + LETTER % (2, 2))
    assert len(found) == 2


def test_sentence_that_begins_with_from_stays_in_its_body(tmp_path: Path) -> None:
    for line in (
        b"From my point of view this is fine.",
        b"From what I see:\nSubject: matter and words",
        b"From twisted import that\nfoo: 1",
        b"From Mon to Fri we are at 10:00 in the hall",
    ):
        (letter,) = messages_in(tmp_path, LETTER % (1, 1) + line + b"\n")
        assert letter.data.rstrip().endswith(line)


def test_from_line_without_date_counts_before_a_header(tmp_path: Path) -> None:
    found = messages_in(tmp_path, LETTER % (1, 1) + b"From ???@???\nFrom: b@example.org\nSubject: 2\n\nText\n")
    assert len(found) == 2


def test_from_lines_of_many_shapes(tmp_path: Path) -> None:
    lines = (
        b"From ann@example.org Thu, 7 Dec 2000 18:01:41 -0500 (EST)",
        b"From j\xf6rg at example.org  Thu Nov  1 11:19:12 2001",
        b"From MAILER-DAEMON Thu Nov  1 11:19:12 2001 +0100",
        b"From ann@example.org Thu Nov 01 11:19 CET 2001",
    )
    content = b"".join(line + b"\nSubject: x\n\nText\n" for line in lines)
    assert len(messages_in(tmp_path, content)) == len(lines)


def test_quoted_from_is_unquoted_by_one(tmp_path: Path) -> None:
    (found,) = messages_in(tmp_path, LETTER % (1, 1) + b">From here\n>>From there\n> From quoted\n")
    assert found.data.endswith(b"From here\n>From there\n> From quoted\n")


def test_windows_line_ends_become_unix_ones(tmp_path: Path) -> None:
    found = messages_in(tmp_path, (LETTER % (1, 1) + LETTER % (2, 2)).replace(b"\n", b"\r\n"))
    assert len(found) == 2
    assert b"\r" not in found[0].data


def test_months_are_read_in_order_of_time(tmp_path: Path) -> None:
    for name in ("2003-April.txt", "2003-January.txt", "2002-December.txt.gz", "notes.mbox", "LICENSE"):
        content = LETTER % (1, 1) if name != "LICENSE" else b"Do as you like.\n"
        (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    assert [path.name for path in files_of([tmp_path])] == [
        "2002-December.txt.gz",
        "2003-January.txt",
        "2003-April.txt",
        "notes.mbox",
    ]
    assert len(list(read_mailboxes([tmp_path, tmp_path / "notes.mbox"]))) == 4


def test_broken_gzip_yields_what_was_whole_and_says_so(tmp_path: Path) -> None:
    packed = gzip.compress(b"".join(LETTER % (n, n) for n in range(5000)))
    found = messages_in(tmp_path, packed[: len(packed) // 2], "2003-January.txt.gz")
    assert isinstance(found[-1], Unreadable)
    assert all(isinstance(one, RawMessage) for one in found[:-1])
    assert messages_in(tmp_path, b"no gzip", "a.mbox.gz")[0].reason == "broken-off BadGzipFile"


def test_missing_file_is_reported(tmp_path: Path) -> None:
    (found,) = read_mailbox(tmp_path / "nowhere.mbox")
    assert isinstance(found, Unreadable)


def test_huge_message_is_cut_and_counted_in_flat_memory(tmp_path: Path) -> None:
    path = tmp_path / "huge.mbox"
    size = 60 << 20
    with path.open("wb") as out:
        out.write(LETTER % (1, 1))
        for _ in range(size >> 20):
            out.write(b"x" * ((1 << 20) - 1) + b"\n")
        out.write(LETTER % (2, 2))
    tracemalloc.start()
    found = [(one.offset, len(one.data), one.size, one.is_cut) for one in read_mailbox(path)]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [one[1:] for one in found] == [
        (LARGEST, size + len(LETTER % (1, 1)), True),
        (len(LETTER % (2, 2)), len(LETTER % (2, 2)), False),
    ]
    assert found[1][0] == found[0][2]
    assert peak < 5 * LARGEST


def test_chunks_end_anywhere(tmp_path: Path, monkeypatch) -> None:
    content = b"".join(LETTER % (n, n) for n in range(40))
    whole = [(one.offset, one.data) for one in messages_in(tmp_path, content)]
    for size in (4097, 4099, 5003):
        monkeypatch.setattr("commonplace.lib.mail.mailbox.CHUNK", size)
        assert [(one.offset, one.data) for one in messages_in(tmp_path, content)] == whole


def test_windows_line_ends_and_quoted_lines_cut_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.mbox"
    path.write_bytes(
        b"From a at b.example  Mon Jan  4 10:00:00 2010\r\nFrom: a at b.example\r\n\r\n>From me\r\nto you\r\n"
    )
    (one,) = read_mailbox(path)
    assert isinstance(one, RawMessage)
    assert (one.is_cut, one.size > len(one.data)) == (False, True)


LOG = (
    b"=" * 73 + b"\nDate:         Mon, 5 Jan 1998 10:00:0%d +0000\nReply-To: Looms <LOOM@LISTS.EXAMPLE>\n"
    b"From: Ada Weaver <ada@loom.example>\nSubject: Warp %d\n\nHow tight?\n\n=====\nnot a rule\n\n"
)


def test_log_of_listserv_is_read(tmp_path: Path) -> None:
    content = b"".join(LOG % (n, n) for n in range(3))
    for name in ("loom.log9801", "LOOM.LOG9802.gz"):
        path = tmp_path / name
        path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
        found = [one for one in read_mailbox(path) if isinstance(one, RawMessage)]
        assert [one.offset for one in found] == [0, content.index(b"=" * 73, 1), content.rindex(b"=" * 73)]
        assert [one.data.startswith(b"Date:") for one in found] == [True] * 3
        assert all(b"not a rule" in one.data for one in found)
    assert files_of([tmp_path]) == [tmp_path / "LOOM.LOG9802.gz", tmp_path / "loom.log9801"]


def test_rule_of_a_log_counts_only_where_a_letter_follows(tmp_path: Path) -> None:
    content = LOG % (1, 1) + b"=" * 73 + b"\nTwo looms stood side by side.\n"
    assert len(messages_in(tmp_path, content, "loom.log9801")) == 1


def test_what_is_no_archive_is_named_as_passed_over(tmp_path: Path) -> None:
    (tmp_path / "2003-May.gz").write_bytes(gzip.compress(LETTER % (1, 1)))
    (tmp_path / "2003-June.gz").write_bytes(b"this was never packed")
    (tmp_path / "index.html").write_text("<p>Archive</p>")
    (tmp_path / "LICENSE").write_text("Do as you like.")
    files, passed_over = sorted_out([tmp_path])
    assert [path.name for path in files] == ["2003-May.gz", "2003-June.gz"]
    assert [path.name for path in passed_over] == ["LICENSE", "index.html"]
