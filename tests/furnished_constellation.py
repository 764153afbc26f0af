"""A community that has its host told something and asks another whether they are related; who looks for the host."""

from commonplace.communities.models import Community
from commonplace.constellation.actions.telling import tell
from commonplace.constellation.models import HostEye, Line, Relation
from commonplace.people.models import Person


def constellated(community: Community, steward: Person) -> dict[str, list[object]]:
    """By its steward, who looks for the host, too; the keys by which addresses name them."""
    lines = [Line.STAGE, Line.NEXT, Line.READINESS]
    tell(by=steward, community=community, lines=lines, readiness="We could teach two more, and need a room for it.")
    other = Community.objects.exclude(pk=community.pk).order_by("pk").first()
    asked = [] if other is None else [related_to(community, other, steward).pk]
    eye, _is_new = HostEye.objects.get_or_create(person=steward)
    return {"eyes": [eye.pk], "related": asked}


def related_to(community: Community, other: Community, steward: Person) -> Relation:
    """A question to the stewards of another, whom this one’s may not know of."""
    return Relation.objects.create(
        one=other, other=community, asked=other, words="We count the same drops.", by=steward
    )
