"""Movement as a page: for everyone who belongs, by quarters that are over, and never of fewer than five."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from commonplace.communities.ledger import Line, record_all
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Membership
from commonplace.cultivation.movement.flows import Place
from commonplace.cultivation.movement.keeping import keep_weeks
from commonplace.cultivation.movement.quarters import Quarter
from commonplace.cultivation.movement.reading import movement_of
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db
PAGE = "/c/stick/cultivate/movement/"
SPRING, SUMMER = datetime(2026, 5, 20, tzinfo=UTC), datetime(2026, 9, 10, tzinfo=UTC)
AUTUMN = datetime(2026, 10, 14, tzinfo=UTC)


@pytest.fixture
def came(stick: Community) -> list[Person]:
    """Twelve who came in 2025: six wrote in spring and in summer, six in spring alone."""
    long_ago = datetime(2025, 1, 1, tzinfo=UTC)
    Community.objects.filter(pk=stick.pk).update(founded_at=long_ago)
    # One who came beside these six would keep them from being told.
    Membership.objects.filter(community=stick).delete()
    people = [Person.objects.create(name=f"Person {at}", joined_at=long_ago, claimed_at=long_ago) for at in range(12)]
    for person in people:
        admit(person=person, community=stick, at=long_ago)
    wrote = [*((one, SPRING) for one in people), *((one, SUMMER) for one in people[:6])]
    record_all(Line(verb="opened", person=one, community=stick, happened_at=at) for one, at in wrote)
    return people


def test_flows_are_those_of_the_two_ends(stick, came) -> None:
    assert not movement_of(stick, Quarter(2026, 3)).is_read
    keep_weeks(now=AUTUMN)
    occasional, peripheral = Place.OCCASIONAL, Place.PERIPHERAL
    assert movement_of(stick, Quarter(2026, 3)).flows == {(occasional, occasional): 6, (occasional, peripheral): 6}


def test_who_follows_only_is_counted_as_what_they_chose(stick, came) -> None:
    Membership.objects.filter(community=stick, person__in=came[:6]).update(pace=Membership.Pace.FOLLOW)
    keep_weeks(now=AUTUMN)
    told = movement_of(stick, Quarter(2026, 3)).flows
    assert told == {(Place.FOLLOWING, Place.FOLLOWING): 6, (Place.OCCASIONAL, Place.PERIPHERAL): 6}


def test_what_moved_in_later_finds_its_own_quarter_and_one_who_is_erased_changes_nothing_that_was_told(
    stick, came
) -> None:
    keep_weeks(now=AUTUMN)
    record_all(Line(verb="opened", person=one, community=stick, happened_at=SUMMER) for one in came[6:])
    assert keep_weeks(now=AUTUMN)
    assert movement_of(stick, Quarter(2026, 3)).flows == {(Place.OCCASIONAL, Place.OCCASIONAL): 12}
    came[0].delete()
    record_all([Line(verb="opened", person=came[1], community=stick, happened_at=SPRING)])
    assert keep_weeks(now=AUTUMN)
    assert movement_of(stick, Quarter(2026, 3)).flows == {(Place.OCCASIONAL, Place.OCCASIONAL): 12}


def test_a_member_reads_it_as_picture_and_table(client, stick, came, django_assert_max_num_queries) -> None:
    keep_weeks(now=AUTUMN)
    client.force_login(came[0])
    with django_assert_max_num_queries(12):
        page = client.get(f"{PAGE}?quarter=2026-3").content.decode()
    assert (page.count('<th scope="row">Occasional</th>'), "Person 3" in page) == (2, False)
    assert 'href="?quarter=2026-2"' in page
    assert "more people stepped back than came closer" in page


def test_other_quarters_and_strangers_find_nothing(client, stick, came, stranger) -> None:
    client.force_login(came[0])
    for quarter in ("2024-4", "2999-1", "2026-5", "x", "", "2026-3\x00"):
        assert client.get(PAGE, {"quarter": quarter}).status_code == 404
    client.force_login(stranger)
    assert client.get(PAGE).status_code == 404


def test_a_small_community_is_told_in_words(client, stick, hal) -> None:
    then = datetime(2025, 1, 1, tzinfo=UTC)
    Community.objects.filter(pk=stick.pk).update(founded_at=then)
    client.force_login(hal)
    assert "this quarter was not read yet" in client.get(PAGE).content.decode()
    keep_weeks(now=timezone.now())
    assert "We are too few to speak of movement" in client.get(PAGE).content.decode()
