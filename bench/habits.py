"""How people of a made-up house are used to be there, and what waits for those who tend it."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from commonplace.attention.models import Follow, ReadMark, Visit
from commonplace.communities.models import Community, Flag, JoinRequest, Membership
from commonplace.conversations.models import Conversation, Post
from commonplace.people.models import Person

# How many conversations those read or follow who read or follow much.
MUCH = 100
# Of each: twenty who wait at the door, and twenty posts that somebody pointed at.
THINGS = 20


def give_habits(people: Sequence[Person], community: Community) -> None:
    """Every fifth reads all there is, the next half of it, the next follows much, the next seldom comes, the last never
    read a word; languages, zones and the pace at which they want to be asked differ as well.
    """
    latest = list(Conversation.objects.filter(community=community).order_by("-last_post_at")[:MUCH])
    marks, follows, visits, now = [], [], [], timezone.now()
    for place, person in enumerate(people):
        habit = place % 5
        if habit == 0:
            marks += [ReadMark(person=person, conversation=one, number=one.last_number) for one in latest]
        elif habit == 1:
            marks += [ReadMark(person=person, conversation=one, number=one.last_number // 2) for one in latest[:60]]
        elif habit == 2:
            follows += [Follow(person=person, conversation=one) for one in latest]
        if habit != 4:
            ago = timedelta(days=60 if habit == 3 else 1)
            visits.append(
                Visit(person=person, community=community, came_on=(now - ago).date(), before_on=(now - 2 * ago).date())
            )
        person.language = "pl" if place % 7 == 0 else ""
        person.time_zone = ("", "Asia/Kathmandu", "America/Lima")[place % 3]
    # Whoever wrote somewhere has marks and follows there from the ledger's readers.
    ReadMark.objects.bulk_create(
        marks, 500, update_conflicts=True, unique_fields=["person", "conversation"], update_fields=["number"]
    )
    Follow.objects.bulk_create(follows, 500, ignore_conflicts=True)
    Visit.objects.bulk_create(visits, 500, ignore_conflicts=True)
    Person.objects.bulk_update(people, ["language", "time_zone"], 500)
    paces = list(Membership.Pace)
    standings = list(Membership.objects.filter(community=community, person__in=people).order_by("person"))
    for place, one in enumerate(standings):
        one.pace = paces[place % len(paces)]
    Membership.objects.bulk_update(standings, ["pace"], 500)


def give_things_to_tend(community: Community, people: Sequence[Person]) -> None:
    """Twenty people ask to come in, and members point at twenty posts."""
    inside = Membership.objects.filter(community=community).values("person")
    strangers = Person.objects.filter(claimed_at__isnull=False).exclude(pk__in=inside).order_by("pk")[:THINGS]
    JoinRequest.objects.bulk_create(
        JoinRequest(community=community, person=one, cares_about="What is said here, and by whom.") for one in strangers
    )
    posts = Post.objects.filter(conversation__community=community).order_by("-pk")[:THINGS]
    Flag.objects.bulk_create(
        Flag(community=community, kind="post", object_id=post.pk, by=people[-1 - place], why="It names a customer.")
        for place, post in enumerate(posts)
    )
