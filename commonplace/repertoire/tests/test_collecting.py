"""Collections: an order that somebody makes, as those see it who may."""

import pytest
from django.test import Client

from commonplace.repertoire.actions import collecting
from commonplace.repertoire.actions.rights import NotTheirs
from commonplace.repertoire.actions.wording import Words
from commonplace.repertoire.content import words_of_collections
from commonplace.repertoire.models import Collection, Stop
from commonplace.search.models import SearchEntry

pytestmark = pytest.mark.django_db


def sheet(title: str) -> Words:
    return Words(title, "", {"how": "Fold it."})


@pytest.fixture
def path(hal, table) -> Collection:
    return collecting.collect(by=hal, space=table, title="First month on loggers", good_for="For whoever is new.")


def titles(path: Collection) -> list[str]:
    return [one.resource.title for one in Stop.objects.filter(collection=path).order_by("position")]


def test_it_is_put_in_an_order_and_taken_apart(shelve, path, hal) -> None:
    a, b, c = (
        collecting.put_in(by=hal, collection=path, resource=shelve(words=sheet(title)), words=f"Read {title}.")
        for title in "abc"
    )
    assert titles(path) == ["a", "b", "c"]
    collecting.move_up(by=hal, collection=path, stop=c)
    collecting.move_up(by=hal, collection=path, stop=a)
    assert titles(path) == ["a", "c", "b"]
    collecting.put_in(by=hal, collection=path, resource=a.resource, words="Begin here.")
    assert (titles(path), Stop.objects.get(pk=a.pk).words) == (["a", "c", "b"], "Begin here.")
    collecting.take_out(by=hal, collection=path, stop=c)
    assert titles(path) == ["a", "b"]
    collecting.move_up(by=hal, collection=path, stop=b)
    assert titles(path) == ["b", "a"]


def test_others_leave_it_as_it_is(path, tomasz, rosa, card) -> None:
    with pytest.raises(NotTheirs):
        collecting.put_in(by=tomasz, collection=path, resource=card)
    collecting.put_in(by=rosa, collection=path, resource=card)
    assert titles(path) == [card.title]


def test_given_up_it_is_found_no_more_and_what_stood_in_it_is(path, card, hal) -> None:
    collecting.put_in(by=hal, collection=path, resource=card)
    assert SearchEntry.objects.filter(kind="collection").count() == 1
    collecting.give_up(by=hal, collection=path)
    assert not SearchEntry.objects.filter(kind="collection").exists()
    card.refresh_from_db()


def test_on_pages_nobody_sees_what_they_may_not(client: Client, shelve, circle, rosa, path, hal, tomasz) -> None:
    close = shelve(by=rosa, space=circle, words=sheet("Only for six"))
    collecting.put_in(by=rosa, collection=path, resource=close)
    client.force_login(tomasz)
    shown = client.get(f"/c/stick/repertoire/collections/{path.pk}/").text
    assert "First month on loggers" in shown
    assert "Only for six" not in shown
    assert "0 things" in client.get("/c/stick/repertoire/collections/").text
    assert client.get(f"/c/stick/repertoire/collections/{path.pk}/change").status_code == 403


def test_one_makes_it_on_pages(client: Client, shelve, hal) -> None:
    made = shelve(words=sheet("Night flow sheet"))
    client.force_login(hal)
    assert client.post("/c/stick/repertoire/collections/new", {"title": "", "space": "table"}).status_code == 422
    there = client.post("/c/stick/repertoire/collections/new", {"title": "For nights", "space": "table"})["Location"]
    assert client.post(f"{there}stops/", {"resource": ""}).status_code == 422
    client.post(f"{there}stops/", {"resource": made.pk, "words": "It survives rain."})
    assert "It survives rain." in client.get(there).text
    assert "For nights" in client.get("/c/stick/repertoire/").text
    assert "For nights" in client.get(f"/c/stick/repertoire/{made.pk}/").text
    client.post(f"{there}change", {"title": "For the night crew", "good_for": ""})
    assert "For the night crew" in client.get(there).text
    stop = Stop.objects.get()
    client.post(f"{there}stops/{stop.pk}", {"take_out": "1"})
    assert not Stop.objects.exists()
    client.post(f"{there}change", {"give_up": "1"})
    assert not Collection.objects.exists()


def test_search_knows_no_words_about_what_stands_in_another_space(shelve, window, circle, hal, rosa) -> None:
    path = collecting.collect(by=rosa, space=window, title="For anyone")
    collecting.put_in(by=rosa, collection=path, resource=shelve(by=rosa, space=circle), words="Why Marta fell.")
    collecting.put_in(by=rosa, collection=path, resource=shelve(by=rosa, space=window), words="Begin here.")
    assert SearchEntry.objects.get(kind="collection").body == "Begin here."
    assert words_of_collections([path.pk], None) == {path.pk: "Begin here."}
    assert words_of_collections([path.pk], rosa) == {path.pk: "Why Marta fell.\nBegin here."}
