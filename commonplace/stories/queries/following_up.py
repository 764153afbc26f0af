"""Whom one asks weeks later, about what, and what a sentence says of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commonplace.communities.models import Membership
from commonplace.communities.questions import Askable, Asking, HouseQuestion, row
from commonplace.communities.quiet import quiet_for
from commonplace.letters.naming import community_named
from commonplace.lib.direction import isolated
from commonplace.lib.text import excerpt
from commonplace.people.models import Person
from commonplace.stories.models import FollowUp, StoryLead
from commonplace.stories.models.asking import AFTER, AT_THE_LATEST
from commonplace.stories.module import MODULE
from commonplace.stories.queries.leads import said_of_loop

# A letter asks from the eighth to the twelfth week, and what lay longer asks nobody by mail: a house that stood still
# for a year does not ask for all of it at once. On Today it may still be answered.
ASKED_WITHIN = AT_THE_LATEST - AFTER
UNTIL = timedelta(weeks=26)
FIRST = timedelta(hours=14)


def due(now: datetime) -> QuerySet[FollowUp]:
    """Those whose day has come in some place on earth, which no letter has asked and of which nothing is said."""
    return FollowUp.objects.filter(
        asked_at=None,
        answered_at=None,
        person__is_active=True,
        person__claimed_at__isnull=False,
        ask_on__lte=(now + FIRST).date(),
        ask_on__gt=(now - ASKED_WITHIN).date(),
    )


def within_reach(person: Person) -> QuerySet[FollowUp]:
    """Somebody’s own, where they still stand and stories are told, of what they did not take back."""
    here = Membership.objects.communities_of(person)
    found = FollowUp.objects.alias(on=Cast("community__modules", TextField())).filter(on__contains=f'"{MODULE}"')
    standing = Q(step=None) | Q(step__story__withdrawal=None, step__story__teller=person)
    return found.filter(standing, person=person, community__in=here)


def to_ask(person: Person, rows: QuerySet[FollowUp], *, now: datetime) -> QuerySet[FollowUp]:
    """Those of these within reach, in communities that are not to be quiet; the oldest first."""
    asked = within_reach(person).filter(pk__in=rows.values("pk"), ask_on__lte=(now + FIRST).date())
    return _joined(asked.exclude(community__in=quiet_for(person, now=now)).order_by("ask_on", "pk"))


def own(person: Person, pk: int) -> FollowUp | None:
    """Somebody’s own, where they may still answer."""
    return _joined(within_reach(person).filter(pk=pk)).first()


def _joined(rows: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    return rows.select_related("community", "step__story", "became")


def about(one: FollowUp, reader: Person, *, in_letter: bool = False) -> str:
    """What is asked about, in a sentence; a letter carries no words of anybody, and no name of a thing."""
    community = isolated(community_named(one.community.name))
    if one.step is not None:
        if in_letter:
            return _("Some weeks ago you told a story in %(community)s, and what you hoped for.") % {
                "community": community
            }
        return _("You hoped: “%(words)s”") % {"words": isolated(excerpt(one.step.words, 200))}
    if not in_letter:
        said = said_of_loop(one.why, one.object_id, reader)
        if said is not None:
            return said.sentence
    return {
        StoryLead.Why.USE: _("Some weeks ago you told in %(community)s how you used something that is kept there."),
        StoryLead.Why.TAKEAWAY: _("Some weeks ago you told in %(community)s that something you tried helped."),
        StoryLead.Why.SETTLED: _("Some weeks ago you told in %(community)s what came of an answer."),
        StoryLead.Why.ADAPTATION: _("Some weeks ago you made something kept in %(community)s your own."),
        StoryLead.Why.THANKS: _("Some weeks ago something helped in %(community)s."),
    }[StoryLead.Why(one.why)] % {"community": community}


def what_difference(person: Person, now: datetime) -> QuerySet[Any, Any]:
    """What they could be asked about on Today."""
    asked = within_reach(person).filter(answered_at=None, ask_on__lte=timezone.localdate(now), since__gt=now - UNTIL)
    asked = asked.annotate(empty=Value("", output_field=TextField()))
    return row(asked, slug="community__slug", title="empty", since="since", number=F("pk"))


def _asking(one: Askable) -> Asking:
    words = _("What difference did it make? You told something some weeks ago.")
    return Asking(str(one.about_id), words, reverse("story_asked", args=[one.slug, one.about_id]))


QUESTIONS = (HouseQuestion("what_difference", what_difference, _asking, order=20),)
