"""Words are taken into a resource: whole paragraphs of posts and lines kept at gatherings, each with its source and
whoever said it.
"""

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
from commonplace.repertoire.actions.consenting import WITH, ask_authors, let_be_kept
from commonplace.repertoire.actions.deeds import record
from commonplace.repertoire.actions.rights import held_still, require_tending
from commonplace.repertoire.blocks import blocks_of
from commonplace.repertoire.kinds import keys_of
from commonplace.repertoire.lengths import MOST_PASSAGES
from commonplace.repertoire.models import Passage, Resource
from commonplace.repertoire.models.passage import lines_to_keep
from commonplace.runs.models import Captured
from commonplace.store.wiping import to_be_wiped


class NotReadable(LookupError):
    """A post or a line that is taken from, or a paragraph of it, is not there for whoever takes it."""


@dataclass(frozen=True)
class Taken:
    """What is taken of a post or a line, and into which section: paragraphs by their keys, all where none is named."""

    of: Post | Captured
    part: str
    keys: Collection[str] = ()


def parts_of(taken: Sequence[Taken], kind: str, *, reader: Person, community: Community) -> frozenset[str]:
    """The sections into which something is taken; raises NotReadable for what is not the reader’s to read or not to be
    quoted, and for a line of which it is not known who said it and could be asked.
    """
    if not taken:
        return frozenset()
    posts = {one.of.pk for one in taken if isinstance(one.of, Post)}
    lines = {one.of.pk for one in taken if isinstance(one.of, Captured)}
    there = Post.objects.visible_to(reader).quotable()
    seen = there.filter(conversation__community=community, pk__in=posts).count()
    seen += lines_to_keep(reader).filter(run__gathering__community=community, pk__in=lines).count() if lines else 0
    known, number = all(one.part in keys_of(kind) for one in taken), len(posts) + len(lines)
    if len(taken) > MOST_PASSAGES or number < len(taken) or not known or seen < number:
        raise NotReadable(sorted(posts), sorted(lines))
    return frozenset(one.part for one in taken)


def quoted_parts(resource: Resource) -> frozenset[str]:
    """The sections of a resource in which words of others stand, for whomever; one query."""
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
    for own in made.filter(pk__in=waiting, author=by).select_related(*WITH):
        let_be_kept(own, at=at)
    ask_authors(made.to_be_asked(), at=at)


def _passage(resource: Resource, one: Taken, *, position: int, at: datetime) -> Passage:
    there = blocks_of(one.of, picture=_("(a picture)"))
    blocks = [each for each in there if not one.keys or each.key in one.keys]
    source = "\n\n".join(each.words for each in blocks)
    html = markdown.render(source).html
    if not html.strip() or (one.keys and len(blocks) < len(set(one.keys))):
        raise NotReadable(one.of.pk)
    return Passage(
        resource=resource,
        post=one.of if isinstance(one.of, Post) else None,
        line=one.of if isinstance(one.of, Captured) else None,
        author_id=one.of.author_id if isinstance(one.of, Post) else one.of.by_id,
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
