"""Programs, feeds and letters tell the members of a community what others lend it, as its pages do, and nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.content import seen_by
from commonplace.communities.digests import DIGEST_SECTIONS
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Membership, Space
from commonplace.communities.moderation.actions import hold
from commonplace.communities.viewpoint import look
from commonplace.feeds.actions import make_address
from commonplace.repertoire import shapes_of_lent
from commonplace.repertoire.actions import lending, translating
from commonplace.repertoire.actions.wording import Words
from commonplace.repertoire.models import Lending, Resource
from commonplace.repertoire.tests.conftest import CARD, HOW
from commonplace.repertoire.tests.test_translating import KARTA

pytestmark = pytest.mark.django_db
LIST = "/api/v1/communities/{}/lent"


def listed(client: Client, person, slug: str = "gas") -> list[dict]:
    """What programs of somebody are told."""
    client.logout()
    if person is not None:
        client.force_login(person)
    return client.get(LIST.format(slug)).json()["items"]


def test_programs_of_members_read_it_with_its_keeper_and_in_every_language(
    client, lent, gas, tomasz, hal, stranger
) -> None:
    translating.translate(by=tomasz, resource=lent, language="pl", words=KARTA, number=1)
    (one,) = listed(client, stranger)
    assert (one["id"], one["title"], one["kept_in"], one["community"]) == (
        lent.pk,
        CARD.title,
        "The Listening Stick",
        "gas",
    )
    assert (one["steward"]["name"], one["steward"]["url"]) == (hal.name, None)
    assert one["url"].endswith(f"/c/gas/repertoire/lent/{lent.pk}/")
    assert "Tick what you <em>found</em>" in one["sections"][0]["html"]
    (polish,) = one["translations"]
    assert (polish["language"], polish["title"]) == ("pl", KARTA.title)
    assert tomasz.name not in client.get(LIST.format("gas")).text


def test_programs_of_others_read_nothing(client, lent, gas, hal, amara, leila, stranger) -> None:
    admit(person=amara, community=gas, standing="guest")
    assert [listed(client, one) for one in (None, amara)] == [[], []]
    # What one’s own community keeps is not lent to it; where no things are kept, none is borrowed.
    assert [listed(client, one, "stick") for one in (hal, leila, stranger)] == [[], [], []]
    gas.modules = []
    gas.save(update_fields=["modules"])
    assert listed(client, stranger) == []


def test_it_is_told_for_as_long_as_it_is_lent(client, lent, gas, tomasz, ines, hal, stranger) -> None:
    again = translating.translate(by=tomasz, resource=lent, language="pl", words=KARTA, number=1)
    hold(by=ines, kind="translation", object_id=again.pk, community=lent.community, why="To see.")
    (one,) = listed(client, stranger)
    assert one["translations"] == []
    lending.take_home(by=hal, resource=lent)
    assert listed(client, stranger) == []


def test_a_list_of_many_costs_no_more(
    client, shelve, lent, gas, tomasz, hal, stranger, django_assert_max_num_queries
) -> None:
    for _more in range(4):
        here = shelve()
        translating.translate(by=tomasz, resource=here, language="pl", words=KARTA, number=1)
        lending.lend(by=hal, resource=here)
    client.force_login(stranger)
    with django_assert_max_num_queries(8):
        items = client.get(LIST.format("gas")).json()["items"]
    first = client.get(f"{LIST.format('gas')}?limit=3").json()
    rest = client.get(first["next"]).json()
    assert [one["id"] for one in [*first["items"], *rest["items"]]] == [one["id"] for one in items]
    assert len(items) == 5


def test_a_feed_of_ones_own_tells_it_when_lent_or_changed(client, lent, shelve, gas, hal, stranger, leila) -> None:
    earlier = timezone.now() - timedelta(days=300)
    Resource.objects.filter(pk=lent.pk).update(changed_at=earlier, kept_at=earlier)
    here = shelve(words=Words("An older card", "", {"how": HOW}))
    lending.lend(by=hal, resource=here, at=earlier)
    Resource.objects.filter(pk=here.pk).update(changed_at=earlier + timedelta(days=1))
    viewpoint = look(stranger, "gas")
    rows = shapes_of_lent.rows(viewpoint).order_by("-told_at")
    told = shapes_of_lent.entries(list(rows), viewpoint)
    assert [(one.title, one.updated) for one in told] == [
        (CARD.title, lent.lending.at),
        (here.title, earlier + timedelta(days=1)),
    ]
    assert {one.byline.name for one in told} == {hal.name}
    _address, secret = make_address(person=stranger, community=gas)
    client.logout()
    assert CARD.title in client.get(f"/feeds/{secret}/lent.atom").text
    # Anybody may ask for the open one, and nothing is in it.
    assert CARD.title not in client.get("/c/gas/feeds/lent.atom").text
    # Leila's of the community that keeps it tells her of nothing lent.
    _address, secret = make_address(person=leila, community=lent.community)
    assert CARD.title not in client.get(f"/feeds/{secret}/lent.atom").text


def test_no_feed_tells_what_no_letter_of_its_own_community_carries(lent, gas, stranger) -> None:
    viewpoint = look(stranger, "gas")
    assert len(shapes_of_lent.entries(list(shapes_of_lent.rows(viewpoint)), viewpoint)) == 1
    Space.objects.filter(pk=lent.space_id).update(in_letters="notice")
    assert shapes_of_lent.entries(list(shapes_of_lent.rows(viewpoint)), viewpoint) == []


def told_by_letter(community: Community) -> dict[str, list[tuple[str, str]]]:
    """What a letter of yesterday and today tells each person of what is lent: its title, and who lends it."""
    standings = list(Membership.objects.current().filter(community=community).select_related("person"))
    for one in standings:
        one.community = community
    now = timezone.now()
    found = DIGEST_SECTIONS["lent"].personal(standings, now - timedelta(days=1), now)
    names = {one.person_id: one.person.name for one in standings}
    return {names[key]: [(line.title, line.kind) for line in lines] for key, lines in found.items()}


def test_a_letter_tells_members_what_was_lent_since_and_no_guest(
    lent, gas, stick, amara, leila, hal, stranger, django_assert_num_queries
) -> None:
    admit(person=amara, community=gas, standing="guest")
    admit(person=hal, community=gas)
    line = (CARD.title, "Template, lent by The Listening Stick")
    with django_assert_num_queries(2):
        told = told_by_letter(gas)
    # Hal lends it himself.
    assert told == {leila.name: [line], stranger.name: [line], hal.name: []}
    assert set(map(tuple, told_by_letter(stick).values())) <= {()}
    Space.objects.filter(pk=lent.space_id).update(in_letters="notice")
    assert not any(told_by_letter(gas).values())
    Space.objects.filter(pk=lent.space_id).update(in_letters="words")
    Lending.objects.update(at=timezone.now() - timedelta(days=2))
    assert not any(told_by_letter(gas).values())
    gas.modules = []
    assert told_by_letter(gas) == {}


def test_a_letter_that_waited_tells_nothing_that_is_lent_no_more(lent, gas, hal, stranger, someone) -> None:
    guest = someone("Gustav")
    admit(person=guest, community=gas, standing="guest")
    keys = {lent.lending.pk}
    assert [seen_by(one, "lending", keys) for one in (stranger, hal, guest, None)] == [keys, keys, set(), set()]
    lending.take_home(by=hal, resource=lent)
    assert [seen_by(one, "lending", keys) for one in (stranger, hal)] == [set(), set()]
