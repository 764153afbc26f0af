"""Proposals from their first wording to what came of them."""

from datetime import UTC, timedelta

import pytest
from django.utils import timezone

from commonplace.agreements.actions import answering, proposing
from commonplace.agreements.actions.closing import close_what_is_over
from commonplace.agreements.actions.rights import IsOver, NotAMember, NotTheirs
from commonplace.agreements.models import Answer, Outcome, Proposal, Says
from commonplace.communities.charter.actions import ByItsMembers, choose_way, revise_charter
from commonplace.communities.charter.queries import current_charter
from commonplace.communities.charter.ways import By, Way, current_way
from commonplace.communities.inbox import needs_from, waiting_for
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Membership
from commonplace.lib.days import end_in_utc

AFTER = timedelta(days=9)


def say(proposal, *answers, on=1, at=None):
    for person, says in answers:
        answering.answer(by=person, proposal=proposal, says=says, words="Because.", on=on, at=at)


def domain(community):
    return current_charter(community).words["domain"]


def outcome(proposal):
    return Proposal.objects.get(pk=proposal.pk).decided.outcome


def titles(person, community, now):
    standing = Membership.objects.select_related("community").get(person=person, community=community)
    waiting = waiting_for(person, [standing], now=now)
    return [need.title for need in needs_from(waiting, {community.pk: standing}, person)]


def test_with_consent_the_charter_has_the_words_and_the_decision_leads_to_them(put, stick, hal, rosa, now):
    proposal = put()
    say(proposal, (hal, Says.YES), (rosa, Says.YES), at=now)
    assert close_what_is_over(now=now + timedelta(days=7)) == 0
    assert close_what_is_over(now=now + AFTER) == 1
    assert domain(stick) == "Water we lose at night."
    decision = Proposal.objects.get(pk=proposal.pk).decided
    assert (decision.outcome, decision.yes, decision.no, decision.members) == (Outcome.ADOPTED, 2, 0, 3)
    assert (decision.revision.number, decision.revision.by, decision.revision.summary) == (3, hal, "It is the night")
    assert close_what_is_over(now=now + AFTER) == 0


def test_an_objection_that_stands_keeps_the_old_words_and_its_reason(put, stick, hal, rosa, tomasz, now):
    proposal = put()
    say(proposal, (hal, Says.YES), (rosa, Says.YES), (tomasz, Says.NO), at=now)
    close_what_is_over(now=now + AFTER)
    assert (domain(stick), outcome(proposal)) == ("Water we lose.", Outcome.NOT_ADOPTED)
    assert Answer.objects.get(person=tomasz).words == "Because."


def test_an_objection_says_why(put, tomasz, now):
    with pytest.raises(answering.NoReason):
        answering.answer(by=tomasz, proposal=put(), says=Says.NO, on=1, at=now)


def test_an_objection_is_taken_in_by_another_wording_and_everyone_is_asked_again(put, stick, hal, rosa, tomasz, now):
    proposal = put()
    say(proposal, (hal, Says.YES), (rosa, Says.YES), (tomasz, Says.NO), at=now)
    later = now + timedelta(days=6)
    proposing.revise(
        by=hal, proposal=proposal, words="Water we lose, by day too.", summary="For Tomasz",
        on=1, stood="Water we lose.", at=later,
    )  # fmt: skip
    proposal.refresh_from_db()
    assert proposal.ends_at == end_in_utc((later + proposing.AGAIN).astimezone(UTC).date())
    with pytest.raises(answering.OtherWords):
        say(proposal, (rosa, Says.YES), on=1, at=later)
    say(proposal, (tomasz, Says.YES), (rosa, Says.ASIDE), on=2, at=later)
    close_what_is_over(now=proposal.ends_at)
    assert (domain(stick), outcome(proposal)) == ("Water we lose, by day too.", Outcome.ADOPTED)


