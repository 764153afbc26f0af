"""Letters go out at seven where each reader is, whether a steward looked or not: to each person once.

What is kept of it (`Delivery`) and the letter in the outbox are written in one transaction, some hundred people at a
time: a worker that dies leaves the others for the next round, and nobody gets two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse

from commonplace.attention.cadences import hearing
from commonplace.attention.models import Cadence
from commonplace.communities.inbox import may_wait
from commonplace.communities.models import Community, Membership
from commonplace.digests.actions.laying import lay_out, make_issue
from commonplace.digests.actions.looking import about_letter
from commonplace.digests.composing import Composer, Words
from commonplace.digests.hours import day_of_letter, first_moment, last_moment, zones_to_come
from commonplace.digests.models import KIND, THURSDAY, Delivery, Issue, LetterDay, Period, State
from commonplace.digests.queries import CADENCE
from commonplace.letters.actions import Ready, may_be_written_to, post_all
from commonplace.letters.pauses import paused
from commonplace.lib.addresses import one_address
from commonplace.mail.headers import OF_COMMUNITY
from commonplace.people.farewells import ways_out
from commonplace.people.models import Person
from commonplace.people.queries import addresses_for_letters
from commonplace.store.bulk import write_rows

AT_ONCE = 1000  # people
AHEAD = timedelta(days=2)
LATE = {Period.DAILY: timedelta(0), Period.WEEKLY: timedelta(days=1)}
USEFUL_FOR = {Period.DAILY: timedelta(hours=20), Period.WEEKLY: timedelta(days=4)}
_COLUMNS = ("issue_id", "person_id", "things", "at")


def send_letters(*, now: datetime) -> int:
    """Make the drafts whose days come, and send what is due; how many letters were written."""
    make_due(now=now)
    return sum(send(issue=issue, now=now) for issue in _beginning(now))


def make_due(*, now: datetime) -> None:
    """Lay out the letters of these days: a weekly one for stewards to look at, a daily one where somebody reads it."""
    chosen = {one.community_id: one for one in LetterDay.objects.all()}
    daily = set(hearing(Cadence.DAILY, now=now).order_by().values_list("community_id", flat=True).distinct())
    days = [now.date() + timedelta(days=n) for n in (-1, 0, 1)]
    today = [day for day in days if first_moment(day) <= now < last_moment(day)]
    for community in Community.objects.filter(founded_at__lt=now - AHEAD).order_by("pk"):
        letter_day = chosen.get(community.pk) or LetterDay(weekday=THURSDAY, since=community.founded_at)
        if letter_day.weekday is None:
            continue
        wanted = [(Period.DAILY, day) for day in today] if community.pk in daily else []
        day = day_of_letter(now, letter_day.weekday, ahead=AHEAD, late=LATE[Period.WEEKLY])
        if day is not None and first_moment(day) > letter_day.since:
            wanted.append((Period.WEEKLY, day))
        for period, on in wanted:
            if not Issue.objects.filter(community=community, period=period, on=on).exists():
                make_issue(community=community, period=period, on=on, now=now)


def _beginning(now: datetime) -> Iterator[Issue]:
    for issue in Issue.objects.open().select_related("community", "words_by").order_by("on", "pk"):
        if first_moment(issue.on) <= now:
            yield issue


def send(*, issue: Issue, now: datetime) -> int:
    """Write to everyone for whom it is morning and who has no copy yet; how many letters that were."""
    is_over = now >= last_moment(issue.on) + LATE[Period(issue.period)]
    written, after = 0, 0
    waits: set[int] | None = None
    while not is_over and (standings := _next_readers(issue, now=now, after=after)):
        if issue.began_at is None and not _begin(issue, now):
            return written
        if waits is None:
            waits = may_wait(issue.community, now=now)
        written += _write_to(issue, standings, Composer(issue, now=now, may_wait_for=waits), now=now)
        after = standings[-1].pk
    if is_over or not zones_to_come(issue.on, now):
        _finish(issue)
    return written


def _next_readers(issue: Issue, *, now: datetime, after: int) -> list[Membership]:
    """Some of those who hear this often, whose morning has come and who have no copy."""
    has_copy = Delivery.objects.filter(issue=issue, person=OuterRef("person_id"))
    readers = hearing(CADENCE[Period(issue.period)], now=now).filter(
        ~Exists(has_copy),
        community=issue.community,
        person__is_active=True,
        person__claimed_at__isnull=False,
        pk__gt=after,
    )
    if asleep := zones_to_come(issue.on, now):
        readers = readers.exclude(person__time_zone__in=asleep)
    return list(readers.select_related("person").order_by("pk")[:AT_ONCE])


def _begin(issue: Issue, now: datetime) -> bool:
    """From here on the letter stands as it is; False where a steward skipped it at the last moment."""
    with transaction.atomic():
        lay_out(issue=issue, now=now)
        begun = Issue.objects.open().filter(pk=issue.pk, began_at=None).update(began_at=now)
    issue.refresh_from_db()
    return bool(begun)


def _write_to(issue: Issue, standings: Sequence[Membership], composer: Composer, *, now: datetime) -> int:
    addresses = addresses_for_letters([one.person_id for one in standings])
    unreachable = paused(addresses.values())
    ready: list[Ready] = []
    copies: dict[int, int] = dict.fromkeys((one.person_id for one in standings), 0)
    headers = headers_of(issue.community)
    for standing, words in composer.letters(standings):
        to = addresses.get(standing.person_id, "")
        if words.things and may_be_written_to(to) and one_address(to) not in unreachable:
            copies[standing.person_id] = words.things
            ready.append(_ready(issue, standing.person, to, words, headers))
    with transaction.atomic():
        write_rows(Delivery, _COLUMNS, [(issue.pk, person, things, now) for person, things in copies.items()])
        post_all(ready, kind=KIND, useful_until=now + USEFUL_FOR[Period(issue.period)], at=now)
    return len(ready)


def _ready(issue: Issue, person: Person, to: str, words: Words, headers: dict[str, str]) -> Ready:
    stop = ways_out(words.stop, OF_COMMUNITY, person.pk, issue.community_id)
    key, about = f"{KIND}:{issue.pk}:{person.pk}", about_letter(issue, person, words)
    return Ready(to, words.subject, words.text, words.html, key, {**headers, **stop}, about)


def headers_of(community: Community) -> dict[str, str]:
    """By which mail programs know a community's letters: a list that nobody answers automatically."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return {
        "List-Id": f"<letter.{community.slug}.{host}>",
        "List-Archive": f"<{settings.BASE_URL}{reverse('letters_of', args=[community.slug])}>",
        "Auto-Submitted": "auto-generated",
        "Precedence": "list",
    }


def _finish(issue: Issue) -> None:
    """It has gone to everyone, or to nobody, for there was nothing to tell."""
    went = Delivery.objects.filter(issue=issue, things__gt=0).exists()
    Issue.objects.open().filter(pk=issue.pk).update(state=State.SENT if went else State.SKIPPED)


def send_first(*, to: Membership, issue: Issue, now: datetime) -> bool:
    """Write a steward their own copy before the letter goes, as it stands now; False where no address is confirmed.

    It counts as no delivery: the letter itself reaches them too.
    """
    address = addresses_for_letters([to.person_id]).get(to.person_id, "")
    if not may_be_written_to(address):
        return False
    (_standing, words), *_ = Composer(issue, now=now).letters([to])
    key = f"{KIND}:{issue.pk}:{to.person_id}:first:{now.isoformat()}"
    ready = _ready(issue, to.person, address, words, headers_of(issue.community))
    about = about_letter(issue, to.person, words, is_first=True)
    post_all([ready._replace(key=key, about=about)], kind=KIND, useful_until=now + AHEAD, at=now)
    return True
