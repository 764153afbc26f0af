"""What one community keeps is lent to the others of the house: by its stewards and its keeper, from open places."""

from datetime import timedelta

import pytest

from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Space
from commonplace.communities.moderation.actions import hold
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.enclosures import Enclosure
from commonplace.files.actions import keep_bytes
from commonplace.gatherings.actions.convening import Plan, convene
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.repertoire.actions import lending, standing
from commonplace.repertoire.actions.keeping import Taken
from commonplace.repertoire.actions.rights import NotTheirs
from commonplace.repertoire.actions.shelving import arrange_shelf
from commonplace.repertoire.actions.using import Account, tell_use
from commonplace.repertoire.actions.wording import Source, Words
from commonplace.repertoire.kinds import ANONYMISING
from commonplace.repertoire.models import How, Resource
from commonplace.repertoire.tests.conftest import CARD, found_by, ours, page

pytestmark = pytest.mark.django_db


def test_it_takes_the_stewards_and_the_keeper(card, gas, ines, hal, tomasz, stranger) -> None:
    with pytest.raises(lending.NotLendable):
        lending.lend(by=hal, resource=card)
    arrange_shelf(by=ines, community=card.community, languages=[], lends=True)
    assert found_by(stranger, gas) == []
    with pytest.raises(NotTheirs):
        lending.lend(by=tomasz, resource=card)
    lending.lend(by=hal, resource=card)
    assert found_by(stranger, gas) == [card.pk]
    arrange_shelf(by=ines, community=card.community, languages=["pl"])
    assert found_by(stranger, gas) == []
    arrange_shelf(by=ines, community=card.community, languages=[], lends=True)
    lending.take_home(by=hal, resource=card)
    assert found_by(stranger, gas) == []


def test_nobody_finds_it_who_is_no_member_of_another_community(lent, gas, stick, hal, amara, stranger) -> None:
    admit(person=amara, community=gas, standing="guest")
    assert found_by(amara, gas) == []
    assert found_by(hal, stick) == []
    assert list(Resource.objects.lent_to(None)) == []
    assert [list(Resource.objects.lent_to(one)) for one in (hal, stranger)] == [[], [lent]]


def _put_away(card: Resource, **_cast) -> None:
    card.community.modules = []
    card.community.save(update_fields=["modules"])


def _hidden(card: Resource, **_cast) -> None:
    Community.objects.filter(pk=card.community_id).update(visibility="private")


def _moved(card: Resource, circle: Space, **_cast) -> None:
    Resource.objects.filter(pk=card.pk).update(space=circle)


def _in_confidence(card: Resource, table: Space, **_cast) -> None:
    Space.objects.filter(pk=table.pk).update(confidence="chatham")


def _from_a_group(card: Resource, circle: Space, rosa: Person, **_cast) -> None:
    talk = open_conversation(by=rosa, space=circle, kind="tip", title="Among us", text="Warm it.")
    Resource.objects.filter(pk=card.pk).update(conversation=talk)


def _held(card: Resource, ines: Person, **_cast) -> None:
    hold(by=ines, kind="resource", object_id=card.pk, community=card.community, why="To see.")


def _retired(card: Resource, hal: Person, **_cast) -> None:
    standing.retire(by=hal, resource=card, why="A wet week.")


@pytest.mark.parametrize("what", [_put_away, _hidden, _moved, _in_confidence, _from_a_group, _held, _retired])
def test_nothing_is_lent_from_a_closed_place(lent, gas, stranger, what, ines, rosa, hal, table, circle) -> None:
    assert found_by(stranger, gas) == [lent.pk]
    what(lent, ines=ines, rosa=rosa, hal=hal, table=table, circle=circle)
    assert found_by(stranger, gas) == []
    with pytest.raises(NotTheirs):
        ours(lent, stranger, gas)
    with pytest.raises(NotTheirs):
        tell_use(by=stranger, resource=lent, account=Account(How.HELPED), used_in=gas)


@pytest.mark.parametrize("confidence", ["chatham", "sealed"])
def test_what_a_gathering_kept_to_itself_is_not_lent(lent, gas, stranger, table, hal, confidence, now) -> None:
    wall = (now + timedelta(days=9)).replace(tzinfo=None, microsecond=0)
    clinic = convene(by=hal, space=table, plan=Plan(title="Clinic", wall=wall, zone="UTC"))
    Resource.objects.filter(pk=lent.pk).update(gathering=clinic)
    assert found_by(stranger, gas) == [lent.pk]
    Gathering.objects.filter(pk=clinic.pk).update(confidence=confidence)
    assert found_by(stranger, gas) == []


def test_where_people_are_told_of_it_is_looked_through_first(shelve, lent, gas, stranger, hal) -> None:
    told = Words("The Sunday shift", "", {"story": "We went at three."})
    story = shelve(kind="story", words=told)
    with pytest.raises(lending.NotLendable):
        lending.lend(by=hal, resource=story)
    looked = shelve(kind="story", words=told, checked=list(ANONYMISING))
    lending.lend(by=hal, resource=looked)
    assert set(found_by(stranger, gas)) == {lent.pk, looked.pk}


def test_it_stands_on_the_shelf_and_is_read_there(client, lent, gas, stranger, django_assert_max_num_queries) -> None:
    here = "/c/gas/repertoire/"
    client.force_login(stranger)
    for address in (here, f"{here}lent/", f"{here}lent/{lent.pk}/"):
        client.get(address)
        with django_assert_max_num_queries(12):
            shown = " ".join(client.get(address).text.split())
        assert CARD.title in shown
        assert "The Listening Stick" in shown
    assert "Tick what you <em>found</em> first" in shown
    assert page(client, stranger, f"/c/stick/repertoire/{lent.pk}/") == "404"


def test_words_of_members_that_it_quotes_stay_at_home(
    client, shelve, lent, gas, stick, table, tomasz, hal, stranger
) -> None:
    talk = open_conversation(by=tomasz, space=table, kind="tip", title="A tip", text="Warm it first.")
    quoting = shelve(
        kind="guide",
        words=Words("A guide", "", {"when": "Nights."}),
        source=Source(conversation=talk),
        passages=[Taken(talk.posts.get(), "how")],
    )
    lending.lend(by=hal, resource=quoting)
    shown = page(client, stranger, f"/c/gas/repertoire/lent/{quoting.pk}/")
    assert "Nights." in shown
    assert "Warm it first." not in shown
    assert "Warm it first." not in page(client, stranger, f"/c/gas/repertoire/lent/{quoting.pk}/adapt")


def test_its_files_are_taken_as_they_are_now_for_as_long_as_it_is_lent(
    client, shelve, lent, gas, hal, stranger
) -> None:
    sheet = keep_bytes(name="card.csv", data=b"valve,1\n")
    made = shelve(files=[Enclosure(sheet, sheet.name, "")])
    address = f"/files/kept/{sheet.pk}/card.csv"
    client.force_login(stranger)
    assert client.get(address).status_code == 404
    lending.lend(by=hal, resource=made)
    assert client.get(address).status_code == 200
    lending.take_home(by=hal, resource=made)
    assert client.get(address).status_code == 404
