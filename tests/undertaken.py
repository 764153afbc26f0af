"""What is undertaken in the worlds of the permission tests: as it was said, and by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from commonplace.communities.models import Space
from commonplace.people.models import Person
from commonplace.undertakings.actions import endorsing, responding
from tests.plans import COMMON, SpacePlan


@dataclass
class Voice:
    """A joint response in a space: its title and words, whose names stand beneath it, and what one of them said to it.

    A comment is read by those with a standing alone, whoever reads the rest.
    """

    pk: int
    title: str
    space: SpacePlan
    names: set[int]
    comment: str
    commenter: int


def respond(
    mark: str, space: Space, plan: SpacePlan, persons: Sequence[Person], standing: Mapping[int, str], *, founder: int
) -> Voice:
    """A joint response of the founder's, endorsed by the members who read the space."""
    title, said = f"zqvoice{mark}x", f"zqcomment{mark}x"
    terms = responding.Terms(
        title=f"{COMMON} {title}",
        addressee=title,
        comments_until=timezone.now() + timedelta(days=5),
        purpose=title,
        text=f"{COMMON} {title}",
    )
    by = persons[founder]
    here = responding.begin_response(by=by, space=space, terms=terms)
    responding.comment(by=by, undertaking=here, words=said)
    members = sorted(n for n, stands in standing.items() if stands == "member")
    others = [n for n in members if plan.visibility != "group" or n in plan.seats]
    for n in others:
        endorsing.endorse(by=persons[n], undertaking=here, on=1, speaks_as=title)
    return Voice(here.pk, title, plan, set(others), said, founder)
