"""Feeds of scans: read politely, kept for scouts alone, and posted nowhere by themselves."""

import json
from datetime import UTC, datetime

import pytest
from django.test import Client

from commonplace.gatherings.tests.hosts import ok
from commonplace.store.due import do_due
from commonplace.undertakings.actions import passing_on, scanning
from commonplace.undertakings.actions.beginning import end
from commonplace.undertakings.actions.scan_reading import MOST_KEPT, NEW_AT_ONCE, forget_entries, read_feeds
from commonplace.undertakings.models import ScanEntry, ScanNote, ScanSource
from commonplace.undertakings.tests.feed_host import DAY, HOUR, NOW, item, listed, rss, state

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]


def test_what_a_feed_brings_is_seen_by_scouts_alone_and_posts_itself_nowhere(
    client: Client, scan, feed, host, hal, tomasz, leila, ines
) -> None:
    host.answer = ok(rss(item(1, title="&lt;script&gt;alert(1)&lt;/script&gt;Loud pipe &amp;lt;b&amp;gt;"), item(2)))
    now = datetime.now(UTC)
    ScanSource.objects.update(next_at=now)
    assert do_due(now=now).count("read feeds of scans") == 1
    page = f"/c/stick/scans/{scan.pk}/entries/"
    client.force_login(tomasz)
    shown = client.get(page).text
    assert "Loud pipe" in shown
    assert 'href="https://works.example/1" rel="noreferrer nofollow"' in shown
    assert "alert(1)" not in shown
    assert "<img" not in shown.partition("<main")[2].partition("</main>")[0].replace("<img class", "")
    for other in (hal, leila, ines):
        client.force_login(other)
        assert client.get(page).status_code == 404
        assert "Loud pipe" not in client.get(f"/c/stick/scans/{scan.pk}/").text
        assert "works.example" not in client.get("/search?q=loud").text
    assert not ScanNote.objects.exists()
    (asked,) = host.asked
    assert "Cookie" not in asked
    assert "stick" not in asked.lower()
    entry = ScanEntry.objects.get(link__endswith="/1")
    client.force_login(leila)
    assert client.get(f"{page}{entry.pk}/passing-on").status_code == 404
    client.force_login(tomasz)
    assert client.post(f"{page}{entry.pk}/passing-on", {"why": ""}).status_code == 422
    assert client.post(f"{page}{entry.pk}/passing-on", {"why": "Ours are deaf."}).status_code == 302
    assert client.post(f"{page}{entry.pk}/passing-on", {"why": "Ours are deaf."}).status_code == 302
    assert ScanNote.objects.count() == 1
    other = scanning.name_source(by=hal, undertaking=scan, title="The fair", where="Kielce")
    scanning.take_source(person=leila, undertaking=scan, source=other)
    client.force_login(leila)
    assert "Somebody has passed this on already." in client.post(f"{page}{entry.pk}/passing-on", {"why": "So."}).text
    client.force_login(leila)
    assert "Ours are deaf." in client.get(f"/c/stick/scans/{scan.pk}/").text


def test_it_is_asked_politely_and_what_is_the_same_comes_once(feed, host) -> None:
    def answer(asked: str) -> bytes:
        if 'If-None-Match: "7"' in asked:
            assert "If-Modified-Since: Mon, 04 Jan 2027 10:00:00 GMT" in asked
            return b"HTTP/1.1 304 Not Modified\r\n\r\n"
        return ok(rss(item(1)), 'ETag: "7"\r\nLast-Modified: Mon, 04 Jan 2027 10:00:00 GMT\r\n')

    host.answer = answer
    assert read_feeds(now=NOW) == 1
    assert read_feeds(now=NOW + 2 * HOUR) == 0
    assert read_feeds(now=NOW + 3 * HOUR) == 1
    assert (len(host.asked), listed()) == (2, ["Thing 1"])
    host.answer = ok(rss(item(1)))
    assert read_feeds(now=NOW + 6 * HOUR) == 1
    assert listed() == ["Thing 1"]


