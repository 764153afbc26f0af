"""'This helped', said by a link in the letter that brought the answer to one's own question."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from commonplace.communities.viewpoint import Viewpoint, standing_of
from commonplace.conversations.actions.reactions import thank
from commonplace.conversations.bylines import byline_of
from commonplace.conversations.kinds import AWAITING
from commonplace.conversations.models import Conversation, Post, Thanks
from commonplace.lib.direction import isolated
from commonplace.people.answers_by_link import AnswerByLink, Question
from commonplace.people.models import Person
from commonplace.ui.addresses import address

CODE = "helped"


def answers_own_question(post: Post, person: Person) -> bool:
    """Whether somebody else answers in a post what `person` asked."""
    conversation = post.conversation
    is_asked = conversation.author_id == person.pk and conversation.kind in AWAITING
    return is_asked and post.author_id not in (None, person.pk)


def ask(person: Person, post_id: int, choice: str, now: datetime) -> Question | None:
    """Whether it helped, where they may read the post and have a standing there."""
    post = _answer(person, post_id)
    if post is None:
        return None
    conversation = post.conversation
    standing = standing_of(person, conversation.community, now=now)
    if standing is None:
        return None
    name = byline_of(post, Viewpoint(person, conversation.community, standing)).name
    words = {"name": isolated(name), "title": isolated(conversation.title)}
    is_said = Thanks.objects.filter(post=post, person=person).exists()
    return Question(
        _("Did this help you?"),
        _("%(name)s answered you in “%(title)s”. Others see how many people it helped.") % words,
        _("This helped"),
        f"{address('conversation', conversation.community.slug, conversation.pk)}?from={post.number}#p{post.number}",
        _("You said that this helped.") if is_said else "",
    )


def give(person: Person, post_id: int, choice: str, now: datetime) -> str | None:
    """Say that it helped."""
    post = _answer(person, post_id)
    if post is None:
        return None
    thank(by=person, post=post, at=now)
    return _("You said that this helped.")


def _answer(person: Person, post_id: int) -> Post | None:
    there = Conversation.objects.visible_to(person).values("pk")
    posts = Post.objects.visible_to(person).filter(pk=post_id, conversation__in=there)
    post = posts.select_related("author", "conversation__community", "conversation__space").first()
    return post if post is not None and answers_own_question(post, person) else None


HELPED = AnswerByLink(CODE, ask, give)
