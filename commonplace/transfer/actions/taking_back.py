"""An archive is taken back: a steward asks for it, the worker does it in small steps, and may be killed at any."""

from __future__ import annotations

import logging
from datetime import datetime
from itertools import batched
from secrets import token_hex
from time import monotonic

from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.founding.actions import begin_with
from commonplace.communities.membership.actions.counting import recount_people
from commonplace.communities.models import Community, Deed, Membership, Space
from commonplace.communities.readers import forget as forget_deeds
from commonplace.conversations.actions.counters import recount
from commonplace.conversations.actions.uprooting import uproot, uproot_empty
from commonplace.conversations.models import Conversation, Post
from commonplace.people.models import Person
from commonplace.search import index
from commonplace.store.locks import lock
from commonplace.store.steps import Steps
from commonplace.store.wiping import to_be_wiped
from commonplace.transfer.actions.keeping import LEASE, TakenOver
from commonplace.transfer.earlier_runs import FORGOTTEN
from commonplace.transfer.hindrances import going_with, hindrances, homes_of, only_with, posts_of, writers
from commonplace.transfer.models import Handle, Import, Known, Letter
from commonplace.transfer.opened import spaces_going

SLICE = 20.0  # seconds that one sweep spends here, so that letters go out in between
STEP = 200
log = logging.getLogger(__name__)


class BuiltOn(ValueError):
    """Others have built on it, or it is on its way: `hindrances` says what."""


def ask_back(*, run: Import, at: datetime | None = None) -> None:
    """Have the worker take an archive back, with all that came with it alone; for stewards. Raises BuiltOn."""
    if hindrances(run):
        raise BuiltOn(run.pk)
    Import.objects.filter(pk=run.pk, back_asked_at__isnull=True).update(
        back_asked_at=at or timezone.now(), trouble="", leased_until=None
    )


def go_on_taking_back(*, now: datetime, seconds: float = SLICE, step: int = STEP) -> int:
    """Go on with archives that are taken back; how many steps were done. Whatever kills this, the next goes on."""
    until = monotonic() + seconds
    done = 0
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    for run in Import.objects.going().filter(free).select_related("community").order_by("back_asked_at", "pk"):
        run.holder = token_hex(16)
        mine = Import.objects.going().filter(free, pk=run.pk)
        if not mine.update(holder=run.holder, leased_until=timezone.now() + LEASE):
            continue
        run.refresh_from_db(fields=["back_begun_at", "back_person"])
        steps = Steps(most=step)
        try:
            while monotonic() < until and _has_more(run, steps):
                done += 1
            Import.objects.filter(pk=run.pk, holder=run.holder).update(leased_until=None)
        except TakenOver:
            continue
        except Exception:
            log.exception("An archive could not be taken back further")
            Import.objects.filter(pk=run.pk).update(trouble="interrupted", leased_until=timezone.now() + 5 * LEASE)
    return done


def finish_taking_back(community: Community) -> None:
    """Have whatever of a community is being taken back gone before another archive is read. Raises TakenOver."""
    going = Import.objects.going().filter(community=community)
    while going.exists():
        if not go_on_taking_back(now=timezone.now(), seconds=60.0) and (run := going.first()):
            raise TakenOver(run.pk)


def take_step(run: Import, size: int = STEP) -> bool:
    """Do the next step, in a transaction of its own; whether there may be another. Raises TakenOver."""
    with transaction.atomic():
        return _step(run, size)


def _has_more(run: Import, steps: Steps) -> bool:
    return bool(steps.take(lambda size: size if _step(run, size) else 0))


def _step(run: Import, size: int) -> bool:
    mine = Import.objects.filter(pk=run.pk, holder=run.holder)
    if not mine.update(leased_until=timezone.now() + LEASE):
        raise TakenOver(run.pk)
    if run.back_begun_at is None:
        return _begin(run)
    for do in (_posts_go, _conversations_go, _people_go, _letters_go, _spaces_go, _known_go):
        if do(run, size):
            return True
    _end(run)
    return False


def _begin(run: Import) -> bool:
    """See, while nobody can answer, that nobody has; from here on nothing of it is read, found or answered."""
    lock(homes_of(run).only("pk"))
    if hindrances(run):
        Import.objects.filter(pk=run.pk).update(back_asked_at=None, leased_until=None, trouble="built-on")
        return False
    going = set(going_with(run).values_list("pk", flat=True))
    staying = set(homes_of(run).values_list("pk", flat=True)) - going
    among_others = list(
        Post.objects.filter(pk__in=posts_of(run), conversation__in=staying).values_list("pk", flat=True)
    )
    for some in batched(among_others, STEP, strict=False):
        uproot(some)
    recount(staying)
    for some in batched(sorted(going), STEP, strict=False):
        # As where all was withdrawn: nobody reads it, and nobody can answer.
        Conversation.objects.filter(pk__in=some).update(post_count=0)
    ledger.changed([run.community_id])
    run.back_begun_at = timezone.now()
    Import.objects.filter(pk=run.pk).update(back_begun_at=run.back_begun_at)
    return True


