"""Feeds that are broken, far too large, made to harm, or lead inside; and workers that die at them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from commonplace.gatherings.tests.hosts import ok
from commonplace.lib.feeds import apart
from commonplace.lib.outward import NotOutward
from commonplace.lib.tests.test_fetching import HOST, led, net, served, trusted  # noqa: F401  # fixtures of that file
from commonplace.undertakings.actions import scan_reading, scanning
from commonplace.undertakings.actions.scan_reading import read_feeds
from commonplace.undertakings.models import ScanSource
from commonplace.undertakings.tests.feed_host import DAY, HOUR, NOW, feed_at, item, listed, rss, state

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "&a;&a;">]>' + rss(
    "<item><title>So &b; &a;</title></item>"
)


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (ok(b"<html><body>A page</body></html>"), "broken"),
        (ok(b"<rss><channel><item><title>gone & away"), "broken"),
        (ok(b"\x00\xff\xfe" * 50), "broken"),
        (ok(b""), "broken"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\n", "large"),
        (b"HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n", "refused"),
        (b"HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n", "silent"),
        (b"HTTP/1.1 302 X\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n", "inside"),
        (b"", "silent"),
    ],
)
def test_what_is_broken_is_said_and_asked_for_ever_more_seldom(
    scan, feed, host, tomasz, client, answer, trouble
) -> None:
    read_feeds(now=NOW)
    host.answer = answer
    assert read_feeds(now=NOW + 3 * HOUR) == 0
    assert state(feed) == (trouble, 1)
    assert feed.next_at == NOW + 3 * HOUR + timedelta(minutes=15)
    assert read_feeds(now=feed.next_at) == 0
    assert state(feed) == (trouble, 2)
    assert len(listed()) == 2
    client.force_login(tomasz)
    shown = client.get(f"/c/stick/scans/{scan.pk}/").text
    assert str(feed.get_trouble_display()) in shown
    assert "It was well last " in shown
    host.answer = ok(rss(item(5)))
    assert read_feeds(now=NOW + DAY) == 1
    assert state(feed) == ("", 0)


def test_fifty_megabytes_are_left_early(feed, host) -> None:
    host.answer = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 50_000_000
    assert read_feeds(now=NOW) == 0
    assert state(feed) == ("large", 1)


def test_entities_bring_nothing_in(feed, host) -> None:
    host.answer = ok(BOMB)
    read_feeds(now=NOW)
    assert not any("root:" in title for title in listed())


def test_what_costs_too_much_to_read_is_left(feed, host, monkeypatch) -> None:
    host.answer = ok(b'<rss version="2.0"><channel>' + b"<a " * 500_000)
    monkeypatch.setattr(scan_reading, "read_apart", lambda data, **more: apart.read_apart(data, seconds=0.5, **more))
    assert read_feeds(now=NOW) == 0
    assert state(feed) == ("costly", 1)


def test_whoever_asks_for_time_is_given_it(feed, host) -> None:
    host.answer = b"HTTP/1.1 429 X\r\nRetry-After: 7200\r\nContent-Length: 0\r\n\r\n"
    read_feeds(now=NOW)
    feed.refresh_from_db()
    assert feed.next_at == NOW + 2 * HOUR


def test_a_source_that_fails_for_days_waits_for_its_scout(feed, host, tomasz, hal, client: Client) -> None:
    host.answer = b""
    read_feeds(now=NOW)
    for person, is_told in ((tomasz, True), (hal, False)):
        ScanSource.objects.filter(pk=feed.pk).update(failing_since=datetime.now(UTC) - 4 * DAY)
        client.force_login(person)
        assert ("A source that you look at cannot be read." in client.get("/c/stick/").text) == is_told


@pytest.mark.parametrize("address", ["https://127.0.0.1/x", "https://10.0.0.8/x", "https://[::1]/x"])
def test_what_leads_inside_is_never_asked(scan, hal, tomasz, address: str) -> None:
    one = feed_at(scan, hal, tomasz, address)
    assert read_feeds(now=NOW) == 0
    assert state(one) == ("inside", 1)
    for refused in ("http://works.example/x", "https://me:pass@works.example/", "file:///etc/passwd"):
        with pytest.raises(NotOutward):
            scanning.name_source(by=hal, undertaking=scan, title="x", address=refused)


def test_a_source_that_leads_inside_is_not_followed(scan, hal, tomasz, served, net, trusted) -> None:  # noqa: F811
    net["port"] = served(led("https://127.0.0.1/secret"), ok(rss(item("secret"))), context=trusted[0])
    one = feed_at(scan, hal, tomasz, f"https://{HOST}/feed")
    assert read_feeds(now=NOW) == 0
    assert state(one) == ("inside", 1)
    assert net["connected"] == ["1.1.1.1"]


def test_dropped_while_it_is_read_it_keeps_nothing(scan, feed, host, hal, monkeypatch) -> None:
    fetch = scan_reading.get

    def dropped_meanwhile(*where: object, **how: object) -> object:
        scanning.drop_source(by=hal, undertaking=scan, source=feed)
        return fetch(*where, **how)

    monkeypatch.setattr(scan_reading, "get", dropped_meanwhile)
    read_feeds(now=NOW)
    assert listed() == []


def test_a_worker_that_dies_is_followed_by_another(feed, host, monkeypatch) -> None:
    """Killed before it wrote, or between two steps: the next one does the same again, and nothing comes twice."""

    def die(*_what: object, **_how: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(scan_reading, "_went_well", die)
        with pytest.raises(SystemExit):
            read_feeds(now=NOW)
    assert len(listed()) == 2
    assert read_feeds(now=NOW + timedelta(minutes=9)) == 0
    assert read_feeds(now=NOW + timedelta(minutes=10)) == 1
    assert sorted(listed()) == ["Thing 1", "Thing 2"]
    assert state(feed) == ("", 0)
