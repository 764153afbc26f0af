"""What the house asks somebody who never carried a part: whether they would, this once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from commonplace.communities.modules import is_on
from commonplace.communities.questions import Asking, HouseQuestion
from commonplace.gatherings.confidence import Confidence
from commonplace.gatherings.models import Answer, Gathering
from commonplace.leadership.groups import BRIEFS
from commonplace.leadership.models import Part
from commonplace.leadership.places import MODULE
from commonplace.lib.direction import isolated
from commonplace.people.models import Person

AHEAD = timedelta(days=14)
AT_ONCE = 5


def carry_one(person: Person, now: datetime) -> Iterable[Asking]:
    """Gatherings that they said yes to, in communities where they never had a turn, with a part that nobody carries."""
    comes = Answer.objects.filter(person=person, says=Answer.Says.YES, gathering=OuterRef("pk"))
    had_a_turn = Part.objects.filter(person=person, community=OuterRef("community"))
    # A question may come by mail, which tells no title of what is sealed.
    ahead = (
        Gathering.objects.visible_to(person)
        .filter(Exists(comes), ~Exists(had_a_turn), starts_at__lte=now + AHEAD)
        .exclude(confidence=Confidence.SEALED)
        .ahead(now)
        .select_related("community")[:AT_ONCE]
    )
    for one in ahead:
        if not is_on(one.community, MODULE):
            continue
        taken = set(Part.objects.at(one).values_list("group", flat=True))
        free = next((brief for code, brief in BRIEFS.items() if code not in taken), None)
        if free is not None:
            words = _("At “%(title)s” nobody carries “%(group)s” yet (%(line)s). Would you, this once?") % {
                "title": isolated(one.title),
                "group": free.title,
                "line": free.line,
            }
            yield Asking(str(one.pk), words, f"{reverse('gathering', args=[one.community.slug, one.pk])}#parts")


QUESTIONS = (HouseQuestion("carry_a_part", carry_one, order=40),)