def test_nobody_is_asked_where_nobody_looks(scan, feed, host, tomasz, hal) -> None:
    for one in ScanSource.objects.all():
        scanning.let_source_go(person=tomasz, undertaking=scan, source=one)
    assert read_feeds(now=NOW) == 0
    scanning.take_source(person=tomasz, undertaking=scan, source=feed)
    end(by=hal, undertaking=scan)
    assert read_feeds(now=NOW) == 0
    assert host.asked == []


def test_an_entry_under_another_id_or_address_is_the_same(feed, host) -> None:
    read_feeds(now=NOW)
    host.answer = ok(
        rss(
            item(1, guid="other"),
            item(2, link="http://www.works.example/2/?utm_source=feed&amp;utm_medium=rss#top", guid="new"),
            item(2, title="Thing 2, corrected"),
            item(3),
        )
    )
    read_feeds(now=NOW + DAY)
    assert sorted(listed()) == ["Thing 1", "Thing 2", "Thing 3"]


def test_things_that_share_an_address_or_an_id_are_several(feed, host) -> None:
    host.answer = ok(rss(*(item(n, link="https://works.example/", guid="same") for n in range(3))))
    read_feeds(now=NOW)
    assert len(listed()) == 3


def test_entries_go_after_sixty_days_and_do_not_come_back(scan, feed, host, tomasz, client: Client) -> None:
    read_feeds(now=NOW)
    assert forget_entries(now=NOW + 59 * DAY) == 0
    entry = ScanEntry.objects.get(title="Thing 1")
    note = passing_on.pass_on(by=tomasz, undertaking=scan, entry=entry, why="Ours are deaf.")
    assert forget_entries(now=NOW + 61 * DAY) == 2
    host.answer = ok(rss(item(1), item(2), item(4)))
    read_feeds(now=NOW + 61 * DAY)
    assert listed() == ["Thing 4"]
    note.refresh_from_db()
    assert (note.entry, note.title, note.link) == (None, "Thing 1", "https://works.example/1")


def test_days_that_are_nonsense_are_left_out(feed, host) -> None:
    dates = ("yesterday", "Fri, 31 Dec 9999 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "Mon, 45 Foo 2027", "")
    host.answer = ok(rss(*(item(n, pubDate=said) for n, said in enumerate(dates))))
    assert read_feeds(now=NOW) == 1
    assert ScanEntry.objects.filter(said_at=None).count() == 5


def test_what_was_said_long_ago_is_not_new(feed, host) -> None:
    old, new = "Mon, 05 Oct 2026 10:00:00 GMT", "Sat, 02 Jan 2027 10:00:00 GMT"
    host.answer = ok(rss(item(1, pubDate=old), item(2, pubDate=new)))
    read_feeds(now=NOW)
    assert listed() == ["Thing 2"]


def test_of_ten_thousand_entries_the_latest_are_kept(feed, host, django_assert_max_num_queries) -> None:
    data = rss(*(item(n) for n in range(10_000)))
    host.answer = ok(data)
    with django_assert_max_num_queries(60):
        read_feeds(now=NOW)
    assert state(feed) == ("", 0)
    assert len(listed()) == NEW_AT_ONCE
    assert listed()[0] == "Thing 0"
    host.answer = ok(rss(item("a"), *(item(n) for n in range(500))))
    read_feeds(now=NOW + DAY)
    assert len(listed()) == NEW_AT_ONCE + 1
    for day in range(2, 6):
        host.answer = ok(rss(*(item(f"{day}-{n}") for n in range(100))))
        read_feeds(now=NOW + day * DAY)
    assert len(listed()) == MOST_KEPT
    assert "Thing a" in listed()
    assert "Thing 99" not in listed()


def test_json_and_relative_links_are_read_too(feed, host) -> None:
    items = [{"id": 7, "title": "One", "url": "/one"}, "nonsense", {"id": "8"}]
    told = {"version": "https://jsonfeed.org/version/1.1", "items": items}
    host.answer = ok(json.dumps(told).encode(), "Content-Type: application/feed+json\r\n")
    assert read_feeds(now=NOW) == 1
    assert ScanEntry.objects.get().link == host.address.replace("/team.ics", "/one")
