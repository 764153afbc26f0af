"""Two proposals for one passage, put, answered, worded anew and left in any order: the charter never loses words."""

from contextlib import suppress
from datetime import timedelta

from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from commonplace.agreements.actions.answering import answer
from commonplace.agreements.actions.closing import close_what_is_over
from commonplace.agreements.actions.proposing import NothingChanges, Terms, propose, revise, take_on, withdraw
from commonplace.agreements.actions.rights import IsOver, NotAMember
from commonplace.agreements.models import Decision, Outcome, Proposal, Says
from commonplace.agreements.queries.passages import standing_words
from commonplace.communities.charter.actions import choose_way, revise_charter
from commonplace.communities.charter.queries import current_charter
from commonplace.communities.charter.ways import By, Way
from commonplace.communities.founding.actions import found
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.viewpoint import standing_of
from commonplace.people.actions import register

which, who, says = st.integers(0, 1), st.integers(0, 3), st.sampled_from([Says.YES, Says.YES, Says.NO])


class TwoProposals(RuleBasedStateMachine):
    """Ines founded it; Hal and Rosa put one each; anybody may go but Ines."""

    @initialize()
    def begin(self) -> None:
        self.now = timezone.now()
        self.made = getattr(type(self), "runs", 0)
        type(self).runs = self.made + 1
        names = ("Ines", "Hal", "Rosa", "Tomasz")
        self.people = [
            register(name=name, address=f"{name}{self.made}@example.org".lower(), is_confirmed=True) for name in names
        ]
        ines = self.people[0]
        self.community = found(by=ines, name="Stick", slug=f"stick-{self.made}", domain="Water")
        for one in self.people[1:]:
            admit(person=one, community=self.community)
        revise_charter(by=ines, community=self.community, words={"domain": "Water."}, summary="First")
        choose_way(by=ines, community=self.community, way=Way(By.CONSENT, quorum=1, days=3))
        self.proposals: list[Proposal] = []
        self.adopted = ["Water."]
        for n in (1, 2):
            terms = Terms("domain", f"Put by {n}", f"Words of {n}.", "Why.", self.now + timedelta(days=5))
            self.proposals.append(propose(by=self.people[n], community=self.community, terms=terms, at=self.now))

    def carrier(self, n: int) -> Proposal:
        return Proposal.objects.select_related("community").get(pk=self.proposals[n].pk)

    @rule(n=which, person=who, what=says)
    def somebody_answers(self, n: int, person: int, what: Says) -> None:
        proposal = self.carrier(n)
        latest = proposal.wordings.order_by("-number")[0]
        with suppress(IsOver, NotAMember):
            answer(by=self.people[person], proposal=proposal, says=what, words="Why.", on=latest.number, at=self.now)

    @rule(n=which)
    def its_carrier_words_it_anew(self, n: int) -> None:
        proposal = self.carrier(n)
        latest, stands = proposal.wordings.order_by("-number")[0], self.standing()
        if proposal.carried_by is None:
            return
        with suppress(IsOver, NotAMember, NothingChanges):
            revise(
                by=proposal.carried_by,
                proposal=proposal,
                words=f"{stands} Word {latest.number + 1} of {n + 1}.",
                summary="Anew.",
                on=latest.number,
                stood=stands,
                at=self.now,
            )

    @rule(n=which)
    def it_is_withdrawn(self, n: int) -> None:
        proposal = self.carrier(n)
        with suppress(IsOver, NotAMember):
            if proposal.carried_by is not None:
                withdraw(by=proposal.carried_by, proposal=proposal, at=self.now)

    @rule(person=st.integers(1, 3))
    def somebody_leaves(self, person: int) -> None:
        if standing_of(self.people[person], self.community, now=self.now) is not None:
            leave(person=self.people[person], community=self.community, at=self.now)

    @rule(n=which)
    def the_founder_carries_it_on(self, n: int) -> None:
        with suppress(ValueError):
            take_on(by=self.people[0], proposal=self.carrier(n), at=self.now)

    @precondition(lambda self: len(getattr(self, "proposals", ())) == 2)
    @rule(days=st.integers(1, 6))
    def days_go_by(self, days: int) -> None:
        self.now += timedelta(days=days)
        before = set(Decision.objects.filter(outcome=Outcome.ADOPTED).values_list("pk", flat=True))
        close_what_is_over(now=self.now)
        fresh = Decision.objects.filter(outcome=Outcome.ADOPTED).exclude(pk__in=before).order_by("pk")
        for decision in fresh.select_related("proposal"):
            latest = decision.proposal.wordings.order_by("-number")[0]
            # Whoever was adopted had read the words that it replaced.
            assert latest.stood == self.adopted[-1]
            self.adopted.append(latest.words)

    def standing(self) -> str:
        return standing_words(current_charter(self.community), "domain")

    @invariant()
    def the_charter_has_the_words_that_were_adopted_last(self) -> None:
        if hasattr(self, "adopted"):
            assert self.standing() == self.adopted[-1]

    @invariant()
    def each_has_one_outcome_at_most(self) -> None:
        if hasattr(self, "proposals"):
            assert Decision.objects.filter(proposal__in=self.proposals).count() <= 2


class TestTwoProposals(TestCase):
    def test_in_any_order(self) -> None:
        examples = max(4, settings.default.max_examples // 8)  # type: ignore[union-attr]
        run_state_machine_as_test(
            TwoProposals, settings=settings(max_examples=examples, stateful_step_count=12, deadline=None)
        )
