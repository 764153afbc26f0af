"""What of people's own lists nobody in the furnished house has filled: a word in each, so that it can be looked for."""

from django.utils import timezone

from commonplace.agreements.models import Agreement
from commonplace.attention.actions.keeping import keep
from commonplace.attention.models import Question
from commonplace.communities.joining.actions.asking import answer_request
from commonplace.communities.looks.actions import keep_look_by_command
from commonplace.communities.models import Hold, JoinRequest, Looked
from commonplace.communities.moderation.actions.holding import appeal
from commonplace.conversations.models import Conversation, Post
from commonplace.cultivation.models import Network, NetworkKnot
from commonplace.digests.models import Item
from commonplace.repertoire.actions.suggesting import decline
from commonplace.repertoire.models import Suggestion
from tests.furnished import Furnished


def fill(house: Furnished) -> None:
    """Fill each of them; what an instrument reads, or a form chooses among many, is put into its row."""
    now, ines, hal, here = timezone.now(), house.steward, house.member, house.community
    request = JoinRequest.objects.filter(community=here, answered_at=None).order_by("pk").first()
    answer_request(by=ines, request=request, accept=True, words="Come in, it is warm.")
    held = Hold.objects.in_force().filter(kind="post", object_id__in=Post.objects.filter(author=hal).values("pk"))
    appeal(by=hal, hold=held.order_by("pk").first(), words="It is what I was asked for.")
    keep(person=hal, kind="conversation", object_id=Conversation.objects.order_by("pk").first().pk, note="For Monday.")
    keep_look_by_command(what=Looked.WHOLE, why="The board asked.", community=here, person=hal)
    waiting = Suggestion.objects.waiting().select_related("resource").order_by("pk").first()
    decline(by=waiting.resource.kept_by, suggestion=waiting, answer="It holds as it is.")
    ended = {"ended_at": now, "ended_by": hal, "ended_why": "The money went elsewhere."}
    Agreement.objects.filter(community=here).update(**ended)
    item = Item.objects.order_by("pk").first()
    Item.objects.filter(pk=item.pk).update(chosen_by=ines, why="Because it is new.")
    Question.objects.create(person=hal, code="pace", about="a community", asked_at=now)
    network, _made = Network.objects.get_or_create(community=here, defaults={"monday": now.date()})
    NetworkKnot.objects.create(network=network, person=hal, kind=NetworkKnot.Kind.BRIDGE, between="Kraków and Kisumu")
