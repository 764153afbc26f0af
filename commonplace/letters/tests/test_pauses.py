"""An address from which letters come back is left alone, until somebody says that it works again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from commonplace.letters.actions import forget_letters_to, forget_old, post, send_again, send_due
from commonplace.letters.last_looks import LAST_LOOKS, LastLook
from commonplace.letters.models import Bounce, Letter, Pause
from commonplace.letters.pauses import note_bounce, pause_delivery, paused, resume_delivery
from commonplace.letters.tests.mail_server import MailServer

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
INES = "ines@example.org"
NOBODY = "550 5.1.1 User unknown"

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]


@pytest.fixture
def server(settings) -> Iterator[MailServer]:
    settings.DEFAULT_FROM_EMAIL = "Commons <house@commons.example>"
    with MailServer() as here:
        settings.MAILERS = here.mailers
        yield here


def letter_to(address: str = INES, **more: object) -> Letter:
    return post(**{"to": address, "kind": "told", "subject": "Hello", "text": "Words", "at": NOON, **more})


def soft(*, at: datetime, letter: Letter | None = None) -> bool:
    return note_bounce(address=INES, is_hard=False, words="452 4.2.2 Full", now=at, letter=letter)


def test_one_that_came_back_for_good_pauses_at_once():
    assert note_bounce(address="Ines@Example.org", is_hard=True, words=NOBODY, now=NOON)
    [pause] = Pause.objects.all()
    assert (pause.address, pause.why, pause.words, pause.since) == (INES, "gone", NOBODY, NOON)


def test_others_pause_after_the_third_day_and_not_by_their_number():
    letters = [letter_to() for _ in range(12)]
    assert [soft(at=NOON, letter=one) for one in letters[:10]] == [False] * 10
    assert not soft(at=NOON + 3 * DAY, letter=letters[10])
    assert soft(at=NOON + 7 * DAY, letter=letters[11])
    assert Pause.objects.get().why == "again"


def test_days_far_apart_are_days_on_which_it_worked_in_between():
    assert [soft(at=NOON + n * 14 * DAY) for n in range(5)] == [False] * 5


def test_the_same_report_twice_is_one():
    letter = letter_to()
    for _ in range(3):
        soft(at=NOON, letter=letter)
    assert Bounce.objects.count() == 1


def test_nothing_goes_to_a_paused_address_but_what_opens_the_account(server: MailServer):
    pause_delivery(address=INES, why=Pause.Why.COMPLAINT, now=NOON)
    waiting, code, other = letter_to(), letter_to(kind="account"), letter_to("hal@example.org")
    assert send_due(now=NOON) == (2, 0, 1)
    assert sorted(server.recipients) == ["hal@example.org", INES]
    waiting.refresh_from_db()
    assert (waiting.fault, waiting.text, waiting.attempts) == (Letter.PAUSED, "", 1)
    for sent in (code, other):
        sent.refresh_from_db()
        assert sent.sent_at is not None
    assert send_again(now=NOON) == []


def test_letters_go_again_once_it_is_said_and_old_bounces_are_forgotten(server: MailServer):
    for n in range(3):
        soft(at=NOON + n * DAY)
    assert resume_delivery(addresses=["INES@example.org"]) == 1
    assert (paused([INES]), soft(at=NOON + 3 * DAY)) == (set(), False)
    letter_to()
    assert send_due(now=NOON).sent == 1


def test_a_server_that_knows_nobody_of_that_name_pauses_at_once(server: MailServer):
    server.replies = {f"RCPT {INES}": NOBODY}
    letter_to()
    letter_to("hal@example.org")
    send_due(now=NOON)
    assert paused([INES, "hal@example.org"]) == {INES}
    assert Bounce.objects.get().words == NOBODY


def test_a_server_that_refuses_everyone_pauses_nobody_for_its_own_fault(server: MailServer):
    server.replies = {"RCPT": "554 5.7.1 Relay access denied"}
    for n in range(9):
        letter_to(f"p{n}@example.org")
    for hour in range(48):
        send_due(now=NOON + timedelta(hours=hour))
    assert (Pause.objects.count(), Bounce.objects.count()) == (0, 0)


def test_it_is_forgotten_with_its_owner_and_bounces_after_a_while():
    note_bounce(address=INES, is_hard=True, words=NOBODY, now=NOON)
    note_bounce(address="hal@example.org", is_hard=True, words=NOBODY, now=NOON)
    forget_letters_to(addresses={INES})
    assert paused([INES, "hal@example.org"]) == {"hal@example.org"}
    forget_old(now=NOON + 91 * DAY)
    assert (Bounce.objects.count(), Pause.objects.count()) == (0, 1)


def test_a_letter_that_waited_is_looked_at_once_more_before_it_goes(server: MailServer):
    server.replies = {"HELLO": "421 4.3.2 Away"}
    kept, taken_back = letter_to(kind="told", about="kept"), letter_to(kind="told", about="gone")
    send_due(now=NOON)
    server.replies = {}
    with LAST_LOOKS.overridden(LastLook("told", lambda letter: letter.about == "kept")):
        assert send_due(now=NOON + DAY) == (1, 0, 1)
    kept.refresh_from_db()
    taken_back.refresh_from_db()
    assert (kept.sent_at is not None, taken_back.fault, taken_back.text) == (True, Letter.TAKEN_BACK, "")
    assert send_again(ids=[taken_back.pk], now=NOON + DAY) == []


def test_a_look_that_breaks_holds_up_nobody(server: MailServer):
    """Its letter waits as one does that cannot be built, and the others go."""
    bad, good = letter_to(kind="broken"), letter_to("hal@example.org")
    with LAST_LOOKS.overridden(LastLook("broken", lambda letter: 1 / 0 > 0)):
        assert send_due(now=NOON) == (1, 1, 0)
    for letter in (bad, good):
        letter.refresh_from_db()
    assert (bad.fault, bad.claimed_until, good.sent_at is not None) == ("ours", None, True)
