"""A community that has its host told something and asks another whether they are related; who looks for the host."""

from commonplace.communities.models import Community, Membership
from commonplace.constellation.actions.planning import ask, choose, choose_people, plan
from commonplace.constellation.actions.telling import tell
from commonplace.constellation.models import HostEye, Line, Relation
from commonplace.constellation.queries import may_go
from commonplace.people.models import Person


def constellated(community: Community, steward: Person) -> dict[str, list[object]]:
    """By its steward, who looks for the host, too; the keys by which addresses name them."""
    lines = [Line.STAGE, Line.NEXT, Line.READINESS]
    tell(by=steward, community=community, lines=lines, readiness="We could teach two more, and need a room for it.")
    plans = planned(community, steward)
    other = Community.objects.exclude(pk=community.pk).order_by("pk").first()
    if other is not None and other.slug == "stick":
        # Its steward would be asked of this one's relation, too: of others' they know nothing.
        other = Community.objects.create(slug="afar", name="Zq Afar")
    asked = [] if other is None else [related_to(community, other, steward).pk]
    eye, _is_new = HostEye.objects.get_or_create(person=steward)
    return {"eyes": [eye.pk], "related": asked, "plans": plans}


def planned(community: Community, steward: Person) -> list[object]:
    """A daughter that is being planned, and one about which everyone is asked; the asked one first."""
    talk = may_go.talk_that_may_go(community, reader=steward).order_by("pk").values_list("pk", flat=True)
    said = {"kind": "daughter", "domain": "Of nights", "words": "Nights are a craft."}
    made = [plan(by=steward, community=community, name=name, **said) for name in ("Night Drops", "Day Drops")]
    here = Membership.objects.current().filter(community=community).values_list("person_id", flat=True)
    choose(by=steward, crossing=made[0], conversations=list(talk[:1]))
    choose_people(by=steward, crossing=made[0], people=list(here))
    choose(by=steward, crossing=made[1], conversations=list(talk[1:2]))
    ask(by=steward, crossing=made[0])
    return [one.pk for one in made]


def written_of_crossing(place: Community, person: Person, steward: Person) -> None:
    """The letter that asks for words and whether one comes."""
    talk = may_go.talk_that_may_go(place, reader=steward).filter(author=person)
    made = plan(by=steward, community=place, kind="daughter", name="Night Drops", words="Nights are a craft.")
    choose(by=steward, crossing=made, conversations=list(talk.values_list("pk", flat=True)[:1]))
    choose_people(by=steward, crossing=made, people=[person.pk])
    ask(by=steward, crossing=made)


def related_to(community: Community, other: Community, steward: Person) -> Relation:
    """A question to the stewards of another, whom this one’s may not know of."""
    return Relation.objects.create(
        one=other, other=community, asked=other, words="We count the same drops.", by=steward
    )
