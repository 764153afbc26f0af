"""A host on loopback that gives a feed out, what stands in it, and a source of the scan that reads it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from commonplace.gatherings.tests.hosts import Host, ok
from commonplace.undertakings.actions import scanning
from commonplace.undertakings.models import ScanEntry, ScanSource

NOW = datetime(2027, 1, 4, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def item(n: object, **changed: str) -> str:
    said = {"guid": f"g{n}", "title": f"Thing {n}", "link": f"https://works.example/{n}", **changed}
    return f"<item>{''.join(f'<{name}>{words}</{name}>' for name, words in said.items())}</item>"


def rss(*items: str) -> bytes:
    return f'<rss version="2.0"><channel><title>Works</title>{"".join(items)}</channel></rss>'.encode()


@pytest.fixture
def host(settings) -> Iterator[Host]:
    settings.FEEDS_INSIDE = True
    there = Host()
    there.answer = ok(rss(item(1), item(2)))
    yield there
    there.socket.close()


def feed_at(scan, hal, tomasz, address: str, title: str = "The works") -> ScanSource:
    made = scanning.name_source(by=hal, undertaking=scan, title=title, address=address, at=NOW)
    scanning.take_source(person=tomasz, undertaking=scan, source=made, at=NOW)
    return made


@pytest.fixture
def feed(scan, host: Host, hal, tomasz) -> ScanSource:
    return feed_at(scan, hal, tomasz, host.address)


def listed() -> list[str]:
    return list(ScanEntry.objects.order_by("-came_at", "-pk").values_list("title", flat=True))


def state(feed: ScanSource) -> tuple[str, int]:
    feed.refresh_from_db()
    return feed.trouble, feed.failures
