"""A question that was kept goes on in a conversation: one press, one conversation, both lead to each other."""

import pytest

from commonplace.communities.membership.actions.leaving import leave
from commonplace.conversations.models import Conversation
from commonplace.protocols.protocol import Capture
from commonplace.runs.actions import carrying, noting, stepping
from commonplace.runs.models import Carried
from commonplace.runs.tests.test_pages import as_, at

pytestmark = pytest.mark.django_db
ASKED = "Who has a *rule* for when to stop [digging](http://x.example)?"


def asked(run, person, words: str = ASKED):
    return noting.note(run=run, phase=0, kind=Capture.QUESTION, words=words, person=person)


def test_one_press_makes_a_conversation_and_each_leads_to_the_other(run, hal, tomasz) -> None:
    line = asked(run, tomasz)
    stepping.step(run=run, act=stepping.Act.FINISH, number=2, by=hal)
    assert "Go on with it in a conversation" in as_(hal).get(at(run)).text
    for person in (hal, hal, tomasz):
        as_(person).post(at(run, "carrying"), {"line": line.pk})
    talk = Conversation.objects.get()
    assert (talk.kind, talk.title, talk.space, talk.author) == ("question", ASKED, run.gathering.space, hal)
    page = f"/c/stick/conversations/{talk.pk}/"
    kept = as_(tomasz).get(at(run)).text
    assert f'href="{page}"' in kept
    assert "Go on with it in a conversation" not in kept
    shown = as_(tomasz).get(page).text
    assert f"{at(run)}#line-{line.pk}" in shown
    assert "Asked at a gathering:" in shown
    assert "<em>rule</em>" not in shown
    assert "x.example&quot;" not in talk.posts.get().html


def test_a_long_question_has_a_title_that_ends_at_a_word(run, hal) -> None:
    carrying.carry_on(captured=asked(run, hal, "valve " * 60 + "\n\nand more"), by=hal)
    talk = Conversation.objects.get()
    assert talk.title == ("valve " * 23).strip() + "…"
    assert "and more" in talk.posts.get().source


def test_what_is_no_question_or_was_taken_back_goes_nowhere(run, hal) -> None:
    note = noting.note(run=run, phase=0, kind=Capture.NOTE, words="Hm.", person=hal)
    line = asked(run, hal)
    noting.take_back(captured=line)
    for one in (note, line):
        answered = as_(hal).post(at(run, "carrying"), {"line": one.pk}, follow=True)
        assert "It was taken back meanwhile." in answered.text
        with pytest.raises(carrying.NoQuestion):
            carrying.carry_on(captured=one, by=hal)
    assert not Conversation.objects.exists()


def test_a_stranger_and_who_left_carry_nothing(run, tomasz, stranger) -> None:
    line = asked(run, tomasz)
    leave(person=tomasz, community=run.gathering.community)
    for person in (tomasz, stranger):
        assert as_(person).post(at(run, "carrying"), {"line": line.pk}).status_code == 404


def test_under_chatham_house_only_whoever_asked_it_asks_again_in_their_own_name(close_run, hal, tomasz) -> None:
    line = asked(close_run, tomasz)
    stepping.step(run=close_run, act=stepping.Act.FINISH, number=2, by=hal)
    shown = as_(hal).get(at(close_run)).text
    assert "Go on with it in a conversation" not in shown
    assert "It was mine: ask it outside, in my name" in shown
    refused = as_(hal).post(at(close_run, "carrying"), {"line": line.pk}, follow=True).text
    assert "What was said here goes no further." in refused
    as_(tomasz).post(at(close_run, "asking-again"), {"line": line.pk})
    assert Conversation.objects.get().author == tomasz
    assert Carried.objects.get().captured == line


def test_of_what_is_sealed_the_conversation_tells_nothing(run, hal, tomasz) -> None:
    line = asked(run, tomasz)
    run.gathering.confidence = "sealed"
    run.gathering.save(update_fields=["confidence"])
    talk = carrying.carry_on(captured=line, by=tomasz, is_own=True)
    assert "Asked at a gathering:" not in as_(hal).get(f"/c/stick/conversations/{talk.pk}/").text
