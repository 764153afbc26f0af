"""The pages of proposals: who opens them, what they say, and what is refused beside its field."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from commonplace.agreements.actions import answering, proposing
from commonplace.agreements.actions.closing import close_what_is_over
from commonplace.agreements.models import Proposal, Says
from commonplace.communities.charter.ways import By, current_way
from commonplace.communities.membership.actions.leaving import leave


@pytest.fixture
def open_now(put, now):
    """A proposal of Hal's that can be answered by the clock of the pages."""
    return put()


def until(days):
    return (timezone.now() + timedelta(days=days)).date().isoformat()


def test_a_member_proposes_and_sees_word_by_word_what_would_change(client, chosen, hal):
    chosen()
    client.force_login(hal)
    page = reverse("proposal_new", args=["stick", "domain"])
    assert "Water we lose." in client.get(page).content.decode()
    said = {"words": "Water we lose at night.", "title": "Night", "why": "We listen then.", "until": until(9)}
    answer = client.post(page, said, follow=True)
    shown = answer.content.decode()
    assert '<span class="vh">words that come: </span> at night</ins' in shown
    assert "Night" in client.get(reverse("proposals", args=["stick"])).content.decode()
    assert "Night" in client.get(reverse("about", args=["stick"])).content.decode()


def test_what_is_refused_stands_beside_its_field_with_what_was_typed(client, chosen, hal):
    chosen()
    client.force_login(hal)
    page = reverse("proposal_new", args=["stick", "domain"])
    said = {"words": "Other.", "title": "Night", "why": "", "until": until(2)}
    answer = client.post(page, said)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "The charter asks for 7 days at least." in shown
    assert "Other." in shown
    assert not Proposal.objects.exists()


def test_another_proposal_for_the_same_words_is_said_before_and_after(client, open_now, put, tomasz):
    client.force_login(tomasz)
    page = client.get(reverse("proposal_new", args=["stick", "domain"])).content.decode()
    assert "These words are talked about already." in page
    second = put(by=tomasz, words="Heat.")
    assert "Another proposal is about the same words." in client.get(second.url("stick")).content.decode()


def test_a_member_answers_says_something_and_changes_their_mind(client, open_now, rosa):
    client.force_login(rosa)
    page = open_now.url("stick")
    answer = client.post(f"{page}answer", {"says": "no", "words": "", "on": "1"})
    assert answer.status_code == 422
    assert "Say what stands in the way" in answer.content.decode()
    client.post(f"{page}answer", {"says": "no", "words": "Days count too.", "on": "1"})
    assert "Days count too." in client.get(page).content.decode()
    client.post(f"{page}answer", {"says": "yes", "words": "", "on": "1"})
    client.post(f"{page}remark", {"words": "Good that somebody asks."})
    shown = client.get(page).content.decode()
    assert "Days count too." not in shown
    assert "Good that somebody asks." in shown
    assert client.post(f"{page}answer", {"says": "maybe", "on": "x"}).status_code == 422


def test_whoever_carries_it_rewords_replies_and_withdraws(client, open_now, hal, rosa, now):
    objection = answering.answer(by=rosa, proposal=open_now, says=Says.NO, words="Days count too.", on=1, at=now)
    client.force_login(hal)
    page = open_now.url("stick")
    client.post(f"{page}objections/{objection.pk}", {"words": "It says water, not hours."})
    assert "It says water, not hours." in client.get(page).content.decode()
    assert client.get(f"{page}objections/{2**70}").status_code == 404
    form = client.get(f"{page}reword").context["form"]
    said = {"words": "Water we lose, day and night.", "summary": "For Rosa", "on": form["on"].value()}
    answer = client.post(f"{page}reword", {**said, "on_revision": 0})
    assert (answer.status_code, "The words changed meanwhile." in answer.content.decode()) == (422, True)
    client.post(f"{page}reword", {**said, "on_revision": form["on_revision"].value()})
    shown = client.get(page).content.decode()
    assert "For Rosa" in shown
    assert "Days count too." in shown
    client.post(f"{page}withdraw")
    assert "It was withdrawn on" in client.get(page).content.decode()
    assert "withdrawn" in client.get(reverse("proposals_decided", args=["stick"])).content.decode()


