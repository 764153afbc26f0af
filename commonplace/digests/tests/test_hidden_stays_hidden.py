"""In worlds drawn at random: what somebody may not read is in no letter of theirs, and on no page of a past one."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from commonplace.attention.models import Follow
from commonplace.conversations.models import Amplification, Conversation, Settlement
from commonplace.digests.actions.laying import lay_out
from commonplace.digests.actions.sending import send
from commonplace.digests.hours import last_moment
from commonplace.digests.models import Issue, Item, Period
from commonplace.letters.models import Letter
from tests.plans import LIVING, CommunityPlan, PostPlan, SpacePlan, communities
from tests.promises import forbidden
from tests.worlds import World, build

pytestmark = pytest.mark.django_db


def write_letters(world: World) -> None:
    """All that could be in a letter is there to be told: amplified, settled, a question, followed by everyone."""
    now = timezone.now()
    for place in world.places:
        for talk in place.talks:
            row = Conversation.objects.get(pk=talk.pk)
            Amplification.objects.create(conversation=row, by=world.persons[0], why=f"Because {talk.title}", at=now)
            Follow.objects.bulk_create(Follow(person=one, conversation=row) for one in world.persons[:LIVING])
            if (post := row.posts.order_by("number").last()) is not None:
                Settlement.objects.create(conversation=row, post=post, by=world.persons[0], at=now)
        on = now.date() - timedelta(days=1)
        since = now - timedelta(days=60)
        issue = Issue.objects.create(community=place.row, period=Period.WEEKLY, on=on, since=since)
        lay_out(issue=issue, now=now)
        send(issue=issue, now=last_moment(on))
        # As a steward could have had it: everything, kept.
        known = set(issue.items.values_list("kind", "object_id"))
        Item.objects.bulk_create(
            Item(issue=issue, section="amplified", kind="conversation", object_id=talk.pk, place=90, why=talk.title)
            for talk in place.talks
            if ("conversation", talk.pk) not in known
        )
        Item.objects.filter(issue=issue).update(is_kept=True)
        Issue.objects.filter(pk=issue.pk).update(state="sent", began_at=now)


def leaks(world: World, n: int) -> list[str]:
    person = world.persons[n]
    words = forbidden(world, n)
    letters = Letter.objects.filter(kind="digest", to=person.emailaddress_set.get().email)
    said = {f"letter {one.pk}": f"{one.subject} {one.text} {one.html}".lower() for one in letters}
    client = Client()
    client.force_login(person)
    for issue in Issue.objects.select_related("community"):
        for page in ("letter/", "letter/preview", f"letters/{issue.pk}/"):
            address = f"/c/{issue.community.slug}/{page}"
            said[address] = client.get(address).content.decode().lower()
    return [f"{where}: {what}" for where, body in said.items() for word, what in words.items() if word in body]


@settings(max_examples=3, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(plans=st.tuples(communities, communities))
def test_what_is_hidden_is_in_no_letter(plans: tuple[CommunityPlan, ...]) -> None:
    with transaction.atomic():
        world = build(plans)
        write_letters(world)
        assert [leak for n in range(LIVING) for leak in leaks(world, n)] == []
        transaction.set_rollback(True)


def test_what_everyone_may_read_is_told() -> None:
    """Or the test above would look into empty letters."""
    space = SpacePlan("members", frozenset(), (PostPlan(1, "stands"), PostPlan(2, "stands")), is_held_whole=False)
    plan = CommunityPlan("listed", "open", ("member",) * LIVING, frozenset(), (space,))
    world = build((plan,))
    write_letters(world)
    told = Letter.objects.filter(kind="digest", text__contains=world.places[0].talks[0].title)
    assert told.count() == LIVING
