"""What is asked about who leads: by those who said it, and by those of whom it was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from commonplace.communities.models import Lead, Membership, Role
from commonplace.communities.standing import LASTING
from commonplace.communities.viewpoint import Viewpoint

MOST_CHOICES = 500
ASKED_AGAIN = timedelta(days=30)  # before one may ask for another look once more


@dataclass(frozen=True)
class Say:
    """Why neutral ground is not for somebody: as a sponsor, by their own word, by that of another; and when they last
    asked for another look, where they did. Whose word it was stands nowhere.
    """

    is_sponsor: bool
    own: Lead | None
    is_named: bool
    asked_on: date | None

    @property
    def is_kept_out(self) -> bool:
        return self.is_sponsor or self.own is not None or self.is_named

    @property
    def may_ask(self) -> bool:
        """Whether they may have whoever said it look again."""
        return self.is_named and (self.asked_on is None or self.asked_on <= timezone.localdate() - ASKED_AGAIN)


def say_of(viewpoint: Viewpoint) -> Say:
    """What say the viewer has here; two queries."""
    about = list(Lead.objects.filter(community=viewpoint.community, person=viewpoint.person).order_by("pk"))
    others = [one for one in about if one.by_id != one.person_id]
    backed = Role.objects.sponsoring().filter(
        membership__community=viewpoint.community, membership__person=viewpoint.person
    )
    return Say(
        is_sponsor=backed.exists(),
        own=next((one for one in about if one.by_id == one.person_id), None),
        is_named=bool(others),
        asked_on=max((one.asked_on for one in others if one.asked_on), default=None),
    )


def said_by(viewpoint: Viewpoint) -> Sequence[Lead]:
    """Whom the viewer said to be led by here."""
    assert viewpoint.person is not None
    said = Lead.objects.said_by(viewpoint.person).of_others().filter(community=viewpoint.community)
    return list(said.select_related("person").order_by("person__name", "pk"))


def may_name_leads(viewpoint: Viewpoint) -> bool:
    """Whether the viewer is here for longer than a while: guests say of themselves alone that they lead."""
    return viewpoint.membership is not None and viewpoint.membership.standing in LASTING


def could_lead(viewpoint: Viewpoint) -> QuerySet[Membership]:
    """Whom the viewer may name: people here who can sign in, by name."""
    here = Membership.objects.current().filter(community=viewpoint.community, person__claimed_at__isnull=False)
    return here.exclude(person=viewpoint.person).select_related("person").order_by("person__name", "pk")
