"""A community's conversations as letters of a mailbox, as everyone who belongs to it may read them.

What only some may read, what is held, withdrawn or not to be quoted stays here; so does what stands in a space of which
letters carry no words. Nobody's address is in it: each writes from an address of the house that takes no mail and is
theirs alone, so that whoever reads the mailbox can tell two of one name apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import BinaryIO, Final, cast

from django.db.models import QuerySet
from django.utils.translation import override

from commonplace.communities import access
from commonplace.communities.models import Community, Membership, Space
from commonplace.communities.shapes import whole
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.bylines import byline_of
from commonplace.conversations.models import Attachment, Post
from commonplace.letters.signed_addresses import domain, takes_mail_in
from commonplace.lib.mail.addresses import withheld
from commonplace.lib.mail.alternatives import Words, kept
from commonplace.lib.mail.subjects import is_reply
from commonplace.lib.mail.writing import File, Letter
from commonplace.mail import headers
from commonplace.mail.addresses import list_id, space_address
from commonplace.mail.lists import list_of
from commonplace.mail.markup import told
from commonplace.transfer.words import WITHHELD
from commonplace.ui.addresses import address

AT_ONCE: Final = 100  # posts looked at together


@dataclass(frozen=True, slots=True)
class _Talk:
    """A conversation: the post that opens it, and what each of its posts answers, whether or not it goes out."""

    opening: int
    answers: dict[int, int | None]

    def look(self, post_id: int) -> tuple[int | None] | None:
        return (self.answers[post_id],) if post_id in self.answers else None


def spaces_told(community: Community) -> QuerySet[Space]:
    """The spaces of a community whose conversations a mailbox may hold."""
    return Space.objects.filter(access.space_is_visible_inside(), community=community).sending_words().order_by("pk")


def posts_told(spaces: Sequence[Space]) -> QuerySet[Post]:
    """The posts of these spaces that a mailbox may hold, conversation by conversation."""
    there = Post.objects.visible_inside().quotable().filter(conversation__space__in=spaces)
    return there.select_related("author", "conversation__space").order_by("conversation_id", "number")


def posts_left_out(spaces: Sequence[Space]) -> int:
    """How many posts of these spaces are held, were withdrawn, or are not to be quoted."""
    return Post.objects.filter(conversation__space__in=spaces).count() - posts_told(spaces).count()


def letters(community: Community, spaces: Sequence[Space]) -> Iterator[Letter]:
    """Each post that may go as a letter; memory holds some posts at a time, and no files."""
    # As somebody who belongs here sees it.
    viewpoint = Viewpoint(None, community, Membership())
    lists = {space.pk: _list_headers(space, community) for space in spaces}
    for some in batched(posts_told(spaces).iterator(chunk_size=AT_ONCE), AT_ONCE, strict=False):
        with override(community.language):
            made = _letters(some, viewpoint, lists)
        yield from made


def _letters(posts: Sequence[Post], viewpoint: Viewpoint, lists: dict[int, dict[str, str]]) -> list[Letter]:
    talks = _talks({post.conversation_id for post in posts})
    lines = {
        post.pk: headers.line_above(
            post.pk,
            post.reply_to_id,
            opening=talks[post.conversation_id].opening,
            look=talks[post.conversation_id].look,
        )
        for post in posts
    }
    elsewhere = headers.ids_elsewhere({one for line in lines.values() for one in line})
    files = _files([post.pk for post in posts])
    return [
        _letter(
            post,
            viewpoint,
            {
                "Message-ID": headers.message_ids([post.pk])[post.pk],
                **(headers.answering(lines[post.pk], elsewhere) or _on_its_own(post)),
                **lists[post.conversation.space_id],
            },
            files.get(post.pk, []),
            opens=post.pk == talks[post.conversation_id].opening,
        )
        for post in posts
    ]


def _letter(post: Post, viewpoint: Viewpoint, marks: dict[str, str], files: list[File], *, opens: bool) -> Letter:
    title = post.conversation.title
    path = address("conversation", viewpoint.community.slug, post.conversation_id)
    marks["Archived-At"] = f"<{whole(path)}?from={post.number}#p{post.number}>"
    if post.is_automatic:
        marks["Auto-Submitted"] = "auto-generated"
    return Letter(
        sender=withheld(byline_of(post, viewpoint).name, WITHHELD),
        address=_address_of(post),
        sent_at=post.written_at,
        # Mail programs know an answer by this sign, in every language.
        subject=title if opens else f"Re: {title}",
        text=post.source,
        html=_html(post, viewpoint.community.language),
        language=viewpoint.community.language,
        headers=marks,
        files=files,
    )


def _address_of(post: Post) -> str:
    """An address that takes no mail: one for each writer, one for all who have left, one for programs.

    As a function's and not a person's name, none is evidence that two of one name are one.
    """
    who = post.author_id or ("program" if post.is_automatic else post.alias or 0)
    return f"noreply-{who}@{domain()}"


def _html(post: Post, language: str) -> str:
    """The post with its emphasis, lists and links, where that adds something to its source and takes nothing away."""
    if post.form != Post.Form.MARKDOWN:
        return ""  # it came as plain words
    made = told(post.html, language)
    forms = [Words(post.source, branches=((0, 0),)), Words(made.html, "text/html", ((0, 1),))]
    # Who reads the mailbox shall find the source; where the HTML says much more (what a picture shows), it is taken.
    return "" if made.is_cut or kept(forms) != forms[:1] else made.html


def _on_its_own(post: Post) -> dict[str, str]:
    """What keeps an opening apart whose title looks like an answer: readers would look for one of that subject."""
    if not is_reply(post.conversation.title):
        return {}
    return {"References": f"<conversation.{post.conversation_id}@{domain()}>"}


def _list_headers(space: Space, community: Community) -> dict[str, str]:
    space.community = community
    moved = list_of(space.pk)
    known_by = {"List-Id": f"<{(moved.list_id if moved else '') or list_id(space)}>"}
    if takes_mail_in():
        known_by["To"] = f"<{moved.address if moved else space_address(space)}>"
    return known_by


def _talks(conversations: set[int]) -> dict[int, _Talk]:
    talks: dict[int, _Talk] = {}
    rows = Post.objects.filter(conversation__in=conversations).order_by("conversation_id", "number")
    for pk, conversation, answered in rows.values_list("pk", "conversation_id", "reply_to_id").iterator():
        talks.setdefault(conversation, _Talk(pk, {})).answers[pk] = answered
    return talks


def _files(post_ids: Sequence[int]) -> dict[int, list[File]]:
    found: dict[int, list[File]] = {}
    came = Attachment.objects.filter(post__in=post_ids).select_related("file").order_by("position", "pk")
    for one in came:
        found.setdefault(one.post_id, []).append(
            File(one.name, one.file.content_type, _opener(one), description=one.description)
        )
    return found


def _opener(one: Attachment) -> Callable[[], BinaryIO]:
    content = one.file.content
    return lambda: cast(BinaryIO, content.storage.open(str(content.name), "rb"))
