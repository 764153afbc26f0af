"""A room of one sitting appears everywhere; run by `tests/test_a_new_room.py`, with the guestbook's own settings."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from commonplace.communities import content
from commonplace.communities.moderation.actions import hold
from commonplace.communities.settings.actions.modules import switch
from commonplace.communities.viewpoint import look
from commonplace.cultivation import tendings
from commonplace.cultivation.reading import read
from commonplace.people.actions.erasing import erase
from commonplace.search.queries import Filters, find
from commonplace.store.due import do_due
from commonplace.web.everything import words_of
from tests.guestbook.actions import sign
from tests.guestbook.models import GuestbookLine

WORDS = "Thank you for the marvellous afternoon"


@pytest.fixture
def line(stick, ines, hal, table) -> GuestbookLine:
    switch(by=ines, community=stick, code="guestbook", on=True)
    return sign(by=hal, space=table, text=WORDS)


def page(client: Client, person, address: str) -> str:
    if person is None:
        client.logout()
    else:
        client.force_login(person)
    return client.get(address).text


def test_its_word_stands_in_the_navigation_and_marks_its_page(line, hal, client: Client) -> None:
    shown = page(client, hal, "/c/stick/guestbook/")
    assert WORDS in shown
    assert 'href="/c/stick/guestbook/" aria-current="page"' in shown


def test_it_waits_for_a_steward_and_not_for_a_member(line, ines, tomasz, client: Client) -> None:
    assert "Hal Brennan left a line." in page(client, ines, "/c/stick/")
    assert "Hal Brennan left a line." not in page(client, tomasz, "/c/stick/")


def test_it_is_off_until_switched_on_and_put_away_again(stick, ines, hal, table, client: Client) -> None:
    sign(by=hal, space=table, text=WORDS)
    client.force_login(hal)
    assert client.get("/c/stick/guestbook/").status_code == 404
    assert "Guestbook" not in client.get("/c/stick/").text
    assert "Lines that visitors leave." in page(client, ines, "/c/stick/settings/modules/")
    client.post("/c/stick/settings/modules/guestbook", {"on": "1"})
    assert WORDS in client.get("/c/stick/guestbook/").text
    client.post("/c/stick/settings/modules/guestbook", {"on": "0"})
    assert client.get("/c/stick/guestbook/").status_code == 404


def test_it_is_found_by_those_who_may_see_it_and_is_a_filter(line, hal, stranger, client: Client) -> None:
    assert [hit.kind for hit in find(hal, "marvellous", Filters()).hits] == ["guestbook_line"]
    assert find(stranger, "marvellous", Filters()).hits == []
    assert '<option value="guestbook_line">guestbook lines</option>' in page(client, hal, "/search?q=marvellous")


def test_what_is_held_of_it_reaches_its_author_and_stewards_only(line, stick, ines, hal, tomasz) -> None:
    hold(by=ines, kind="guestbook_line", object_id=line.pk, community=stick, why="A joke too many.")
    seen = [who for who in (ines, hal, tomasz) if content.describe("guestbook_line", [line.pk], who)]
    assert seen == [ines, hal]
    assert content.seen_by(tomasz, "guestbook_line", [line.pk]) == set()


def test_its_work_is_done_when_due(line, hal, table, now) -> None:
    old = sign(by=hal, space=table, text="Long ago", at=now - timedelta(days=400))
    do_due(now=now)
    assert not GuestbookLine.objects.filter(pk=old.pk).exists()
    assert GuestbookLine.objects.filter(pk=line.pk).exists()


def test_it_is_offered_to_be_tended(line, stick, ines, now) -> None:
    offered = tendings.offered(tendings.bed_of(look(ines, "stick"), read(stick, now=now), now=now))
    assert "Read it out" in [one.title for line_of in offered for one in line_of.tendings]


def test_it_costs_today_one_query_more_for_its_permission(
    line, ines, client: Client, django_assert_max_num_queries
) -> None:
    client.force_login(ines)
    client.get("/c/stick/")
    with django_assert_max_num_queries(12):
        client.get("/c/stick/")


def test_programs_read_it_as_people_do(line, hal, stranger, client: Client) -> None:
    address = "/api/v1/communities/stick/guestbook"
    client.force_login(hal)
    told = client.get(address).json()
    assert [(one["text"], one["author"]["name"]) for one in told["items"]] == [(WORDS, "Hal Brennan")]
    client.force_login(stranger)
    assert client.get(address).json()["items"] == []
    assert "/communities/{slug}/guestbook" in client.get("/api/v1/openapi.json").text


def test_it_is_taken_along_by_its_author_and_stays_nameless_when_they_are_erased(line, hal, now) -> None:
    taken = json.loads("".join(words_of(hal, now=now)))["guestbook_lines"]
    assert [(one["community_slug"], one["text"]) for one in taken] == [("stick", WORDS)]
    erase(person=hal, withdraw=False)
    line.refresh_from_db()
    assert (line.text, line.author) == (WORDS, None)
