"""Whatever letter can be stopped is stopped by a page with one press, and by a mail as well (RFC 2369, 8058)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings as house
from django.test import Client
from django.utils import timezone

from commonplace.attention.actions.choosing import choose_cadence
from commonplace.attention.cadences import cadences_of
from commonplace.attention.models import Cadence, NoLetters
from commonplace.communities.models import Community, Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation
from commonplace.cultivation.models import WeekByMail
from commonplace.digests.actions.laying import make_issue
from commonplace.digests.hours import last_moment
from commonplace.digests.models import Period
from commonplace.letters.models import Letter
from commonplace.mail.actions.acting import Outcome
from commonplace.mail.addresses import UnsubscribeMail, behind
from commonplace.mail.tests.post import letter, send
from commonplace.people.farewells import FAREWELLS
from commonplace.people.models import Person
from commonplace.people.queries import address_for_letters
from commonplace.record.actions import yearly
from commonplace.record.models import YearlyLetter
from commonplace.runs.models import NotAsked
from commonplace.store.due import do_due
from commonplace.words.actions.writing import begin
from commonplace.words.models import LettersOfWords, WordsWish
from tests.asked import ask, run_to_its_end, week_by_mail

pytestmark = pytest.mark.usefixtures("of_this_house")


@pytest.fixture
def asked(hal: Person, table: Space) -> Conversation:
    """Hal asks in the open space."""
    return open_conversation(by=hal, space=table, kind="experience", title="Where does it sing?", text="At two.")


@pytest.fixture
def of_this_house(settings) -> None:
    settings.MAIL_DOMAIN, settings.MAIL_IN = "commons.example", True


@pytest.fixture
def written(stick: Community, asked: Conversation, hal: Person, leila: Person) -> dict[str, Letter]:
    """One letter of each kind that can be stopped, to Leila."""
    theirs = reply(by=leila, conversation=asked, text="Where?")
    reply(by=hal, conversation=asked, text="There.", reply_to=theirs)
    begin(by=hal, to=[leila.pk], text="Between us.")
    do_due(now=timezone.now())
    choose_cadence(person=leila, community=stick, cadence=Cadence.AT_ONCE)
    reply(by=hal, conversation=asked, text="And there.")
    do_due(now=timezone.now())
    # Whoever would rather hear of it once a week calls back what waits.
    posts = list(Letter.objects.filter(to=address_for_letters(leila), kind="post"))
    choose_cadence(person=leila, community=stick, cadence=Cadence.WEEKLY)
    # What was written today is told tomorrow, at whatever hour of the day this runs.
    tomorrow = timezone.now().date() + timedelta(days=1)
    issue = make_issue(community=stick, period=Period.WEEKLY, on=tomorrow, now=timezone.now())
    for _ in range(2):
        do_due(now=last_moment(issue.on) - timedelta(minutes=1))
    ask(run_to_its_end(hal, leila, asked.space, words="I listen at two."))
    week_by_mail(stick, leila, Person.objects.get(pk=stick.founded_by_id))
    open_conversation(by=leila, space=asked.space, kind="question", title="Which valve?", text="The left one?")
    YearlyLetter.objects.create(person=leila, next_on=timezone.localdate())
    yearly.write_letters(now=timezone.now())
    found = Letter.objects.filter(to=address_for_letters(leila)).order_by("pk")
    return {one.kind: one for one in [*posts, *found] if "List-Unsubscribe" in one.headers}


def ways(one: Letter) -> tuple[str, str]:
    """The page and the mail address that its headers name."""
    page, mail = one.headers["List-Unsubscribe"].split(", ")
    return page.strip("<>"), mail.strip("<>").removeprefix("mailto:").removesuffix("?subject=stop")


def test_each_names_a_page_and_an_address_and_both_are_answered(written, leila: Person):
    assert set(written) == {"notice", "word", "post", "digest", "what_came", "wishes", "week", "yearly"}
    said = set()
    for one in written.values():
        page, mail = ways(one)
        assert one.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert Client().get(page.removeprefix(house.BASE_URL)).status_code == 200
        meant = behind(mail)
        assert isinstance(meant, UnsubscribeMail)
        assert meant.person_id == leila.pk
        said.add(meant.code)
    assert said == set(FAREWELLS.codes)


def test_a_mail_stops_that_kind_and_no_other(written, stick: Community, leila: Person):
    def stopped() -> set[str]:
        is_quiet = cadences_of(leila.pk, [stick.pk])[stick.pk].cadence == Cadence.NEEDS_ME
        no_words = WordsWish.objects.filter(person=leila, letters=LettersOfWords.NONE).exists()
        no_notices = NoLetters.objects.filter(person=leila).exists()
        unasked = NotAsked.objects.filter(person=leila).exists()
        known = {"leave": is_quiet, "leave-words": no_words, "leave-notices": no_notices, "leave-asking": unasked}
        known["leave-week"] = not WeekByMail.objects.filter(person=leila).exists()
        return {code for code, is_so in known.items() if is_so}

    expected: set[str] = set()
    for kind in ("word", "notice", "digest", "wishes", "week"):
        to = ways(written[kind])[1]
        (arrival,) = send(letter("whatever@elsewhere.example", to, subject="unsubscribe"), to, mail_from="")
        assert arrival.outcome == Outcome.LEFT
        expected.add(to.partition("+")[0])
        assert stopped() == expected
