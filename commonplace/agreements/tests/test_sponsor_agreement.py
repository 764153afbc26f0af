"""What host and community agree: written and signed by a steward, signed by a sponsor, read by both and by members."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from commonplace.agreements.actions.sponsoring import (
    NotASponsor,
    NotASteward,
    OutsideTheYears,
    ReadAnother,
    SameHand,
    Terms,
    end,
    lay_down,
    sign,
)
from commonplace.agreements.models import Agreement
from commonplace.agreements.queries.sponsoring import in_force, is_sponsor
from commonplace.communities.inbox import waiting_for
from commonplace.communities.membership.actions.roles import appoint
from commonplace.communities.membership.actions.sponsoring import become_sponsor
from commonplace.communities.models import Community, Membership
from commonplace.people.actions import register
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanna(stick: Community) -> Person:
    stick.modules = [*stick.modules, "agreements"]
    stick.save(update_fields=["modules"])
    person = register(name="Hanna Board", address="hanna@example.org", is_confirmed=True)
    become_sponsor(person=person, community=stick)
    return person


def terms(now: datetime, days: int = 300) -> Terms:
    return Terms("Two hours a month.", "Who said what.", (now + timedelta(days=days)).date(), "A page a season.")


def codes(person: Person, stick: Community, now: datetime) -> set[str]:
    standings = list(Membership.objects.current().filter(person=person).select_related("community"))
    return {one.code for one in waiting_for(person, standings, now=now)}


def test_it_holds_once_both_signed(stick: Community, ines: Person, hanna: Person, now: datetime) -> None:
    made = lay_down(by=ines, community=stick, terms=terms(now), on=0, at=now)
    assert in_force(stick, on=now.date()) is None
    sign(by=hanna, agreement=made, at=now)
    sign(by=hanna, agreement=made, at=now)
    assert in_force(stick, on=now.date()) == made
    assert in_force(stick, on=made.until + timedelta(days=1)) is None


def test_what_holds_goes_on_until_another_is_signed(
    stick: Community, ines: Person, hanna: Person, now: datetime
) -> None:
    first = lay_down(by=ines, community=stick, terms=terms(now), on=0, at=now)
    sign(by=hanna, agreement=first, at=now)
    with pytest.raises(ReadAnother):
        lay_down(by=ines, community=stick, terms=terms(now), on=0, at=now)
    second = lay_down(by=ines, community=stick, terms=terms(now, 600), on=1, at=now)
    assert in_force(stick, on=now.date()) == first
    with pytest.raises(ReadAnother):
        sign(by=hanna, agreement=first, at=now) and sign(by=ines, agreement=first, at=now)
    sign(by=hanna, agreement=second, at=now)
    assert in_force(stick, on=now.date()) == second


def test_only_a_sponsor_signs_for_the_host_and_nobody_for_both(
    stick: Community, ines: Person, hal: Person, now: datetime
) -> None:
    made = lay_down(by=ines, community=stick, terms=terms(now), on=0, at=now)
    with pytest.raises(NotASponsor):
        sign(by=hal, agreement=made, at=now)
    own = Membership.objects.get(community=stick, person=ines)
    appoint(by=ines, membership=own, name="Sponsor", since=now.date(), until=None)
    with pytest.raises(SameHand):
        sign(by=ines, agreement=made, at=now)
    with pytest.raises(NotASteward):
        lay_down(by=hal, community=stick, terms=terms(now), on=1, at=now)
    with pytest.raises(OutsideTheYears):
        lay_down(by=ines, community=stick, terms=terms(now, 0), on=1, at=now)


def test_either_side_ends_it_and_says_why(stick: Community, ines: Person, hanna: Person, now: datetime) -> None:
    made = lay_down(by=ines, community=stick, terms=terms(now), on=0, at=now)
    sign(by=hanna, agreement=made, at=now)
    end(by=hanna, agreement=made, why="The budget is gone.", at=now)
    assert in_force(stick, on=now.date()) is None
    with pytest.raises(ReadAnother):
        end(by=ines, agreement=made, why="Again.", at=now)


def test_members_and_sponsors_read_it_and_guests_and_strangers_do_not(
    stick: Community, ines: Person, hal: Person, hanna: Person, stranger: Person, now: datetime
) -> None:
    made = lay_down(by=ines, community=stick, terms=terms(now), on=0, at=now)
    found = Agreement.objects.visible_to
    assert [list(found(one)) for one in (ines, hal, hanna, stranger, None)] == [[made], [made], [made], [], []]
    assert is_sponsor(hanna, stick, now=now)
    assert not is_sponsor(hal, stick, now=now)


def test_its_end_is_noticed_in_time(stick: Community, ines: Person, hanna: Person, now: datetime) -> None:
    made = lay_down(by=ines, community=stick, terms=terms(now, 50), on=0, at=now)
    assert "agreement_ends" not in codes(ines, stick, now)
    sign(by=hanna, agreement=made, at=now)
    assert "agreement_ends" in codes(ines, stick, now)
    lay_down(by=ines, community=stick, terms=terms(now, 400), on=1, at=now)
    assert "agreement_ends" not in codes(ines, stick, now)


def test_a_sponsor_inside_is_asked_to_sign(
    stick: Community, ines: Person, hal: Person, hanna: Person, now: datetime
) -> None:
    his = Membership.objects.get(community=stick, person=hal)
    appoint(by=ines, membership=his, name="Patron", since=now.date(), until=None, is_sponsor=True)
    made = lay_down(by=ines, community=stick, terms=terms(now), on=0, at=now)
    assert "agreement_unsigned" in codes(hal, stick, now)
    sign(by=hal, agreement=made, at=now)
    assert "agreement_unsigned" not in codes(hal, stick, now)


def test_from_writing_to_the_end_by_pages(
    stick: Community, ines: Person, hal: Person, hanna: Person, client: Client, now: datetime
) -> None:
    page = "/c/stick/agreement/"
    client.force_login(ines)
    assert "Nothing is agreed yet" in client.get(page).content.decode()
    said = {"gives": "Two hours.", "will_not_ask": "Who.", "until": "2020-01-01", "on": "0"}
    assert client.post(f"{page}new", said).status_code == 422
    said["until"] = (now + timedelta(days=90)).date().isoformat()
    assert "Signed for the community" in client.post(f"{page}new", said, follow=True).content.decode()
    assert "wrote one meanwhile" in client.post(f"{page}new", said).content.decode()
    client.force_login(hal)
    assert "Two hours." in client.get(page).content.decode()
    assert client.post(f"{page}1/sign").status_code == 404
    client.force_login(hanna)
    assert "waits for you to sign" in client.get("/c/stick/about").content.decode()
    assert "Signed by both" in client.post(f"{page}1/sign", follow=True).content.decode()
    assert client.post(f"{page}1/end", {"why": ""}).status_code == 422
    assert "It has ended" in client.post(f"{page}1/end", {"why": "No money."}, follow=True).content.decode()
    assert client.post(f"{page}99999999999999/sign").status_code == 404
    client.logout()
    assert client.get(page).status_code == 302
