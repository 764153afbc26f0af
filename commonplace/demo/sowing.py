"""The demo is sown through the real actions at the moments its story tells, and cleared away again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from commonplace.attention.actions.reading import mark_all, note_visit
from commonplace.communities import ledger
from commonplace.communities.models import Community, Membership
from commonplace.communities.readers import read_on
from commonplace.conversations.models import Conversation, Post
from commonplace.demo.agreeing import Agreed
from commonplace.demo.asking_candidly import Candid
from commonplace.demo.attending import attend
from commonplace.demo.beginnings import Beginnings
from commonplace.demo.cast import CAST
from commonplace.demo.coming_in import ComingIn
from commonplace.demo.constellation import beside_each_other
from commonplace.demo.corresponding import correspond
from commonplace.demo.drawing import let_be_drawn
from commonplace.demo.events import Course
from commonplace.demo.forming import Formed
from commonplace.demo.gathering import Gathered
from commonplace.demo.handing_on import HandedOn
from commonplace.demo.harvesting import Harvested
from commonplace.demo.helping import Helped
from commonplace.demo.in_groups import InGroups
from commonplace.demo.keeping import Kept
from commonplace.demo.knowing import Knowing
from commonplace.demo.launching import Launching
from commonplace.demo.learning_agenda import Choosing
from commonplace.demo.lettering import Lettering
from commonplace.demo.models import Sowing
from commonplace.demo.moving_in import MovingIn
from commonplace.demo.needing import Needing
from commonplace.demo.orienting import Drawing
from commonplace.demo.recording import TakenAlong
from commonplace.demo.rounds import Rounds
from commonplace.demo.scanning import Scanned
from commonplace.demo.sponsored import Sponsored
from commonplace.demo.stories import stories
from commonplace.demo.tales import Tales
from commonplace.demo.talking import Talking
from commonplace.demo.telling import STORY, Story
from commonplace.demo.telling_people import PersonTold
from commonplace.demo.tending import tend
from commonplace.demo.undertaking import Responded
from commonplace.demo.valuing import Valued
from commonplace.demo.weaving import Woven
from commonplace.people.actions import register
from commonplace.people.actions.profile import Belonging, belong
from commonplace.people.models import Person
from commonplace.repertoire.models import Resource
from commonplace.search import catch_up as search
from commonplace.search import index
from commonplace.words.actions.choosing import let_empty_ones_go

# Addresses of the invented end here: a name that no mail server will ever have.
HOST = "demo.example"
LAST_VISIT = timedelta(days=4)
VISIT_BEFORE = timedelta(days=7)


class AlreadySown(ValueError):
    """The demo stands here already."""


class NotEmpty(ValueError):
    """People or communities live here; the demo goes beside them only when that is asked for."""


@dataclass(frozen=True)
class Sown:
    """How much was sown."""

    communities: int
    people: int
    conversations: int
    posts: int


def is_sown() -> bool:
    """Whether the demo's people are here."""
    return Sowing.objects.exists()


def is_empty() -> bool:
    """Whether nobody lives here yet."""
    return not Person.objects.exists() and not Community.objects.exists()


def sow(*, now: datetime, beside: bool = False) -> Sown:
    """Sow the demo so that it leads up to `now`; all of it or nothing. Raises AlreadySown and NotEmpty."""
    if is_sown():
        raise AlreadySown
    if not beside and not is_empty():
        raise NotEmpty
    told = stories()
    with transaction.atomic():
        persons = _register(told, now)
        shelves: dict[str, dict[str, Resource]] = {}
        sown = [_tell(story, persons, shelves, now) for story in told]
    beside_each_other(sown, persons, path=STORY.parent / "constellation.toml", now=now)
    tend(sown[0], now=now)
    # Read on outside: what the instruments keep can be made again at any time.
    while ledger.number():
        pass
    read_on()
    search.catch_up(now=now)
    _remember_reading(persons, sown[0], now)
    attend(persons, sown[0], now=now)
    correspond(persons, now=now)
    let_be_drawn(sown[0], now=now)
    return Sown(
        communities=len(sown),
        people=len(persons),
        conversations=Conversation.objects.filter(community__in=sown).count(),
        posts=Post.objects.filter(conversation__community__in=sown).count(),
    )


