"""Members agree to be at the side of a newcomer of their craft; the newcomer says yes to one of them.

It is between the two, and on no ledger: nobody is to read who needed somebody, or who is asked often.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import LASTING
from commonplace.communities.viewpoint import Viewpoint, name_beside, standing_of
from commonplace.letters.naming import community_named, person_named
from commonplace.people.actions.writing import write_to
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person
from commonplace.record.models import Buddy, BuddyWilling, Helped
from commonplace.record.queries.welcome import beside, is_new
from commonplace.store.locks import lock
from commonplace.ui.addresses import address

KIND = "buddy"


class NotHere(PermissionError):
    """Only members are at somebody's side, and only whoever came lately has somebody at theirs."""


class NotProposed(LookupError):
    """They are not proposed any more: they took it back, or are beside somebody else."""


class HasOne(ValueError):
    """One newcomer has one buddy, once."""


class NotTheirs(LookupError):
    """They are neither of the two."""


def be_willing(*, by: Person, community: Community, at: datetime | None = None) -> None:
    """Agree to be named to newcomers of one's craft, and to be at the side of one. Raises NotHere."""
    if not Membership.objects.filter(person=by, community=community, standing__in=LASTING).exists():
        raise NotHere(by.pk)
    BuddyWilling.objects.get_or_create(community=community, person=by, defaults={"since": at or timezone.now()})


def be_unwilling(*, by: Person, community: Community) -> None:
    """Take that back; whoever one is beside already stays."""
    BuddyWilling.objects.filter(community=community, person=by).delete()


def choose(*, by: Person, community: Community, buddy: int, at: datetime | None = None) -> Buddy:
    """Say yes to one of those who are proposed, who is told by letter. Raises NotHere, NotProposed, HasOne."""
    now = at or timezone.now()
    with transaction.atomic():
        lock(Community.objects.filter(pk=community.pk))
        membership = standing_of(by, community, now=now)
        if membership is None or not is_new(membership, now=now):
            raise NotHere(by.pk)
        before = Buddy.objects.filter(community=community, newcomer=by).first()
        if before is not None:
            if before.buddy_id == buddy:
                return before
            raise HasOne(before.pk)
        viewpoint = Viewpoint(by, community, membership)
        if buddy not in {one.byline.person_id for one in beside(viewpoint, now=now)}:
            raise NotProposed(buddy)
        made = Buddy.objects.create(community=community, newcomer=by, buddy_id=buddy, since=now)
        tell_of(made, by)
    return made


def tell_of(made: Buddy, newcomer: Person) -> None:
    """The letter to whoever was chosen."""
    with in_language_of(made.buddy):
        context = {
            "community": community_named(made.community.name),
            "name": person_named(name_beside(newcomer, made.community)),
            "page": f"{settings.BASE_URL}{address('first_steps', made.community.slug)}",
        }
    write_to(made.buddy, template="record/letters/buddy", context=context, kind=KIND, key=f"{KIND}:{made.pk}")


def end(*, by: Person, buddy: Buddy, at: datetime | None = None) -> None:
    """End it before its weeks are over, without a reason. Raises NotTheirs."""
    if by.pk not in (buddy.newcomer_id, buddy.buddy_id):
        raise NotTheirs(buddy.pk)
    Buddy.objects.filter(pk=buddy.pk, ended_at=None).update(ended_at=at or timezone.now())


def say_whether_it_helped(*, by: Person, buddy: Buddy, helped: str) -> None:
    """Say it as the newcomer, once or anew; read by nobody else. Raises NotTheirs, ValueError for what is no answer."""
    word = Helped(helped)
    if by.pk != buddy.newcomer_id:
        raise NotTheirs(buddy.pk)
    Buddy.objects.filter(pk=buddy.pk).update(helped=word)
