"""A post as a letter to one person: what they may read of it, from whom they may know that it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language

from commonplace.communities import access
from commonplace.communities.audience import audience_of_space
from commonplace.communities.viewpoint import Viewpoint, standing_of
from commonplace.conversations import answers_by_link
from commonplace.conversations.bylines import byline_of
from commonplace.conversations.enclosures import address_of
from commonplace.conversations.models import Attachment, Conversation, Post
from commonplace.letters.actions import Sender, may_be_written_to, write
from commonplace.letters.last_looks import LastLook
from commonplace.letters.models import Letter
from commonplace.letters.naming import community_named, person_named
from commonplace.letters.pauses import paused
from commonplace.letters.signed_addresses import takes_mail_in
from commonplace.lib.text import excerpt
from commonplace.mail import headers
from commonplace.mail.addresses import space_address
from commonplace.mail.lists import is_operators, list_of
from commonplace.mail.markup import told
from commonplace.mail.models import MailingList
from commonplace.people.answers_by_link import answer_address
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person
from commonplace.people.queries import address_for_letters
from commonplace.store.prepared import prepared
from commonplace.ui.addresses import address

KIND: Final = "post"
# What could not be sent for so long is no news any more: it waits in the house.
NEWS_FOR: Final = timedelta(days=5)
_WORDS: Final = "words"


def send_post(
    post: Post,
    person: Person,
    *,
    why: str | Promise,
    key: str,
    now: datetime,
    stop_url: str,
    as_list: MailingList | None = None,
) -> Letter | None:
    """Write somebody a post as a letter, once for each `key`; None where they may not read it or no letter gets there.

    `why` is a sentence on why they get it, and `stop_url` where one press stops that, whole. Of a space that sends no
    words it says only that there is something new; `why` is left out of that, for it may name what it is about. What is
    written in a space to which a mailing list moved goes out as that list, or as the one that is said.
    """
    found = readable(post.pk, person)
    where = address_for_letters(person)
    if found is None or not may_be_written_to(where) or paused([where]):
        return None
    community, space = found.conversation.community, found.conversation.space
    viewpoint = Viewpoint(person, community, standing_of(person, community, now=now))
    with in_language_of(person):
        about = _without_words(found) if not space.sends_words else _with_words(found, viewpoint, now)
        page = str(about["link"])
        moved = (as_list or list_of(space.pk)) if space.sends_words else None
        marks = headers.of_post(found, person, page=page, stop_url=stop_url, moved=moved)
        return write(
            to=where,
            template="mail/post" if space.sends_words else "mail/something_new",
            context={**about, "why": why, "stop": stop_url},
            kind="post",
            key=key,
            useful_until=now + NEWS_FOR,
            sender=_sender(found, viewpoint, moved),
            message_id=marks.pop("Message-ID"),
            headers=marks,
            about=about_post(found, person),
            at=now,
        )


def readable(post_id: int, person: Person) -> Post | None:
    """A post that may go to someone: theirs to read, and neither held, whoever they are, nor merged away."""
    if not person.is_active or not person.is_claimed:
        return None
    return next(iter(_readable(person=person, post_id=post_id)), None)


@prepared
def _readable(*, person: Person, post_id: int) -> QuerySet[Post]:
    path = "conversation__community_id"
    held: Q = access.is_not_held(None, kind="post", author="author_id", community=path) & access.is_not_held(
        None, kind="conversation", object_id="conversation_id", author="conversation__author_id", community=path
    )
    there = Conversation.objects.visible_to(person).values("pk")
    posts = Post.objects.visible_to(person).filter(held, pk=post_id, conversation__in=there)
    return posts.select_related("author", "conversation__space__community", "conversation__community")


def about_post(post: Post, person: Person) -> str:
    """What a letter to someone says to the last look before it goes: of which post it tells, and whether in words."""
    words = _WORDS if post.conversation.space.sends_words else ""
    return f"{post.pk}:{person.pk}:{post.author_id or ''}:{words}"


def may_go(letter: Letter) -> bool:
    """Whether what a letter tells is still its reader's to read, as words where it holds words, and its writer here."""
    if not letter.about:  # written before this was asked
        return True
    post_id, person_id, author_id, holds = letter.about.split(":")
    person = Person.objects.filter(pk=int(person_id)).first()
    post = readable(int(post_id), person) if person is not None else None
    if post is None or (holds == _WORDS and not post.conversation.space.sends_words):
        return False
    # Whoever was erased meanwhile is named in no letter; two who became one are named as they were.
    return bool(post.author_id) == bool(author_id)


LAST_LOOK = LastLook(KIND, may_go)


def _sender(post: Post, viewpoint: Viewpoint, moved: MailingList | None) -> Sender:
    """The writer's name as the reader may know it, and the space's address where mail to it arrives.

    A list's own address only where the operator says that the house may write in its name.
    """
    space = post.conversation.space
    if not space.sends_words:
        return Sender(community_named(viewpoint.community.name))
    address = moved.address if moved and is_operators(moved.address) else space_address(space)
    return Sender(_writer(post, viewpoint), address if takes_mail_in() else "")


def _writer(post: Post, viewpoint: Viewpoint) -> str:
    byline = byline_of(post, viewpoint)
    return byline.name if byline.is_withheld else person_named(byline.name)


def _without_words(post: Post) -> Mapping[str, Any]:
    return {"community": community_named(post.conversation.community.name), "link": _page(post)}


def _helped(post: Post, viewpoint: Viewpoint, now: datetime) -> str:
    """Where its reader says that an answer to their own question helped; "" for everyone else."""
    person = viewpoint.person
    if person is None or not answers_by_link.answers_own_question(post, person):
        return ""
    return answer_address(answers_by_link.CODE, person, post.pk, at=now)


def _with_words(post: Post, viewpoint: Viewpoint, now: datetime) -> Mapping[str, Any]:
    conversation, space = post.conversation, post.conversation.space
    words = told(post.html, get_language() or settings.LANGUAGE_CODE)
    came = Attachment.objects.filter(post=post).select_related("file").order_by("position", "pk")
    opens = not headers.ancestors(post)
    # An opening that says no more than its title has said it in the heading.
    is_title = opens and " ".join(words.text.split()) == conversation.title
    return {
        "title": conversation.title,
        "kind": conversation.get_kind_display() if opens else "",
        "writer": _writer(post, viewpoint),
        "opens": opens,
        # Mail programs know an answer by these signs, in every language.
        "answers": "" if opens else "Re: ",
        "space": space.name,
        "community": community_named(viewpoint.community.name),
        "body": "" if is_title else words.html,
        "words": "" if is_title else words.text,
        "preheader": "" if post.is_half_baked else excerpt(words.text, 120),
        "is_half_baked": post.is_half_baked,
        "is_cut": words.is_cut,
        "files": [(one.name, f"{settings.BASE_URL}{address_of(one.file_id, one.name)}") for one in came],
        "sight": audience_of_space(space, viewpoint).sentence,
        "takes_mail_in": takes_mail_in(),
        "link": _page(post),
        "helped": _helped(post, viewpoint, now),
    }


def _page(post: Post) -> str:
    path = address("conversation", post.conversation.community.slug, post.conversation_id)
    return f"{settings.BASE_URL}{path}?from={post.number}#p{post.number}"
