"""What went on in what somebody follows, for a community's letter to many people at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, F, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonplace.attention.models import Follow, ReadMark, SearchNotice, SubjectFollow
from commonplace.attention.searches import because_of, unread_found
from commonplace.attention.subjects import because, narrowest
from commonplace.communities import access
from commonplace.communities.digests import DigestLine, DigestSection, Reader
from commonplace.communities.models import Membership
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.digests import line_of
from commonplace.conversations.models import Conversation, Post
from commonplace.letters.naming import person_named
from commonplace.ui import words
from commonplace.ui.addresses import address


class Telling(NamedTuple):
    """A conversation to be told to someone: from which post on, why, and what is said of it."""

    person: int
    conversation: int
    first: int
    kind: str
    text: str


def _followed(standings: Sequence[Membership], since: datetime, now: datetime) -> dict[int, list[DigestLine]]:
    """To each, what others wrote since then, unread, in conversations that they follow, where most was written first;
    then what was begun in subjects that they follow, the latest first.
    """
    community = standings[0].community
    kind = _("In what you follow")
    tellings = [
        Telling(person, conversation, first, kind, _new_posts(count))
        for person, conversation, first, count in _unread(
            [one.person_id for one in standings], community.pk, since, now
        )
    ]
    return _lines(standings, [*tellings, *_begun(standings, since, now)])


def _sought(standings: Sequence[Membership], since: datetime, now: datetime) -> dict[int, list[DigestLine]]:
    """To each, where the searches that they follow found what was written since then, unread, the latest first."""
    people = [one.person_id for one in standings]
    recent = SearchNotice.objects.filter(person__in=people, at__gt=since, at__lte=now)
    # Asked first, and alone: in one question a database may begin with all posts of the community.
    if not (keys := list(recent.values_list("pk", flat=True))):
        return {}
    notices = unread_found(
        SearchNotice.objects.filter(
            pk__in=keys, post__conversation__community=standings[0].community, post__withdrawal__isnull=True
        )
    )
    free = access.is_not_held(
        None, kind="post", object_id="post_id", author="post__author_id", community="post__conversation__community_id"
    )
    found: dict[tuple[int, int], list[SearchNotice]] = {}
    for one in notices.filter(free).select_related("follow__community", "post").order_by("-at", "-pk"):
        if one.post.author_id != one.person_id:
            found.setdefault((one.person_id, one.post.conversation_id), []).append(one)
    kind = _("A search of yours found it")
    tellings = [
        Telling(person, talk, min(one.post.number for one in here), kind, because_of(here[0].follow))
        for (person, talk), here in found.items()
    ]
    return _lines(standings, tellings)


def _lines(standings: Sequence[Membership], tellings: Sequence[Telling]) -> dict[int, list[DigestLine]]:
    """What is told to each, as far as it is theirs to read and its space sends words; a conversation once to each."""
    if not tellings:
        return {}
    people = {one.person_id: one.person for one in standings}
    wanted = {one.conversation for one in tellings}
    open_to_all = set(Conversation.objects.visible_inside().filter(pk__in=wanted).values_list("pk", flat=True))
    theirs: dict[int, set[int]] = defaultdict(set)
    for one in tellings:
        if one.conversation not in open_to_all:
            theirs[one.person].add(one.conversation)
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
    reader = Reader.everyone_inside(standings[0].community)
    lines: dict[Telling, DigestLine] = {}
    found: dict[int, dict[int, DigestLine]] = defaultdict(dict)
    for one in tellings:
        if one.conversation in open_to_all or one.conversation in seated.get(one.person, ()):
            key = one._replace(person=0)
            if key not in lines:
                lines[key] = _line(conversations[one.conversation], reader, one)
            found[one.person].setdefault(one.conversation, lines[key])
    return {person: list(told.values()) for person, told in found.items()}


def _line(one: Conversation, reader: Reader, telling: Telling) -> DigestLine:
    line = line_of(one, reader, kind=telling.kind, text=telling.text, action=_("Read on"))
    first = telling.first
    url = f"{address('conversation', reader.viewpoint.community.slug, one.pk)}?from={first}#p{first}"
    return DigestLine(**{**vars(line), "url": url})


def _new_posts(count: int) -> str:
    return ngettext("%(n)s post is new to you.", "%(n)s posts are new to you.", count) % {"n": words.count(count)}


def _begun(standings: Sequence[Membership], since: datetime, now: datetime) -> Iterator[Telling]:
    """What others began since then in subjects that each follows, and they have not opened."""
    community, here = standings[0].community, {one.person_id: one for one in standings}
    follows: dict[int, list[SubjectFollow]] = defaultdict(list)
    for follow in (
        SubjectFollow.objects.filter(person__in=here, community=community)
        .select_related("topic", "space", "whom", "community")
        .order_by("person_id", "pk")
    ):
        follows[follow.person_id].append(follow)
    if not follows:
        return
    begun = Conversation.objects.filter(community=community, opened_at__gt=since, opened_at__lte=now)
    talks = list(begun.prefetch_related("topics").order_by("-opened_at", "-pk"))
    opened = set(
        ReadMark.objects.filter(person__in=follows, conversation__in=talks, number__gt=0).values_list(
            "person_id", "conversation_id"
        )
    )
    kind = _("Begun in what you follow")
    for person, theirs in follows.items():
        viewpoint = Viewpoint(here[person].person, community, here[person])
        for talk in talks:
            if talk.author_id == person or (person, talk.pk) in opened:
                continue
            if (why := narrowest(talk, theirs)) is not None:
                yield Telling(person, talk.pk, 1, kind, because(why, viewpoint, name=person_named))


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
    DigestSection(
        "sought", gettext_lazy("What your searches found"), "conversation", personal=_sought, at_most=3, order=42
    ),
)
