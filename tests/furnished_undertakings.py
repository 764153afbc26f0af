"""Undertakings of a furnished house: one of each kind by the member and by the steward, with something in each part."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from commonplace.communities.models import Space
from commonplace.people.models import Person
from commonplace.undertakings.actions import endorsing, responding
from tests.furnished_rooms import LONG


class Undertaken(NamedTuple):
    """What addresses of undertakings name, of those known to the member, and of the steward's own."""

    known: dict[str, list[object]]
    own_of_steward: dict[str, list[object]]


def undertake(member: Person, steward: Person, others: Sequence[Person], space: Space) -> Undertaken:
    """Begin one of each kind by either."""
    of_member, of_steward = (_numbers(person, others, space) for person in (member, steward))
    return Undertaken(known=of_member, own_of_steward=of_steward)


def _numbers(by: Person, others: Sequence[Person], space: Space) -> dict[str, list[object]]:
    response = _response(by, others, space)
    return {**response, "undertakings": response["joint-responses"]}


def _response(by: Person, others: Sequence[Person], space: Space) -> dict[str, list[object]]:
    """A joint response in two versions, with comments on both, names, and what one sees otherwise."""
    now = timezone.now()
    terms = responding.Terms(
        title=f"What we would tell them {LONG}",
        addressee=f"The office {LONG}",
        comments_until=now + timedelta(days=5),
        purpose="They asked.",
        text=f"One *thing*.\n\nAnd {LONG}.",
    )
    here = responding.begin_response(by=by, space=space, terms=terms)
    first, second = others[:2]
    responding.comment(by=first, undertaking=here, words="Why *one*?\nOr two.", paragraph=1, is_in_the_way=True)
    endorsing.endorse(by=first, undertaking=here, on=1, speaks_as="for the night crew")
    responding.revise(by=by, undertaking=here, text=f"Two things.\n\nAnd {LONG}.", on=1, summary="Two, then")
    said = responding.comment(by=by, undertaking=here, words="Enough?", paragraph=2)
    responding.answer_comment(by=by, undertaking=here, said=said, words="It stays.")
    view = endorsing.see_otherwise(by=second, undertaking=here, text="None of *it*.")
    return {"joint-responses": [here.pk], "comments": [said.pk], "texts": [2], "otherwise": [view.pk]}
