"""Whoever asked under a sign says what settled it, and what came of it; kept until the hour, and nothing knows who
they are.
"""

from __future__ import annotations

from commonplace.candour.actions.saying import NotThere
from commonplace.candour.models import WaitingSettlement
from commonplace.candour.queries import holds_sign, open_talk
from commonplace.communities.models import Community
from commonplace.conversations.models import Post


def settle(*, community: Community, post: int, how: str, text: str, public: bytes) -> None:
    """Have this post settle at the hour what was asked under a sign, by whoever holds that, with what came of it where
    they say `how`; what they say last counts. Raises NotThere.
    """
    answers = Post.objects.not_kept_back_from(None).filter(number__gt=1, conversation__in=open_talk(community))
    answer = answers.filter(pk=post).select_related("conversation").first()
    if answer is None or not holds_sign(answer.conversation, answer.conversation.alias, public):
        raise NotThere(post)
    _wait(WaitingSettlement(conversation=answer.conversation, post=answer, how=how, text=text))


def unsettle(*, community: Community, conversation: int, public: bytes) -> None:
    """Have it be open again at the hour, and what its asker told of answers gone; as `settle`. Raises NotThere."""
    talk = open_talk(community).filter(pk=conversation).first()
    if talk is None or not holds_sign(talk, talk.alias, public):
        raise NotThere(conversation)
    _wait(WaitingSettlement(conversation=talk))


def _wait(one: WaitingSettlement) -> None:
    WaitingSettlement.objects.bulk_create(
        [one], update_conflicts=True, unique_fields=["conversation"], update_fields=["post", "how", "text"]
    )
