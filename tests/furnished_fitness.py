"""Rounds of a furnished house, one told and decided on, the next in words of its own, and a survey from elsewhere."""

from datetime import timedelta
from functools import partial

from django.utils import timezone

from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.models import Community, Membership, Space
from commonplace.communities.standing import Standing
from commonplace.fitness.actions.answering import Words, type_in
from commonplace.fitness.actions.bringing import bring_survey
from commonplace.fitness.actions.deciding import decide, talk
from commonplace.fitness.actions.opening import close, open_round
from commonplace.fitness.actions.posting import send_code
from commonplace.fitness.instruments import OWN, Circle
from commonplace.fitness.links import link_token
from commonplace.fitness.queries import MODULE
from commonplace.fitness.surveying import read
from commonplace.gatherings.actions.convening import Plan, convene
from commonplace.people.models import Person
from tests.furnished_value import valued


def rounds_of(steward: Person, community: Community, long: str) -> dict[str, list[object]]:
    """What addresses name of them, by their words."""
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
    space = Space.objects.filter(community=community, visibility=SpaceVisibility.MEMBERS).order_by("pk")[0]
    wall = (timezone.now() + timedelta(days=6)).replace(tzinfo=None, second=0, microsecond=0)
    held = convene(by=steward, space=space, plan=Plan(title=f"An hour about {long}"[:200], wall=wall, zone="UTC"))
    talk(by=steward, closed=told, item="time", gathering=held)
    decide(by=steward, closed=told, words=f"Fewer hours.\n{long}", gathering=held)
    following = asked(instrument=OWN, questions=["We laugh.", f"We say {long}."])
    answers = read([["Do you know us?", "How well?", f"Why? {long}"], *[[long, "4", ""]] * 5])
    survey = bring_survey(community=community, name=f"{long}.csv", digest="0" * 64, found=answers)
    numbers: list[object] = [told.number, following.number]
    member = Membership.objects.filter(community=community, standing=Standing.MEMBER, person__claimed_at__isnull=False)
    worth = valued(steward, member.select_related("person").order_by("pk")[0].person, community, long)
    return {"fitness": numbers, "surveys": [survey.pk], "round": [link_token(following, Circle.HOST)], **worth}


def asked_by_letter(place: Community, person: Person, steward: Person) -> None:
    """A letter with a code for one sheet of a round."""
    place.modules = [*dict.fromkeys([*place.modules, MODULE])]
    place.save(update_fields=["modules"])
    until = (timezone.now() + timedelta(days=9)).date()
    opened = open_round(by=steward, community=place, instrument="belonging", circles=[], until=until)
    send_code(to=person, opened=opened)
