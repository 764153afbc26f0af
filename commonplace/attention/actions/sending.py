"""Posts as they happen, for those who hear from a community as from a mailing list.

The ledger is read on into rows, one for each post and reader, in the transaction that moves its mark; a row becomes a
letter and goes in one transaction too. So nobody is left out and nobody is written to twice, wherever it is killed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from commonplace.attention.actions.calling_back import key_of
from commonplace.attention.actions.letters import NEWS_FOR
from commonplace.attention.actions.stopping import stop_address
from commonplace.attention.cadences import comes_as_it_happens, hearing
from commonplace.attention.hour import CHARACTERS_A_MINUTE
from commonplace.attention.models import Beyond, Budget, Cadence, NoLetters, PostToSend, TimeTaken
from commonplace.attention.queries import WRITING
from commonplace.communities.readers import Read, Reader
from commonplace.conversations.models import Post
from commonplace.mail.sending import send_post
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person

AT_ONCE: Final = 100
WEEK: Final = timedelta(days=7)
MOST_FORGOTTEN: Final = 5_000


def take(deeds: Sequence[Read]) -> None:
    """Note who is to be sent what was written: all who hear as it happens, but the writer, and nobody from archives."""
    now = timezone.now()
    written = {
        deed.part_id: deed
        for deed in deeds
        if deed.verb in WRITING
        and deed.part_id
        and not deed.origin
        and not deed.reverses_id
        and deed.happened_at > now - NEWS_FOR
    }
    if not written:
        return
    listening = hearing(Cadence.AT_ONCE, now=now).filter(
        ~Exists(NoLetters.objects.filter(person=OuterRef("person_id"))),
        community__in={deed.community_id for deed in written.values()},
        person__claimed_at__isnull=False,
    )
    listeners: dict[int, list[int]] = {}
    for community, person in listening.order_by("pk").values_list("community_id", "person_id"):
        listeners.setdefault(community, []).append(person)
    PostToSend.objects.bulk_create(
        [
            PostToSend(post_id=post, person_id=person, made_at=now)
            for post, deed in written.items()
            for person in listeners.get(deed.community_id, ())
            if person != deed.person_id
        ],
        batch_size=500,
        ignore_conflicts=True,
    )


def send_as_it_happens(*, now: datetime) -> int:
    """Make letters of what is to be sent, the oldest first; tells how many were written."""
    sent = 0
    for row in PostToSend.objects.select_related("post__conversation", "person").order_by("pk")[:AT_ONCE]:
        with transaction.atomic():
            # Whoever takes the row away writes the letter; another process finds it gone.
            if PostToSend.objects.filter(pk=row.pk).delete()[0] and _send(row, now):
                sent += 1
    return sent


def _send(row: PostToSend, now: datetime) -> bool:
    person = row.person
    # They may have left, or had enough, since it was noted.
    community_id = row.post.conversation.community_id
    if NoLetters.objects.filter(person=person).exists() or not comes_as_it_happens(person, community_id, now=now):
        return False
    if not _is_theirs(row.post, person) and is_time_used_up(person, now):
        return False
    stop = stop_address(person.pk, community_id)
    with in_language_of(person):
        why = _("You get each post because you chose to hear of it as it happens.")
    letter = send_post(row.post, person, why=why, key=key_of(row.post_id, person.pk), now=now, stop_url=stop)
    if letter is not None and _given(person) is not None:
        TimeTaken.objects.create(person=person, characters=len(row.post.source), at=now)
    return letter is not None


def is_time_used_up(person: Person, now: datetime) -> bool:
    """Whether as much was sent to someone in these seven days as they give, and the rest is to wait."""
    given = _given(person)
    return given is not None and _minutes_sent(person, now) >= given


def _given(person: Person) -> int | None:
    """How many minutes a week someone gives beyond which things wait; None for no such end."""
    waits = Budget.objects.filter(person=person, beyond=Beyond.WAITS)
    return waits.values_list("minutes", flat=True).first()


def _minutes_sent(person: Person, now: datetime) -> float:
    """How long the posts take to read that were sent to someone in these seven days, since they give so much time."""
    taken = TimeTaken.objects.filter(person=person, at__gt=now - WEEK)
    return (taken.aggregate(all=Sum("characters"))["all"] or 0) / CHARACTERS_A_MINUTE


def forget_time_taken(*, now: datetime) -> int:
    """Let go of what was sent longer ago than a week; tells how many rows went."""
    with transaction.atomic():
        old = TimeTaken.objects.filter(at__lte=now - WEEK).order_by("pk").values_list("pk", flat=True)
        return TimeTaken.objects.filter(pk__in=list(old[:MOST_FORGOTTEN])).delete()[0]


def _is_theirs(post: Post, person: Person) -> bool:
    """Whether a post answers or names someone: that reaches them whatever the time."""
    return Post.objects.filter(Q(reply_to__author=person) | Q(mentions__person=person), pk=post.pk).exists()


POSTS = Reader("posts as they happen", take, order=61)
