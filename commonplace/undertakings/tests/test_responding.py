"""A joint response: versions, comments, names that stand beneath what was read, the rule, and what came back."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Deed
from commonplace.letters.models import Letter
from commonplace.undertakings.actions import endorsing, responding
from commonplace.undertakings.actions.beginning import end, take_hand
from commonplace.undertakings.actions.reminding import remind_of_windows
from commonplace.undertakings.actions.rights import IsOver, NotTheirs
from commonplace.undertakings.models import DraftComment, Endorsement, JointResponse, MinorityView
from commonplace.undertakings.models.joint_response import SignOff
from commonplace.undertakings.queries.response import takers

pytestmark = pytest.mark.django_db


def close(undertaking) -> None:
    """The time for comments has passed."""
    JointResponse.objects.filter(pk=undertaking.pk).update(comments_until=timezone.now() - timedelta(minutes=1))


def deeds(undertaking, verb: str) -> int:
    """How many deeds of this verb stand, less those taken back."""
    found = Deed.objects.filter(what="undertaking", what_id=undertaking.pk, verb=verb)
    return found.filter(reverses=None).count() - found.exclude(reverses=None).count()


def test_versions_are_kept_and_a_stale_form_overwrites_none(voice, hal, ines) -> None:
    responding.revise(by=hal, undertaking=voice, text="Shorter.", on=1, summary="Shorter")
    with pytest.raises(responding.ChangedMeanwhile) as meanwhile:
        responding.revise(by=ines, undertaking=voice, text="Longer.", on=1)
    assert meanwhile.value.args == (2,)
    responding.revise(by=ines, undertaking=voice, text="Longer.", on=2)
    assert [one.number for one in voice.jointresponse.texts.order_by("number")] == [1, 2, 3]
    # The same words again are no version.
    assert responding.revise(by=ines, undertaking=voice, text="Longer.", on=1).number == 3


def test_only_those_who_carry_it_write_versions(voice, tomasz) -> None:
    with pytest.raises(NotTheirs):
        responding.revise(by=tomasz, undertaking=voice, text="Mine.", on=1)
    take_hand(person=tomasz, undertaking=voice)
    responding.revise(by=tomasz, undertaking=voice, text="Ours.", on=1)
    assert voice.jointresponse.texts.count() == 2


def test_nothing_is_no_text(respond, voice, hal) -> None:
    with pytest.raises(responding.NothingSaid):
        respond(text="&nbsp;")
    with pytest.raises(responding.NothingSaid):
        responding.revise(by=hal, undertaking=voice, text="> ", on=1)


def test_a_comment_is_about_a_paragraph_that_there_is(voice, tomasz, now) -> None:
    said = responding.comment(by=tomasz, undertaking=voice, words="Which iron?", paragraph=2)
    beyond = responding.comment(by=tomasz, undertaking=voice, words="All of it.", paragraph=99)
    assert (said.paragraph, beyond.paragraph) == (2, None)
    twice = [responding.comment(by=tomasz, undertaking=voice, words="Once.", idempotency_key="k").pk for _ in range(2)]
    assert twice[0] == twice[1]
    assert deeds(voice, "commented") == 3
    responding.take_comment_back(by=tomasz, undertaking=voice, said=said)
    assert deeds(voice, "commented") == 2
    assert not DraftComment.objects.filter(pk=said.pk).exists()


def test_nobody_settles_or_takes_back_what_others_said(voice, hal, ines, tomasz) -> None:
    said = responding.comment(by=tomasz, undertaking=voice, words="No.", is_in_the_way=True)
    for other in (hal, ines):
        with pytest.raises(NotTheirs):
            responding.take_comment_back(by=other, undertaking=voice, said=said)
        with pytest.raises(NotTheirs):
            responding.out_of_the_way(by=other, undertaking=voice, said=said)
    with pytest.raises(NotTheirs):
        responding.answer_comment(by=tomasz, undertaking=voice, said=said, words="I say so.")


def test_after_the_window_nothing_is_said_and_it_is_only_ever_longer(voice, hal, tomasz) -> None:
    until = JointResponse.objects.get(pk=voice.pk).comments_until
    with pytest.raises(responding.IsClosed):
        responding.keep_open(by=hal, undertaking=voice, until=until - timedelta(days=1))
    close(voice)
    with pytest.raises(responding.IsClosed):
        responding.comment(by=tomasz, undertaking=voice, words="Late.")
    responding.keep_open(by=hal, undertaking=voice, until=timezone.now() + timedelta(days=3))
    responding.comment(by=tomasz, undertaking=voice, words="In time.")


def test_a_name_stands_beneath_what_its_bearer_read(voice, hal, tomasz, leila) -> None:
    endorsing.endorse(by=tomasz, undertaking=voice, on=1, speaks_as="for the night crew")
    responding.revise(by=hal, undertaking=voice, text="Something else.", on=1, summary="All of it")
    with pytest.raises(responding.ChangedMeanwhile):
        endorsing.endorse(by=leila, undertaking=voice, on=1)
    close(voice)
    with pytest.raises(responding.NotYet) as hindered:
        responding.send(by=hal, undertaking=voice)
    assert hindered.value.args == ("names",)
    told = Letter.objects.get(kind="undertaking")
    assert (told.to, "All of it" in told.text) == ("tomasz@example.org", True)
    endorsing.endorse(by=tomasz, undertaking=voice, on=2)
    responding.send(by=hal, undertaking=voice, how="By letter")
    assert deeds(voice, "endorsed") == 1


def test_names_come_and_go_until_it_has_gone_out(voice, hal, tomasz, leila) -> None:
    endorsing.endorse(by=tomasz, undertaking=voice, on=1)
    endorsing.endorse(by=leila, undertaking=voice, on=1)
    endorsing.take_name_back(by=leila, undertaking=voice)
    assert deeds(voice, "endorsed") == 1
    close(voice)
    responding.send(by=hal, undertaking=voice)
    for act in (
        lambda: endorsing.take_name_back(by=tomasz, undertaking=voice),
        lambda: endorsing.endorse(by=leila, undertaking=voice, on=1),
        lambda: endorsing.see_otherwise(by=leila, undertaking=voice, text="No."),
        lambda: responding.revise(by=hal, undertaking=voice, text="Other words.", on=1),
        lambda: responding.send(by=hal, undertaking=voice),
    ):
        with pytest.raises(responding.IsSent):
            act()
    assert [one.person for one in Endorsement.objects.all()] == [tomasz]


def test_guests_and_strangers_do_not_speak_for_the_community(voice, someone, stick, now) -> None:
    guest = someone("Gus Visitor")
    with pytest.raises(endorsing.NoMember):
        endorsing.endorse(by=guest, undertaking=voice, on=1)
    admit(person=guest, community=stick, standing="guest", until=now + timedelta(days=3))
    with pytest.raises(endorsing.NoMember):
        endorsing.endorse(by=guest, undertaking=voice, on=1)
    responding.comment(by=guest, undertaking=voice, words="From outside.")


def test_a_minority_view_has_its_own_names_and_nobody_stands_on_both_sides(voice, hal, tomasz, leila) -> None:
    view = endorsing.see_otherwise(by=tomasz, undertaking=voice, text="One logger is *enough*.")
    endorsing.sign(by=leila, undertaking=voice, view=view)
    for person in (tomasz, leila):
        with pytest.raises(endorsing.OnBothSides):
            endorsing.endorse(by=person, undertaking=voice, on=1)
    endorsing.endorse(by=hal, undertaking=voice, on=1)
    with pytest.raises(endorsing.OnBothSides):
        endorsing.sign(by=hal, undertaking=voice, view=view)
    endorsing.unsign(by=leila, undertaking=voice, view=view)
    endorsing.unsign(by=tomasz, undertaking=voice, view=view)
    assert not MinorityView.objects.exists()
    assert deeds(voice, "saw_otherwise") == 0


@pytest.mark.parametrize(
    ("rule", "enough", "hindered", "endorsers"),
    [(SignOff.NAMES, None, "names", 1), (SignOff.ENOUGH, 2, "enough", 2)],
)
def test_it_goes_out_by_the_rule_said_at_the_start(respond, hal, tomasz, leila, rule, enough, hindered, endorsers):
    voice = respond(rule=rule, enough=enough)
    with pytest.raises(responding.NotYet, match="time"):
        responding.send(by=hal, undertaking=voice)
    close(voice)
    for person in (tomasz, leila)[: endorsers - 1]:
        endorsing.endorse(by=person, undertaking=voice, on=1)
    with pytest.raises(responding.NotYet, match=hindered):
        responding.send(by=hal, undertaking=voice)
    endorsing.endorse(by=hal, undertaking=voice, on=1)
    responding.send(by=hal, undertaking=voice)
    assert JointResponse.objects.get(pk=voice.pk).sent_by == hal


def test_by_consent_whoever_is_in_the_way_clears_it(respond, hal, tomasz) -> None:
    voice = respond(rule=SignOff.CONSENT)
    said = responding.comment(by=tomasz, undertaking=voice, words="Not this.", is_in_the_way=True)
    responding.answer_comment(by=hal, undertaking=voice, said=said, words="We took it out.")
    close(voice)
    with pytest.raises(responding.NotYet, match="way"):
        responding.send(by=hal, undertaking=voice)
    responding.out_of_the_way(by=tomasz, undertaking=voice, said=said)
    responding.send(by=hal, undertaking=voice)


def test_what_was_answered_is_kept_once_it_has_gone_out(voice, hal, tomasz, leila) -> None:
    with pytest.raises(responding.NotSent):
        responding.keep_answer(by=hal, undertaking=voice, text="Yes.", on=date(2026, 1, 2))
    endorsing.endorse(by=tomasz, undertaking=voice, on=1)
    close(voice)
    responding.send(by=hal, undertaking=voice)
    for words in ("Two loggers it is.", "Two loggers it is, from June."):
        responding.keep_answer(by=hal, undertaking=voice, text=words, on=date(2026, 1, 2))
    kept = JointResponse.objects.get(pk=voice.pk)
    assert "from June" in kept.answer_html
    told = Letter.objects.filter(kind="undertaking").order_by("pk")
    assert [one.to for one in told] == ["tomasz@example.org"] * 2
    assert deeds(voice, "kept_answer") == 1


def test_those_who_take_part_are_reminded_once_before_it_closes(respond, hal, tomasz, leila, now) -> None:
    voice = respond(at=now - timedelta(days=8), comments_until=now + timedelta(days=1))
    responding.comment(by=tomasz, undertaking=voice, words="Two.")
    assert takers(voice.jointresponse) == {hal.pk, tomasz.pk}
    assert remind_of_windows(now=now) == 2
    assert remind_of_windows(now=now) == 0
    assert sorted(one.to for one in Letter.objects.all()) == ["hal@example.org", "tomasz@example.org"]
    # Kept open for longer, its new end is another to be reminded of.
    responding.keep_open(by=hal, undertaking=voice, until=now + timedelta(days=9))
    assert remind_of_windows(now=now + timedelta(days=3)) == 0
    assert remind_of_windows(now=now + timedelta(days=8)) == 2


def test_what_was_begun_just_now_reminds_nobody(respond, now) -> None:
    respond(comments_until=now + timedelta(days=1))
    assert remind_of_windows(now=now) == 0


def test_what_has_ended_stays_as_it_is(voice, hal, tomasz) -> None:
    with pytest.raises(NotTheirs):
        end(by=tomasz, undertaking=voice)
    end(by=hal, undertaking=voice)
    end(by=hal, undertaking=voice)
    assert deeds(voice, "ended_undertaking") == 1
    for act in (
        lambda: responding.comment(by=tomasz, undertaking=voice, words="Late."),
        lambda: endorsing.endorse(by=tomasz, undertaking=voice, on=1),
        lambda: take_hand(person=tomasz, undertaking=voice),
    ):
        with pytest.raises(IsOver):
            act()
