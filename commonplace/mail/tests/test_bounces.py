"""What comes back: read as servers write it, believed about its own letter alone, and of consequence."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.conversations.models import Post
from commonplace.letters.actions import post
from commonplace.letters.envelope import bounce_address
from commonplace.letters.models import Bounce, Letter, Pause
from commonplace.letters.pauses import paused
from commonplace.mail.actions.acting import act_on_due
from commonplace.mail.actions.receiving import receive
from commonplace.mail.bounces import What, is_own, read, take, take_anywhere
from commonplace.mail.models import Arrival
from commonplace.mail.queries import is_address_here
from commonplace.mail.tests.letters import letter_to, send
from commonplace.mail.tests.reports import AWAY, COMPLAINT, QMAIL, dsn
from commonplace.people.models import Person

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def of_this_house(settings):
    settings.BASE_URL, settings.MAIL_DOMAIN, settings.MAIL_IN = "https://commons.example", "mail.commons.example", True


@pytest.fixture
def letter(answered: Post, hal: Person) -> Letter:
    return letter_to(answered, hal)


@pytest.mark.parametrize(
    ("status", "said", "what"),
    [
        ("5.1.1", "550 5.1.1 <hal@example.org>: Recipient address rejected: User unknown", What.HARD),
        ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound", What.HARD),
        ("5.2.1", "550 5.2.1 The account is disabled", What.HARD),
        ("5.0.0", "550 No such user here", What.HARD),
        ("5.0.0", "554 delivery error", What.SOFT),
        ("5.2.2", "552 5.2.2 Mailbox full", What.SOFT),
        ("4.2.2", "452 4.2.2 Over quota", What.SOFT),
        ("4.4.7", "", What.SOFT),
        ("", "", What.SOFT),
        ("5.7.1", "550 5.7.1 Message rejected as spam by Content Filtering", What.OURS),
        ("5.7.26", "550-5.7.26 Unauthenticated email is not accepted due to DMARC policy", What.OURS),
        ("5.0.0", "554 Your host is listed at bl.example", What.OURS),
        ("5.1.8", "550 5.1.8 Sender address rejected: Domain not found", What.OURS),
    ],
)
def test_a_status_report_says_whose_fault_it_is(status: str, said: str, what: What):
    report = read(message_from_bytes(dsn("bounce+1-aaaaaaaaaaaaaaaa@mail.commons.example", status, said)))
    assert report is not None
    assert (report.what, report.addresses) == (what, {"hal@example.org"})


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_a_letter_that_is_late_or_arrived_is_no_bounce(action: str):
    assert read(message_from_bytes(dsn("x@y", "4.4.1", "451 busy", action))) is None


def test_older_servers_are_understood_too_and_people_are_not_taken_for_them():
    gone = QMAIL.format(to="x@y", said="Sorry, no mailbox here by that name. (#5.1.1)").encode()
    report = read(message_from_bytes(gone))
    assert report is not None
    assert report.addresses == {"hal@example.org"}
    unsaid = read(message_from_bytes(QMAIL.format(to="x@y", said="It did not work.").encode()))
    assert unsaid is not None
    assert unsaid.what == What.SOFT
    assert read(message_from_bytes(AWAY.format(to="x@y").encode())) is None


@pytest.mark.parametrize(("kind", "what"), [("abuse", What.COMPLAINT), ("fraud", What.COMPLAINT), ("not-spam", None)])
def test_a_complaint_is_told_from_its_taking_back(kind: str, what: What | None):
    report = read(message_from_bytes(COMPLAINT.format(kind=kind, to="x@y").encode()))
    assert (report.what if report else None) == what


@given(
    st.lists(st.sampled_from([*dsn("x@y").split(b"\n"), b"\xff\x00", b"--b", b"--b--", b"Status: 5.9"]), max_size=60)
)
def test_nothing_that_a_server_writes_breaks_the_reading(lines: list[bytes]):
    read(message_from_bytes(b"\n".join(lines)))


@pytest.mark.django_db
class TestWhatComesOfIt:
    def test_nobody_there_pauses_at_once(self, letter: Letter):
        take(dsn(bounce_address(letter)), bounce_address(letter), NOON)
        [pause] = Pause.objects.all()
        assert (pause.address, pause.why, pause.since) == ("hal@example.org", "gone", NOON)
        assert "User unknown" in pause.words

    def test_a_full_mailbox_pauses_on_the_third_day(self, answered: Post, asked, hal: Person, tomasz: Person):
        letters = [letter_to(one, hal) for one in (answered, asked.posts.get(number=1))]
        letters.append(post(to="hal@example.org", kind="hello", subject="x", text="x"))
        seen = []
        for day, letter in enumerate(letters):
            take(dsn(bounce_address(letter), "5.2.2", "552 Full"), bounce_address(letter), NOON + day * DAY)
            seen.append(paused(["hal@example.org"]))
        assert seen == [set(), set(), {"hal@example.org"}]

    def test_a_refusal_of_ours_silences_nobody(self, letter: Letter, caplog):
        for day in range(5):
            take(dsn(bounce_address(letter), "5.7.1", "550 5.7.1 Spam"), bounce_address(letter), NOON + day * DAY)
        assert (Pause.objects.count(), Bounce.objects.count()) == (0, 0)
        assert "came back for a reason of ours" in caplog.text

    def test_a_report_that_somebody_made_up_silences_nobody(self, letter: Letter, rosa: Person):
        name, _at, host = bounce_address(letter).partition("@")
        for address in (
            f"{name[:-1]}a@{host}",
            f"bounce+{letter.pk}-{'a' * 16}@{host}",
            "stick.table@mail.commons.example",
        ):
            take(dsn(address), address, NOON)
            take_anywhere(dsn(address), NOON)
        assert Pause.objects.count() == 0

    def test_a_report_is_believed_about_its_own_letter_whomever_it_names(
        self, answered: Post, hal: Person, rosa: Person
    ):
        _to_hal, to_rosa = send(answered, hal, rosa)
        # Rosa's mail goes on to somewhere that is gone; her address is the one that we know.
        take(dsn(bounce_address(to_rosa)), bounce_address(to_rosa), NOON)
        assert set(Pause.objects.values_list("address", flat=True)) == {"rosa@example.org"}

    def test_a_complaint_pauses_wherever_it_comes_in(self, letter: Letter):
        take_anywhere(COMPLAINT.format(kind="abuse", to=bounce_address(letter)).encode(), NOON)
        assert Pause.objects.get().why == "complaint"

    def test_a_report_that_names_letters_of_several_is_not_believed(self, answered: Post, hal: Person, rosa: Person):
        one, other = send(answered, hal, rosa)
        raw = COMPLAINT.format(kind="abuse", to=bounce_address(one)) + f"\nsee <{bounce_address(other)}>"
        take_anywhere(raw.encode(), NOON)
        assert Pause.objects.count() == 0

    def test_the_post_that_comes_in_brings_reports_here(self, letter: Letter, now: datetime):
        address = bounce_address(letter)
        assert is_address_here(address)
        assert not is_own("bounce+1-aaaaaaaaaaaaaaaa@elsewhere.example")
        for _twice in range(2):
            receive(raw=dsn(address), recipients=[address], mail_from="", at=now)
            act_on_due(now=now)
        assert (Arrival.objects.count(), Arrival.objects.filter(settled_at=None).count()) == (1, 0)
        assert Pause.objects.get().address == "hal@example.org"

    def test_a_complaint_to_a_space_s_address_is_heard_too(self, letter: Letter, now: datetime):
        raw = COMPLAINT.format(kind="abuse", to=bounce_address(letter)).encode()
        receive(raw=raw, recipients=["stick.table@mail.commons.example"], mail_from="feedback@isp.example", at=now)
        act_on_due(now=now)
        assert Pause.objects.get().why == "complaint"
