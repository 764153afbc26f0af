"""What someone has begun to write, with where it belongs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.draft_places import DRAFT_PLACES, declared
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
    changed = _titles_of_changed(drafts, viewpoint)
    return [_begun(draft, viewpoint.community.slug, titles, changed) for draft in drafts]


def _titles_of_changed(drafts: Iterable[Draft], viewpoint: Viewpoint) -> dict[str, str]:
    """By place: what the things are called that these drafts change, as far as the viewer may go on with them."""
    keys: dict[str, set[int]] = defaultdict(set)
    for draft in drafts:
        known = declared(draft.place)
        if known is not None and known[1] is not None:
            keys[known[0].code].add(known[1])
    found: dict[str, str] = {}
    for code, some in keys.items():
        titles = DRAFT_PLACES[code].titles
        assert titles is not None  # a place with a key has it
        found |= {f"{code}:{key}": title for key, title in titles(some, viewpoint).items()}
    return found


def _begun(draft: Draft, slug: str, titles: dict[int, str], changed: Mapping[str, str]) -> Begun:
    # Read as a page would read it: a list shows words, not their marks.
    text = excerpt(render(str(draft.words.get("text", ""))[:READ]).text, 160)
    if (known := declared(draft.place)) is not None:
        where, key = known
        if key is None:
            title, page = str(draft.words.get("title", "")) or str(where.untitled), reverse(where.page, args=[slug])
        elif draft.place in changed:
            title, page = changed[draft.place], reverse(where.page, args=[slug, key])
        else:
            # It went where the viewer cannot follow, or into other hands; the words are still theirs.
            title, page = str(where.untitled), reverse(where.elsewhere, args=[slug])
        return Begun(draft.pk, title, text, f"{page}?draft={draft.pk}", draft.changed_at)
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
