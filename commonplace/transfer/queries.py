"""What stewards see of imports: runs, what they merged and could not read, what waits to be looked through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from commonplace.communities.models import Community, Space
from commonplace.conversations.models import Attachment, Conversation, Post
from commonplace.lib.mail.addresses import withheld
from commonplace.lib.text import excerpt
from commonplace.people.models import Person
from commonplace.store.prepared import prepared
from commonplace.transfer.hindrances import going_with, only_with, posts_of, writers
from commonplace.transfer.models import MBOX, ClosedChat, HandedIn, Import, Likeness, Merged, SetAside, Unreadable
from commonplace.transfer.opened import spaces_going

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Account:
    """One run with what it merged and could not read, up to so many lines of each."""

    run: Import
    merged: Sequence[Merged]
    unreadable: Sequence[Unreadable]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter set aside, with the beginning of its words, addresses withheld."""

    row: SetAside
    words: str


def account_of(run: Import) -> Account:
    """What a steward may know of a run: names, files and reasons, never addresses."""
    return Account(run, list(run.merged.order_by("pk")[:SHOWN]), list(run.could_not_read.order_by("pk")[:SHOWN]))


def handed_in(run: Import) -> tuple[list[HandedIn], list[HandedIn]]:
    """The files that are read, where they are not the whole of it in one, and those that were passed over."""
    files = list(run.handed_in.order_by("number"))
    passed = [one for one in files if one.why]
    return ([one for one in files if not one.why] if len(files) > 1 else []), passed


def is_first(run: Import) -> bool:
    """Whether no archive was brought to the community before this one, so that none of its letters can have been."""
    return not Import.objects.filter(community=run.community_id, begun_at__lt=run.begun_at).exists()


@dataclass(frozen=True, slots=True)
class Came:
    """Something that came with an archive: what it is called, its page, how many letters, and when it began."""

    words: str
    url: str
    letters: int
    at: datetime | None = None


def conversations_of(run: Import, viewer: Person) -> QuerySet[Conversation]:
    """Conversations with letters of this run, as far as someone may read them."""
    homes = Post.objects.filter(pk__in=posts_of(run)).values("conversation")
    return Conversation.objects.visible_to(viewer).filter(pk__in=homes)


@dataclass(frozen=True, slots=True)
class Going:
    """How much goes when an archive is taken back."""

    letters: int
    conversations: int
    people: int
    files: int
    spaces: int
    aside: int


def goes_with(run: Import) -> Going:
    """What an archive alone brought."""
    return Going(
        letters=posts_of(run).count(),
        conversations=going_with(run).count(),
        people=only_with(run, writers(run)).count(),
        files=Attachment.objects.filter(post__in=posts_of(run)).values("file").distinct().count(),
        spaces=spaces_going(run).count(),
        aside=SetAside.objects.waiting().filter(letter__run=run).count(),
    )


def people_of(run: Import) -> QuerySet[Person]:
    """Whoever wrote letters of this run that are kept."""
    return Person.objects.filter(pk__in=Post.objects.filter(pk__in=posts_of(run)).values("author"))


def letters_by(run: Import, what: str, keys: Sequence[int]) -> dict[int, int]:
    """How many letters of the run each of these has: `what` is the column of its post."""
    rows = Post.objects.filter(pk__in=posts_of(run), **{f"{what}__in": keys}).order_by().values_list(what)
    return dict(rows.annotate(n=Count("pk")))


@dataclass(frozen=True, slots=True)
class MovedIn:
    """An archive whose letters or messages are the latest that was said: how many, and from when to when."""

    letters: int
    first: datetime
    last: datetime
    is_mail: bool

    @property
    def is_one_month(self) -> bool:
        return (self.first.year, self.first.month) == (self.last.year, self.last.month)

    @property
    def is_one_year(self) -> bool:
        return self.first.year == self.last.year


def moved_in(person: Person | None, community: Community) -> MovedIn | None:
    """The archive that came last, where `person` may read nothing in the community that was said after it; one query,
    and none where no archive came.
    """
    if community.began_at is None:
        return None
    for letters, first, last, kind in _moved_in(person=person, community=community):
        if first is None or last is None:
            continue
        return MovedIn(letters, first, last, kind == MBOX)
    return None


@prepared
def _moved_in(
    *, person: Person | None, community: Community
) -> QuerySet[Import, tuple[int, datetime | None, datetime | None, str]]:
    said_after = Conversation.objects.visible_to(person).filter(
        community=OuterRef("community"), last_post_at__gt=OuterRef("last_at")
    )
    return (
        Import.objects.filter(
            ~Exists(said_after),
            # What is with the stewards alone is told of once it is open.
            ~Exists(ClosedChat.objects.filter(run=OuterRef("pk"), opened_at=None)),
            community=community,
            finished_at__isnull=False,
            position__gt=0,
            last_at__isnull=False,
            space__in=Space.objects.visible_to(person),
        )
        .order_by("-begun_at", "-pk")
        .annotate(kept_now=F("position") - F("not_kept"))
        .values_list("kept_now", "first_at", "last_at", "kind")[:1]
    )


def waiting_in(community: Community) -> int:
    """How many letters wait to be looked through."""
    return SetAside.objects.waiting().filter(community=community).count()


def alike_in(community: Community, steward: Person) -> int:
    """How many pairs of names wait for the word of this steward."""
    return Likeness.objects.waiting().settled_by(steward).filter(community=community).count()


def read_over(rows: Sequence[SetAside]) -> list[Waiting]:
    """The letters with as much of their words as tells what they are."""
    return [Waiting(row, excerpt(withheld(row.text[:4000], "…@…"), 300)) for row in rows]
