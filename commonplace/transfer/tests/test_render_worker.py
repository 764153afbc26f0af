"""Letters are set alike here, beside and ahead; whatever becomes of the other process, nothing is lost."""

import subprocess
import sys
from pathlib import Path

import pytest

from commonplace.lib.mail.mailbox import RawMessage
from commonplace.lib.mail.message import MailMessage, read
from commonplace.transfer.archive import Archive, Changed, Shelf, digest_of
from commonplace.transfer.prefetch import Spool
from commonplace.transfer.render_worker import Beside, Here, Place
from commonplace.transfer.tests.made_up import write_archive
from commonplace.transfer.words import Set, unpacked


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive([write_archive(tmp_path / "wells")])


@pytest.fixture
def places(archive: Archive) -> list[Place]:
    """Where every letter lies, in the order of the files."""
    raws = [(number, raw) for number, raw in archive.read_through() if isinstance(raw, RawMessage)]
    letters = [(number, raw, read(raw)) for number, raw in raws]
    return [
        Place(number, raw.offset, raw.size, digest_of(letter.message_id))
        for number, raw, letter in letters
        if isinstance(letter, MailMessage)
    ]


@pytest.fixture
def whole(archive: Archive, places: list[Place]) -> list[Set]:
    """What a press in this process makes of them."""
    with Shelf(archive.files) as shelf:
        here = Here(shelf)
        here.ask(places)
        return here.take()


@pytest.mark.parametrize("is_eager", [False, True])
def test_letters_are_set_alike_here_and_beside(
    archive: Archive, places: list[Place], whole: list[Set], is_eager: bool
) -> None:
    with Shelf(archive.files) as shelf, Beside(shelf, is_eager=is_eager) as beside:
        beside.ask(places[40:])
        beside.ask(places[:40])
        assert beside.take() == whole[40:]
        assert beside.take() == whole[:40]
        beside.ask([Place(0, 1, 20, "no such letter")])
        with pytest.raises(Changed):
            beside.take()
        # It may die at any time: what was asked is set here.
        beside.ask(places)
        beside._process.kill()
        assert beside.take() == whole


def test_the_other_process_outlives_nobody(archive: Archive) -> None:
    with Shelf(archive.files) as shelf, Beside(shelf, is_eager=True) as beside:
        assert beside._process.stdin is not None
        beside._orders.close()
        beside._process.stdin.close()
        assert beside._process.wait(timeout=30) == 0
        beside._process.stdin = None


def test_a_process_that_cannot_answer_ends_and_keeps_nobody_waiting() -> None:
    words = (
        "from commonplace.transfer.other_process import whoever_asks\n"
        "with whoever_asks() as (asked, given):\n    given.send(lambda: 0)\n    asked.recv()"
    )
    with subprocess.Popen([sys.executable, "-c", words], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.wait(timeout=30) == 1


def test_what_was_set_ahead_is_found_and_a_full_spool_sets_no_more(
    archive: Archive, places: list[Place], whole: list[Set]
) -> None:
    with Spool(archive.files) as spool:
        assert spool.take(*places[0]) is None, "nobody told it to begin"
        spool.go_on()
        found = [spool.take(*place) for place in reversed(places)]
        assert [unpacked(one) for one in reversed(found) if one] == whole
        assert spool.take(*places[3]._replace(digest="0" * 32)) is None
        assert spool.take(*places[3]._replace(offset=places[3].offset + 1)) is None
    with Spool(archive.files, room=2000) as small:
        while small.go_on():
            pass
        kept = [place for place in places if small.take(*place)]
        assert 0 < len(kept) < len(places)
        assert kept == places[: len(kept)]
