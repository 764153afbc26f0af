"""What the room of knowledge shows on pages of lower rooms: whom one might ask, and how often one may be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from commonplace.communities.models import Topic
from commonplace.communities.modules import is_on
from commonplace.communities.viewer_standings import viewer_standings
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.actions.wording import MAX_TITLE
from commonplace.conversations.kinds import AWAITING
from commonplace.conversations.models import Conversation
from commonplace.conversations.views.lookup import writable_spaces
from commonplace.gatherings.models import Gathering
from commonplace.knowledge.models import LookedFor
from commonplace.knowledge.queries.who_may_know import MayKnow, Wondered, topics_in, who_may_know
from commonplace.people.models import Person

MODULE = "map"


def may_ask_in(viewpoint: Viewpoint, conversation: Conversation) -> bool:
    """Whether the viewer may ask somebody in by name: whoever asked, and stewards, while nothing settles it."""
    if viewpoint.person is None or not viewpoint.is_member:
        return False
    is_theirs = viewpoint.is_steward or conversation.author_id == viewpoint.person.pk
    return is_theirs and conversation.is_unsettled and not hasattr(conversation, "closure")


def may_know_beside(viewpoint: Viewpoint, *, title: str, space: str) -> Sequence[MayKnow]:
    """Who may know, for a title that somebody is writing for a space; for the first one that they may write in, if none
    is called so.
    """
    title = title[:MAX_TITLE]
    if viewpoint.person is None or not title.strip():
        return ()
    spaces = [one for one, _sight in writable_spaces(viewpoint)]
    # Of a group no page but its own says who may know: what is being written might go there.
    chosen = next((one for one in spaces if one.slug == space), spaces[0] if spaces else None)
    if chosen is None:
        return ()
    wondered = Wondered(chosen, topics_in(viewpoint, title), viewpoint.person.pk, title=title)
    return who_may_know(viewpoint, wondered, now=timezone.now())


def beside_composer(request: HttpRequest, *, viewpoint: Viewpoint, kind: str, title: str) -> Mapping[str, Any] | None:
    """A place that fills as the title is written; filled where a form was sent, which may have no script."""
    if not viewpoint.is_member or kind not in AWAITING:
        return None
    if request.method != "POST":
        return {}
    return {"may_know": may_know_beside(viewpoint, title=title, space=request.POST.get("space", ""))}


def beside_conversation(
    request: HttpRequest, *, viewpoint: Viewpoint, conversation: Conversation
) -> Mapping[str, Any] | None:
    """The way to ask somebody in, where the viewer may."""
    return {} if may_ask_in(viewpoint, conversation) else None


def how_often(request: HttpRequest, *, person: Person) -> Mapping[str, Any] | None:
    """The way to one's own word on being asked, for each community."""
    communities = [one.community for one in viewer_standings(request)[:50]]
    return {"communities": communities} if communities else None


def on_the_map(request: HttpRequest, *, viewpoint: Viewpoint, topic: Topic) -> Mapping[str, Any] | None:
    """The way from what is filed under a topic to its place on the map, for whoever may open that."""
    return {} if viewpoint.is_member and is_on(viewpoint.community, MODULE) else None


def above_topics(request: HttpRequest, *, viewpoint: Viewpoint) -> Mapping[str, Any] | None:
    """The way from all topics to the map."""
    return {} if viewpoint.is_member and is_on(viewpoint.community, MODULE) else None


def beside_gathering(request: HttpRequest, *, viewpoint: Viewpoint, gathering: Gathering) -> Mapping[str, Any] | None:
    """Who would be of help at a gathering that is ahead, for members; and the way to say it, for whoever called it."""
    if not viewpoint.is_member or not is_on(viewpoint.community, MODULE):
        return None
    if gathering.is_cancelled or gathering.is_over(timezone.now()):
        return None
    sought = LookedFor.objects.filter(gathering=gathering).select_related("topic").order_by("topic__name", "pk")
    person = viewpoint.person
    may_say = viewpoint.is_steward or (person is not None and gathering.convener_id == person.pk)
    found = list(sought)
    return {"sought": found, "may_say": may_say} if found or may_say else None
