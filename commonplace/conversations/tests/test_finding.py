"""Posts found by who wrote them and how their conversation stands, in either order, page by page; and why."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from commonplace.communities.models import Community, Space
from commonplace.conversations.actions.ending import close
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.settling import settle
from commonplace.conversations.models import Conversation, Post
from commonplace.people.models import Person
from commonplace.search import anew
from commonplace.search.catch_up import catch_up
from commonplace.search.findable import FINDABLE
from commonplace.search.models import SearchEntry, Version
from commonplace.search.queries import Filters, find
from commonplace.search.words import VERSION
from commonplace.store.paging import NoToken

Tell = Callable[..., Conversation]


@pytest.fixture
def tell(table: Space, now: datetime) -> Tell:
    def tell(
        by: Person, title: str, text: str = "It hums.", *, space: Space = table, days: int = 0, **more: object
    ) -> Conversation:
        return open_conversation(
            by=by,
            space=space,
            kind=str(more.pop("kind", "question")),
            title=title,
            text=text,
            at=now - timedelta(days=days),
            **more,  # type: ignore[arg-type]
        )

    return tell


def titles(person: Person | None, text: str, filters: Filters = Filters(), **more: object) -> list[str]:  # noqa: B008  # frozen
    return [
        str(hit.title).replace("<mark>", "").replace("</mark>", "") for hit in find(person, text, filters, **more).hits
    ]  # type: ignore[arg-type]


def test_by_whom_it_was_written(tell: Tell, ines: Person, hal: Person, rosa: Person, now: datetime) -> None:
    catch_up(now=now)
    tell(hal, "A pump of Hal")
    tell(rosa, "A pump of Rosa")
    for name in (hal.name, hal.name.split()[0].upper(), hal.name[:-2], "brennan hal"):
        assert titles(ines, "pump", Filters(writer=name)) == ["A pump of Hal"], name
    assert titles(ines, "pump", Filters(writer="Nobody at all")) == []
    assert titles(ines, "pump", Filters(writer="!")) == []
    assert titles(ines, "pump", Filters(writer=hal.name, kind="tip")) == []


def test_a_name_that_one_may_not_be_shown_finds_nothing(
    tell: Tell, ines: Person, hal: Person, unclaimed: Person, window: Space, stranger: Person, now: datetime
) -> None:
    catch_up(now=now)
    tell(unclaimed, "A pump from the archive", space=window)
    tell(hal, "A pump at the window", space=window)
    for by in (Filters(writer=unclaimed.name), Filters(person_id=unclaimed.pk)):
        assert titles(ines, "pump", by) == ["A pump from the archive"]
        assert titles(None, "pump", by) == titles(stranger, "pump", by) == []
    assert titles(None, "pump", Filters(writer=hal.name)) == ["A pump at the window"]


def test_what_is_not_settled_and_what_nobody_has_answered(tell: Tell, ines: Person, hal: Person, rosa: Person) -> None:
    tell(hal, "A pump that waits")
    answered = tell(hal, "A pump that was answered")
    reply(by=rosa, conversation=answered, text="It is the pump itself.")
    settled = tell(hal, "A pump that is settled")
    settle(by=hal, post=reply(by=rosa, conversation=settled, text="Grease the pump."))
    close(by=hal, conversation=tell(hal, "A pump that was given up"), why="No")
    tell(hal, "A pump is no question", kind="tip")
    assert set(titles(ines, "pump", Filters(state="unsettled"))) == {"A pump that waits", "A pump that was answered"}
    assert titles(ines, "pump", Filters(state="waiting")) == ["A pump that waits"]
    assert titles(ines, "pump", Filters(state="unsettled", person_id=rosa.pk)) == ["A pump that was answered"]
    assert titles(ines, "pump", Filters(state="neither")) == []


def test_the_latest_first(tell: Tell, ines: Person, hal: Person) -> None:
    tell(hal, "Pump, pump and pump", days=900)
    tell(hal, "It hums", "One pump among many words", days=1)
    # Taken in later, and said earlier.
    tell(hal, "A pump", days=30)
    assert titles(ines, "pump", by_date=True) == ["It hums", "A pump", "Pump, pump and pump"]
    assert titles(ines, "pump")[0] == "Pump, pump and pump"


@pytest.mark.parametrize("by_date", [False, True])
def test_pages_are_held_by_a_key(tell: Tell, ines: Person, hal: Person, by_date: bool) -> None:
    for number in range(7):
        tell(hal, f"Pump {number}", days=40 - number)
    whole = titles(ines, "pump", by_date=by_date)
    first = find(ines, "pump", Filters(), by_date=by_date, size=3)
    assert (first.newer, first.total) == (None, 7)
    # What is found meanwhile moves nobody's page.
    tell(hal, "Pump, pump, pump", "pump " * 9)
    second = find(ines, "pump", Filters(), by_date=by_date, size=3, after=first.older or "")
    third = find(ines, "pump", Filters(), by_date=by_date, size=3, after=second.older or "")
    seen = [
        str(hit.title).replace("<mark>", "").replace("</mark>", "")
        for one in (first, second, third)
        for hit in one.hits
    ]
    assert seen == whole
    assert third.older is None
    back = find(ines, "pump", Filters(), by_date=by_date, size=3, after=third.newer or "")
    assert [hit.url for hit in back.hits] == [hit.url for hit in second.hits]
    for token in ("x", "o1", "o1_", "o99999999999999999999_1", "o١_١", "n-_1"):
        with pytest.raises(NoToken):
            find(ines, "pump", Filters(), after=token)


def test_the_filters_combine_in_an_address_without_script(
    client: Client,
    tell: Tell,
    ines: Person,
    hal: Person,
    rosa: Person,
    now: datetime,
    django_assert_max_num_queries: Callable,
) -> None:
    catch_up(now=now)
    for number in range(25):
        tell(hal, f"Pump {number}", topics=["pumps"], days=number)
    tell(rosa, "Pump of Rosa", topics=["pumps"])
    tell(hal, "Pump elsewhere", topics=["valves"])
    client.force_login(ines)
    query = {"q": "pump", "community": "stick", "kind": "question", "topic": "pumps", "writer": hal.name}
    query |= {"state": "waiting", "when": "365", "order": "date"}
    with django_assert_max_num_queries(12):
        page = client.get("/search", query)
    html = page.content.decode()
    assert [str(one["hit"].title) for one in page.context["hits"]][:2] == ["<mark>Pump</mark> 0", "<mark>Pump</mark> 1"]
    assert len(page.context["hits"]) == 20
    onward = page.context["found"].older
    assert f"after={onward}" in html
    for name, value in query.items():
        assert f'name="{name}"' in html
        assert f"{name}={value}".replace(" ", "+") in html.split('rel="next"')[1].split('">')[0]
    last = client.get("/search", {**query, "after": onward})
    assert len(last.context["hits"]) == 5
    assert last.status_code == client.get("/search", {**query, "after": "torn"}).status_code == 200
    assert f"{hal.name} (writer)" in html
    # What narrows is said in a line, so that the hits are near on a phone.
    for said in (
        "Where: The Listening Stick",
        "Filed under: pumps",
        f"Written by: {hal.name}",
        "In which order: the latest first",
    ):
        assert f"<span>{said}</span>" in html
    assert '<details class="more mt-3">' in html


def test_each_hit_says_why_it_is_here(client: Client, tell: Tell, ines: Person, hal: Person) -> None:
    talk = tell(hal, "Singing valves", "A valve and a hydrophone.", topics=["Leaks"])
    reply(by=ines, conversation=talk, text="Ours leaked.")
    client.force_login(ines)

    def why(words: str) -> list[list[str]]:
        return [
            list(one["why"]) for one in client.get("/search", {"q": words}).context["hits"] if one["hit"].kind == "post"
        ]

    assert why("valve ") == [["“valve” (title, text)"]]
    assert why("sings ") == [["“Singing” for “sings” (title)"]]
    assert why("hydro") == [["“hydrophone”, which begins with “hydro” (text)"]]
    assert why("leak ") == [["“leak” (topic)"], ["“leaked” for “leak” (text)"]]
    assert why("hidrophone") == [["“hydrophone”, which is near “hidrophone” (text)"]]


def test_what_cannot_be_seen_or_typed_alike_is_found(tell: Tell, ines: Person, hal: Person) -> None:
    talk = tell(hal, "Hydro\u00addynamika", "Olúwáṣeun measured the pres\u200bsure at the wei\u0301r.")
    for words in ("hydrodynamika", "oluwaseun", "pressure ", "weir ", "hydro\u200bdynamika", "Olúwáṣeun"):
        assert titles(ines, words) == [talk.title], words


def test_what_was_taken_in_before_is_taken_in_anew(
    tell: Tell, ines: Person, hal: Person, rosa: Person, now: datetime
) -> None:
    kept, gone = tell(hal, "Ther\u00admometer", topics=["C++"]), tell(hal, "Ther\u00admometers of old")
    Post.objects.filter(conversation=kept).update(html="<p>mano\u200bmeter</p>")
    gone.posts.get().delete()
    SearchEntry.objects.all().update(title_words="ther mometer", body_words="mano meter", marks="nowhere")
    assert titles(ines, "thermometer") == []
    Version.objects.update_or_create(kind="post", defaults={"number": VERSION - 1, "last": 10**6, "is_done": True})
    while anew.go_on(now=now):
        pass
    assert titles(ines, "thermometer manometer", Filters(topic="C++", kind="question")) == [kept.title]
    assert set(Version.objects.values_list("number", "is_done")) == {(VERSION, True)}
    assert set(FINDABLE.codes) == set(Version.objects.values_list("kind", flat=True))
    assert anew.go_on(now=now) == 0


def test_persons_of_one_community(ines: Person, hal: Person, stick: Community, now: datetime) -> None:
    catch_up(now=now)
    assert [hit.person_id for hit in find(ines, hal.name, Filters(kind="person", community=stick)).hits] == [hal.pk]
    assert list(find(None, hal.name, Filters(kind="person", community=stick)).hits) == []
    assert list(find(ines, hal.name, Filters(kind="person", topic="valves")).hits) == []
