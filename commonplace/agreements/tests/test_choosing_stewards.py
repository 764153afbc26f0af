"""Members choose who tends the community: by consent or vote as the charter says, and where nobody does, by consent."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from commonplace.agreements.actions.answering import answer
from commonplace.agreements.actions.choosing import Candidacy, CannotTend, accept, decline, nominate
from commonplace.agreements.actions.closing import close_what_is_over
from commonplace.agreements.actions.proposing import NothingChanges, StewardsChangeIt, revise, take_on
from commonplace.agreements.actions.rights import NotTheirs
from commonplace.agreements.models import Outcome, Proposal, Says
from commonplace.agreements.queries.succession import AWAY, UNTENDED, asked, is_untended
from commonplace.communities.charter.ways import By
from commonplace.communities.inbox import waiting_for
from commonplace.communities.membership.actions.leaving import LastSteward, leave
from commonplace.communities.membership.actions.standing import MembersChoose, make_member, make_steward
from commonplace.communities.models import Community, Deed, Membership
from commonplace.communities.standing import Standing
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


def put(stick: Community, by: Person, person: Person, now: datetime) -> Proposal:
    candidacy = Candidacy(person, "The west shift", "Knows everyone.", now + timedelta(days=8))
    return nominate(by=by, community=stick, candidacy=candidacy, at=now)


def acts(stick: Community, *people: Person, at: datetime) -> None:
    for one in people:
        Deed.objects.create(verb="replied", person=one, community=stick, happened_at=at, recorded_at=at)


def standing(stick: Community, person: Person) -> str:
    return Membership.objects.get(community=stick, person=person).standing


def codes(person: Person, now: datetime) -> set[str]:
    standings = list(Membership.objects.current().filter(person=person).select_related("community"))
    return {one.code for one in waiting_for(person, standings, now=now)}


@pytest.mark.parametrize("by", [By.CONSENT, By.VOTE])
def test_whoever_is_chosen_and_says_yes_tends_it(
    chosen: Callable[..., Community], by: By, ines: Person, hal: Person, leila: Person, now: datetime
) -> None:
    stick = chosen(by)
    made = put(stick, hal, leila, now)
    assert "nominated" in codes(leila, now)
    accept(by=leila, proposal=made, at=now)
    for one in (ines, hal):
        answer(by=one, proposal=made, says=Says.YES, on=1, at=now)
    close_what_is_over(now=now + timedelta(days=9))
    made.refresh_from_db()
    assert made.decision.outcome == Outcome.ADOPTED
    assert (standing(stick, leila), standing(stick, ines)) == (Standing.STEWARD, Standing.STEWARD)


def test_without_a_yes_nobody_is_chosen(
    chosen: Callable[..., Community], ines: Person, hal: Person, leila: Person, now: datetime
) -> None:
    stick = chosen()
    made = put(stick, hal, leila, now)
    for one in (ines, hal):
        answer(by=one, proposal=made, says=Says.YES, on=1, at=now)
    close_what_is_over(now=now + timedelta(days=9))
    made.refresh_from_db()
    assert made.decision.outcome == Outcome.NOT_ADOPTED
    assert standing(stick, leila) == Standing.MEMBER


def test_a_no_needs_no_reason_and_ends_it(
    chosen: Callable[..., Community], hal: Person, leila: Person, now: datetime
) -> None:
    made = put(chosen(), hal, leila, now)
    with pytest.raises(NotTheirs):
        decline(by=hal, proposal=made, at=now)
    decline(by=leila, proposal=made, at=now)
    made.refresh_from_db()
    assert made.decision.outcome == Outcome.WITHDRAWN


def test_who_tends_it_already_or_is_proposed_is_not_proposed_again(
    chosen: Callable[..., Community], ines: Person, hal: Person, leila: Person, now: datetime
) -> None:
    stick = chosen()
    put(stick, hal, leila, now)
    for person in (ines, leila):
        with pytest.raises(CannotTend):
            put(stick, hal, person, now)


def test_two_who_are_proposed_are_not_in_each_others_way(
    chosen: Callable[..., Community], ines: Person, hal: Person, leila: Person, now: datetime
) -> None:
    stick = chosen()
    for one in (hal, leila):
        made = put(stick, one, one, now)
        for answering in (ines, hal, leila):
            answer(by=answering, proposal=made, says=Says.YES, on=1, at=now)
    close_what_is_over(now=now + timedelta(days=9))
    assert {standing(stick, one) for one in (hal, leila)} == {Standing.STEWARD}


def test_it_has_no_other_wording(chosen: Callable[..., Community], hal: Person, now: datetime) -> None:
    made = put(chosen(), hal, hal, now)
    with pytest.raises(NothingChanges):
        revise(by=hal, proposal=made, words="x", summary="y", on=1, stood="", at=now)


def test_once_members_choose_no_steward_asks_alone(
    stick: Community, chosen: Callable[..., Community], ines: Person, leila: Person, hal: Person, now: datetime
) -> None:
    acts(stick, ines, at=now)
    with pytest.raises(StewardsChangeIt):
        put(stick, hal, leila, now)
    make_steward(by=ines, membership=Membership.objects.get(community=stick, person=leila))
    chosen()
    with pytest.raises(MembersChoose):
        make_steward(by=ines, membership=Membership.objects.get(community=stick, person=hal))
    make_member(by=ines, membership=Membership.objects.get(community=stick, person=leila))


def test_the_only_steward_who_leaves_is_asked_to_hand_over(stick: Community, ines: Person, client: Client) -> None:
    with pytest.raises(LastSteward):
        leave(person=ines, community=stick)
    client.force_login(ines)
    page = client.get("/c/stick/leaving").content.decode()
    assert "You are the last who tends it." in page
    assert "/c/stick/roles/" in page


def test_where_the_steward_is_gone_whoever_acts_is_asked_and_chooses_by_consent(
    stick: Community, ines: Person, hal: Person, leila: Person, now: datetime
) -> None:
    stick.modules = [*stick.modules, "agreements"]
    stick.save(update_fields=["modules"])
    later = now + AWAY + timedelta(days=10)
    acts(stick, ines, at=now)
    acts(stick, hal, leila, at=later)
    assert not is_untended(stick, now=now)
    assert is_untended(stick, now=later)
    assert {one.person for one in asked(later - AWAY)} == {hal, leila}
    assert "untended" in codes(leila, later)
    assert "untended" not in codes(ines, later)
    made = put(stick, leila, leila, later)
    assert made.way == UNTENDED.written
    assert not asked(later - AWAY).exists()
    for one in (hal, leila):
        answer(by=one, proposal=made, says=Says.YES, on=1, at=later)
    close_what_is_over(now=later + timedelta(days=9))
    assert standing(stick, leila) == Standing.STEWARD
    assert not is_untended(stick, now=later + timedelta(days=9))


def test_what_a_nominator_who_leaves_put_lapses_or_is_carried_on(
    chosen: Callable[..., Community], ines: Person, hal: Person, leila: Person, tomasz: Person, now: datetime
) -> None:
    stick = chosen()
    made, other = put(stick, hal, leila, now), put(stick, hal, tomasz, now)
    for proposal, person in ((made, leila), (other, tomasz)):
        accept(by=person, proposal=proposal, at=now)
        for one in (ines, leila):
            answer(by=one, proposal=proposal, says=Says.YES, on=1, at=now)
    erase(person=hal, withdraw=False, at=now)
    take_on(by=ines, proposal=made, at=now)
    close_what_is_over(now=now + timedelta(days=9))
    assert [Proposal.objects.get(pk=one.pk).decision.outcome for one in (made, other)] == [
        Outcome.ADOPTED,
        Outcome.UNCARRIED,
    ]
    assert standing(stick, leila) == Standing.STEWARD


def test_by_pages(
    chosen: Callable[..., Community], ines: Person, hal: Person, leila: Person, client: Client, now: datetime
) -> None:
    chosen()
    client.force_login(hal)
    assert "/c/stick/proposals/steward" in client.get("/c/stick/proposals/").content.decode()
    said = {"person": str(leila.pk), "title": "Mornings", "why": "She knows.", "until": "2020-01-01"}
    assert client.post("/c/stick/proposals/steward", said).status_code == 422
    said["until"] = (now + timedelta(days=20)).date().isoformat()
    posted = client.post("/c/stick/proposals/steward", said, follow=True)
    assert "has not said yet" in posted.content.decode()
    made = Proposal.objects.get()
    assert client.get(f"/c/stick/proposals/{made.pk}/reword").status_code == 404
    assert client.post(f"/c/stick/proposals/{made.pk}/tend", {"yes": "1"}).status_code == 404
    client.force_login(leila)
    answered = client.post(f"/c/stick/proposals/{made.pk}/tend", {"yes": "1"}, follow=True)
    assert "says yes" in answered.content.decode()
