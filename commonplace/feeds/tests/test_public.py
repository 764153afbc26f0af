"""Feeds of what anyone may read: read by feedparser, complete, stable, and never a word too many."""

from __future__ import annotations

import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.models import Community, Space
from commonplace.communities.moderation.actions import hold, release
from commonplace.conversations.actions.changing import edit, withdraw
from commonplace.conversations.actions.moving import move
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, Post
from commonplace.feeds.formats import with_whole_addresses
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db
LIST = "/c/stick/feeds/conversations"


@pytest.fixture(autouse=True)
def is_public(stick: Community) -> None:
    Community.objects.filter(pk=stick.pk).update(visibility="public")


def ask(by: Person, space: Space, title: str, text: str = "I need one.", **more: object) -> Conversation:
    return open_conversation(by=by, space=space, kind="question", title=title, text=text, **more)


def test_conversations_are_told_with_their_opening_words(read, stick, window, hal, leila) -> None:
    talk = ask(hal, window, "Two peaks?", "Has **anyone** seen [two](/c/stick/about)?", topics=["loggers", "pipes"])
    reply(by=leila, conversation=talk, text="Often.")
    talk.refresh_from_db()
    told = read(f"{LIST}.atom")
    assert (told.version, told.feed.title, told.feed.link) == (
        "atom10",
        "The Listening Stick",
        "http://localhost:8000/c/stick/conversations/",
    )
    [one] = told.entries
    assert (one.title, one.author) == ("Two peaks?", "Hal Brennan")
    assert one.link == f"http://localhost:8000/c/stick/conversations/{talk.pk}/"
    assert one.content[0].type == "text/html"
    assert '<a href="http://localhost:8000/c/stick/about"' in one.content[0].value
    assert "<strong>anyone</strong>" in one.content[0].value
    assert {tag.term for tag in one.tags} == {"loggers", "pipes"}
    assert (one.published, one.updated) == (talk.opened_at.isoformat(), talk.last_post_at.isoformat())


def test_the_same_as_json_feed(stick, window, hal) -> None:
    talk = ask(hal, window, "Two peaks?", "Has **anyone** seen two?", topics=["loggers"])
    answer = Client().get(f"{LIST}.json")
    assert answer.headers["Content-Type"] == "application/feed+json; charset=utf-8"
    told = json.loads(answer.content)
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert told["feed_url"] == f"http://localhost:8000{LIST}.json"
    [one] = told["items"]
    assert one["url"] == f"http://localhost:8000/c/stick/conversations/{talk.pk}/"
    assert (one["title"], one["summary"], one["tags"], one["authors"]) == (
        "Two peaks?",
        "Has anyone seen two?",
        ["loggers"],
        [{"name": "Hal Brennan"}],
    )
    assert "<strong>anyone</strong>" in one["content_html"]


@pytest.mark.parametrize("form", ["atom", "json"])
def test_only_what_anyone_may_read_is_in_any_of_them(stick, window, table, circle, hal, rosa, form) -> None:
    seen = ask(hal, window, "Qz open", "Qz seen.", topics=["loggers"])
    inside = ask(hal, table, "Zq members", "Zq inside.", topics=["loggers", "zqword"])
    ask(rosa, circle, "Zq few", "Zq few.", topics=["loggers"])
    withdrawn = reply(by=hal, conversation=seen, text="Zq withdrawn.")
    withdraw(by=hal, post=withdrawn)
    held = reply(by=hal, conversation=seen, text="Zq held.")
    hold(by=rosa, kind="post", object_id=held.pk, community=stick, why="Zq why.")
    # The session of somebody who may read more changes nothing: a public feed is the same for everyone.
    client = Client()
    client.force_login(hal)
    for address in (LIST, "/c/stick/feeds/topics/loggers", "/c/stick/feeds/spaces/window", f"{LIST}/{seen.pk}"):
        answer = client.get(f"{address}.{form}")
        assert (answer.status_code, "Qz" in answer.text, "Zq" in answer.text) == (200, True, False), address
    hidden = (f"{LIST}/{inside.pk}", "/c/stick/feeds/topics/zqword", "/c/stick/feeds/spaces/table")
    for address in (*hidden, "/c/stick/feeds/spaces/circle", "/c/stick/feeds/posts", "/c/stick/feeds/people"):
        assert client.get(f"{address}.{form}").status_code == 404, address


def test_no_feed_tells_of_a_community_that_shows_itself_to_nobody(stick, window, table, hal) -> None:
    ask(hal, window, "Open?")
    found = {}
    for visibility in ("public", "listed", "private"):
        Community.objects.filter(pk=stick.pk).update(visibility=visibility)
        found[visibility] = (
            Client().get(f"{LIST}.atom").status_code,
            "stick" in Client().get("/feeds/communities.atom").text,
        )
    assert found == {"public": (200, True), "listed": (200, True), "private": (404, False)}


def test_names_are_those_that_strangers_may_know(read, stick, window, hal, unclaimed) -> None:
    talk = ask(hal, window, "Who?")
    Post.objects.filter(conversation=talk).update(author=unclaimed)
    Conversation.objects.filter(pk=talk.pk).update(author=unclaimed)
    for address in (LIST, f"{LIST}/{talk.pk}"):
        assert [one.author for one in read(f"{address}.atom").entries] == ["someone from the archive"]


