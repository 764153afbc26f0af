"""How far a search reaches: however many hits there are, the latest are weighed, and those in titles."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client

from commonplace.communities.models import Community, Hold, Space
from commonplace.people.models import Person
from commonplace.search import catch_up
from commonplace.search.candidates import LATEST
from commonplace.search.index import Entry, keep
from commonplace.search.matching import Asked, latest
from commonplace.search.models import SearchEntry
from commonplace.search.queries import Filters, find

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("posts")]

Fill = Callable[..., None]


@pytest.fixture
def fill(table: Space, now: datetime, ines: Person) -> Fill:
    """Files a post for each text, in their order."""

    def fill(bodies: Iterable[str], **more: object) -> None:
        first = SearchEntry.objects.filter(kind="post").count() + 1
        told = {"happened_at": now, "person_id": ines.pk, **more}
        keep(
            Entry(
                kind="post",
                object_id=number,
                community_id=table.community_id,
                space_id=table.pk,
                body=body,
                parent_id=number,
                **told,  # type: ignore[arg-type]
            )
            for number, body in enumerate(bodies, start=first)
        )

    return fill


def urls(person: Person | None, text: str, filters: Filters = Filters()) -> list[str]:  # noqa: B008  # frozen
    found = find(person, text, filters, size=200)
    assert found.total == len(found.hits)
    return [hit.url for hit in found.hits]


@pytest.mark.parametrize(("often", "most"), [(1, 50), (3, 50), (90, 50), (3, 400), (2000, 50), (5, 5000)])
def test_the_latest_that_match_come_first(table: Space, fill: Fill, often: int, most: int) -> None:
    # More than PostgreSQL looks through at first, and more than one of its larger blocks.
    fill("pump valve" if number % often == 0 else "pump" for number in range(18_000))
    asked = Asked([["pump"], ["valv"]], [[f"space{table.pk}"]])
    everything = list(
        SearchEntry.objects.filter(kind="post", body_words="pump valv").order_by("-pk").values_list("pk", flat=True)
    )
    assert latest(asked, most=most) == everything[:most]
    middle = everything[len(everything) // 2]
    assert latest(asked, most=most, below=middle) == [pk for pk in everything if pk < middle][:most]


def test_of_a_word_that_stands_everywhere_the_latest_are_weighed_and_older_titles(
    client: Client, ines: Person, fill: Fill
) -> None:
    fill(["a pump"], title="The pump")
    fill(["a pump", *["pump"] * LATEST])
    found = urls(ines, "pump")
    assert found[0] == "/1"
    assert set(found[1:]) == {f"/{number}" for number in range(3, LATEST + 3)}
    client.force_login(ines)
    page = client.get("/search", {"q": "pump"}).content.decode()
    assert f"More than {LATEST} things found" in page
    assert f"More than {LATEST} things found" not in client.get("/search", {"q": "The"}).content.decode()


def test_the_last_word_is_unfinished_only_where_it_finds_little(ines: Person, fill: Fill) -> None:
    fill([*["port"] * 19, "portal"])
    assert len(urls(ines, "port")) == 20
    fill(["port"])
    assert len(urls(ines, "port")) == 20
    assert "/20" not in urls(ines, "port")


def test_what_is_held_does_not_hide_what_is_older(hal: Person, ines: Person, stick: Community, fill: Fill) -> None:
    fill(["cheap watches, a warning"])
    fill(["cheap watches"] * 3 * LATEST)
    Hold.objects.bulk_create(
        Hold(community=stick, kind="post", object_id=number, why="a flood") for number in range(2, 3 * LATEST + 2)
    )
    assert urls(hal, "cheap watches") == ["/1"]


def test_a_time_is_looked_for_in_the_index(ines: Person, fill: Fill, now: datetime) -> None:
    fill(["pump"], happened_at=now)
    fill(["pump"] * 2 * LATEST, happened_at=now - timedelta(days=800))
    assert urls(ines, "pump", Filters(since=now - timedelta(days=30))) == ["/1"]
    fill(["pump"], happened_at=now - timedelta(days=40))
    assert urls(ines, "pump", Filters(since=now - timedelta(days=30))) == ["/1"]
    assert len(urls(ines, "pump", Filters(since=now - timedelta(days=365)))) == 2
    assert len(urls(ines, "pump", Filters(since=now - timedelta(days=365), until=now - timedelta(days=35)))) == 1


def test_a_word_is_no_mark(ines: Person, table: Space, circle: Space, hal: Person, fill: Fill) -> None:
    fill([f"labeltip :labeltip leak space{table.pk}"])
    assert urls(ines, "leak", Filters(kind="tip")) == []
    assert urls(ines, f"leak space{table.pk}") == ["/1"]


@pytest.mark.parametrize("text", ["ﷺ", "⒜ leak", "½ leak", "x\U0001e900y"])
def test_signs_that_stand_for_several_are_one_word(ines: Person, fill: Fill, text: str) -> None:
    fill([text])
    assert urls(ines, text) == ["/1"]


def test_a_person_is_found_among_many_that_a_stranger_may_not_see(
    ines: Person, hal: Person, stranger: Person, now: datetime
) -> None:
    keep(
        Entry(kind="person", object_id=person.pk, person_id=person.pk, title=person.name, happened_at=now)
        for person in (ines, hal)
    )
    assert [hit.person_id for hit in find(ines, hal.name, Filters()).hits] == [hal.pk]
    assert find(stranger, hal.name, Filters()).hits == []


def test_the_worker_puts_the_parts_of_the_index_together(ines: Person, fill: Fill, now: datetime) -> None:
    for number in range(9):
        fill([f"pump {number}"])
    catch_up.catch_up(now=now)
    while catch_up.tidy():
        pass
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT segid) FROM search_words_idx")
            assert cursor.fetchone()[0] <= 2
    assert len(urls(ines, "pump")) == 9
