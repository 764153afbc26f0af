"""What newly answers a followed search is told once, to whoever may read it, and never of one's own words."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonplace.attention.actions import searching
from commonplace.attention.actions.reading import mark_read
from commonplace.attention.actions.searching import (
    MOST,
    SEARCHES,
    NotToFollow,
    TooMany,
    follow_search,
    forget_found,
    unfollow_search,
)
from commonplace.attention.models import SearchFollow, SearchNotice
from commonplace.attention.searches import found_for, named, searches_of, url_of
from commonplace.communities.ledger import number, since
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Community, LedgerMark
from commonplace.communities.moderation.actions import hold, release
from commonplace.communities.readers import READERS, Read, catch_up
from commonplace.conversations.actions.changing import edit, withdraw
from commonplace.conversations.actions.importing import Arrival, import_posts
from commonplace.conversations.actions.merging import merge
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.search.catch_up import catch_up as take_in
from commonplace.search.queries import Filters

pytestmark = pytest.mark.django_db
ALL = Filters()


@pytest.fixture
def clamps(leila, now):
    """Leila wants to hear of clamps since yesterday."""
    return follow_search(person=leila, text="clamp", filters=ALL, at=now - timedelta(days=1))


def asked(by, space, title="Which clamps hold?", **more):
    return open_conversation(by=by, space=space, kind="question", title=title, text="On lead.", **more)


def told(person, now) -> list[tuple[str, int, int]]:
    """What stands under “For you”: the title, from which post, and how many."""
    catch_up(SEARCHES.code)
    found = found_for(person, now=now + timedelta(minutes=1))
    return [(one.conversation.title, one.conversation.unread_from, one.conversation.unread) for one in found]


def test_what_is_written_is_told_in_any_form_of_the_word_until_it_is_read(clamps, hal, leila, table, now):
    talk = asked(hal, table)
    reply(by=hal, conversation=talk, text="Nothing of the kind.")
    reply(by=hal, conversation=talk, text="A clamp it was.")
    assert told(leila, now) == [("Which clamps hold?", 1, 2)]
    assert found_for(leila, now=now)[0].because == "Because you follow the search “clamp”."
    mark_read(person=leila, conversation=talk, number=1)
    assert told(leila, now) == [("Which clamps hold?", 3, 1)]
    mark_read(person=leila, conversation=talk, number=3)
    assert told(leila, now) == []


def test_ones_own_the_past_and_archives_are_no_news(clamps, leila, hal, table, now):
    asked(leila, table)
    asked(hal, table, title="Clamps of old", at=now - timedelta(days=2))
    import_posts(
        space=table, arrivals=[Arrival(author=hal, at=now, source="A clamp", title="Clamps", kind="tip")], origin="mbox"
    )
    assert told(leila, now) == []


@pytest.mark.parametrize(
    ("narrowed", "is_told"),
    [
        ({"kind": "question"}, True),
        ({"kind": "tip"}, False),
        ({"topic": "valves"}, True),
        ({"topic": "loggers"}, False),
        ({"writer": "Hal"}, True),
        ({"writer": "Rosa"}, False),
        ({"state": "waiting"}, True),
        ({"state": "gone"}, False),
        ({"community": "stick"}, True),
        ({"community": "glass"}, False),
        ({"person_id": "hal"}, True),
        ({"person_id": "rosa"}, False),
    ],
)
def test_what_narrows_a_search_narrows_what_is_told(narrowed, is_told, leila, hal, rosa, ines, stick, table, now):
    Community.objects.create(name="Glass", slug="glass", founded_at=now)
    people = {"hal": hal.pk, "rosa": rosa.pk}
    said = {
        name: Community.objects.get(slug=value) if name == "community" else people.get(value, value)
        for name, value in narrowed.items()
    }
    follow_search(person=leila, text="clamps hold", filters=Filters(**said), at=now - timedelta(days=1))
    take_in(now=now)  # names are looked for in the index
    asked(hal, table, topics=["valves"])
    assert bool(told(leila, now)) is is_told


def test_all_the_words_are_needed_and_whole(leila, hal, table, now):
    for words in ("clamp lead", "clamp plastic", "clam"):
        follow_search(person=leila, text=words, filters=ALL, at=now - timedelta(days=1))
    asked(hal, table)
    assert len(told(leila, now)) == 1
    assert [one.follow.text for one in SearchNotice.objects.all()] == ["clamp lead"]


def test_two_searches_that_find_one_post_tell_it_once(clamps, leila, hal, table, now):
    follow_search(person=leila, text="lead", filters=ALL, at=now - timedelta(days=1))
    asked(hal, table)
    assert told(leila, now) == [("Which clamps hold?", 1, 1)]
    assert SearchNotice.objects.count() == 1


def test_a_group_without_a_seat_tells_nothing(clamps, leila, rosa, ines, circle, now):
    asked(ines, circle, title="Clamps between us")
    mine = follow_search(person=rosa, text="clamps", filters=ALL, at=now - timedelta(days=1))
    assert told(leila, now) == []
    assert [one.follow_id for one in SearchNotice.objects.all()] in ([], [mine.pk])


def test_what_was_found_and_may_be_read_no_more_is_told_no_more(clamps, leila, hal, ines, stick, table, now):
    talk = asked(hal, table)
    answer = reply(by=hal, conversation=talk, text="A clamp it was.")
    assert told(leila, now) == [("Which clamps hold?", 1, 2)]
    held = hold(by=ines, kind="post", object_id=answer.pk, community=stick, why="Look")
    assert told(leila, now) == [("Which clamps hold?", 1, 1)]
    release(by=ines, hold=held, why="Fine")
    assert told(leila, now) == [("Which clamps hold?", 1, 2)]
    withdraw(by=hal, post=answer)
    assert told(leila, now) == [("Which clamps hold?", 1, 1)]
    leave(person=leila, community=stick, why="", at=now)
    assert told(leila, now) == []


def test_what_was_held_as_it_was_written_is_told_when_it_is_free(clamps, leila, hal, ines, stick, table, now):
    talk = asked(hal, table)
    held = hold(by=ines, kind="conversation", object_id=talk.pk, community=stick, why="Look")
    assert told(leila, now) == []
    release(by=ines, hold=held, why="Fine")
    assert told(leila, now) == [("Which clamps hold?", 1, 1)]


def test_a_change_that_makes_it_answer_is_told_once(clamps, leila, hal, table, now):
    talk = asked(hal, table, title="Which one holds?")
    assert told(leila, now) == []
    post = talk.posts.get(number=1)
    edit(by=hal, post=post, text="On lead, a clamp.", on_revision=1)
    assert told(leila, now) == [("Which one holds?", 1, 1)]
    mark_read(person=leila, conversation=talk, number=1)
    edit(by=hal, post=post, text="On lead, a small clamp.", on_revision=2)
    assert told(leila, now) == []


def test_conversations_that_become_one_are_told_as_one(clamps, leila, hal, ines, table, now):
    kept, other = asked(hal, table), asked(hal, table, title="Clamps again")
    assert len(told(leila, now)) == 2
    merge(by=ines, kept=kept, other=other)
    assert told(leila, now) == [("Which clamps hold?", 1, 2)]


def test_a_worker_that_dies_tells_each_once(clamps, leila, hal, table, now):
    asked(hal, table)

    def die(notices):
        searching.take(notices)
        raise KeyboardInterrupt

    with READERS.overridden(replace(SEARCHES, take=die)), pytest.raises(KeyboardInterrupt):
        catch_up(SEARCHES.code)
    assert SearchNotice.objects.count() == 0
    assert told(leila, now) == [("Which clamps hold?", 1, 1)]
    # A mark that was lost, as from a backup: what was told is not told again.
    mark_read(person=leila, conversation=SearchNotice.objects.get().post.conversation, number=1)
    LedgerMark.objects.filter(name=SEARCHES.code).update(sequence=0)
    assert told(leila, now) == []
    assert SearchNotice.objects.count() == 1


def test_looking_takes_no_lock_and_costs_what_was_found(leila, hal, rosa, table, now):
    """The searches of a whole house are held against a few posts in the same few queries."""
    for n in range(15):
        follow_search(person=rosa, text=f"word{n}", filters=Filters(writer="Hal"), at=now - timedelta(days=1))
    follow_search(person=leila, text="clamp", filters=ALL, at=now - timedelta(days=1))
    talk = asked(hal, table)
    number()
    deeds = [Read(*row) for row in since(0).values_list(*Read._fields).filter(what_id=talk.pk)]
    with CaptureQueriesContext(connection) as asked_for:
        (found,) = searching.ready(deeds)
    assert found.person_id == leila.pk
    said = [one["sql"].split()[0] for one in asked_for]
    assert {*said} <= {"SELECT", "DECLARE", "FETCH", "CLOSE", "PRAGMA"}, said
    assert len(said) <= 6, said


def test_following_twice_is_following_once_and_there_is_an_end(clamps, leila):
    assert follow_search(person=leila, text=" clamp ", filters=ALL) == clamps
    for n in range(MOST - 1):
        follow_search(person=leila, text=f"word{n}", filters=ALL)
    with pytest.raises(TooMany):
        follow_search(person=leila, text="one more", filters=ALL)
    unfollow_search(person=leila, pk=clamps.pk)
    follow_search(person=leila, text="one more", filters=ALL)
    assert len(searches_of(leila)) == MOST


@pytest.mark.parametrize(("text", "filters"), [("", ALL), ("!?", ALL), ("clamp", Filters(kind="person"))])
def test_without_words_or_for_people_there_is_nothing_to_follow(text, filters, leila):
    with pytest.raises(NotToFollow):
        follow_search(person=leila, text=text, filters=filters)


def test_nobody_ends_anothers(clamps, hal):
    assert unfollow_search(person=hal, pk=clamps.pk) is None
    assert SearchFollow.objects.count() == 1


def test_what_was_found_long_ago_is_forgotten(clamps, leila, hal, table, now):
    asked(hal, table)
    told(leila, now)
    assert forget_found(now=now + timedelta(days=80)) == 0
    assert found_for(leila, now=now + timedelta(days=61)) == []
    assert forget_found(now=now + timedelta(days=91)) == 1


# --- In the pages --------------------------------------------------------------------------------------------------


def test_a_search_is_followed_from_its_page_and_ended_again(client: Client, leila, hal, stick, table, now):
    client.force_login(leila)
    page = client.get("/search", {"q": "clamp", "community": "stick", "kind": "question", "when": "30"}).text
    assert "Follow this search" in page
    said = {"q": "clamp", "community": "stick", "kind": "question", "follow": "yes"}
    assert all(f'name="{name}" value="{value}"' in page for name, value in said.items())
    answer = client.post(reverse("following_search"), said)
    follow = SearchFollow.objects.get()
    assert (follow.text, follow.community, follow.kind) == ("clamp", stick, "question")
    assert answer.url == f"{url_of(follow)}#following" == "/search?q=clamp&community=stick&kind=question#following"
    assert "Follow no more" in client.get(answer.url).text
    asked(hal, table)
    catch_up(SEARCHES.code)
    told = client.get("/for-you").text
    assert "What your searches found" in told
    assert "Because you follow the search" in told
    assert client.get("/for-you/count").json() == {"count": 1}
    assert named(follow).replace("\u2068", "").replace("\u2069", "") in client.get(
        reverse("my_attention")
    ).text.replace("\u2068", "").replace("\u2069", "")
    answer = client.post(reverse("following_search"), {"search": follow.pk, "follow": "no"}, follow=True)
    assert not SearchFollow.objects.exists()
    client.post(f"{reverse('following_search')}?q=clamp&community=stick&kind=question&follow=yes")
    assert SearchFollow.objects.get().kind == "question"


def test_strangers_and_searches_of_people_are_offered_nothing(client: Client, leila):
    assert "Follow this search" not in client.get("/search?q=clamp").text
    client.force_login(leila)
    assert "Follow this search" in client.get("/search?q=clamp").text
    assert "Follow this search" not in client.get("/search?q=clamp&kind=person").text
    assert "Follow this search" not in client.get("/search?q=!").text


def test_one_too_many_is_said(client: Client, leila):
    for n in range(MOST):
        follow_search(person=leila, text=f"word{n}", filters=ALL)
    client.force_login(leila)
    answer = client.post(reverse("following_search"), {"q": "clamp", "follow": "yes"}, follow=True)
    assert f"You follow {MOST} searches already" in answer.text


def test_nothing_to_follow_is_said(client: Client, leila):
    client.force_login(leila)
    for said in ({"q": "!"}, {"q": "clamp", "kind": "person"}, {"q": "clamp", "person": "9" * 40}):
        answer = client.post(reverse("following_search"), {**said, "follow": "yes"}, follow=True)
        assert ("There is nothing to follow in it yet." in answer.text) is ("9" not in said.get("person", ""))
    # Whoever does not stand anywhere is no reason to narrow a search.
    assert SearchFollow.objects.get().whom is None


def test_another_ones_search_is_not_there(client: Client, clamps, hal):
    client.force_login(hal)
    assert client.post(reverse("following_search"), {"search": clamps.pk, "follow": "no"}).status_code == 404
    with pytest.raises(ObjectDoesNotExist):
        SearchFollow.objects.get(person=hal)
