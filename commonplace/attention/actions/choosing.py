"""Choosing how a community's news reach one, and being left in peace for a while."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.attention.actions.calling_back import call_back_posts
from commonplace.attention.models import Beyond, Budget, Cadence, ChosenCadence
from commonplace.communities.models import Community
from commonplace.people.models import Person


def choose_cadence(*, person: Person, community: Community, cadence: Cadence, at: datetime | None = None) -> None:
    """Have a community's news reach someone so from now on, and what waits too. No deed, nobody is told."""
    with transaction.atomic():
        ChosenCadence.objects.update_or_create(
            person=person, community=community, defaults={"cadence": cadence, "since": at or timezone.now()}
        )
        if cadence != Cadence.AT_ONCE:
            call_back_posts(person, of=community)


def be_quiet(*, person: Person, community: Community, until: datetime | None) -> None:
    """Send someone nothing of a community until then, but what waits for them alone; None ends it."""
    with transaction.atomic():
        ChosenCadence.objects.update_or_create(person=person, community=community, defaults={"quiet_until": until})


def give_time(*, person: Person, minutes: int, beyond: Beyond, at: datetime | None = None) -> None:
    """Say how many minutes a week one wants to give; none is no limit."""
    with transaction.atomic():
        if minutes <= 0:
            Budget.objects.filter(person=person).delete()
            return
        Budget.objects.update_or_create(
            person=person, defaults={"minutes": minutes, "beyond": beyond, "since": at or timezone.now()}
        )