def _register(told: Sequence[Story], now: datetime) -> dict[str, Person]:
    """Make everyone, each at the first moment they are heard of."""
    first: dict[str, PersonTold] = {}
    days: dict[str, float] = {}
    for one in (one for story in told for one in story.people):
        days[one.key] = max(days.get(one.key, 0), one.joined_days_ago)
        if one.name:
            first.setdefault(one.key, one)
    persons = {}
    for key, one in first.items():
        since = now - timedelta(days=days[key] + 2)
        person = register(
            name=one.name,
            address=f"{key}@{HOST}",
            is_confirmed=True,
            craft=one.craft,
            place=one.city,
            languages=list(one.languages),
            time_zone=one.time_zone,
            ask_about=one.ask_about,
            learning_about=one.learning_about,
            joined_at=since,
            claimed_at=since,
        )
        if one.organisation:
            belong(person=person, belongings=[Belonging(one.organisation, one.unit, one.country)])
        persons[key] = person
    Sowing.objects.bulk_create(Sowing(person=person, key=key, sown_at=now) for key, person in persons.items())
    return persons


def _tell(
    story: Story, persons: dict[str, Person], shelves: dict[str, dict[str, Resource]], now: datetime
) -> Community:
    course = Course(story, now, persons)
    Beginnings(course).plan()
    ComingIn(course).plan()
    Talking(course).plan()
    forms = Formed(course)
    forms.plan()
    gathered = Gathered(course, forms)
    gathered.plan()
    Harvested(course, gathered).plan()
    Responded(course).plan()
    Helped(course).plan()
    Scanned(course).plan()
    InGroups(course).plan()
    Kept(course, gathered, shelves).plan()
    Candid(course).plan()
    Knowing(course).plan()
    Drawing(course).plan()
    Choosing(course).plan()
    Needing(course).plan()
    Woven(course).plan()
    Tales(course).plan()
    Valued(course).plan()
    TakenAlong(course).plan()
    Agreed(course).plan()
    HandedOn(course).plan()
    Sponsored(course).plan()
    Rounds(course, gathered).plan()
    Launching(course).plan()
    Lettering(course).plan()
    MovingIn(course).plan()
    course.run()
    return course.community


def _remember_reading(persons: dict[str, Person], community: Community, now: datetime) -> None:
    """Whoever can be walked in as was here four days ago and read what stood there; the rest is new to them."""
    then = now - LAST_VISIT
    for part in CAST:
        person = persons.get(part.key)
        if person is None:
            continue  # a sponsor from outside, who is nobody's member and reads no talk
        standing = (
            Membership.objects.current(now).filter(person=person, community=community, joined_at__lt=then).first()
        )
        if standing is None:
            continue
        note_visit(person=person, community=community, since=now - VISIT_BEFORE, came_on=None, now=then)
        seen = Post.objects.visible_to(person).filter(conversation__community=community, written_at__lt=then)
        rows = seen.order_by().values_list("conversation_id").annotate(last=Max("number"))
        mark_all((person.pk, conversation, last, then) for conversation, last in rows)


@dataclass(frozen=True)
class Leftover:
    """What goes when the demo is cleared away."""

    communities: list[str]
    people: int
    posts: int
    posts_elsewhere: int


def what_goes() -> Leftover:
    """What `clear` would take away: the invented people, with names from their archives, the communities they founded,
    and what others wrote there.
    """
    sown = Sowing.objects.values("person")
    founded = Community.objects.filter(founded_by__in=sown)
    inside = Post.objects.filter(conversation__community__in=founded)
    return Leftover(
        communities=list(founded.order_by("name").values_list("name", flat=True)),
        people=Sowing.objects.count() + _names_of(founded).count(),
        posts=inside.count(),
        posts_elsewhere=Post.objects.filter(author__in=sown).exclude(pk__in=inside.values("pk")).count(),
    )


def _names_of(founded: QuerySet[Community]) -> QuerySet[Person]:
    """Names from archives that stand in no other community."""
    here = Person.objects.filter(claimed_at__isnull=True, pk__in=_standing(Q(community__in=founded)))
    return here.exclude(pk__in=_standing(~Q(community__in=founded)))


def _standing(where: Q) -> QuerySet[Membership, int]:
    return Membership.objects.filter(where).values_list("person", flat=True)


def clear() -> None:
    """Leave the demo: its communities and everyone invented go for good.

    What the invented wrote in other communities stays, as by someone who has left.
    """
    with transaction.atomic():
        people = list(Sowing.objects.values_list("person_id", flat=True))
        founded = list(Community.objects.filter(founded_by__in=people).values_list("pk", flat=True))
        people += _names_of(Community.objects.filter(pk__in=founded)).values_list("pk", flat=True)
        index.drop("community", founded)
        index.drop("person", people)
        Community.objects.filter(pk__in=founded).delete()
        ledger.changed(Membership.objects.filter(person__in=people).values_list("community_id", flat=True))
        Person.objects.filter(pk__in=people).delete()
        let_empty_ones_go(now=timezone.now())