def _posts_go(run: Import, size: int) -> bool:
    some = list(posts_of(run).order_by("pk").values_list("post", flat=True)[:size])
    if some:
        uproot(some)
    return bool(some)


def _conversations_go(run: Import, size: int) -> bool:
    here = Conversation.objects.filter(community=run.community, origin=run.origin, posts__isnull=True)
    # First what was joined to another, so that no old address is left leading nowhere.
    some = list(here.order_by("merged_into", "pk").values_list("pk", flat=True)[:size])
    if some:
        uproot_empty(some)
    return bool(some)


def _people_go(run: Import, size: int) -> bool:
    some = list(writers(run).filter(pk__gt=run.back_person).order_by("pk").values_list("pk", flat=True)[:size])
    if not some:
        return False
    lock(Person.objects.filter(pk__in=some).only("pk"), even_names=True)
    lock(Community.objects.filter(pk=run.community_id).only("pk"))
    going = set(only_with(run, Person.objects.filter(pk__in=some)).values_list("pk", flat=True))
    _standings_go(run, some, going)
    index.drop("person", list(going))
    Person.objects.filter(pk__in=going).delete()
    recount_people([run.community_id])
    run.back_person = some[-1]
    Import.objects.filter(pk=run.pk).update(back_person=run.back_person)
    return True


def _standings_go(run: Import, persons: list[int], going: set[int]) -> None:
    """The standings of whoever goes, and of names that are known elsewhere and are here by this archive alone."""
    here = Membership.objects.filter(community=run.community, person__in=persons, person__claimed_at__isnull=True)
    wrote = set(
        Post.objects.filter(author__in=persons, conversation__community=run.community).values_list("author", flat=True)
    )
    came = Deed.objects.filter(community=run.community, what="membership", origin=run.origin).values("what_id")
    brought = set(here.filter(pk__in=came).exclude(person__in=wrote).values_list("pk", flat=True))
    some = here.filter(Q(person__in=going) | Q(pk__in=brought))
    keys = list(some.values_list("pk", flat=True))
    forget_deeds(Deed.objects.filter(community=run.community, what="membership", what_id__in=keys))
    Membership.objects.filter(pk__in=keys).delete()


def _letters_go(run: Import, size: int) -> bool:
    """The letters, with what was set aside; when people were at it first is told by what stays."""
    rows = Letter.objects.filter(run=run).order_by("pk")
    some = list(rows.values_list("pk", flat=True)[:size])
    if not some:
        return False
    community = Community.objects.get(pk=run.community_id)
    first = rows.aggregate(first=Min("sent_at"))["first"]
    if community.began_at is not None and first is not None and community.began_at >= first:
        here = Post.objects.filter(conversation__community=community)
        begin_with(community=community, at=here.aggregate(first=Min("written_at"))["first"])
    Letter.objects.filter(pk__in=some).delete()
    return True


def _spaces_go(run: Import, size: int) -> bool:
    """Spaces that were opened for it, where nothing else is of them, and their deeds."""
    lock(Community.objects.filter(pk=run.community_id).only("pk"))
    some = list(spaces_going(run).order_by("pk").values_list("pk", flat=True)[:size])
    # An archive of letters names the space that was opened for it, and goes last of all.
    other = Space.objects.filter(community=run.community_id).exclude(pk__in=some).order_by("position", "pk").first()
    if some and other is None:
        return False
    if some:
        forget_deeds(Deed.objects.filter(space__in=some))
        Import.objects.filter(pk=run.pk, space__in=some).update(space=other)
        Space.objects.filter(pk__in=some).delete()
    return bool(some)


def _known_go(run: Import, size: int) -> bool:
    """What records of another place are known by, so that they can come again."""
    some = list(Known.objects.filter(run=run).order_by("pk").values_list("pk", flat=True)[:size])
    if not some:
        return False
    community = Community.objects.get(pk=run.community_id)
    if community.began_at is not None and run.first_at is not None and community.began_at >= run.first_at:
        here = Post.objects.filter(conversation__community=community)
        begin_with(community=community, at=here.aggregate(first=Min("written_at"))["first"])
    Known.objects.filter(pk__in=some).delete()
    return True


def _end(run: Import) -> None:
    """The run itself. What recognises people who were erased stays, and no number of the nameless is given twice."""
    others = Import.objects.filter(community=run.community_id).exclude(pk=run.pk).order_by("pk")
    if run.unnamed and (other := others.first()):
        Import.objects.filter(pk=other.pk).update(unnamed=other.unnamed + run.unnamed)
    handles = Handle.objects.filter(run=run)
    needed = Letter.objects.exclude(run=run).filter(sender__run=run).values("sender")
    handles.filter(Q(handle__startswith=FORGOTTEN) | Q(pk__in=needed)).update(run=None)
    Import.objects.filter(pk=run.pk).delete()
    ledger.changed([run.community_id])
    to_be_wiped(now=timezone.now())


__all__ = ["BuiltOn", "ask_back", "finish_taking_back", "go_on_taking_back", "take_step"]
