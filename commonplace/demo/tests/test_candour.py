"""In the demo one may speak without fear: under a sign, in a back room in confidence, with half an idea."""

import pytest

from commonplace.candour.models import Draw, SpentToken, WaitingWord
from commonplace.candour.queries import ENOUGH
from commonplace.communities.models import Community, Deed, Lead
from commonplace.conversations.models import Conversation, Outcome, Post

pytestmark = pytest.mark.django_db


def test_a_candid_question_is_answered_settled_and_told_of_by_nobody_known(sown) -> None:
    talk = Conversation.objects.exclude(alias="").get()
    posts = list(talk.posts.order_by("number"))
    assert [bool(one.alias) for one in posts] == [True, False, False, True]
    assert {one.alias for one in posts if one.alias} == {talk.alias}
    assert (talk.settlement.post, talk.settlement.by, talk.settlement.alias) == (posts[1], None, talk.alias)
    assert Outcome.objects.get(conversation=talk).alias == talk.alias
    deeds = Deed.objects.filter(what="conversation", what_id=talk.pk)
    nobodys = {(one.verb, one.part_id) for one in deeds if one.person is None}
    assert nobodys == {
        ("opened", posts[0].pk),
        ("replied", posts[3].pk),
        ("settled", posts[1].pk),
        ("told_outcome", posts[1].pk),
    }
    assert Draw.objects.count() >= ENOUGH
    assert (SpentToken.objects.count(), WaitingWord.objects.count()) == (2, 0)


def test_the_back_room_speaks_in_confidence_and_one_idea_is_half_baked(sown) -> None:
    room = Community.objects.get(slug="listening-stick").spaces.exclude(confidence="ordinary").get()
    assert (room.name, room.confidence, room.is_group) == ("The back room", "chatham", True)
    assert Post.objects.filter(conversation__space=room).count() > 20
    assert Post.objects.get(is_half_baked=True).conversation.title == "What if we put the crews side by side?"


def test_who_leads_does_not_read_what_is_said_in_the_lee(sown) -> None:
    lee = Community.objects.get(slug="listening-stick").spaces.get(visibility="neutral")
    talk = Conversation.objects.get(space=lee)
    leads, led = Lead.objects.get().person, talk.author
    assert (leads.name, led and led.name) == ("Grace Achieng", "Peter Otieno")
    seen = [Conversation.objects.visible_to(one).filter(pk=talk.pk).exists() for one in (leads, led)]
    assert (lee.name, seen) == ("In the lee", [False, True])