def test_replies_of_a_conversation_the_latest_first(read, window, hal, leila) -> None:
    talk = ask(hal, window, "Two peaks?")
    said = [reply(by=leila, conversation=talk, text=f"Answer {number}") for number in range(3)]
    told = read(f"{LIST}/{talk.pk}.atom")
    assert [one.title for one in told.entries] == ["Leila Haddad on “Two peaks?”"] * 3 + ["Two peaks?"]
    assert [one.link.rpartition("#")[2] for one in told.entries[:3]] == [f"p{post.number}" for post in reversed(said)]


def test_ids_stay_when_words_titles_and_addresses_change(read, stick, window, hal, leila) -> None:
    talk = ask(hal, window, "Before")
    answer = reply(by=leila, conversation=talk, text="Before.")
    before = [(one.id, one.updated) for one in read(f"{LIST}/{talk.pk}.atom").entries]
    edit(by=leila, post=answer, text="After.", on_revision=1)
    Conversation.objects.filter(pk=talk.pk).update(title="After")
    Community.objects.filter(pk=stick.pk).update(slug="stick-two")
    after = [(one.id, one.updated) for one in read(f"/c/stick-two/feeds/conversations/{talk.pk}.atom").entries]
    assert [one for one, _ in after] == [one for one, _ in before]
    assert [new > old for (_, old), (_, new) in zip(before, after, strict=True)] == [True, False]
    assert all(one.startswith("tag:localhost,20") for one, _ in after)


def test_pages_follow_each_other_by_key_and_none_is_lost(read, window, hal, now) -> None:
    for number in range(65):
        ask(hal, window, f"Question {number}", at=now - timedelta(hours=number + 1))
    titles, address, pages = [], f"{LIST}.atom", 0
    while address:
        told = read(address)
        titles += [one.title for one in told.entries]
        links = {link.rel: link.href for link in told.feed.links}
        assert links["self"].endswith(address)
        if not pages:
            # What comes in between moves no page.
            ask(hal, window, "In between")
        address, pages = links.get("next", "").removeprefix("http://localhost:8000"), pages + 1
    assert (titles, pages) == ([f"Question {number}" for number in range(65)], 3)
    told = Client().get(f"{LIST}.json").json()
    assert len(Client().get(told["next_url"].removeprefix("http://localhost:8000")).json()["items"]) == 30
    assert Client().get(f"{LIST}.atom?after=nonsense").status_code == 404


