"""Whom and what races begin from: communities, conversations and names of archives, made anew for each round."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db.models import Max
from django.utils import timezone

from commonplace.communities.doors import Joining
from commonplace.communities.founding import actions as founding
from commonplace.communities.ledger import deeds_in_force
from commonplace.communities.membership.actions import admitting as membership
from commonplace.communities.models import Community, Deed, Hold, Membership
from commonplace.communities.standing import Standing
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, MeToo, Post, Thanks, Withdrawal
from commonplace.house import counts
from commonplace.people.actions.remembering import Remembered, remember
from commonplace.people.models import Person

STEWARD = Standing.STEWARD


def somebody(name: str = "Somebody") -> Person:
    """With an address that is proven, without which one invites nobody and claims nothing."""
    person = Person.objects.create_user(name=name)
    EmailAddress.objects.create(user=person, email=f"person{person.pk}@example.org", verified=True, primary=True)
    return person


def community(stewards: int = 1, members: int = 0) -> tuple[Community, list[Person]]:
    """A community of its own with so many stewards, then so many members."""
    people = [somebody(f"Person {n}") for n in range(stewards + members)]
    here = founding.found(by=people[0], name="Weir", slug=f"weir-{people[0].pk}", joining=Joining.OPEN)
    for n, one in enumerate(people[1:], start=1):
        membership.admit(person=one, community=here, standing=STEWARD if n < stewards else Standing.MEMBER)
    return here, people


def standing_in(here: Community, person: Person) -> Membership:
    return Membership.objects.select_related("person", "community").get(community=here, person=person)


def people_counted_right(here: Community) -> None:
    people = Membership.objects.current().filter(community=here, person__claimed_at__isnull=False).count()
    assert Community.objects.get(pk=here.pk).people_count == people
    assert [number for _, number in counts.off(now=timezone.now())] == [0] * len(counts.KEPT)


def deeds(here: Community, verb: str) -> int:
    return Deed.objects.filter(community=here, verb=verb).count()


def talk(by: Person, here: Community, *replies: Person, title: str = "Weir?", text: str = "Words") -> Conversation:
    opened = open_conversation(by=by, space=here.spaces.get(slug="table"), kind="question", title=title, text=text)
    for one in replies:
        reply(by=one, conversation=opened, text="I heard it.")
    return opened


def posts_of(conversation: Conversation) -> list[Post]:
    return list(conversation.posts.select_related("conversation__community", "author").order_by("number"))


def counted_right(*conversations: Conversation) -> None:
    """By hand, and by what the doctor looks at: every kept number of the house."""
    for pk in (one.pk for one in conversations):
        now = Conversation.objects.get(pk=pk)
        held = set(Hold.objects.in_force().filter(kind="post").values_list("object_id", flat=True))
        rows = [one for one in posts_of(now) if not Withdrawal.objects.filter(post=one).exists()]
        free = [one for one in rows if one.pk not in held]
        assert now.post_count == max(len(free), min(len(rows), 1))
        assert now.me_too_count == MeToo.objects.filter(conversation=pk).count()
        assert (now.posts.aggregate(last=Max("number"))["last"] or 0) <= now.last_number
        others = [one.written_at for one in free if one.number > 1 and one.author_id != now.author_id]
        assert now.merged_into_id or now.first_reply_at == min(others, default=None)
        for post in rows:
            assert post.thanks_count == Thanks.objects.filter(post=post).count()
    assert [number for _, number in counts.off(now=timezone.now())] == [0] * len(counts.KEPT)


def standing_deeds_of(verb: str, conversation: Conversation) -> int:
    return deeds_in_force().filter(verb=verb, what="conversation", what_id=conversation.pk).count()


def name_of_an_archive(here: Community) -> Person:
    past = timezone.now() - timedelta(days=900)
    (made,) = remember(people=[Remembered(name="Old Hand", at=past, addresses=(f"old{here.pk}@example.org",))])
    membership.admit(person=made, community=here, origin="archive")
    return made
