"""Somebody of the demo asks under a sign, is answered, settles it and tells what came of it; nobody did it."""

import pytest

from commonplace.candour.models import Draw, SpentToken, WaitingWord
from commonplace.candour.queries import ENOUGH
from commonplace.communities.models import Deed
from commonplace.conversations.models import Conversation, Outcome

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
