"""Communities of random worlds beside each other: what they tell the host, what they plan, and how two are related."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

from commonplace.communities.models import Community
from commonplace.constellation.actions.planning import ask, choose, choose_people, plan
from commonplace.constellation.actions.relating import NotKnown, agree, ask_to_relate
from commonplace.constellation.actions.telling import tell
from commonplace.constellation.models import HostEye, Line
from commonplace.constellation.queries import may_go
from commonplace.people.models import Person
from tests.plans import LIVING

# Who looks for the host, whatever they are in either place.
HOST = LIVING - 1


def constellated_in(
    row: Community, number: str, persons: Sequence[Person], standings: Mapping[int, str], *, founder: int
) -> None:
    """The founder has the host told how ready it is, plans one daughter, and asks everyone about another; the second
    place asks the first whether they are related, and is told yes.
    """
    by = persons[founder]
    HostEye.objects.get_or_create(person=persons[HOST])
    tell(by=by, community=row, lines=[Line.READINESS], readiness=f"zqready{number}x")
    talk = list(may_go.talk_that_may_go(row, reader=by).order_by("pk").values_list("pk", flat=True))
    here = [n for n, standing in standings.items() if n != founder and standing in ("member", "steward", "guest")]
    for at, name in enumerate((f"zqcrossing{number}x", f"zqplanned{number}x")):
        made = plan(by=by, community=row, kind="daughter", name=name, words=name)
        choose(by=by, crossing=made, conversations=talk[at : at + 1])
        choose_people(by=by, crossing=made, people=[persons[n].pk for n in here])
        if at == 0 and (talk or here):
            ask(by=by, crossing=made)
    other = Community.objects.filter(slug="place0").exclude(pk=row.pk).first()
    if other is not None:
        # Whoever may not know of the first place asks it nothing.
        with suppress(NotKnown):
            said = ask_to_relate(by=by, community=row, other=other, kind="related", words="zqrelatedx")
            agree(by=persons[0], relation=said)
