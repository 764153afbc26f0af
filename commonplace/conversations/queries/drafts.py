"""What someone has begun to write, with where it belongs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.draft_places import DRAFT_PLACES
from commonplace.conversations.models import Conversation, Draft
from commonplace.lib.direction import isolated
from commonplace.lib.markdown import render
from commonplace.lib.text import excerpt

MOST = 100
READ = 1_200  # characters of each, enough for its beginning


@dataclass(frozen=True)
class Begun:
    """One draft in the list: what it is for, how it begins, and where to go on."""

    pk: int
    title: str
    beginning: str
    url: str
    changed_at: datetime


def drafts_of(viewpoint: Viewpoint) -> list[Begun]:
    """The viewer's drafts in this community, the last touched first; two queries."""
    drafts = list(
        Draft.objects.filter(person=viewpoint.person, community=viewpoint.community).order_by("-changed_at")[:MOST]
    )
    replies = {int(draft.place.partition(":")[2]) for draft in drafts if draft.place.startswith("reply:")}
    readable = Conversation.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    titles = dict(readable.filter(pk__in=replies).values_list("pk", "title"))
    return [_begun(draft, viewpoint.community.slug, titles) for draft in drafts]


def _begun(draft: Draft, slug: str, titles: dict[int, str]) -> Begun:
    # Read as a page would read it: a list shows words, not their marks.
    text = excerpt(render(str(draft.words.get("text", ""))[:READ]).text, 160)
    if draft.place in DRAFT_PLACES:
        where = DRAFT_PLACES[draft.place]
        title = str(draft.words.get("title", "")) or str(where.untitled)
        return Begun(draft.pk, title, text, f"{reverse(where.page, args=[slug])}?draft={draft.pk}", draft.changed_at)
    compose = f"{reverse('compose', args=[slug])}?draft={draft.pk}"
    if not draft.place.startswith("reply:"):
        meant = _("Words you meant to put into a post") if draft.place.startswith("edit:") else _("No title yet")
        title = str(draft.words.get("title", "")) or meant
        return Begun(draft.pk, title, text, compose, draft.changed_at)
    pk = int(draft.place.partition(":")[2])
    if pk not in titles:
        # Its conversation went where the viewer cannot follow; the words are still theirs.
        return Begun(draft.pk, _("A reply to a conversation that is gone"), text, compose, draft.changed_at)
    page = reverse("conversation", args=[slug, pk])
    return Begun(
        draft.pk,
        _("Reply to: %(title)s") % {"title": isolated(titles[pk])},
        text,
        f"{page}?draft={draft.pk}#reply",
        draft.changed_at,
    )