def test_a_feed_that_one_has_is_not_sent_again(window, hal, rosa, stick) -> None:
    talk = ask(hal, window, "Two peaks?")
    client = Client()
    first = client.get(f"{LIST}.atom")
    known = {"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]}
    assert [client.get(f"{LIST}.atom", headers=one).status_code for one in known] == [304, 304]
    assert client.get(f"{LIST}.atom", headers=known[0]).content == b""
    # Neither moves any moment that stands in the feed.
    held = hold(by=rosa, kind="conversation", object_id=talk.pk, community=stick, why="A look.")
    assert [client.get(f"{LIST}.atom", headers=one).status_code for one in known] == [200, 200]
    known = ({"If-Modified-Since": client.get(f"{LIST}.atom").headers["Last-Modified"]},)
    release(by=rosa, hold=held, why="Fine.")
    assert [client.get(f"{LIST}.atom", headers=one).status_code for one in known] == [200]
    assert client.get(f"{LIST}.atom").headers["Cache-Control"] == "no-cache"
    assert client.head(f"{LIST}.atom").headers["ETag"] == first.headers["ETag"]


def test_an_empty_feed_is_one_too_and_does_not_change_by_itself(read, stick, window) -> None:
    told = read(f"{LIST}.atom")
    assert (told.entries, told.feed.updated) == ([], stick.founded_at.isoformat())
    assert Client().get(f"{LIST}.json").json()["items"] == []


BAD = "A\x08B\x0b\ufffe\uffff & <b>bold</b> ]]> \u202e\U0001f600 \"quoted\" 'so' &amp; é́"


def test_bad_signs_break_no_feed(read, window, hal) -> None:
    talk = ask(hal, window, "Signs")
    # As an older house may have kept them.
    Conversation.objects.filter(pk=talk.pk).update(title=BAD)
    Post.objects.filter(conversation=talk).update(html=f"<p>{BAD}</p>")
    Person.objects.filter(pk=hal.pk).update(name="Hal\x0c & <Sons>")
    Space.objects.filter(pk=window.pk).update(name="A\x01 & B", purpose="x\x02 < y")
    for address in (LIST, f"{LIST}/{talk.pk}", "/c/stick/feeds/spaces/window"):
        ElementTree.fromstring(Client().get(f"{address}.atom").content)
        [one] = read(f"{address}.atom").entries
        assert one.author == "Hal & <Sons>"
        assert one.title_detail.type == "text/plain"
        assert "AB &" in Client().get(f"{address}.json").json()["items"][0]["title"]


def test_addresses_within_tags_are_made_whole_and_words_left_alone() -> None:
    html = (
        '<p title="a > b"><a href="/x">href="/y"</a> <img src="/z" alt=""> <a href="//w">w</a> <a href="#p">p</a></p>'
    )
    assert with_whole_addresses(html) == (
        '<p title="a > b"><a href="http://localhost:8000/x">href="/y"</a>'
        ' <img src="http://localhost:8000/z" alt=""> <a href="//w">w</a> <a href="#p">p</a></p>'
    )


def test_a_feed_speaks_as_its_community_does(stick, window, hal, leila) -> None:
    Community.objects.filter(pk=stick.pk).update(language="pl")
    talk = ask(hal, window, "Dwa szczyty?")
    reply(by=leila, conversation=talk, text="Często.")
    answer = Client().get(f"{LIST}/{talk.pk}.atom", headers={"Accept-Language": "en"})
    assert ('xml:lang="pl"' in answer.text, "Leila Haddad o „Dwa szczyty?”" in answer.text) == (True, True)
    assert answer.headers["Content-Language"] == "pl"


def test_a_space_that_sends_no_words_tells_only_that_something_is_new(
    monkeypatch, read, stick, window, hal, leila
) -> None:
    talk = ask(hal, window, "Zq title", "Zq words.", topics=["zqword"])
    reply(by=leila, conversation=talk, text="Zq answer.")
    # What anyone reads is never in confidence; it may be told by letters and feeds without words all the same.
    Space.objects.filter(pk=window.pk).update(in_letters="notice")
    for address in (LIST, f"{LIST}/{talk.pk}", "/c/stick/feeds/spaces/window"):
        for form in ("atom", "json"):
            said = Client().get(f"{address}.{form}").text
            assert ("Zq" in said, "zqword" in said, "Hal Brennan" in said, "Leila" in said) == (False,) * 4
        entries = read(f"{address}.atom").entries
        assert {one.title for one in entries} == {f"Something new in {window.name}"}
        assert all(f"/conversations/{talk.pk}/" in one.link for one in entries)


def test_what_moves_out_of_sight_is_gone_from_the_feeds(stick, window, table, hal) -> None:
    talk = ask(hal, window, "Zq moved")
    move(by=hal, conversation=talk, to=table)
    assert ("Zq" in Client().get(f"{LIST}.atom").text, Client().get(f"{LIST}/{talk.pk}.atom").status_code) == (
        False,
        404,
    )


def test_communities_of_the_house(read, stick, window) -> None:
    Community.objects.filter(pk=stick.pk).update(opening="We listen & we <dig>.", changed_at=timezone.now())
    told = read("/feeds/communities.atom")
    [one] = [one for one in told.entries if one.title == stick.name]
    assert one.link == "http://localhost:8000/c/stick/about"
    assert "We listen &amp; we &lt;dig&gt;." in one.content[0].value


@pytest.mark.parametrize("who", [None, "hal"])
def test_pages_lead_to_their_feeds(stick, window, table, hal, who) -> None:
    seen, inside = ask(hal, window, "Open?", topics=["loggers"]), ask(hal, table, "Inside?", topics=["ours"])
    client = Client()
    if who:
        client.force_login(hal)
    leads = {
        "/c/stick/": f"{LIST}.atom",
        "/c/stick/conversations/": f"{LIST}.atom",
        "/c/stick/conversations/?space=window": "/c/stick/feeds/spaces/window.atom",
        "/c/stick/topics/loggers": "/c/stick/feeds/topics/loggers.atom",
        f"/c/stick/conversations/{seen.pk}/": f"{LIST}/{seen.pk}.atom",
    }
    if who:
        del leads["/c/stick/topics/loggers"]
    for page, feed in leads.items():
        said = client.get(page).text
        assert f'<link rel="alternate" type="application/atom+xml" href="{feed}">' in said, page
        assert f'type="application/feed+json" href="{feed.removesuffix("atom")}json"' in said, page
        assert client.get(feed).status_code == 200
    if who:
        # Where a stranger would find nothing, no page leads.
        for page in (
            "/c/stick/topics/ours",
            f"/c/stick/conversations/{inside.pk}/",
            "/c/stick/conversations/?space=table",
        ):
            assert 'rel="alternate"' not in client.get(page).text, page


def test_no_page_of_a_closed_community_leads_to_a_feed(stick, table, window, hal) -> None:
    talk = ask(hal, window, "Open?", topics=["loggers"])
    client = Client()
    client.force_login(hal)
    pages = ("/c/stick/", "/c/stick/conversations/", "/c/stick/topics/loggers", f"/c/stick/conversations/{talk.pk}/")
    Community.objects.filter(pk=stick.pk).update(visibility="private")
    assert ['rel="alternate"' in client.get(page).text for page in pages] == [False] * 4
    # In a listed one only what stands in its window.
    Community.objects.filter(pk=stick.pk).update(visibility="listed")
    assert ['rel="alternate"' in client.get(page).text for page in pages] == [False, False, False, True]
    client.logout()
    assert ['rel="alternate"' in client.get(page).text for page in pages[1:]] == [True] * 3
