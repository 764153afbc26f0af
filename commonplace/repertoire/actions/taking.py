"""Words of a conversation are taken into a resource: whole paragraphs, each with its source and whoever said it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonplace.communities.models import Community
from commonplace.conversations.models import Post
from commonplace.lib import markdown
from commonplace.people.models import Person
from commonplace.repertoire.actions.consenting import ask_authors, let_be_kept
from commonplace.repertoire.actions.deeds import record
from commonplace.repertoire.actions.rights import held_still, require_tending
from commonplace.repertoire.blocks import blocks_of
from commonplace.repertoire.kinds import keys_of
from commonplace.repertoire.lengths import MOST_PASSAGES
from commonplace.repertoire.models import Passage, Resource
from commonplace.store.wiping import to_be_wiped


class NotReadable(LookupError):
    """A post that is taken from, or a paragraph of it, is not there for whoever takes it."""


@dataclass(frozen=True)
class Taken:
    """What is taken of a post, and into which section: paragraphs by their keys, all of them where none is named."""

    post: Post
    part: str
    keys: Collection[str] = ()


def parts_of(taken: Sequence[Taken], kind: str, *, reader: Person, community: Community) -> frozenset[str]:
    """The sections into which something is taken; raises NotReadable for posts that are not the reader’s to read."""
    if not taken:
        return frozenset()
    posts = {one.post.pk for one in taken}
    seen = Post.objects.visible_to(reader).filter(conversation__community=community, pk__in=posts)
    known = all(one.part in keys_of(kind) for one in taken)
    if len(taken) > MOST_PASSAGES or len(posts) < len(taken) or not known or seen.count() < len(posts):
        raise NotReadable(sorted(posts))
    return frozenset(one.part for one in taken)


def quoted_parts(resource: Resource) -> frozenset[str]:
    """The sections of a resource in which words of a conversation stand, for whomever; one query."""
    there = Passage.objects.filter(resource=resource).exclude(source="")
    return frozenset(there.values_list("part", flat=True))


def take(resource: Resource, taken: Sequence[Taken], *, by: Person, at: datetime) -> None:
    """Take these words into a resource that is being kept, and ask those who have to be asked; raises NotReadable."""
    if not taken:
        return
    Passage.objects.bulk_create([_passage(resource, one, position=place, at=at) for place, one in enumerate(taken)])
    made = Passage.objects.filter(resource=resource)
    waiting = list(made.to_be_asked().values_list("pk", flat=True))
    # Nobody can say yes to words of which it is not known who said them.
    waiting += list(made.exposed().filter(author=None).values_list("pk", flat=True))
    made.filter(pk__in=waiting).update(needs_yes=True)
    for own in made.filter(pk__in=waiting, author=by).select_related("resource__space", "post__conversation__space"):
        let_be_kept(own, at=at)
    ask_authors(made.to_be_asked(), at=at)


def _passage(resource: Resource, one: Taken, *, position: int, at: datetime) -> Passage:
    blocks = [each for each in blocks_of(one.post, picture=_("(a picture)")) if not one.keys or each.key in one.keys]
    source = "\n\n".join(each.words for each in blocks)
    html = markdown.render(source).html
    if not html.strip() or (one.keys and len(blocks) < len(set(one.keys))):
        raise NotReadable(one.post.pk)
    return Passage(
        resource=resource,
        post=one.post,
        author_id=one.post.author_id,
        part=one.part,
        position=position,
        source=source,
        html=html,
        taken_at=at,
    )


def take_out(*, by: Person, passage: Passage, at: datetime | None = None) -> None:
    """Have a resource keep these words no more, for whoever looks after it. Raises NotTheirs and IsGone."""
    at = at or timezone.now()
    require_tending(by, passage.resource)
    with transaction.atomic():
        here = held_still(passage.resource)
        if Passage.objects.filter(pk=passage.pk, resource=here).delete()[0]:
            record("took_out", by=by, what=here, at=at)
            to_be_wiped(now=at)
