"""Signs read from a ledger, and told by the command: those of units by name, and bad days as any other."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from commonplace.communities.ledger import Line, record_all
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community
from commonplace.cultivation.signs.reading import read
from commonplace.cultivation.signs.said import for_all
from commonplace.house.cli import main
from commonplace.people.models import Affiliation, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(stick: Community) -> list[Person]:
    found = [Person.objects.create(name=f"Person {number}", joined_at=stick.founded_at) for number in range(10)]
    for person in found:
        admit(person=person, community=stick)
    return found


def answered(community: Community, by: Person, to: Person, at: datetime) -> Line:
    return Line(verb="replied", person=by, community=community, happened_at=at, towards=to)


def faded(stick: Community, people: list[Person], now: datetime) -> Iterator[Line]:
    """Six who answered each week of two years, and nobody for half a year since."""
    for week in range(26, 130):
        for at, person in enumerate(people[:6]):
            yield answered(stick, person, people[at - 1], now - timedelta(weeks=week))


def test_a_community_that_fades_is_told_with_its_numbers(stick, people, now, capsys) -> None:
    record_all(faded(stick, people, now))
    main(["reading", "signs", "--community", "stick", "--json"])
    (sign,) = json.loads(capsys.readouterr().out)
    assert (sign["code"], sign["numbers"]["people"], sign["numbers"]["people_before"]) == ("dying_core", 0, 6.0)
    assert sign["sentence"] == (
        "The core is thinning out: in the last half-year nobody answered or tended anything; at the same time of the "
        "years before it was 6 people."
    )
    earlier = (now - timedelta(weeks=40)).date().isoformat()
    main(["reading", "signs", "--community", "stick", "--on", earlier, "--json"])
    assert json.loads(capsys.readouterr().out) == []


def test_to_set_up_and_tidy_is_not_life(stick, people, ines, now) -> None:
    record_all(faded(stick, people, now))
    tidied = [
        Line(verb="tidied_topics", person=ines, community=stick, happened_at=now - timedelta(days=day))
        for day in range(1, 200)
    ]
    record_all(tidied)
    assert [sign.code for sign in read(stick, now=now).found] == ["dying_core"]


def test_units_are_told_by_name(stick, people, now, capsys, django_assert_max_num_queries: Callable) -> None:
    for at, person in enumerate(people):
        Affiliation.objects.create(person=person, organisation="Aqua", unit="N" if at < 5 else "S", is_main=True)
    within = [
        answered(stick, one, other, now - timedelta(days=20))
        for some in (people[:5], people[5:])
        for one in some
        for other in some
        if one != other
    ]
    record_all(within)
    main(["reading", "signs", "--community", "stick", "--json"])
    (sign,) = json.loads(capsys.readouterr().out)
    assert (sign["code"], sign["numbers"]["units"]) == ("closed_boundary", ["Aqua, N", "Aqua, S"])
    with django_assert_max_num_queries(4):
        read(stick, now=now)


def test_deeds_of_1970_and_2100_say_nothing_of_today(stick, people, now) -> None:
    odd = [datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)]
    record_all([answered(stick, people[0], people[1], at) for at in odd for _ in range(50)])
    assert read(stick, now=now).found == read(stick, now=now - timedelta(days=1)).found
    codes = {sign.code for sign in read(stick, now=now).found}
    assert codes <= {"dying_core"}


def test_ten_years_that_move_in_at_once_are_read_when_they_happened(stick, people, now) -> None:
    assert read(stick, now=now).found == ()
    years = [now - timedelta(weeks=week) for week in range(520)]
    record_all([answered(stick, person, people[0], at) for at in years for person in people[1:7]])
    assert read(stick, now=now).found == ()
    assert read(stick, now=now + timedelta(weeks=40)).found[0].code == "dying_core"


def test_nobody_is_counted_who_was_erased(stick, people, now) -> None:
    record_all(faded(stick, people, now))
    numbers = read(stick, now=now).found[0].numbers
    people[0].delete()
    # Whoever answered nobody else is not known any more to have answered another person.
    assert read(stick, now=now).found[0].numbers["people_before"] == numbers["people_before"] - 2


def test_each_sign_has_a_sentence_for_all_without_a_number() -> None:
    for code in ("dying_core", "one_person", "closed_boundary", "unanswered_wave", "overload"):
        assert not any(sign.isdigit() for sign in for_all(code))
