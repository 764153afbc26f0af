"""Choosing how a community's news reach one, and being left in peace for a while."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.attention.models import Cadence, ChosenCadence
from commonplace.communities.models import Community
from commonplace.people.models import Person


def choose_cadence(*, person: Person, community: Community, cadence: Cadence, at: datetime | None = None) -> None:
    """Have a community's news reach someone so from now on. It is theirs alone: no deed, nobody is told."""
    with transaction.atomic():
        ChosenCadence.objects.update_or_create(
            person=person, community=community, defaults={"cadence": cadence, "since": at or timezone.now()}
        )


def be_quiet(*, person: Person, community: Community, until: datetime | None) -> None:
    """Send someone nothing of a community until then, but what waits for them alone; None ends it."""
    with transaction.atomic():
        ChosenCadence.objects.update_or_create(person=person, community=community, defaults={"quiet_until": until})
