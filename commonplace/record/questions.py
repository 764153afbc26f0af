"""What the house asks a newcomer once some weeks later: did it help to have somebody at your side?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from commonplace.communities.models import Membership
from commonplace.communities.questions import Askable, Asking, HouseQuestion, row
from commonplace.lib.direction import isolated
from commonplace.people.models import Person
from commonplace.record.models import Buddy

AFTER = timedelta(weeks=4)
UNTIL = timedelta(weeks=26)


def had_a_buddy(person: Person, now: datetime) -> QuerySet[Any, Any]:
    """Buddies of theirs of whom they have not said whether it helped."""
    asked = Buddy.objects.filter(
        newcomer=person,
        helped="",
        since__gt=now - UNTIL,
        since__lte=now - AFTER,
        community__in=Membership.objects.communities_of(person),
    )
    return row(asked, slug="community__slug", title="community__name", since="since")


def _asking(one: Askable) -> Asking:
    words = _("You had somebody at your side in %(community)s. Did it help?")
    url = f"{reverse('first_steps', args=[one.slug])}#helped"
    return Asking(str(one.about_id), words % {"community": isolated(one.title)}, url)


QUESTIONS = (HouseQuestion("buddy_helped", had_a_buddy, _asking, order=32),)
