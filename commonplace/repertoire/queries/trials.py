"""Which trials somebody is asked about, and whether they may still say anything of one."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from commonplace.communities.models import Membership
from commonplace.communities.quiet import quiet_for
from commonplace.communities.standing import Standing
from commonplace.conversations.models import Conversation, Outcome, Post, Settlement
from commonplace.people.models import Person
from commonplace.repertoire.models import Resource, Trial
from commonplace.repertoire.models.trial import TrialQuerySet

# By what a link in a letter is known.
OF_TRIAL = "tried"
# Long enough to have tried it, and not so long that it is forgotten (field notes, on following up).
AFTER = timedelta(weeks=6)
# What lay so long asks nobody any more: a house that stood still for a year does not ask for all of it at once.
ASKED_WITHIN = timedelta(days=60)
# How long before the day begins at Greenwich it does in the first place on earth.
FIRST = timedelta(hours=14)


def due(now: datetime) -> TrialQuerySet:
    """Those whose day has come in some place on earth, which no letter has asked about and of which nothing is said."""
    found: TrialQuerySet = Trial.objects.unsaid()
    return found.filter(
        asked_at=None,
        person__is_active=True,
        person__claimed_at__isnull=False,
        ask_on__lte=(now + FIRST).date(),
        ask_on__gt=(now - ASKED_WITHIN).date(),
    )


def within_reach(person: Person) -> QuerySet[Trial]:
    """Somebody's own, of what they may still see where they are still a member; one query.

    What settled their question and does so no more is asked about no more.
    """
    here = Membership.objects.current().filter(person=person).exclude(standing=Standing.GUEST)
    talks = Conversation.objects.visible_to(person).values("pk")
    posts = Post.objects.visible_to(person).filter(withdrawal=None, conversation__in=talks)
    settles = Settlement.objects.filter(post=OuterRef("post"))
    return Trial.objects.filter(
        Q(resource__in=Resource.objects.visible_to(person).values("pk")) | Q(post__in=posts.values("pk")),
        Q(is_asked=False) | Exists(settles),
        person=person,
        community__in=here.values("community"),
    )


def to_ask(person: Person, trials: QuerySet[Trial], *, now: datetime) -> QuerySet[Trial]:
    """Those of these within reach, of what is in use, in communities that are not to be quiet; the oldest first."""
    asked = within_reach(person).filter(pk__in=trials.values("pk"))
    asked = asked.exclude(community__in=quiet_for(person, now=now))
    in_use = Q(resource=None) | Q(resource__retirement=None, resource__supersession=None)
    return joined(asked.filter(in_use)).order_by("ask_on", "pk")


def joined(trials: QuerySet[Trial]) -> QuerySet[Trial]:
    """Joined to what is said of each."""
    return trials.select_related(
        "resource__space", "post__conversation__space", "community", "person", "use", "outcome"
    )


def will_try(person: Person | None) -> Exists:
    """Whether `person` has said of a resource that they will try it, and was not asked yet."""
    return Exists(Trial.objects.filter(person=person, resource=OuterRef("pk"), came="", asked_at=None))


def own_trial(person: Person, pk: int) -> Trial | None:
    """Somebody's own, where they may still say what came of it."""
    return joined(within_reach(person).filter(pk=pk)).first()


def settled_unasked(now: datetime) -> QuerySet[Settlement]:
    """What settled somebody's question six weeks ago, where they are asked about nothing yet and have told nothing."""
    told = Outcome.objects.filter(conversation=OuterRef("conversation"), person=OuterRef("conversation__author"))
    known = Trial.objects.filter(post=OuterRef("post"), person=OuterRef("conversation__author"))
    found = Settlement.objects.filter(
        ~Exists(told),
        ~Exists(known),
        at__lte=now - AFTER,
        at__gt=now - AFTER - ASKED_WITHIN,
        conversation__closure=None,
        conversation__author__is_active=True,
        conversation__author__claimed_at__isnull=False,
    )
    return found.exclude(post__author=F("conversation__author")).select_related("conversation__author", "post")
