"""Guests' pages are kept whole, and never a moment longer than they are true."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory

from commonplace.communities import ledger
from commonplace.communities.doors import Visibility
from commonplace.communities.founding.actions import found
from commonplace.communities.models import Community, Space
from commonplace.communities.moderation.actions import hold
from commonplace.communities.settings.actions.arranging import change_community
from commonplace.conversations.actions.changing import withdraw
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Conversation, Post
from commonplace.people.models import Person
from commonplace.web.guest_pages import GuestPages

pytestmark = pytest.mark.django_db


class House:
    """One process: its own cache, and a page that tells what a stranger may read."""

    def __init__(self, name: str) -> None:
        self.rendered = 0
        self.cache = LocMemCache(name, {})
        self.cache.clear()
        self.middleware = GuestPages(self.page, cache=self.cache)

    def page(self, request: HttpRequest) -> HttpResponse:
        self.rendered += 1
        posts = Post.objects.visible_to(None).select_related("author").order_by("pk")
        return HttpResponse(" | ".join(f"{post.author} says {post.source}" for post in posts) + "." * 2000)

    def get(self, path: str = "/c/stick/", **more: object) -> HttpResponse:
        return self.middleware(RequestFactory().get(path, **more))

    def shows(self, words: str) -> bool:
        return words in self.get().text


@pytest.fixture
def house() -> House:
    return House("one")


@pytest.fixture
def said(window: Space, hal: Person) -> Conversation:
    return open_conversation(by=hal, space=window, kind="tip", title="A tip", text="Listen at night.")


def test_page_is_rendered_once(house: House, said: Conversation, django_assert_num_queries: Callable) -> None:
    first = house.get()
    with django_assert_num_queries(1):
        second = house.get()
    assert (house.rendered, first.content) == (1, second.content)


def test_what_is_withdrawn_or_held_is_gone_at_once_from_every_process(said: Conversation, hal: Person, ines: Person):
    one, two = House("one"), House("two")
    assert (one.shows("Listen"), two.shows("Listen")) == (True, True)
    withdraw(by=hal, post=said.posts.get())
    assert (one.shows("Listen"), two.shows("Listen")) == (False, False)
    other = open_conversation(by=hal, space=said.space, kind="tip", title="Another", text="Wet your finger.")
    assert (one.shows("Wet"), two.shows("Wet")) == (True, True)
    hold(kind="post", object_id=other.posts.get().pk, community=other.community, by=ines, why="a look")
    assert (one.shows("Wet"), two.shows("Wet")) == (False, False)


def test_visibility_is_part_of_the_page(house: House, said: Conversation) -> None:
    assert house.shows("Listen")
    Community.objects.filter(pk=said.community_id).update(visibility=Visibility.PRIVATE)
    assert not house.shows("Listen")


def test_new_name_is_shown_at_once(house: House, said: Conversation, hal: Person) -> None:
    assert house.shows("Hal Brennan says")
    Person.objects.filter(pk=hal.pk).update(name="Hal Byrne", changed_at=hal.changed_at.replace(year=2090))
    assert house.shows("Hal Byrne says")


def test_neighbour_that_withdraws_is_gone_at_once(house: House, said: Conversation, ines: Person) -> None:
    neighbour = found(by=ines, name="Valve Keepers", slug="valves")
    house.get()
    change_community(by=ines, community=neighbour, lines={"visibility": Visibility.PRIVATE})
    house.get()
    assert house.rendered == 2


@pytest.mark.parametrize(
    "other",
    [
        {"path": "/c/stick/about"},
        {"path": "/c/stick/?kind=tip"},
        {"headers": {"Accept-Language": "pl"}},
        {"headers": {"Cookie": "theme=dark"}},
        {"headers": {"Cookie": "zone=Asia/Kolkata"}},
        {"SERVER_PORT": "8001"},
    ],
)
def test_each_way_to_see_a_page_is_kept_apart(house: House, said: Conversation, other: dict) -> None:
    house.get()
    house.get(**other)
    assert house.rendered == 2
    house.get(**other)
    assert house.rendered == 2


@pytest.mark.parametrize(
    "other",
    [
        {"headers": {"Cookie": f"{settings.SESSION_COOKIE_NAME}=x"}},
        {"headers": {"HX-Request": "true"}},
        {"path": "/search?q=a"},
        {"path": "/"},
        {"path": "/c/nowhere/"},
        {"path": "/c/stick/?q=" + "a" * 600},
    ],
)
def test_what_is_not_kept(house: House, said: Conversation, other: dict) -> None:
    house.get(**other)
    house.get(**other)
    assert house.rendered == 2


@pytest.mark.parametrize("way", ["status", "cookie", "token", "type", "private"])
def test_what_belongs_to_one_visitor_is_not_kept(said: Conversation, way: str) -> None:
    def page(request: HttpRequest) -> HttpResponse:
        house.rendered += 1
        response = HttpResponse("words", status=404 if way == "status" else 200)
        if way == "cookie":
            response.set_cookie("a", "b")
        if way == "token":
            get_token(request)
        if way == "type":
            response.headers["Content-Type"] = "text/csv"
        if way == "private":
            response.headers["Cache-Control"] = "max-age=0, private"
        return response

    house = House("visitor")
    house.middleware = GuestPages(page, cache=house.cache)
    house.get()
    house.get()
    assert house.rendered == 2


def test_posting_is_never_answered_from_what_is_kept(house: House, said: Conversation) -> None:
    house.get()
    house.middleware(RequestFactory().post("/c/stick/"))
    assert house.rendered == 2


def test_page_comes_compressed_where_it_may(house: House, said: Conversation) -> None:
    plain = house.get()
    packed = house.get(headers={"Accept-Encoding": "br, gzip"})
    assert (packed["Content-Encoding"], "Content-Encoding" in plain) == ("gzip", False)
    assert len(packed.content) < len(plain.content) / 4
    assert {"Cookie", "Accept-Language", "Accept-Encoding"} == set(plain["Vary"].split(", "))
    assert "Content-Encoding" not in house.get(headers={"Accept-Encoding": "br, gzip;q=0"})


@pytest.mark.parametrize("page", ["conversations/", "conversations/{said}/"])
def test_nothing_made_for_one_person_is_compressed(
    client: Client, stick: Community, said: Conversation, hal: Person, page: str
) -> None:
    address = f"/c/stick/{page.format(said=said.pk)}"
    assert client.get(address, headers={"Accept-Encoding": "gzip"}).get("Content-Encoding") == "gzip"
    client.force_login(hal)
    for asked in (address, "/", "/search?q=valve"):
        answer = client.get(asked, headers={"Accept-Encoding": "gzip, br, deflate, zstd"})
        assert (answer.status_code, "Content-Encoding" in answer) == (200, False)


def test_browser_that_has_it_is_told_so(house: House, said: Conversation) -> None:
    first = house.get()
    again = house.get(headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert first["Cache-Control"] == "no-cache"
    ledger.changed([said.community_id])
    assert house.get(headers={"If-None-Match": first["ETag"]}).status_code == 304
    open_conversation(by=said.author, space=said.space, kind="tip", title="New", text="Something new.")
    assert house.get(headers={"If-None-Match": first["ETag"]}).status_code == 200
