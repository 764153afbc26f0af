"""What a letter about a post says to mail programs: which post it is, what it answers, and how it is stopped.

A post has one Message-ID for everyone, made of its key, so that two readers who write to each other mean the same, a
reply finds the post again, and a post that moves to another conversation stays the one it was. Whoever wrote it by
mail has it in their mailbox under another id; letters to them name that as well. What came with a list's archive stands
in the mailboxes of all who were on the list, under the id that it bore there: letters to everyone name it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from django.db.models import BinaryField
from django.db.models.functions import Substr

from commonplace.communities.models import Community
from commonplace.conversations.models import Post
from commonplace.letters.signed_addresses import domain, takes_mail_in
from commonplace.mail.addresses import list_id, reply_address, space_address
from commonplace.mail.hooks import LINEAGES, Lineage
from commonplace.mail.models import Arrival, MailingList
from commonplace.people.farewells import ways_out
from commonplace.people.models import Person

# Enough for every mail program to find the beginning and what was said last (RFC 5322, 3.6.4, lets one leave some out).
MOST_ANCESTORS: Final = 20
OF_COMMUNITY: Final = "leave"  # the farewell to all letters of a community
HEAD: Final = 1 << 16  # bytes of a letter in which its Message-ID stands
_GIVEN = re.compile(rb"(?im)^Message-ID:[ \t]*(?:\n[ \t]+)?(<[!-;=?-~]{1,240}@[!-;=?-~]{1,240}>)")
_OURS = re.compile(r"<post\.(?P<pk>[0-9]{1,18})@(?P<domain>[^<>@\s]+)>")


def message_ids(post_ids: Collection[int]) -> dict[int, str]:
    """The Message-ID of each post, in brackets."""
    return {pk: f"<post.{pk}@{domain()}>" for pk in post_ids}


def own_ids(post_ids: Collection[int], person: Person) -> dict[int, str]:
    """The Message-IDs under which someone has in their mailbox what they wrote by mail themselves.

    To nobody else: an id tells which provider, and at times which machine, a letter was written on.
    """
    came = Arrival.objects.filter(post__in=list(post_ids), person=person).annotate(
        head=Substr("raw", 1, HEAD, output_field=BinaryField())
    )
    found = {}
    for post_id, head in came.values_list("post_id", "head"):
        if given := _GIVEN.search(bytes(head).replace(b"\r\n", b"\n").partition(b"\n\n")[0]):
            found[post_id] = given[1].decode("ascii")
    return found


def ids_elsewhere(post_ids: Collection[int]) -> dict[int, list[str]]:
    """The ids under which everyone who was on a list has these posts in their mailbox."""
    found: dict[int, list[str]] = {}
    for lineage in LINEAGES:
        if lineage.ids_of is not None:
            for pk, one in lineage.ids_of(post_ids).items():
                found.setdefault(pk, []).append(one)
    return found


def post_behind(ids: Sequence[str], community_id: int) -> int | None:
    """The post of this house, by its key, that the first of these ids stands for that was made here."""
    for one in ids:
        made = _OURS.fullmatch(one if one.startswith("<") else f"<{one}>")
        if made is not None and made["domain"].lower() == domain():
            found = Post.objects.filter(pk=int(made["pk"]), conversation__community=community_id)
            if found.exists():
                return int(made["pk"])
    return None


SENT = Lineage("letters sent", post_behind, order=10)


def ancestors(post: Post) -> list[int]:
    """The posts that a post follows, from the one that opens its conversation to the one that it answers."""
    here = Post.objects.filter(conversation=post.conversation_id)
    opening = here.order_by("number").values_list("pk", flat=True).first()

    def look(pk: int) -> tuple[int | None] | None:
        return here.filter(pk=pk).values_list("reply_to_id").first()

    return line_above(post.pk, post.reply_to_id, opening=opening, look=look)


def line_above(
    post_id: int, answered: int | None, *, opening: int | None, look: Callable[[int], tuple[int | None] | None]
) -> list[int]:
    """The same where `look` tells what a post of the conversation answers, and None of any other."""
    line: list[int] = []
    while answered is not None and answered not in line and len(line) < MOST_ANCESTORS:
        found = look(answered)
        if found is None:
            break
        line.append(answered)
        answered = found[0]
    if opening is not None and opening != post_id and opening not in line:
        line.append(opening)
    return line[::-1]


def answering(
    line: Sequence[int], elsewhere: Mapping[int, Sequence[str]], own: Mapping[int, str] | None = None
) -> dict[str, str]:
    """What a letter names as the thread above it, where there is one: under every id that its reader may have."""
    ids, own = message_ids(line), own or {}
    named = [name for one in line for name in (ids[one], *elsewhere.get(one, ()), own.get(one)) if name]
    return {"In-Reply-To": named[-1], "References": " ".join(named)} if named else {}


def of_post(
    post: Post, person: Person, *, page: str, stop_url: str, moved: MailingList | None = None
) -> dict[str, str]:
    """The headers of a post, loaded with its conversation, space and community, in a letter to someone; `page` is where
    it is read, and may stand alone where its space tells nothing. `moved` is the list as which it goes out.
    """
    line = ancestors(post)
    space, community = post.conversation.space, post.conversation.community
    known_by = (moved.list_id if moved else "") or list_id(space)
    headers = {
        "Message-ID": message_ids([post.pk])[post.pk],
        **_of_a_list(person, community, stop_url),
        "List-Id": f"<{known_by if space.sends_words else f'{community.slug}.{domain()}'.lower()}>",
        "Archived-At": f"<{page}>",
        **answering(line, ids_elsewhere(line), own_ids(line, person)),
    }
    if takes_mail_in() and space.sends_words:
        headers |= {
            "List-Post": f"<mailto:{moved.address if moved else space_address(space)}>",
            "Reply-To": reply_address(person, post.conversation),
        }
    return headers


def _of_a_list(person: Person, community: Community, stop_url: str) -> dict[str, str]:
    """What every letter to many says, so that one press stops it and no machine answers (RFC 2369, 3834, 8058)."""
    return {
        **ways_out(stop_url, OF_COMMUNITY, person.pk, community.pk),
        "Auto-Submitted": "auto-generated",
        "Precedence": "list",
        # Exchange's own way to say the same; not "All", which would keep back that a letter could not be delivered.
        "X-Auto-Response-Suppress": "DR, RN, NRN, OOF, AutoReply",
    }
