"""Thanks, offers and what matters, and three lines in brief."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commonplace.communities.digests import Reader
from commonplace.sponsorship import digests
from commonplace.sponsorship.actions import saying
from commonplace.sponsorship.models import Brief, Saying
from commonplace.sponsorship.who import NotASponsor, NotASteward


def test_a_sponsor_thanks_and_nobody_else_does(stick, mireille, hal, ines):
    made = saying.say(by=mireille, community=stick, kind="thanks", words="You saved us a winter.")
    assert list(Saying.objects.thanks().visible_to(hal)) == [made]
    for person in (hal, ines):
        with pytest.raises(NotASponsor):
            saying.say(by=person, community=stick, kind="thanks", words="We are good.")


def test_a_sponsor_takes_back_their_own(stick, mireille, sponsoring):
    henrik = sponsoring("Henrik Dahl")
    made = saying.say(by=mireille, community=stick, kind="thanks", words="Thank you.")
    with pytest.raises(saying.IsAnswered):
        saying.take_back(by=henrik, saying=made)
    saying.take_back(by=mireille, saying=made)
    assert not Saying.objects.exists()


def test_an_offer_is_taken_up_once_and_stays(stick, mireille, ines, hal):
    offer = saying.say(by=mireille, community=stick, kind="offer", what="room", words="Our hall in May.")
    with pytest.raises(NotASteward):
        saying.answer_offer(by=hal, offer=offer, taken=True, reply="Yes.")
    saying.answer_offer(by=ines, offer=offer, taken=False, reply="Thank you; we meet from afar in May.")
    with pytest.raises(saying.IsAnswered):
        saying.answer_offer(by=ines, offer=offer, taken=True, reply="Yes.")
    with pytest.raises(saying.IsAnswered):
        saying.take_back(by=mireille, saying=offer)
    offer.refresh_from_db()
    assert (offer.taken, offer.reply) == (False, "Thank you; we meet from afar in May.")


def test_a_dozen_a_day(stick, mireille):
    for number in range(saying.MOST_A_DAY):
        saying.say(by=mireille, community=stick, kind="matters", words=f"Thing {number}.")
    with pytest.raises(saying.TooMany):
        saying.say(by=mireille, community=stick, kind="thanks", words="Thank you.")


def test_pressed_twice_it_is_said_once(stick, mireille):
    made = [
        saying.say(by=mireille, community=stick, kind="thanks", words="Thank you.", idempotency_key="k")
        for _press in range(2)
    ]
    assert made[0] == made[1]


def test_the_last_brief_stands_and_those_before_are_kept(stick, ines, mireille):
    first = [{"lead": "47 times", "words": "something was used", "how": "counted"}]
    saying.write_brief(by=ines, community=stick, lines=first)
    saying.write_brief(by=ines, community=stick, lines=first)
    saying.write_brief(by=ines, community=stick, lines=[{**first[0], "lead": "48 times"}])
    assert [one.lines[0]["lead"] for one in Brief.objects.order_by("pk")] == ["47 times", "48 times"]
    with pytest.raises(NotASteward):
        saying.write_brief(by=mireille, community=stick, lines=first)


def test_thanks_stand_in_the_letter_of_the_community(stick, mireille):
    made = saying.say(by=mireille, community=stick, kind="thanks", words="You saved us a winter.")
    thanks, _answers = digests.SECTIONS
    now = timezone.now()
    (candidate,) = thanks.candidates(stick, now - timedelta(days=1), now)
    line = thanks.lines(Reader.everyone_inside(stick), [candidate.key], now)[made.pk]
    assert (line.title, line.by) == ("You saved us a winter.", "Mireille Okonjo")
