"""Letters without a Message-ID: known again however their words are read by then, and by what earlier versions made."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from commonplace.communities.models import Community
from commonplace.conversations.models import Post
from commonplace.lib.mail import message as reading
from commonplace.lib.mail.mailbox import RawMessage, read_mailbox
from commonplace.lib.mail.message import MailMessage, opened, read, said_in
from commonplace.transfer.actions.importing import Outcome, bring_in
from commonplace.transfer.archive import Archive, Shelf, digest_of
from commonplace.transfer.models import Letter

LETTERS = [
    ("Ann Reed <ann@example.org>", "Mon, 6 Jan 2003 10:00:00 +0000", "Valves", "The valve leaks at its lower seam.\n"),
    ("bo@example.org", "Mon, 6 Jan 2003 11:00:00 +0000", "Re: Valves", "> The valve leaks\n\nMine as well.\n"),
    # A program's, several in a second.
    ("root@example.org", "Tue, 7 Jan 2003 04:00:00 +0000", "Nightly", "The first disk is well.\n"),
    ("root@example.org", "Tue, 7 Jan 2003 04:00:00 +0000", "Nightly", "Of the second nothing is known.\n"),
    (
        "cy@example.org",
        "Wed, 8 Jan 2003 09:00:00 +0000",
        "Gr=?iso-8859-1?q?=FC=DFe?=",
        "Sch\u00f6ne Gr\u00fc\u00dfe.\n",
    ),
    ("di@example.org", "", "Undated", "When this was, nobody wrote down.\n"),
]


def mbox(letters: list[tuple[str, str, str, str]]) -> bytes:
    return b"".join(
        f"From x@example.org Mon Jan  6 10:00:00 2003\nFrom: {sender}\n{f'Date: {date}\n' if date else ''}"
        f"Subject: {subject}\n\n{words}\n".encode("latin-1")
        for sender, date, subject, words in letters
    )


def archive(folder: Path, letters: list[tuple[str, str, str, str]], name: str = "wells.mbox") -> Archive:
    file = folder / name
    file.write_bytes(mbox(letters))
    return Archive([file])


def raws_of(one: Archive) -> list[RawMessage]:
    return [raw for file in one.files for whole in read_mailbox(file) for raw in opened(whole)]


def letters_of(one: Archive) -> list[MailMessage]:
    return [letter for raw in raws_of(one) if isinstance(letter := read(raw), MailMessage)]


def told(outcome: Outcome) -> tuple[int, int, int]:
    return outcome.read, outcome.kept, outcome.already


@pytest.fixture
def wells(tmp_path: Path) -> Archive:
    return archive(tmp_path, LETTERS)


def under_the_former_ids(one: Archive) -> None:
    """As an earlier version, which read the words as they are read now, wrote it down."""
    for letter in letters_of(one):
        digest = digest_of(letter.message_id)
        assert Letter.objects.filter(digest=digest).update(digest=digest_of(letter.former_id)) == 1


def as_it_was_read_once(one: Archive) -> None:
    """As a version did that read the words otherwise: its ids are made of what nobody reads any more."""
    for letter in Letter.objects.all():
        letter.digest, letter.gist = digest_of(f"once {letter.pk}"), f"{letter.pk:016x}"
        letter.save()


@pytest.mark.parametrize("before", [under_the_former_ids, as_it_was_read_once, lambda one: None])
def test_brought_again_they_are_known(
    wells: Archive, stick: Community, tmp_path: Path, before: Callable[[Archive], None]
) -> None:
    table = stick.spaces.get(slug="table")
    dated = archive(tmp_path, LETTERS[:5])
    assert told(bring_in(archive=dated, space=table)) == (5, 5, 0)
    before(dated)
    more = [*LETTERS[:5], ("ann@example.org", "Thu, 9 Jan 2003 10:00:00 +0000", "Valves", "It is mended.\n")]
    again = archive(tmp_path, more, "more.mbox")
    assert told(bring_in(archive=again, space=table)) == (6, 1, 5)
    assert told(bring_in(archive=again, space=table)) == (6, 0, 6)
    assert Post.objects.count() == 6


def test_a_guessed_moment_tells_nobody_apart(wells: Archive, stick: Community, tmp_path: Path) -> None:
    """Of what has no date the words must be the same too, or two letters would be one."""
    table = stick.spaces.get(slug="table")
    bring_in(archive=archive(tmp_path, LETTERS[5:], "one.mbox"), space=table)
    other = ("di@example.org", "", "Undated", "Of this neither.\n")
    assert told(bring_in(archive=archive(tmp_path, [other], "two.mbox"), space=table)) == (1, 1, 0)
    under_the_former_ids(archive(tmp_path, LETTERS[5:], "one.mbox"))
    assert told(bring_in(archive=archive(tmp_path, LETTERS[5:], "three.mbox"), space=table)) == (1, 0, 1)


def test_the_id_depends_on_no_reading(wells: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    now = letters_of(wells)
    assert len({one.message_id for one in now}) == len(LETTERS)
    content_of, header_text = reading.content_of, reading.header_text
    monkeypatch.setattr(
        reading, "content_of", lambda *said, **more: replace(content_of(*said, **more), text="Read otherwise")
    )
    monkeypatch.setattr(reading, "header_text", lambda *said: header_text(*said).upper())
    then = letters_of(wells)
    assert {one.text for one in then} == {"Read otherwise"}
    assert [one.message_id for one in then] == [one.message_id for one in now]
    assert [said.message_id for raw in raws_of(wells) if (said := said_in(raw))] == [one.message_id for one in now]
    assert not {one.former_id for one in then} & {one.former_id for one in now}


def test_a_run_that_began_under_the_former_ids_goes_on(wells: Archive) -> None:
    with Shelf(wells.files) as shelf:
        for raw, letter in zip(raws_of(wells), letters_of(wells), strict=True):
            assert shelf.letter(0, raw.offset, raw.size, digest_of(letter.former_id)) == letter


def test_an_id_of_its_own_stays_one_letter_however_it_was_read(stick: Community, tmp_path: Path) -> None:
    table = stick.spaces.get(slug="table")
    sender, date, subject, words = LETTERS[0]
    one = archive(tmp_path, [(sender, f"{date}\nMessage-ID: <1@example.org>", subject, words)])
    assert told(bring_in(archive=one, space=table)) == (1, 1, 0)
    Letter.objects.update(gist="0123456789abcdef")
    assert told(bring_in(archive=one, space=table)) == (1, 0, 1)
    # Another at another moment, which some program gave the same id, is another still.
    other = (sender, f"{LETTERS[1][1]}\nMessage-ID: <1@example.org>", subject, "Quite other words.\n")
    assert told(bring_in(archive=archive(tmp_path, [other], "b.mbox"), space=table)) == (1, 1, 0)
