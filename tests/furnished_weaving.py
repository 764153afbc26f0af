"""Two who were introduced, two who are asked, two who could be, two thought of, a coffee by lot, and a contact note."""

from django.utils import timezone

from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import LASTING
from commonplace.people.models import Person
from commonplace.weaving.actions.answering import answer
from commonplace.weaving.actions.coffee import come_in, draw_in
from commonplace.weaving.actions.introducing import propose
from commonplace.weaving.actions.noting import note
from commonplace.weaving.actions.suggesting import suggest
from commonplace.weaving.actions.telling import ask_by_letter, tell_of_coffee, tell_of_introduction
from commonplace.weaving.models import Coffee, CoffeeDraw, Introduction, Side
from tests.furnished_stories import letters_about_stories
from tests.furnished_value import pulse_written_to


def woven(community: Community, steward: Person) -> dict[str, list[object]]:
    """Among two members of a community and the one who tends it; the keys by which addresses name them."""
    community.modules = [*dict.fromkeys([*community.modules, "introductions", "coffee"])]
    community.save(update_fields=["modules"])
    here = Membership.objects.filter(community=community, standing__in=LASTING, person__claimed_at__isnull=False)
    one, other = (row.person for row in here.exclude(person=steward).select_related("person").order_by("pk")[:2])
    introduced, asked, found = (paired(community, one, other) for _each in range(3))
    propose(by=steward, introduction=introduced, words="You both count drops.")
    for person in (one, other):
        answer(by=person, introduction=introduced, says="yes")
    propose(by=steward, introduction=asked)
    thought = suggest(by=steward, community=community, one=one, other=other, words="You both know the old weir.")
    for person in (steward, one, other):
        come_in(by=person, community=community)
    draw_in(community, month=timezone.localdate().replace(day=1), now=timezone.now())
    written = note(by=steward, community=community, person=one, text="Would rather be rung up, and not before ten.")
    return {
        "introductions": [introduced.pk, asked.pk, found.pk, thought.pk],
        "coffee": [Coffee.objects.get(draw__community=community).pk],
        "notes": [written.pk],
    }


def paired(community: Community, one: Person, other: Person) -> Introduction:
    """Two who were found for each other."""
    found = Introduction.objects.create(community=community, why=Introduction.Why.ASKS)
    Side.objects.create(introduction=found, person=one, seeks=True)
    Side.objects.create(introduction=found, person=other)
    return found


def written_to(place: Community, person: Person, steward: Person, *, words: str) -> None:
    """The three letters of weaving, each to one person, the one of value, and those about stories."""
    pulse_written_to(place, person, steward)
    now, met = timezone.now(), paired(place, person, steward)
    Introduction.objects.filter(pk=met.pk).update(asked_at=now, introduced_at=now, words=words)
    met.refresh_from_db()
    own, other = met.sides.select_related("person").order_by("-seeks")
    ask_by_letter(met, own, at=now)
    tell_of_introduction(met, own, other, at=now)
    month = CoffeeDraw.objects.create(community=place, month=now.date().replace(day=1))
    tell_of_coffee(Coffee.objects.create(draw=month), person, [steward])
    letters_about_stories(place, person, steward)
