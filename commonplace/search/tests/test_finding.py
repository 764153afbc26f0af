"""Finding: what the reader may see, ranked, with the words marked; the same on both databases."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from commonplace.communities.models import Community, Hold, Space
from commonplace.people.actions import change_profile
from commonplace.people.merging import merge
from commonplace.people.models import Person
from commonplace.search import catch_up
from commonplace.search.index import Entry, drop, keep
from commonplace.search.models import SearchEntry
from commonplace.search.queries import Filters, find, similar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("posts")]


@pytest.fixture
def written(now: datetime, ines: Person) -> Callable[..., int]:
    """Files a post and gives its number."""
    numbers = iter(range(1, 1000))

    def write(space: Space, body: str, title: str = "", **more: object) -> int:
        number = next(numbers)
        keep(
            [
                Entry(
                    kind="post",
                    object_id=number,
                    community_id=space.community_id,
                    space_id=space.pk,
                    person_id=ines.pk,
                    title=title,
                    body=body,
                    happened_at=now,
                    parent_id=number,
                    **more,  # type: ignore[arg-type]
                )
            ]
        )
        return number

    return write


def urls(person: Person | None, text: str, filters: Filters = Filters()) -> list[str]:  # noqa: B008  # frozen
    return [hit.url for hit in find(person, text, filters).hits]


def test_all_words_must_be_there(ines: Person, table: Space, written: Callable[..., int]) -> None:
    written(table, "A valve that passes")
    both = written(table, "The valve and the meter")
    assert urls(ines, "meter valve") == [f"/{both}"]


def test_stems_accents_and_case_are_one(ines: Person, table: Space, written: Callable[..., int]) -> None:
    one = written(table, "Listening to VALVES in Tarnów and Łódź")
    for text in ("listen valve", "valves tarnow", "Tarnów", "lodz", "VALVE"):
        assert urls(ines, text) == [f"/{one}"], text


def test_the_last_word_may_be_unfinished(ines: Person, table: Space, written: Callable[..., int]) -> None:
    one = written(table, "Two correlators and a hydrophone")
    assert urls(ines, "two hydro") == [f"/{one}"]
    assert urls(ines, "two hydro ") == []


def test_a_title_weighs_more_and_of_equals_the_later_comes_first(
    ines: Person, table: Space, written: Callable[..., int]
) -> None:
    first = written(table, "a pump")
    titled = written(table, "it hums", title="The pump")
    last = written(table, "a pump")
    assert urls(ines, "pump") == [f"/{titled}", f"/{last}", f"/{first}"]


def test_only_what_the_reader_may_see_is_found(
    ines: Person,
    hal: Person,
    stranger: Person,
    table: Space,
    window: Space,
    circle: Space,
    written: Callable[..., int],
    stick: Community,
) -> None:
    members, anyone, few, held = (written(space, "night flow") for space in (table, window, circle, table))
    Hold.objects.create(community=stick, kind="post", object_id=held, why="a look")
    assert urls(None, "night flow") == urls(stranger, "night flow") == [f"/{anyone}"]
    assert set(urls(hal, "night flow")) == {f"/{members}", f"/{anyone}"}
    assert set(urls(ines, "night flow")) == {f"/{members}", f"/{anyone}", f"/{few}", f"/{held}"}


def test_what_is_held_with_the_whole_is_held_with_its_parts(
    hal: Person, table: Space, written: Callable[..., int], stick: Community
) -> None:
    one = written(table, "step test")
    Hold.objects.create(community=stick, kind="conversation", object_id=one, why="a look")
    assert urls(hal, "step test") == []


def test_changed_and_dropped_words_are_found_no_more(ines: Person, table: Space, written: Callable[..., int]) -> None:
    one = written(table, "asbestos")
    entry = SearchEntry.objects.get()
    keep(
        [
            Entry(
                kind="post",
                object_id=one,
                community_id=table.community_id,
                space_id=table.pk,
                body="plastic",
                happened_at=entry.happened_at,
            )
        ]
    )
    assert (urls(ines, "asbestos"), urls(ines, "plastic")) == ([], [f"/{one}"])
    drop("post", [one])
    assert urls(ines, "plastic") == []


def test_filters_narrow(
    ines: Person, table: Space, now: datetime, written: Callable[..., int], stick: Community
) -> None:
    tip = written(table, "a leak", label="tip", topics=("night flow",))
    idea = written(table, "a leak", label="hot_topic", topics=("valves",))
    assert urls(ines, "leak", Filters(kind="tip")) == [f"/{tip}"]
    assert urls(ines, "leak", Filters(kind="hot_topic")) == [f"/{idea}"]
    assert urls(ines, "leak", Filters(topic="Night flow")) == [f"/{tip}"]
    assert urls(ines, "leak", Filters(since=now + timedelta(days=1))) == []
    assert urls(ines, "leak", Filters(person_id=ines.pk, community=stick)) == [f"/{idea}", f"/{tip}"]
    assert urls(ines, "leak", Filters(person_id=ines.pk + 1)) == []


@pytest.mark.parametrize(
    "text", ['"', "a AND", "NEAR(", "valve*", "'; DROP TABLE", ":A", "& | !", "\\", "-x", "()", "C:", "^a"]
)
def test_no_text_is_an_operator(ines: Person, table: Space, written: Callable[..., int], text: str) -> None:
    written(table, "valve")
    find(ines, text, Filters())


def test_words_are_marked_and_everything_else_escaped(ines: Person, table: Space, written: Callable[..., int]) -> None:
    written(table, "<b>Valves</b> & meters")
    assert find(ines, "valve ", Filters()).hits[0].excerpt == "&lt;b&gt;<mark>Valves</mark>&lt;/b&gt; &amp; meters"


def test_people_and_communities_are_read_on(
    ines: Person, hal: Person, stranger: Person, stick: Community, now: datetime
) -> None:
    change_profile(person=hal, craft="Listens with a stick")
    catch_up.catch_up(now=now)
    described = {hit.kind for hit in find(ines, "stick", Filters()).hits}
    assert described <= {"person", "community"}
    assert SearchEntry.objects.get(kind="person", object_id=hal.pk).body == "Listens with a stick"
    assert SearchEntry.objects.visible_to(stranger).filter(kind="person").count() == 1
    assert SearchEntry.objects.visible_to(ines).filter(kind="person", object_id=hal.pk).exists()


def test_openings_that_share_words_are_offered_while_writing(
    ines: Person, stick: Community, table: Space, written: Callable[..., int]
) -> None:
    written(table, "two peaks", is_opening=False)
    near = written(table, "", title="Correlators giving two peaks", is_opening=True)
    written(table, "", title="A step test", is_opening=True)
    assert [hit.url for hit in similar(ines, stick, "Two peaks, dry hole")] == [f"/{near}"]
    assert similar(ines, stick, "What is that, and when would they have been there?") == ()


def test_the_page_asks_little_of_the_database(
    client: Client, ines: Person, table: Space, written: Callable[..., int], django_assert_max_num_queries: Callable
) -> None:
    for _ in range(25):
        written(table, "night flow")
    client.force_login(ines)
    with django_assert_max_num_queries(12):
        response = client.get("/search", {"q": "night flow"})
    assert response.status_code == 200
    assert response.content.count(b"<mark>night</mark>") == 20


def test_what_is_found_says_where_and_by_whom_it_was_written(
    client: Client, stick: Community, hal: Person, unclaimed: Person, window: Space, now: datetime
) -> None:
    keep(
        [
            Entry(
                kind="post",
                object_id=number,
                community_id=stick.pk,
                space_id=window.pk,
                person_id=writer.pk,
                body="leak",
                happened_at=now,
                parent_id=number,
            )
            for number, writer in enumerate((hal, unclaimed), start=1)
        ]
    )
    page = client.get("/search", {"q": "leak"}).content.decode()
    assert page.count('<span dir="auto">The Listening Stick</span>') == 2
    assert ('<span dir="auto">Hal Brennan</span>' in page, "Old Correspondent" in page) == (True, False)
    client.force_login(hal)
    assert '<span dir="auto">Old Correspondent</span>' in client.get("/search", {"q": "leak"}).content.decode()


def test_a_bad_filter_is_left_out(client: Client, ines: Person) -> None:
    client.force_login(ines)
    response = client.get("/search?q=%00x&community=no&kind=z&when=z&person=x&from=-1")
    assert response.status_code == 200


def test_what_two_persons_wrote_is_found_under_the_one_they_became(
    stick: Community, ines: Person, hal: Person, unclaimed: Person, table: Space, now: datetime
) -> None:
    keep(
        [
            Entry(
                kind="post",
                object_id=1,
                community_id=stick.pk,
                space_id=table.pk,
                person_id=unclaimed.pk,
                body="leak",
                happened_at=now,
                parent_id=1,
                parent_author_id=unclaimed.pk,
            )
        ]
    )
    merge(kept=hal, other=unclaimed, why="the same")
    assert urls(ines, "leak", Filters(person_id=hal.pk)) == ["/1"]
    assert SearchEntry.objects.get(kind="post").parent_author_id == hal.pk


def test_a_reply_is_not_found_by_the_topics_of_its_conversation(
    ines: Person, table: Space, written: Callable[..., int]
) -> None:
    opening = written(table, "Two peaks", title="An echo", topics=("valves",))
    reply = written(table, "Yes.", topics=("valves",))
    assert urls(ines, "valves") == [f"/{opening}"]
    assert urls(ines, "yes", Filters(topic="valves")) == [f"/{reply}"]
