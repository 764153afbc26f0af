"""What would help, in a furnished house and in random worlds: a season that is told, and one that is asked about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from commonplace.agenda.actions.needs import Said, answer_need, ask, say
from commonplace.agenda.models import Asking, Item, NeedTold, NeedWords
from commonplace.communities.models import Community
from commonplace.people.models import Person


def asked_what_helps(
    steward: Person, community: Community, said: Iterable[tuple[Person, str]], words: str
) -> dict[str, list[object]]:
    """The keys of a season that is over, and of a need of it; in the one that is asked about, these have said this.

    What is told needs five people, so that of the season that is over is written as it would stand.
    """
    now = timezone.now()
    ended = {"ends_at": now - timedelta(days=90), "lasts_until": now - timedelta(days=9)}
    over = {"at": now - timedelta(days=99), "closed_at": ended["ends_at"], "over_at": ended["lasts_until"]}
    earlier = Asking.objects.create(community=community, by=steward, **ended, **over)
    told = NeedTold.objects.create(asking=earlier, need="stuck", people=5, bringing=5, low=1, high=2, said=5)
    NeedTold.objects.create(asking=earlier, need="own-echo", people=10)
    NeedWords.objects.create(asking=earlier, words=words)
    item = Item.objects.visible_to(steward).filter(community=community).first()
    answer_need(by=steward, need=told, words=words, item=item)
    until, lasts_to = (timezone.now() + timedelta(days=days) for days in (9, 60))
    asking = ask(by=steward, community=community, until=until.date(), lasts_to=lasts_to.date())
    for person, theirs in said:
        say(by=person, asking=asking, said=Said(["stuck", "no-time"], ["own-echo"], theirs))
    return {"needs": [told.pk], "seasons": [earlier.pk]}
