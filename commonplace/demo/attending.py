"""How the cast hear from their community, what they follow and what they keep to read later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from commonplace.attention.actions.choosing import be_quiet, choose_cadence, give_time
from commonplace.attention.actions.following import follow_subject
from commonplace.attention.actions.keeping import keep
from commonplace.attention.actions.searching import follow_search
from commonplace.attention.models import Beyond, Cadence
from commonplace.attention.subjects import Subject
from commonplace.communities.models import Community, Topic
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person
from commonplace.search.queries import Filters

CADENCES = {
    "ines": Cadence.DAILY,
    "hal": Cadence.AT_ONCE,
    "sven": Cadence.WEEKLY,
    "amara": Cadence.NEEDS_ME,
    "henrike": Cadence.WEEKLY,
}
# What a week may hold for some of the others, so that the season can tell a full one and point at nobody.
MINUTES = {"hal": 120, "rosa": 240, "tomasz": 90, "leila": 150}
# Far enough back that what was begun since is told, and near enough that it is news.
SINCE = timedelta(days=21)


def attend(persons: Mapping[str, Person], community: Community, *, now: datetime) -> None:
    """Have the cast choose, each in their own way; called once all is told, so that nobody is sent the past."""
    since = now - SINCE
    for key, cadence in CADENCES.items():
        choose_cadence(person=persons[key], community=community, cadence=cadence, at=since)
    be_quiet(person=persons["henrike"], community=community, until=now + timedelta(days=10))
    give_time(person=persons["sven"], minutes=60, beyond=Beyond.WAITS, at=since)
    give_time(person=persons["ines"], minutes=180, beyond=Beyond.COMES, at=since)
    for key, minutes in MINUTES.items():
        give_time(person=persons[key], minutes=minutes, beyond=Beyond.COMES, at=since)
    topic = Topic.objects.get(community=community, slug="night-flow")
    follow_subject(person=persons["sven"], subject=Subject(community, topic=topic), at=since)
    follow_subject(person=persons["amara"], subject=Subject(community, topic=topic), at=since)
    follow_subject(person=persons["ines"], subject=Subject(community, whom=persons["rosa"]), at=since)
    follow_subject(person=persons["hal"], subject=Subject(community), at=since)
    follow_search(person=persons["amara"], text="acoustic loggers", filters=Filters(community=community), at=since)
    settled = Conversation.objects.visible_to(persons["sven"]).filter(community=community, settlement__isnull=False)
    if (one := settled.order_by("-settlement__at").first()) is not None:
        note = "Before the next dry week: does this hold on plastic too?"
        keep(person=persons["sven"], kind="conversation", object_id=one.pk, note=note, at=now - timedelta(days=2))
