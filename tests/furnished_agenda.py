"""Of the furnished house: something on the agenda that a gathering took up, what came of another, and a review."""

from __future__ import annotations

from commonplace.agenda.actions.items import carry, end, put, review, take_up, weigh
from commonplace.agenda.models import Kind
from commonplace.communities.models import Space
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person


def on_agenda(by: Person, space: Space) -> dict[str, list[object]]:
    """The key of what `by` put there, carries and weighs."""
    open_one = put(by=by, space=space, kind=Kind.INQUIRY, title="Plastic pipe by ear", why="Nobody hears it yet.")
    weigh(person=by, item=open_one)
    carry(by=by, item=open_one)
    if gathering := Gathering.objects.visible_to(by).filter(community=space.community, state="convened").first():
        take_up(by=by, item=open_one, gathering=gathering)
    over = put(by=by, space=space, kind=Kind.ISSUE, title="Sunday work", why="It costs us sleep.")
    end(by=by, item=over, came_of="It is paid since June.")
    return {"agenda": [open_one.pk]}


def look_back(steward: Person, space: Space) -> None:
    """What a steward wrote down at the end of a season."""
    review(by=steward, community=space.community, served="The clinics on Tuesdays.", comes_next="Fewer of them.")