def test_too_few_answers_change_nothing(put, stick, hal, rosa, now):
    proposal = put()
    say(proposal, (hal, Says.YES), at=now)
    close_what_is_over(now=now + AFTER)
    assert (domain(stick), outcome(proposal)) == ("Water we lose.", Outcome.NOT_ADOPTED)


def test_by_vote_more_are_for_it_than_against(chosen, hal, rosa, tomasz, leila, now):
    stick = chosen(By.VOTE)
    terms = proposing.Terms("domain", "Night", "The night.", "Why not", now + timedelta(days=8))
    proposal = proposing.propose(by=hal, community=stick, terms=terms, at=now)
    say(proposal, (hal, Says.YES), (rosa, Says.YES), (tomasz, Says.NO), (leila, Says.ASIDE), at=now)
    close_what_is_over(now=now + AFTER)
    assert (domain(stick), outcome(proposal)) == ("The night.", Outcome.ADOPTED)


def test_whoever_left_decides_no_more(put, stick, hal, rosa, tomasz, now):
    proposal = put()
    say(proposal, (hal, Says.YES), (rosa, Says.YES), (tomasz, Says.NO), at=now)
    leave(person=tomasz, community=stick, at=now)
    close_what_is_over(now=now + AFTER)
    assert outcome(proposal) == Outcome.ADOPTED


def test_of_two_for_the_same_words_the_second_is_looked_at_again(put, stick, hal, rosa, tomasz, now):
    first, second = put(), put(by=tomasz, words="Water, and heat.")
    say(first, (hal, Says.YES), (rosa, Says.YES), at=now)
    say(second, (hal, Says.YES), (rosa, Says.YES), at=now)
    assert close_what_is_over(now=now + AFTER) == 2
    assert (domain(stick), outcome(first)) == ("Water we lose at night.", Outcome.ADOPTED)
    second.refresh_from_db()
    assert second.decided is None
    assert second.ends_at == end_in_utc((now + AFTER + timedelta(days=7)).astimezone(UTC).date())
    assert "The words that you would change are others now." in titles(tomasz, stick, now + AFTER)
    with pytest.raises(proposing.ReadAnother):
        proposing.revise(
            by=tomasz, proposal=second, words="Heat.", summary="-", on=1, stood="Water we lose.", at=now + AFTER
        )
    stands = "Water we lose at night."
    proposing.revise(
        by=tomasz, proposal=second, words=f"{stands} And heat.", summary="-", on=1, stood=stands, at=now + AFTER
    )
    say(second, (tomasz, Says.YES), (rosa, Says.YES), on=2, at=now + AFTER)
    close_what_is_over(now=second.ends_at)
    assert (domain(stick), outcome(second)) == ("Water we lose at night. And heat.", Outcome.ADOPTED)


def test_what_nobody_looks_at_again_lapses_and_is_never_applied(put, stick, hal, rosa, tomasz, now):
    first, second = put(), put(by=tomasz, words="Water, and heat.")
    for one in (first, second):
        say(one, (hal, Says.YES), (rosa, Says.YES), at=now)
    close_what_is_over(now=now + AFTER)
    close_what_is_over(now=now + AFTER + timedelta(days=9))
    assert (domain(stick), outcome(second)) == ("Water we lose at night.", Outcome.OVERTAKEN)


def test_a_proposal_whose_author_left_goes_on_with_whoever_takes_it(put, stick, hal, rosa, tomasz, now):
    proposal = put()
    with pytest.raises(proposing.IsCarried):
        proposing.take_on(by=tomasz, proposal=proposal, at=now)
    leave(person=hal, community=stick, at=now)
    assert "A proposal has nobody who carries it." in titles(rosa, stick, now)
    proposing.take_on(by=tomasz, proposal=proposal, at=now)
    assert "A proposal has nobody who carries it." not in titles(rosa, stick, now)
    say(proposal, (tomasz, Says.YES), (rosa, Says.YES), at=now)
    close_what_is_over(now=now + AFTER)
    assert (domain(stick), outcome(proposal)) == ("Water we lose at night.", Outcome.ADOPTED)


