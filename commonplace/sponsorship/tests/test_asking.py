"""From a request to an answer to what changed, and who may do which."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commonplace.communities.inbox import needs_from, waiting_for
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Membership
from commonplace.letters.last_looks import may_go
from commonplace.letters.models import Letter
from commonplace.sponsorship.actions import asking
from commonplace.sponsorship.models import Request, Says
from commonplace.sponsorship.queries.requests import told
from commonplace.sponsorship.who import NotASponsor, NotASteward, sponsors_of


def titles(person, community, now):
    standings = list(Membership.objects.filter(person=person).select_related("community"))
    by_community = {one.community_id: one for one in standings}
    return [one.title for one in needs_from(waiting_for(person, standings, now=now), by_community, person)]


def of(request, viewpoint):
    row = Request.objects.with_turns().get(pk=request.pk)
    return told(row, viewpoint, today=timezone.localdate())


def test_a_request_goes_from_waiting_to_an_answer_to_what_changed(asks, stick, ines, mireille, now):
    request = asks()
    assert list(Request.objects.waiting()) == [request]
    asking.answer(by=mireille, request=request, says="part", words="For one depot.", on=0, at=now)
    assert (list(Request.objects.waiting()), list(Request.objects.untold())) == ([], [request])
    asking.tell_change(by=ines, request=request, words="Some come on paid time now.", on=1, at=now)
    assert list(Request.objects.untold()) == []
    assert [(one.number, one.says) for one in request.turns.order_by("number")] == [(1, "part"), (2, "changed")]


def test_a_later_answer_follows_and_overwrites_nothing(asks, mireille, now):
    request = asks()
    asking.answer(by=mireille, request=request, says=Says.LATER, words="In spring.", on=0, at=now)
    asking.answer(by=mireille, request=request, says=Says.YES, words="Now.", on=1, at=now)
    assert [one.words for one in request.turns.order_by("number")] == ["In spring.", "Now."]


def test_two_sponsors_who_answer_at_once_both_read_the_other(asks, mireille, sponsoring, now):
    henrik, request = sponsoring("Henrik Dahl"), asks()
    first = asking.answer(by=mireille, request=request, says="no", words="We cannot.", on=0, at=now)
    with pytest.raises(asking.SaidMeanwhile) as refused:
        asking.answer(by=henrik, request=request, says="yes", words="We can.", on=0, at=now)
    assert refused.value.turn == first
    asking.answer(by=henrik, request=request, says="yes", words="We can.", on=1, at=now)
    assert [one.says for one in request.turns.order_by("number")] == ["no", "yes"]


def test_an_answer_that_is_sent_twice_is_one(asks, mireille, now):
    request = asks()
    for _press in range(2):
        asking.answer(by=mireille, request=request, says="yes", words="Yes.", on=0, at=now)
    assert request.turns.count() == 1


def test_a_sponsor_answers_and_asks_nothing(asks, mireille, hal, stick):
    with pytest.raises(NotASteward):
        asking.ask(by=mireille, community=stick, asked=asking.Asked("Report weekly", "I want it."))
    request = asks()
    with pytest.raises(NotASteward):
        asking.tell_change(by=mireille, request=request, words="Much.", on=0)
    with pytest.raises(NotASponsor):
        asking.answer(by=hal, request=request, says="yes", words="Yes.", on=0)
    with pytest.raises(ValueError, match="changed"):
        asking.answer(by=mireille, request=request, says="changed", words="Yes.", on=0)


def test_nothing_changed_by_an_answer_that_nobody_gave(asks, ines):
    with pytest.raises(asking.NotAnswered):
        asking.tell_change(by=ines, request=asks(), words="Much.", on=0)


def test_what_is_withdrawn_is_asked_no_more_until_it_is_again(asks, ines, mireille):
    request = asks()
    asking.withdraw(by=ines, request=request, why="It is solved.")
    with pytest.raises(asking.IsWithdrawn):
        asking.answer(by=mireille, request=request, says="yes", words="Yes.", on=0)
    with pytest.raises(asking.IsWithdrawn):
        asking.withdraw(by=ines, request=request)
    asking.ask_again(by=ines, request=request)
    asking.answer(by=mireille, request=request, says="yes", words="Yes.", on=0)


def test_pressed_twice_it_is_asked_once(stick, ines):
    asked = asking.Asked("A hydrophone", "We have nothing to listen with.")
    made = [asking.ask(by=ines, community=stick, asked=asked, idempotency_key="k") for _press in range(2)]
    assert made[0] == made[1]


def test_a_dozen_wait_and_no_more(asks):
    for number in range(asking.MOST_OPEN):
        asks(f"Thing {number}")
    with pytest.raises(asking.TooMany):
        asks("One more")


def test_each_sponsor_gets_a_letter_that_names_nobody_of_the_community(asks, ines, mireille):
    request = asks(by_when=timezone.localdate() + timedelta(days=9))
    (letter,) = Letter.objects.filter(kind="sponsor_asked")
    assert letter.to == "mireille@example.org"
    assert "Some attend in their lunch break." in letter.text
    assert f"/c/stick/sponsor/asked/{request.pk}/" in letter.text
    assert "Inês" not in letter.text + letter.html
    assert may_go(letter)
    asking.withdraw(by=ines, request=request)
    assert not may_go(letter)


def test_words_with_an_address_stay_out_of_the_letter(asks, mireille):
    asks(why="See example.com/sell for it.")
    assert "example.com/sell" not in Letter.objects.get(kind="sponsor_asked").text


def test_a_sponsor_who_leaves_leaves_the_requests_to_the_next(asks, stick, mireille, sponsoring, now):
    request = asks()
    leave(person=mireille, community=stick, at=now)
    assert list(sponsors_of(stick)) == []
    with pytest.raises(NotASponsor):
        asking.answer(by=mireille, request=request, says="yes", words="Yes.", on=0)
    henrik = sponsoring("Henrik Dahl")
    assert list(Request.objects.waiting()) == [request]
    asking.answer(by=henrik, request=request, says="yes", words="Yes.", on=0)


def test_who_left_is_named_no_more_beside_what_they_answered(asks, stick, mireille, now):
    request = asks()
    asking.answer(by=mireille, request=request, says="yes", words="Yes.", on=0)
    mireille.delete()
    assert [(one.words, one.by) for one in request.turns.all()] == [("Yes.", None)]


def test_it_waits_for_sponsors_and_once_answered_for_stewards(asks, stick, ines, hal, mireille, now):
    request = asks()
    asked, answered = "The community asks something of you as its sponsor.", "A sponsor answered what you asked."
    assert asked in titles(mireille, stick, now)
    assert asked not in titles(ines, stick, now) + titles(hal, stick, now)
    asking.answer(by=mireille, request=request, says="yes", words="Yes.", on=0, at=now)
    assert asked not in titles(mireille, stick, now)
    assert answered in titles(ines, stick, now)
    asking.tell_change(by=ines, request=request, words="Much.", on=1, at=now)
    assert answered not in titles(ines, stick, now)


def test_stewards_hear_that_a_day_is_over(asks, stick, ines, now):
    late = "A request to your sponsor waits beyond its day."
    request = asks(by_when=timezone.localdate() + timedelta(days=3))
    assert late not in titles(ines, stick, now)
    Request.objects.filter(pk=request.pk).update(by_when=timezone.localdate() - timedelta(days=3))
    assert late in titles(ines, stick, now)


def test_strangers_and_others_see_no_request(asks, stranger, hal):
    request = asks()
    assert list(Request.objects.visible_to(stranger)) == list(Request.objects.visible_to(None)) == []
    assert list(Request.objects.visible_to(hal)) == [request]
