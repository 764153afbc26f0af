"""What went on in what somebody follows, for a community's letter to many people at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, F, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonplace.attention.models import Follow, ReadMark
from commonplace.communities.digests import DigestLine, DigestSection, Reader
from commonplace.communities.models import Membership
from commonplace.conversations.digests import line_of
from commonplace.conversations.models import Conversation, Post
from commonplace.ui import words
from commonplace.ui.addresses import address


def _followed(standings: Sequence[Membership], since: datetime, now: datetime) -> dict[int, list[DigestLine]]:
    """To each, what others wrote since then, unread, in what they follow; where most was written comes first."""
    community = standings[0].community
    people = {one.person_id: one.person for one in standings}
    rows = list(_unread(list(people), community.pk, since, now))
    wanted = {row[1] for row in rows}
    open_to_all = set(Conversation.objects.visible_inside().filter(pk__in=wanted).values_list("pk", flat=True))
    theirs: dict[int, set[int]] = defaultdict(set)
    for person, conversation, _first, _count in rows:
        if conversation not in open_to_all:
            theirs[person].add(conversation)
    # Few people sit in groups; each is asked for as the page would ask.
    seated = {
        person: set(
            Conversation.objects.visible_to(people[person])
            .told_in_letters()
            .filter(pk__in=keys)
            .values_list("pk", flat=True)
        )
        for person, keys in theirs.items()
    }
    conversations = Conversation.objects.filter(pk__in=wanted).with_faces().in_bulk()
    reader = Reader.everyone_inside(community)
    lines: dict[tuple[int, int, int], DigestLine] = {}
    found: dict[int, list[DigestLine]] = {}
    for person, pk, first, count in rows:
        if pk in open_to_all or pk in seated.get(person, ()):
            key = pk, first, count
            if key not in lines:
                lines[key] = _line(conversations[pk], reader, first, count)
            found.setdefault(person, []).append(lines[key])
    return found


def _line(one: Conversation, reader: Reader, first: int, count: int) -> DigestLine:
    said = ngettext("%(n)s post is new to you.", "%(n)s posts are new to you.", count) % {"n": words.count(count)}
    line = line_of(one, reader, kind=_("In what you follow"), text=said, action=_("Read on"))
    url = f"{address('conversation', reader.viewpoint.community.slug, one.pk)}?from={first}#p{first}"
    return DigestLine(**{**vars(line), "url": url})


def _unread(
    people: list[int], community: int, since: datetime, now: datetime
) -> QuerySet[Follow, tuple[int, int, int, int]]:
    mark = ReadMark.objects.filter(person=OuterRef("person_id"), conversation=OuterRef("conversation_id"))
    posts = (
        Post.objects.not_kept_back_from(None)
        .filter(
            ~Q(author=OuterRef("person_id")) | Q(author=None),
            conversation=OuterRef("conversation_id"),
            number__gt=OuterRef("read_to"),
            written_at__gt=since,
            written_at__lte=now,
        )
        .order_by()
        .values("conversation")
    )
    return (
        Follow.objects.filter(person__in=people, conversation__community=community)
        .filter(conversation__last_post_at__gt=since)
        .annotate(read_to=Coalesce(Subquery(mark.values("number"), output_field=IntegerField()), Value(0)))
        .annotate(first=Subquery(posts.annotate(n=Min("number")).values("n")))
        .annotate(count=Subquery(posts.annotate(n=Count("pk")).values("n")))
        .filter(count__gt=0)
        .order_by("person_id", F("count").desc(), "-conversation__last_post_at", "-conversation_id")
        .values_list("person_id", "conversation_id", "first", "count")
    )


SECTIONS = (
    DigestSection("followed", gettext_lazy("What you follow"), "conversation", personal=_followed, at_most=4, order=40),
)
