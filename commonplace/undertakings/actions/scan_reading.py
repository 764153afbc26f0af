"""Feeds of scans, read on a rhythm: what they bring is kept for scouts to look through, and posts itself nowhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.client import HTTPException
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from commonplace.lib.feeds.apart import TooCostly, read_apart
from commonplace.lib.feeds.reading import MOST_BYTES, Entry, NoFeed
from commonplace.lib.outward import Fetched, NotOutward, TooLarge, TooSlow, get
from commonplace.store.locks import lock
from commonplace.store.steps import Steps
from commonplace.undertakings.models import ScanEntry, ScanSource
from commonplace.undertakings.models.scan import KEPT_FOR

Trouble = ScanSource.Trouble

# How often one is asked, and after so many failures; the last goes on.
RHYTHM: Final = timedelta(hours=3)
BACK_OFF: Final = tuple(timedelta(minutes=minutes) for minutes in (15, 30, 60, 180, 360, 720, 1440))
# Whoever takes longer is left; one that dies at it is asked again after so long.
SECONDS: Final = 30
CLAIMED: Final = timedelta(minutes=10)
AT_ONCE: Final = 8  # in one round of the worker
NEW_AT_ONCE: Final = 100  # of one feed; what lies further down of a first reading is of the past
MOST_KEPT: Final = 500  # of one feed
ACCEPT: Final = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, application/json;q=0.9,"
    " text/xml;q=0.8, */*;q=0.5"
)
_FOLLOWED: Final = re.compile(r"[?&](?:utm_\w+|fbclid|gclid|mc_[ce]id)=[^&]*")


class _Troubled(Exception):
    """Why a feed was not read, and when one may ask again, where it says so."""

    def __init__(self, trouble: str, again_after: timedelta = timedelta(0)) -> None:
        super().__init__(trouble)
        self.trouble, self.again_after = trouble, again_after


def read_feeds(*, now: datetime) -> int:
    """Ask for every feed whose time has come and that somebody looks at; how many went well.

    Each is claimed before it is asked for, and nothing is held while another host takes its time.
    """
    done = 0
    for source in _to_ask(now)[:AT_ONCE]:
        mine = ScanSource.objects.filter(pk=source.pk, next_at=source.next_at)
        if mine.update(next_at=now + CLAIMED):
            done += read_one(source, now=now)
    return done


def _to_ask(now: datetime) -> QuerySet[ScanSource]:
    scouts = ScanSource.objects.kept().filter(scan=OuterRef("scan"), scout__isnull=False)
    found = ScanSource.objects.kept().exclude(address="").filter(Exists(scouts), scan__undertaking__ended_at=None)
    return found.filter(next_at__lte=now).order_by("next_at", "pk")


def read_one(source: ScanSource, *, now: datetime) -> bool:
    """Ask for one feed and keep what is new in it; whether that went well."""
    try:
        fetched = _fetched(source)
        digest = sha256(fetched.body).hexdigest()
        if fetched.status == 304 or digest == source.digest:
            _went_well(source, now)
            return True
        entries = _entries_in(fetched, source)
    except _Troubled as problem:
        _keep_trouble(source, problem, now)
        return False
    _keep(source, entries, fetched, digest, now)
    return True


def _fetched(source: ScanSource) -> Fetched:
    headers = {"Accept": ACCEPT, "Accept-Encoding": "identity", "User-Agent": "Commonplace"}
    if source.etag:
        headers["If-None-Match"] = source.etag
    if source.modified:
        headers["If-Modified-Since"] = source.modified
    try:
        found = get(source.address, headers, most=MOST_BYTES, seconds=SECONDS, is_inside_too=settings.FEEDS_INSIDE)
    except NotOutward as problem:
        raise _Troubled(Trouble.INSIDE) from problem
    except TooLarge as problem:
        raise _Troubled(Trouble.LARGE) from problem
    except TooSlow as problem:
        raise _Troubled(Trouble.SLOW) from problem
    except (OSError, HTTPException, ValueError) as problem:
        raise _Troubled(Trouble.SILENT) from problem
    if found.status not in (200, 304):
        is_refused = 400 <= found.status < 500 and found.status != 429
        raise _Troubled(Trouble.REFUSED if is_refused else Trouble.SILENT, _again_after(found))
    return found


def _again_after(found: Fetched) -> timedelta:
    said = found.headers.get("retry-after", "")
    seconds = int(said) if said.isascii() and said.isdecimal() and len(said) < 9 else 0
    return min(timedelta(seconds=seconds), BACK_OFF[-1])


def _entries_in(fetched: Fetched, source: ScanSource) -> Sequence[Entry]:
    kind = fetched.headers.get("content-type", "")
    try:
        return read_apart(fetched.body, content_type=kind, url=source.address)
    except NoFeed as problem:
        raise _Troubled(Trouble.BROKEN) from problem
    except TooCostly as problem:
        raise _Troubled(Trouble.COSTLY) from problem


def _keep(source: ScanSource, entries: Sequence[Entry], fetched: Fetched, digest: str, now: datetime) -> None:
    """Keep what is new, the newest last, in short transactions; a feed that was dropped meanwhile keeps nothing."""
    known = {*source.listed, *_kept_marks(source)}
    new: dict[str, ScanEntry] = {}
    # Some feeds call everything the same.
    called = Counter(entry.id for entry in entries)
    for entry in entries:
        mark, id_mark = mark_of(entry), _mark(f"id {entry.id}") if entry.id and called[entry.id] == 1 else ""
        at = _in_earnest(entry.at, now)
        is_old = at is not None and at < now - KEPT_FOR
        if mark not in known and id_mark not in known and not is_old:
            new[mark] = ScanEntry(
                source=source,
                mark=mark,
                id_mark=id_mark,
                title=entry.title,
                link=entry.link,
                excerpt="" if entry.excerpt == entry.title else entry.excerpt,
                said_at=at,
                came_at=now,
            )
        known |= {mark, id_mark} - {""}
    latest = sorted(new.values(), key=lambda one: one.said_at or now, reverse=True)[:NEW_AT_ONCE][::-1]

    def write(some: Sequence[ScanEntry]) -> None:
        if lock(ScanSource.objects.kept().filter(pk=source.pk, address=source.address)):
            ScanEntry.objects.bulk_create(some, ignore_conflicts=True)

    Steps(most=NEW_AT_ONCE).over(latest, write)
    # Only now is it known: whoever dies before reads the same once more, and what is there already comes once.
    listed = sorted({one for entry in entries for one in (mark_of(entry), _mark(f"id {entry.id}"))})
    _went_well(
        source,
        now,
        etag=fetched.headers.get("etag", "")[:300],
        modified=fetched.headers.get("last-modified", "")[:100],
        digest=digest,
        listed=listed,
    )
    _keep_few(source)


def _kept_marks(source: ScanSource) -> Iterable[str]:
    for both in source.entries.order_by().values_list("mark", "id_mark"):
        yield from filter(None, both)


def mark_of(entry: Entry) -> str:
    """What tells an entry from another, whatever its feed calls it: its title, with where it leads to or its day."""
    if not entry.link:
        return _mark(f"words {entry.title} {entry.at or ''}")
    parts = urlsplit(entry.link)
    query = _FOLLOWED.sub("", f"?{parts.query}").lstrip("?&")
    link = f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}?{query}"
    return _mark(f"link {link} {entry.title.casefold()}")


def _mark(words: str) -> str:
    return sha256(words.encode("utf-8", "ignore")).hexdigest()[:16]


def _in_earnest(at: datetime | None, now: datetime) -> datetime | None:
    """A day as a feed says it, where it can be one: neither before there were feeds nor ahead of us."""
    return at if at is not None and datetime(1995, 1, 1, tzinfo=UTC) < at <= now + timedelta(days=1) else None


def _went_well(source: ScanSource, now: datetime, **more: object) -> None:
    mine = ScanSource.objects.filter(pk=source.pk, address=source.address)
    mine.update(read_at=now, next_at=now + RHYTHM, trouble="", failures=0, failing_since=None, **more)


def _keep_trouble(source: ScanSource, problem: _Troubled, now: datetime) -> None:
    wait = max(BACK_OFF[min(source.failures, len(BACK_OFF) - 1)], problem.again_after)
    ScanSource.objects.filter(pk=source.pk, address=source.address).update(
        trouble=problem.trouble,
        failures=F("failures") + 1,
        failing_since=source.failing_since or now,
        next_at=now + wait,
    )


def _keep_few(source: ScanSource) -> None:
    beyond = list(source.entries.order_by("-came_at", "-pk").values_list("pk", flat=True)[MOST_KEPT : 2 * MOST_KEPT])
    ScanEntry.objects.filter(pk__in=beyond).delete()


def forget_entries(*, now: datetime) -> int:
    """Let go what came sixty days ago, and what belongs to scans that have ended; how many went, in steps."""
    gone = Q(came_at__lt=now - KEPT_FOR) | Q(source__scan__undertaking__ended_at__lt=now - KEPT_FOR)
    steps, went = Steps(), 0

    def some(size: int) -> int:
        keys = list(ScanEntry.objects.filter(gone).order_by("pk").values_list("pk", flat=True)[:size])
        ScanEntry.objects.filter(pk__in=keys).delete()
        return len(keys)

    while taken := steps.take(some):
        went += taken
    return went
