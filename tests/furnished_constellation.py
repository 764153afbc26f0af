"""A community that has its host told something, and somebody who looks for the host."""

from commonplace.communities.models import Community
from commonplace.constellation.actions.telling import tell
from commonplace.constellation.models import HostEye, Line
from commonplace.people.models import Person


def constellated(community: Community, steward: Person) -> dict[str, list[object]]:
    """By its steward, who looks for the host, too; the keys by which addresses name them."""
    lines = [Line.STAGE, Line.NEXT, Line.READINESS]
    tell(by=steward, community=community, lines=lines, readiness="We could teach two more, and need a room for it.")
    eye, _is_new = HostEye.objects.get_or_create(person=steward)
    return {"eyes": [eye.pk]}
