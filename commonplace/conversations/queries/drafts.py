"""What someone has begun to write, with where it belongs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.draft_places import DRAFT_PLACES, Onward, declared
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
    """The viewer's drafts in this community, the last touched first; two queries, and one for each kind of
    thing that some of them change.
    """
    drafts = list(
        Draft.objects.filter(person=viewpoint.person, community=viewpoint.community).order_by("-changed_at")[:MOST]
    )
    replies = {int(draft.place.partition(":")[2]) for draft in drafts if draft.place.startswith("reply:")}
    readable = Conversation.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    titles = dict(readable.filter(pk__in=replies).values_list("pk", "title"))
    changed = _changed(drafts, viewpoint)
    return [_begun(draft, viewpoint.community.slug, titles, changed) for draft in drafts]


def drafts_at(viewpoint: Viewpoint, place: str) -> QuerySet[Draft]:
    """The viewer's drafts at a place, the last touched first."""
    found = Draft.objects.filter(person=viewpoint.person, community=viewpoint.community, place=place)
    return found.order_by("-changed_at", "-pk")


def _changed(drafts: Iterable[Draft], viewpoint: Viewpoint) -> dict[str, Onward]:
    """By place: where one goes on with these drafts that change a thing, as far as the viewer may."""
    keys: dict[str, set[str]] = defaultdict(set)
    for draft in drafts:
        known = declared(draft.place)
        if known is not None and known[1] is not None:
            keys[known[0].code].add(known[1])
    found: dict[str, Onward] = {}
    for code, some in keys.items():
        changes = DRAFT_PLACES[code].changes
        assert changes is not None  # a place with a key has it
        found |= {f"{code}:{key}": onward for key, onward in changes(some, viewpoint).items()}
    return found


def _begun(draft: Draft, slug: str, titles: dict[int, str], changed: Mapping[str, Onward]) -> Begun:
    # Read as a page would read it: a list shows words, not their marks.
    text = excerpt(render(str(draft.words.get("text", ""))[:READ]).text, 160)
    if (known := declared(draft.place)) is not None:
        where, key = known
        # What went where the viewer cannot follow, or into other hands, has no title any more; the words are theirs.
        title = str(draft.words.get("title", "")) if key is None else ""
        onward = changed.get(draft.place) or Onward(title or str(where.untitled), reverse(where.page, args=[slug]))
        joint = "&" if "?" in onward.url else "?"
        return Begun(draft.pk, onward.title, text, f"{onward.url}{joint}draft={draft.pk}", draft.changed_at)
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
