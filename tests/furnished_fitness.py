"""Rounds of a furnished house: one that was told and decided on, and the next, in words of its own."""

from datetime import timedelta
from functools import partial

from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.fitness.actions.answering import Words, type_in
from commonplace.fitness.actions.deciding import decide
from commonplace.fitness.actions.opening import close, open_round
from commonplace.fitness.instruments import OWN, Circle
from commonplace.fitness.queries import MODULE
from commonplace.people.models import Person


def rounds_of(steward: Person, community: Community, long: str) -> dict[str, list[object]]:
    """The numbers of both, by the word of their addresses."""
    community.modules = [*community.modules, MODULE]
    community.save(update_fields=["modules"])
    until = (timezone.now() + timedelta(days=9)).date()
    asked = partial(open_round, by=steward, community=community, circles=[Circle.HOST], until=until)
    told = asked(instrument="fitness")
    for number in range(1, 6):
        type_in(by=steward, opened=told, circle=Circle.MEMBERS, words=Words({"time": 1}, {"time": f"{number}: {long}"}))
        type_in(by=steward, opened=told, circle=Circle.HOST, words=Words({"time": 5}))
    close(by=steward, opened=told)
    told.refresh_from_db()
    decide(by=steward, closed=told, words=f"Fewer hours.\n{long}")
    following = asked(instrument=OWN, questions=["We laugh.", f"We say {long}."])
    return {"fitness": [told.number, following.number]}
