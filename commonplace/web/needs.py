"""What needs someone: what waits for a word of theirs, in all their communities, in one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, Exists, F, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.db.models.lookups import In

from commonplace.attention.models import ReadMark
from commonplace.communities.models import Flag, Greeting, Hold, JoinRequest, Membership
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import Draft, Outcome, Post
from commonplace.people.models import Claim, Person
from commonplace.store.prepared import prepared

_EMPTY = Value("")
COLUMNS = ("code", "home", "thing", "post", "part", "title", "who", "who_name", "happened_at", "words")
MOST = 60
SETTLING = (Kind.QUESTION, Kind.EXPERIENCE, Kind.PROBLEM)
TOLD_FOR = timedelta(days=60)
ASKED_FOR = timedelta(days=120)
WRITTEN_FOR = timedelta(days=45)
FIRST_FOR = timedelta(days=14)
GREETED_FOR = timedelta(days=21)
NEW_FOR = timedelta(days=60)
SPOKE_LATELY = timedelta(days=7)


@dataclass(frozen=True)
class Waiting:
    """Something that waits: its code, community, the thing and post it is about, who is behind it, and since when."""

    code: str
    community_id: int
    thing: int
    post: int
    number: int
    title: str
    who: int
    who_name: str
    happened_at: datetime
    words: str


def waiting_for(person: Person, standings: Sequence[Membership], *, now: datetime) -> list[Waiting]:
    """Everything that waits for `person` where they have a standing, the latest first; two queries."""
    inside = [one.community_id for one in standings]
    tended = [one.community_id for one in standings if one.is_steward] or None
    if not inside:
        return []
    rows = _everything(
        person=person, inside=inside, told=now - TOLD_FOR, asked=now - ASKED_FOR, written=now - WRITTEN_FOR,
        spoke=now - SPOKE_LATELY, greeted=now - GREETED_FOR, tended=tended, new=now - NEW_FOR if tended else None,
        first=now - FIRST_FOR if tended else None,
    )  # fmt: skip
    found = [Waiting(*row) for row in rows]
    # The union is wide and says nothing of who may see what: that is asked once, of every post in it.
    posts = sorted({one.post for one in found if one.post})
    padded = [*posts, *[0] * (-len(posts) % 10)]  # few lengths, so that few queries are prepared
    seen = {pk for (pk,) in _readable(person=person, posts=padded)} if posts else set()
    return [one for one in found if not one.post or one.post in seen]


@prepared
def _everything(
    *,
    person: Person,
    inside: list[int],
    told: datetime,
    asked: datetime,
    written: datetime,
    spoke: datetime,
    greeted: datetime,
    tended: list[int] | None,
    new: datetime | None,
    first: datetime | None,
) -> QuerySet[Any, tuple[Any, ...]]:
    parts = _for_a_member(person, inside, told=told, asked=asked, written=written, spoke=spoke, greeted=greeted)
    if tended is not None and new is not None and first is not None:
        parts += _for_a_steward(person, tended, new=new, first=first)
    rows: QuerySet[Any, tuple[Any, ...]] = parts[0].union(*parts[1:], all=True)
    return rows.order_by("-n_happened_at")[:MOST]


@prepared
def _readable(*, person: Person, posts: list[int]) -> QuerySet[Post, tuple[int]]:
    return Post.objects.visible_to(person).filter(pk__in=posts).values_list("pk")


def _row(rows: QuerySet[Any], code: str, **columns: Any) -> QuerySet[Any, Any]:
    """The rows with the columns that every part of the union has; what is not given is empty."""
    empty = {"post": Value(0), "part": Value(0), "title": _EMPTY, "who": Value(0), "who_name": _EMPTY, "words": _EMPTY}
    given = {"code": Value(code), **empty, **columns}
    named = {f"n_{name}": value for name, value in given.items()}
    columned: QuerySet[Any, Any] = rows.order_by().annotate(**named).values_list(*(f"n_{name}" for name in COLUMNS))
    return columned


def _id(path: str) -> Coalesce:
    return Coalesce(F(path), Value(0), output_field=BigIntegerField())


def _name(path: str) -> Coalesce:
    return Coalesce(F(path), Value(""), output_field=TextField())


def _mark(person: Person, conversation: str) -> QuerySet[ReadMark]:
    return ReadMark.objects.filter(person=person, conversation=OuterRef(conversation))


def _within(path: str, communities: Sequence[int]) -> In:
    """Rows of these communities (their id at `path`), said so that a database begins with what names few rows, such as
    what someone wrote, and not with everything that was ever said in them.
    """
    return In(Coalesce(F(path), Value(0)), communities)


def _about_post(path: str = "") -> dict[str, F]:
    """The columns that say where a post (at `path`) stands."""
    return {
        "home": F(f"{path}conversation__community_id"), "thing": F(f"{path}conversation_id"), "post": F(f"{path}pk"),
        "part": F(f"{path}number"), "title": F(f"{path}conversation__title"),
    }  # fmt: skip


def _for_a_member(
    person: Person,
    inside: Sequence[int],
    *,
    told: datetime,
    asked: datetime,
    written: datetime,
    spoke: datetime,
    greeted: datetime,
) -> list[QuerySet[Any, Any]]:
    here = _within("conversation__community_id", inside)
    outcomes = Outcome.objects.filter(
        ~Exists(_mark(person, "conversation_id").filter(at__gte=OuterRef("at"))), here, post__author=person,
        at__gt=told,
    ).exclude(person=person)  # fmt: skip
    own = Post.objects.filter(
        author=person, conversation=OuterRef("conversation_id"), number__gt=1, written_at__gt=spoke
    )
    answered = Post.objects.filter(
        ~Exists(own), here, author=person, number=1, written_at__gt=asked, conversation__kind__in=SETTLING,
        conversation__first_reply_at__isnull=False,
        conversation__settlement__isnull=True, conversation__closure__isnull=True, conversation__post_count__gt=0,
    )  # fmt: skip
    not_shown = ~Exists(_mark(person, "conversation_id").filter(number__gte=OuterRef("number")))
    replies = Post.objects.filter(not_shown, here, reply_to__author=person, written_at__gt=written).exclude(
        author=person
    )
    named = Post.objects.filter(not_shown, here, mentions__person=person, written_at__gt=written).exclude(author=person)
    since_then = Post.objects.filter(
        author=person, conversation__community=OuterRef("membership__community_id"), written_at__gt=OuterRef("at")
    )
    hellos = Greeting.objects.filter(
        ~Exists(since_then), membership__person=person, membership__community__in=inside, at__gt=greeted
    )
    drafts = Draft.objects.filter(person=person, community__in=inside)
    author = {"who": _id("author_id"), "who_name": _name("author__name"), "happened_at": F("written_at")}
    return [
        _row(outcomes, "told", **_about_post("post__"), who=_id("person_id"), who_name=_name("person__name"),
             happened_at=F("at"), words=F("how")),
        _row(answered, "answered", **_about_post(), happened_at=F("conversation__first_reply_at")),
        _row(replies, "replied", **_about_post(), **author),
        _row(named, "named", **_about_post(), **author),
        _row(hellos, "greeted", home=F("membership__community_id"), thing=F("pk"), who=_id("by_id"),
             who_name=_name("by__name"), happened_at=F("at"), words=F("words")),
        _row(drafts, "draft", home=F("community_id"), thing=F("pk"), happened_at=F("changed_at"), words=F("place"),
             title=Coalesce(KT("words__title"), Value(""), output_field=TextField())),
    ]  # fmt: skip


def _for_a_steward(
    person: Person, tended: Sequence[int], *, new: datetime, first: datetime
) -> list[QuerySet[Any, Any]]:
    requests = JoinRequest.objects.filter(community__in=tended, answered_at__isnull=True)
    is_guest = Exists(
        Membership.objects.current().filter(
            community=OuterRef("community_id"), person=OuterRef("person_id"), standing=Membership.Standing.GUEST
        )
    )
    recent = Membership.objects.filter(
        community__in=tended,
        joined_at__gt=new,
        standing__in=("member", "guest"),
        person__claimed_at__isnull=False,
    ).exclude(person=person)
    not_greeted = recent.filter(~Exists(Greeting.objects.filter(membership=OuterRef("pk"))))
    before = Post.objects.filter(
        author=OuterRef("author_id"), conversation__community=OuterRef("conversation__community_id"),
        written_at__lt=OuterRef("written_at"),
    )  # fmt: skip
    firsts = Post.objects.filter(
        Exists(recent.filter(person=OuterRef("author_id"), community=OuterRef("conversation__community_id"))),
        ~Exists(before), ~Exists(_mark(person, "conversation_id").filter(number__gte=OuterRef("number"))),
        _within("conversation__community_id", tended), author__in=recent.values("person_id"), written_at__gt=first,
        origin="",
    )  # fmt: skip
    flags = Flag.objects.filter(community__in=tended, settled_at__isnull=True)
    appeals = Hold.objects.standing().filter(community__in=tended, appealed_at__isnull=False)
    home = (
        Membership.objects.filter(person=OuterRef("of_id"), community__in=tended).order_by("pk").values("community_id")
    )
    claims = Claim.objects.filter(settled_at__isnull=True, words__gt="").annotate(home_id=Subquery(home[:1]))
    someone = {"who": F("person_id"), "who_name": F("person__name")}
    return [
        _row(requests.filter(~is_guest), "asked", home=F("community_id"), thing=F("pk"), **someone,
             happened_at=F("at"), words=F("cares_about")),
        _row(requests.filter(is_guest), "staying", home=F("community_id"), thing=F("pk"), **someone,
             happened_at=F("at"), words=F("cares_about")),
        _row(not_greeted, "new", home=F("community_id"), thing=F("person_id"), **someone, happened_at=F("joined_at"),
             words=F("pace")),
        _row(firsts, "first", **_about_post(), who=F("author_id"), who_name=F("author__name"),
             happened_at=F("written_at")),
        _row(flags, "flagged", home=F("community_id"), thing=F("pk"), happened_at=F("at"), words=F("why")),
        _row(appeals, "appealed", home=F("community_id"), thing=F("pk"), happened_at=F("appealed_at"),
             words=F("appeal")),
        _row(claims.filter(home_id__isnull=False), "claimed", home=F("home_id"), thing=F("pk"), **someone,
             title=F("of__name"), happened_at=F("made_at"), words=F("words")),
    ]  # fmt: skip
