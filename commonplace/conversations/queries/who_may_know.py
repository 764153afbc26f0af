"""Who says that one may ask them about what is asked: beside a conversation, a topic and a list of what waits."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from commonplace.communities.people.queries import who_offer
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.conversations.queries.lists import Wanted

SHOWN = 3
# Shorter words of the vocabulary ("PE") are found within too many others.
LEAST_LETTERS = 4


@dataclass(frozen=True)
class Offers:
    """Someone who is here, and what they say one may ask them about."""

    byline: Byline
    about: str


def beside_conversation(conversation: Conversation, topics: Sequence[str], viewpoint: Viewpoint) -> Sequence[Offers]:
    """None where nothing is asked or it is settled: nobody is pointed at without need."""
    if not conversation.is_unsettled or hasattr(conversation, "closure"):
        return ()
    return _who(viewpoint, {name: {conversation.author_id} for name in topics})


def beside_list(viewpoint: Viewpoint, wanted: Wanted, waiting: Sequence[Conversation]) -> Sequence[Offers]:
    """For the topic of the list, or else for what those that wait are filed under."""
    if wanted.topic:
        return _who(viewpoint, {wanted.topic.name: {None}})
    return beside_waiting(viewpoint, waiting)


def beside_waiting(viewpoint: Viewpoint, waiting: Sequence[Conversation]) -> Sequence[Offers]:
    """For what these conversations, which wait for an answer, are filed under; two queries."""
    if not viewpoint.is_member or not waiting:
        return ()
    filed = Conversation.topics.through.objects.filter(conversation__in=[one.pk for one in waiting])
    askers: dict[str, set[int | None]] = {}
    for name, author in filed.values_list("topic__name", "conversation__author").order_by("pk"):
        askers.setdefault(name, set()).add(author)
    return _who(viewpoint, askers)


def _who(viewpoint: Viewpoint, askers: Mapping[str, Collection[int | None]]) -> Sequence[Offers]:
    """By name, for members alone; each word comes with who asks about it, for nobody is sent to themselves: neither
    whoever asks nor whoever looks.
    """
    askers = {name: by for name, by in askers.items() if len(name) >= LEAST_LETTERS}
    if viewpoint.person is None or not viewpoint.is_member or not askers:
        return ()
    found = who_offer(viewpoint.community, list(askers), but={viewpoint.person.pk}, now=timezone.now())
    fitting = [one for one, names in found if any({*askers[name]} - {one.person_id} for name in names)]
    return [Offers(viewpoint.byline_for(one.person), one.person.ask_about) for one in fitting[:SHOWN]]