def test_others_do_not_do_what_its_carrier_does(client, open_now, rosa, stranger):
    client.force_login(rosa)
    page = open_now.url("stick")
    assert [client.post(f"{page}{deed}").status_code for deed in ("withdraw", "reword", "objections/1")] == [403] * 3
    client.force_login(stranger)
    assert [client.get(f"{page}{deed}").status_code for deed in ("", "reword")] == [404, 404]
    assert client.post(f"{page}answer", {"says": "yes"}).status_code == 404


def test_whoever_takes_on_what_was_left_carries_it(client, open_now, stick, hal, rosa, now):
    leave(person=hal, community=stick, at=now)
    client.force_login(rosa)
    page = open_now.url("stick")
    assert "Carry it on" in client.get(page).content.decode()
    client.post(f"{page}carry")
    assert "Withdraw it" in client.get(page).content.decode()


def test_what_was_decided_stands_beside_the_revision_with_what_some_see_otherwise(
    client, chosen, hal, rosa, tomasz, now
):
    stick = chosen(By.VOTE)
    terms = proposing.Terms("domain", "It is the night", "The night.", "Why not", now + timedelta(days=8))
    proposal = proposing.propose(by=hal, community=stick, terms=terms, at=now)
    for person, says, words in ((hal, Says.YES, ""), (rosa, Says.YES, ""), (tomasz, Says.NO, "I count ice.")):
        answering.answer(by=person, proposal=proposal, says=says, words=words, on=1, at=now)
    close_what_is_over(now=now + timedelta(days=9))
    client.force_login(rosa)
    revision = client.get(reverse("charter_revision", args=["stick", 3])).content.decode()
    for page in (revision, client.get(proposal.url("stick")).content.decode()):
        assert "I count ice." in page
        assert "Yes: 2. No: 1. Aside: 0. Members then: 4." in page
    client.logout()
    assert "I count ice." not in client.get(reverse("charter_revision", args=["stick", 3])).content.decode()


def test_a_steward_lets_members_decide_and_cannot_go_back_alone(client, stick, ines, hal):
    stick.modules = [*stick.modules, "agreements"]
    stick.save(update_fields=["modules"])
    client.force_login(hal)
    assert client.get(reverse("charter_way", args=["stick"])).status_code == 404
    assert client.get(reverse("proposal_new", args=["stick", "domain"])).status_code == 302
    client.force_login(ines)
    page = reverse("charter_way", args=["stick"])
    assert client.post(page, {"decided_by": "vote", "quorum": "0", "days": "900"}).status_code == 422
    client.post(page, {"decided_by": "vote", "quorum": "3", "days": "10"})
    assert current_way(stick).by == By.VOTE
    assert client.get(page).status_code == 302
    section = client.get(reverse("charter_section", args=["stick", "domain"]), follow=True).content.decode()
    assert "Members change the charter here" in section
    assert "Give a section other words" not in section


def test_a_guest_reads_along(client, open_now, stick, someone, come_in):
    guest = come_in(someone("Guest Nine"), 3, standing="guest")
    client.force_login(guest)
    page = open_now.url("stick")
    assert client.get(page).status_code == 200
    assert client.post(f"{page}answer", {"says": "yes", "on": "1"}).status_code == 403
    assert client.post(f"{page}remark", {"words": "Hm."}).status_code == 403


def test_it_is_as_quick_as_a_page(client, open_now, rosa, django_assert_max_num_queries):
    client.force_login(rosa)
    with django_assert_max_num_queries(12):
        client.get(open_now.url("stick"))
    with django_assert_max_num_queries(12):
        client.get(reverse("proposals", args=["stick"]))
