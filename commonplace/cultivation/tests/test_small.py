"""A small community is told in words, from which nobody's place can be worked out."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.html import strip_tags

from commonplace.communities.models import Community, Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.cultivation.participation import Place, Ring
from commonplace.cultivation.pictures import FEWEST
from commonplace.cultivation.reading import TELL_NUMBERS, read
from commonplace.cultivation.small import in_words
from commonplace.people.models import Person

SIZES = range(FEWEST, TELL_NUMBERS)


def places(*rings: Ring) -> list[Place]:
    return [Place(person, ring, 0, 1, tended=False) for person, ring in enumerate(rings)]


def split(central: int, others: int) -> list[Place]:
    """So many at the centre, the rest around it."""
    return places(*[Ring.CORE] * (central // 2), *[Ring.ACTIVE] * (central - central // 2), *[Ring.PERIPHERAL] * others)


@pytest.mark.parametrize("size", SIZES)
def test_words_leave_open_how_many_stand_where(size: int) -> None:
    """Nobody knows more than their own place: what is said must fit more than one number of those at the centre."""
    told = [" ".join(in_words(split(central, size - central))) for central in range(size + 1)]
    for central in range(1, size):
        fitting = [number for number, words in enumerate(told) if words == told[central]]
        assert len(fitting) > 1, f"{central} of {size}"
    assert not any(character.isdigit() for words in told for character in words)


@pytest.mark.parametrize("size", range(FEWEST))
def test_of_fewer_than_five_nothing_is_told_apart(size: int) -> None:
    told = {tuple(in_words(split(central, size - central))) for central in range(size + 1)}
    assert len(told) == 1


@pytest.mark.parametrize(
    ("central", "said"), [(0, "Nobody is at"), (1, "A handful at most"), (3, "A handful"), (4, "Most"), (6, "Most")]
)
def test_the_words_are_those_of_the_reading(central: int, said: str) -> None:
    assert in_words(split(central, 6 - central))[0].startswith(said)


def test_who_stands_around_the_edge_makes_a_small_community_no_larger() -> None:
    few = places(Ring.CORE, Ring.ACTIVE, Ring.OCCASIONAL, Ring.PERIPHERAL, *[Ring.TRANSACTIONAL] * 5)
    assert in_words(few) == in_words(places(Ring.CORE))


@pytest.mark.django_db
@pytest.mark.parametrize(("people", "is_small"), [(1, True), (9, True), (10, False)])
def test_from_ten_people_on_numbers_are_told(
    client: Client,
    stick: Community,
    ines: Person,
    member: Callable[..., Person],
    people: int,
    is_small: bool,
    django_assert_max_num_queries: Callable,
) -> None:
    for number in range(people - 1):
        member(f"M{number} Member")
    client.force_login(ines)
    with django_assert_max_num_queries(12):
        page = client.get("/c/stick/cultivate/").content.decode()
    levels = strip_tags(page.partition('aria-labelledby="levels"')[2].partition("</section>")[0].partition("</div>")[2])
    assert any(character.isdigit() for character in levels) is not is_small
    assert ('class="chart rings"' in page, 'class="rung"' in page) == (not is_small, not is_small)


@pytest.mark.django_db
def test_names_of_an_archive_make_nobody_safe(
    stick: Community, ines: Person, unclaimed: Person, table: Space, now
) -> None:
    """A thousand names nobody stands behind hide none of the three who are here, until they are seen themselves."""
    assert [place.person_id for place in read(stick, now=now).told_apart] == [ines.pk]
    open_conversation(by=unclaimed, space=table, kind="question", title="Why?", text="Why?", at=now - timedelta(days=3))
    assert len(read(stick, now=now).told_apart) == 2


@pytest.mark.django_db
def test_what_was_seen_of_a_few_in_a_young_community_is_not_counted(
    client: Client, stick: Community, ines: Person, hal: Person, table: Space, now
) -> None:
    Community.objects.update(founded_at=now - timedelta(days=3))
    for person in (ines, hal):
        open_conversation(by=person, space=table, kind="tip", title="Low", text="Listen low.", at=now)
    client.force_login(ines)
    page = client.get("/c/stick/cultivate/").content.decode()
    assert ("Some of us have taken part so far." in page, "have taken part so far" in page) == (True, True)
    assert "2 people have taken part" not in page