def test_a_proposal_that_nobody_takes_lapses(put, stick, hal, rosa, tomasz, now):
    proposal = put()
    say(proposal, (tomasz, Says.YES), (rosa, Says.YES), at=now)
    leave(person=hal, community=stick, at=now)
    close_what_is_over(now=now + AFTER)
    assert (domain(stick), outcome(proposal)) == ("Water we lose.", Outcome.UNCARRIED)


def test_no_steward_goes_around_what_members_decide(put, stick, ines):
    put()
    with pytest.raises(ByItsMembers):
        revise_charter(by=ines, community=stick, words={"domain": "Mine."}, summary="-")
    with pytest.raises(ByItsMembers):
        choose_way(by=ines, community=stick, way=Way())


def test_who_changes_it_is_changed_in_the_same_way(put, stick, ines, hal, rosa, now):
    proposal = put(passage="way", words=Way(By.VOTE, quorum=1, days=3).written)
    say(proposal, (hal, Says.YES), (rosa, Says.YES), at=now)
    close_what_is_over(now=now + AFTER)
    assert current_way(stick) == Way(By.VOTE, quorum=1, days=3)
    with pytest.raises(ByItsMembers):
        choose_way(by=ines, community=stick, way=Way())


def test_until_members_decide_nobody_proposes(stick, ines, hal, now):
    revise_charter(by=ines, community=stick, words={"domain": "Water."}, summary="First")
    terms = proposing.Terms("domain", "Night", "The night.", "Why", now + timedelta(days=20))
    with pytest.raises(proposing.StewardsChangeIt):
        proposing.propose(by=hal, community=stick, terms=terms, at=now)


def test_only_whoever_carries_it_withdraws_it(put, hal, rosa, now):
    proposal = put()
    with pytest.raises(NotTheirs):
        proposing.withdraw(by=rosa, proposal=proposal, at=now)
    proposing.withdraw(by=hal, proposal=proposal, at=now)
    assert outcome(proposal) == Outcome.WITHDRAWN
    with pytest.raises(IsOver):
        say(proposal, (rosa, Says.YES), at=now)


def test_strangers_neither_propose_nor_answer(put, stranger, now):
    with pytest.raises(NotAMember):
        put(by=stranger)
    with pytest.raises(NotAMember):
        say(put(), (stranger, Says.YES), at=now)
    assert list(Proposal.objects.visible_to(stranger)) == []


def test_the_same_words_and_a_shorter_window_are_refused(put, stick, hal, now):
    with pytest.raises(proposing.NothingChanges):
        put(words="Water we lose. ")
    terms = proposing.Terms("domain", "Night", "The night.", "Why", now + timedelta(days=6))
    with pytest.raises(proposing.OutsideTheWindow):
        proposing.propose(by=hal, community=stick, terms=terms, at=now)


def test_sent_twice_it_is_put_once_and_three_are_enough(put, hal):
    assert put(idempotency_key="k") == put(idempotency_key="k")
    put(words="Two."), put(words="Three.")
    with pytest.raises(proposing.TooMany):
        put(words="Four.")


def test_members_are_asked_until_they_answer_and_the_carrier_hears_of_objections(put, stick, hal, rosa, tomasz):
    now = timezone.now()
    proposal = put()
    asked = "Hal Brennan proposes other words for our charter."
    assert any(asked in one.replace("\u2068", "").replace("\u2069", "") for one in titles(rosa, stick, now))
    say(proposal, (rosa, Says.NO), (hal, Says.YES), at=now)
    assert not any("proposes" in one for one in titles(rosa, stick, now))
    assert "Somebody sees a reason against what you carry." in titles(hal, stick, now)
    answering.reply_to(
        by=hal, proposal=proposal, objection=Answer.objects.get(person=rosa).pk, words="Not that.", at=now
    )
    assert "Somebody sees a reason against what you carry." not in titles(hal, stick, now)
    assert Answer.objects.get(person=rosa).is_objection
