"""A real mail server refuses, hangs up, is away and comes back: no letter is lost but what nobody can have."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from commonplace.letters import delivery, outages
from commonplace.letters.actions import LEASE, give_up, post, send_again, send_due
from commonplace.letters.models import Letter, Outage
from commonplace.letters.tests.mail_server import HANG_UP, MailServer

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOBODY = "550 5.1.1 User unknown"

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]


@pytest.fixture
def server(settings) -> Iterator[MailServer]:
    settings.DEFAULT_FROM_EMAIL = "Commons <house@commons.example>"
    settings.BASE_URL = "https://commons.example"
    with MailServer() as here:
        settings.MAILERS = here.mailers
        yield here


def letter_to(*names: str, **more: object) -> list[Letter]:
    fields = {"kind": "hello", "subject": "Hello", "text": "Words", "at": NOON, **more}
    return [post(to=name if "@" in name else f"{name}@example.org", **fields) for name in names]


def go_on(*, since: datetime, until: datetime, step: timedelta = MINUTE) -> datetime:
    while since < until:
        send_due(now=since)
        since += step
    return since


def states() -> list[str]:
    rows = Letter.objects.order_by("id")
    return ["sent" if one.sent_at else "given up" if one.given_up_at else "waits" for one in rows]


def test_letters_arrive(server: MailServer):
    letter_to("ines", "hal")
    assert send_due(now=NOON) == (2, 0, 0)
    assert (server.callers, [one["To"] for one in server.letters]) == (1, ["ines@example.org", "hal@example.org"])


@pytest.mark.parametrize(
    "replies",
    [
        {"MAIL": "550 5.1.7 Sender address rejected"},
        {"MAIL": "553 5.7.1 Not owned by you"},
        {"RCPT": "550 5.1.8 <house@commons.example>: Sender address rejected: Domain not found"},
        {"RCPT": "554 5.7.1 Relay access denied"},
        {"RCPT": "550 Not here"},
        {"RCPT": NOBODY},
        {"RCPT": "451 4.7.1 Later"},
        {"DATA": "550 5.7.1 No"},
        {".": "554 5.7.1 Spam"},
        {".": "554 5.6.0 Malformed"},
        {".": HANG_UP},
        {"RCPT": HANG_UP},
        {"RCPT": "421 4.7.0 Closing"},
        {"HELLO": "554 5.3.2 No service"},
        {"HELLO": HANG_UP},
    ],
)
@pytest.mark.any_database(
    why="it is about what mail servers say",
    seen=[
        "commonplace/letters/tests/test_delivery.py::test_only_whoever_is_not_there_is_given_up_and_at_once",
        "commonplace/mail/tests/test_bad_days.py",
    ],
)
def test_where_everyone_is_refused_letters_wait_and_go_once_it_is_mended(server: MailServer, replies: dict[str, str]):
    letter_to(*"abcdefghijklm")
    server.replies = replies
    after = go_on(since=NOON, until=NOON + 2 * DAY, step=HOUR)
    # Two whose addresses seemed wrong before it was seen that everyone's are: `letters --again all` is for them.
    assert states() == ["given up" if replies == {"RCPT": NOBODY} and n < 2 else "waits" for n in range(13)]
    server.replies = {}
    server.letters.clear()
    go_on(since=after, until=after + 80 * MINUTE, step=5 * MINUTE)
    assert states().count("sent") == (11 if replies == {"RCPT": NOBODY} else 13)
    assert Outage.objects.count() == 0


@pytest.mark.parametrize(
    "sender", ["Commons <house@", "Commons <ines@example.org, hal@example.org>", "żółw@example.org"]
)
@pytest.mark.any_database(
    why="it is about what mail servers say",
    seen=["commonplace/letters/tests/test_delivery.py::test_mended_settings_are_tried_at_once"],
)
def test_an_unusable_sender_loses_no_letter(server: MailServer, settings, sender: str):
    letter_to("ines", "hal", "rosa", "sven")
    settings.DEFAULT_FROM_EMAIL = sender
    after = go_on(since=NOON, until=NOON + 2 * DAY, step=HOUR)
    assert states() == ["waits"] * 4
    settings.DEFAULT_FROM_EMAIL = "house@commons.example"
    go_on(since=after, until=after + 70 * MINUTE, step=5 * MINUTE)
    assert states() == ["sent"] * 4


def test_only_whoever_is_not_there_is_given_up_and_at_once(server: MailServer):
    letter_to("ines", "nobody", "hal")
    server.replies = {"RCPT nobody@example.org": NOBODY}
    assert send_due(now=NOON) == (2, 0, 1)
    assert Letter.objects.get(given_up_at__isnull=False).last_error == "550 5.1.1 User unknown"
    assert Outage.objects.count() == 0


def test_a_refusal_without_a_reason_is_theirs_once_a_neighbour_gets_letters(server: MailServer):
    letter_to("gone", "gone@elsewhere.example")
    server.replies = {f"RCPT {one}": "550 No" for one in ("gone@example.org", "gone@elsewhere.example")}
    go_on(since=NOON, until=NOON + DAY, step=5 * MINUTE)
    assert states() == ["waits", "waits"]
    letter_to("ines", at=NOON + DAY)
    go_on(since=NOON + DAY, until=NOON + DAY + 2 * HOUR)
    assert states() == ["given up", "waits", "sent"]


def test_relaying_denied_to_one_domain_is_not_theirs(server: MailServer):
    letter_to("ines", "hal@elsewhere.example")
    server.replies = {"RCPT hal@elsewhere.example": "550 5.7.1 Relay access denied"}
    go_on(since=NOON, until=NOON + 4 * DAY, step=HOUR)
    assert states() == ["sent", "waits"]


def test_what_fails_for_five_days_is_given_up(server: MailServer):
    letter_to("ines")
    server.replies = {"RCPT": "451 4.3.0 Later"}
    go_on(since=NOON, until=NOON + 5 * DAY - MINUTE, step=HOUR)
    assert states() == ["waits"]
    go_on(since=NOON + 5 * DAY, until=NOON + 5 * DAY + 2 * HOUR, step=5 * MINUTE)
    assert states() == ["given up"]
    assert Letter.objects.get().last_error == "451 4.3.0 Later"


def test_a_worker_that_slept_for_days_does_not_give_up_at_the_second_try(server: MailServer):
    letter_to("ines")
    server.replies = {"RCPT": "451 4.7.1 Later"}
    send_due(now=NOON)
    send_due(now=NOON + 9 * DAY)
    assert states() == ["waits"]


@pytest.mark.any_database(
    why="it is about the hours between two tries",
    seen=[
        "commonplace/letters/tests/test_delivery.py::test_what_fails_for_five_days_is_given_up",
        "commonplace/mail/tests/test_bad_days.py",
    ],
)
def test_a_server_that_is_away_for_four_days_costs_no_letter_and_is_asked_seldom(server: MailServer):
    server.replies = {"HELLO": HANG_UP}
    letter_to(*(f"p{n}" for n in range(150)))
    after = go_on(since=NOON, until=NOON + 4 * DAY, step=5 * MINUTE)
    assert set(states()) == {"waits"}
    # Every third or fourth round, and a few more at the beginning.
    assert 4 * 72 <= server.callers <= 4 * 96 + 5
    server.replies = {}
    go_on(since=after, until=after + 75 * MINUTE, step=5 * MINUTE)
    assert (set(states()), len(server.letters)) == ({"sent"}, 150)
    assert Outage.objects.count() == 0


def test_a_new_letter_does_not_wake_a_server_that_rests(server: MailServer):
    server.replies = {"HELLO": "421 Full"}
    letter_to("ines")
    send_due(now=NOON)
    letter_to("hal")
    assert send_due(now=NOON + MINUTE / 2) == (0, 0, 0)
    assert server.callers == 1


def test_mended_settings_are_tried_at_once(server: MailServer, settings):
    server.replies = {"MAIL": "550 5.7.1 No"}
    letter_to("ines", "hal")
    send_due(now=NOON)
    server.replies = {}
    settings.DEFAULT_FROM_EMAIL = "other@commons.example"
    assert send_due(now=NOON + timedelta(seconds=1)).sent == 1
    assert "password" not in repr(Outage.objects.values().first())


def test_one_process_at_a_time_asks_a_server_that_was_away(server: MailServer):
    outages.rest("gone", now=NOON)
    later = NOON + 2 * MINUTE
    seen, same = outages.current(), outages.current()
    assert outages.take_turn(seen, now=later, lease=LEASE)
    assert not outages.take_turn(same, now=later, lease=LEASE)
    assert not outages.take_turn(outages.current(), now=later, lease=LEASE)
    assert outages.take_turn(outages.current(), now=later + LEASE, lease=LEASE)


def test_a_letter_on_which_the_server_hangs_up_does_not_hold_up_the_others(server: MailServer):
    letter_to("poison")
    server.replies = {"RCPT poison@example.org": HANG_UP}
    for hour in range(24):
        letter_to(f"p{hour}", at=NOON + hour * HOUR)
    go_on(since=NOON, until=NOON + DAY + HOUR, step=5 * MINUTE)
    assert states() == ["waits"] + ["sent"] * 24
    assert server.recipients.count("poison@example.org") < 40


def test_a_killed_worker_s_letter_comes_twice_as_one(server: MailServer, monkeypatch):
    [letter] = letter_to("ines")

    def killed(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_arrived", killed)
        with pytest.raises(SystemExit):
            send_due(now=NOON)
    assert send_due(now=NOON + LEASE - MINUTE).sent == 0
    assert send_due(now=NOON + LEASE + MINUTE).sent == 1
    first, second = server.letters
    assert (first["Message-ID"], first["Date"]) == (second["Message-ID"], second["Date"])
    assert first["Message-ID"] == letter.message_id
    assert first["Message-ID"].endswith("@commons.example>")
    assert first["Date"] == "Mon, 02 Mar 2026 12:00:00 +0000"


def test_a_letter_cut_off_after_its_words_comes_twice_as_one(server: MailServer):
    letter_to("ines", "hal")
    server.replies = {".": HANG_UP}
    send_due(now=NOON)
    server.replies = {}
    go_on(since=NOON, until=NOON + 10 * MINUTE)
    assert states() == ["sent", "sent"]
    assert [one["To"] for one in server.letters].count("ines@example.org") == 2
    assert len({one["Message-ID"] for one in server.letters}) == 2


def test_a_date_is_when_a_letter_was_due(server: MailServer):
    letter_to("ines", due_at=NOON + DAY)
    send_due(now=NOON + DAY)
    assert server.letters[0]["Date"] == "Tue, 03 Mar 2026 12:00:00 +0000"


@pytest.mark.parametrize("address", ["https://[2001:db8::1]:8000", "https://żółw.example", "nonsense"])
def test_any_house_has_message_ids(address: str, settings):
    settings.BASE_URL = address
    [letter] = letter_to("ines")
    assert letter.message_id.isascii()
    assert letter.message_id.rpartition("@")[2] in ("localhost>", "xn--w-uga1v8h.example>")


def test_a_code_that_has_run_out_is_not_sent_and_its_words_go(server: MailServer):
    server.replies = {"HELLO": HANG_UP}
    letter_to("ines", useful_until=NOON + 15 * MINUTE)
    after = go_on(since=NOON, until=NOON + 30 * MINUTE)
    server.replies = {}
    go_on(since=after, until=after + HOUR)
    letter = Letter.objects.get()
    assert (letter.sent_at, letter.fault, letter.text, server.letters) == (None, Letter.OUT_OF_DATE, "", [])
    assert send_again(now=after) == send_again(ids=[letter.pk], now=after) == []


def test_what_is_soon_of_no_use_goes_first_and_what_failed_last(server: MailServer):
    letter_to("failed", "old", "new")
    Letter.objects.filter(to="failed@example.org").update(failing_since=NOON)
    letter_to("code", at=NOON + MINUTE, useful_until=NOON + HOUR)
    send_due(now=NOON + MINUTE)
    assert server.recipients == [f"{name}@example.org" for name in ("code", "old", "new", "failed")]


def test_again_tries_at_once_what_was_given_up_and_what_waits(server: MailServer):
    now = timezone.now()
    gone, late, settled = letter_to("gone", "late", "settled", at=now)
    server.replies = {"RCPT gone@example.org": NOBODY, "RCPT late@example.org": "450 Later", "RCPT": "450 Later"}
    send_due(now=now)
    assert give_up(ids=[settled.pk], now=now) == [settled.pk]
    outages.rest("away", now=now)
    server.replies = {}
    assert send_again(now=now) == [gone.pk, late.pk]
    assert send_due(now=now).sent == 2
    assert send_again(ids=[settled.pk], now=now) == [settled.pk]
    assert send_due(now=now).sent == 1
    assert send_again(ids=[gone.pk, 99_999], now=now) == []
    assert give_up(ids=[gone.pk], now=now) == []


def test_a_letter_that_is_on_its_way_is_neither_given_up_nor_sent_again(server: MailServer):
    [letter] = letter_to("ines")
    delivery._claim(letter.pk, NOON)
    assert (give_up(ids=[letter.pk], now=NOON), send_again(now=NOON)) == ([], [])
