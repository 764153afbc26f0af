"""The line in the ledger that each action on a conversation writes."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from commonplace.communities import ledger
from commonplace.communities.models import Deed, Hold
from commonplace.conversations.models import Conversation, Post, was_said
from commonplace.people.models import Person
from commonplace.store.prepared import prepared

WHAT = "conversation"


def record(
    verb: str,
    *,
    by: Person | None,
    conversation: Conversation,
    at: datetime,
    post: Post | None = None,
    towards: Person | None = None,
    origin: str = "",
) -> None:
    """Write that `by`, or nobody that is known, did this to the conversation, or to one post of it."""
    ledger.record(
        verb=verb,
        person=by,
        community=conversation.community,
        space=conversation.space,
        at=at,
        what=WHAT,
        what_id=conversation.pk,
        part_id=post.pk if post else None,
        towards=towards,
        origin=origin,
    )


def deeds_of(conversation: Conversation, *verbs: str) -> QuerySet[Deed]:
    """What was done in or to this conversation: all of it, or these verbs."""
    deeds = Deed.objects.filter(what=WHAT, what_id=conversation.pk)
    return deeds.filter(verb__in=verbs) if verbs else deeds


def weigh_if_held(post: Post) -> None:
    """Have a new post count as unsaid where its whole conversation is held."""
    if _holds_on(conversation=post.conversation_id):
        weigh([post.pk])


@prepared
def _holds_on(*, conversation: int) -> QuerySet[Hold, int]:
    holds = Hold.objects.in_force().filter(kind="conversation", object_id=conversation)
    return holds.values_list("pk", flat=True)


def tell_as(verb: str, post_id: int) -> None:
    """Have the deed of a post be this one of the two (opened, replied), now that another conversation has it."""
    written = Deed.objects.filter(what=WHAT, part_id=post_id, verb__in=["opened", "replied"])
    others = ledger.deeds_in_force().filter(pk__in=written.exclude(verb=verb).values("pk"))
    standing = others.select_related("person", "community", "space").first()
    if standing is None:
        return
    before = written.filter(verb=verb, reverses=None).select_related("towards").order_by("-pk").first()
    ledger.reverse_deeds(others)
    ledger.record(
        verb=verb,
        person=standing.person,
        community=standing.community,
        space=standing.space,
        at=standing.happened_at,
        what=WHAT,
        what_id=standing.what_id,
        part_id=post_id,
        towards=before.towards if before else None,
        origin=standing.origin,
    )


def weigh(post_ids: Collection[int], *, at: datetime | None = None) -> None:
    """Bring the deeds of these posts to what their rows say: while one is withdrawn or held, alone or with its whole
    conversation, it was not said, and afterwards it was said when it was.
    """
    posts = Post.objects.filter(pk__in=post_ids)
    held = Hold.objects.in_force()
    unsaid = posts.filter(
        ~was_said()
        | Q(pk__in=held.filter(kind="post").values("object_id"))
        | Q(conversation__in=held.filter(kind="conversation").values("object_id"))
    )
    written = Deed.objects.filter(what=WHAT, verb__in=["opened", "replied"])
    ledger.reverse_deeds(written.filter(part_id__in=list(unsaid.values_list("pk", flat=True))), at=at)
    said = posts.exclude(pk__in=unsaid.values("pk")).values_list("pk", flat=True)
    standing = ledger.deeds_in_force().filter(verb__in=["opened", "replied"], what=WHAT)
    missing = set(said) - set(standing.filter(part_id__in=list(said)).values_list("part_id", flat=True))
    firsts = written.filter(part_id__in=missing, reverses=None).order_by("pk")
    latest = {deed.part_id: deed for deed in firsts.select_related("person", "community", "space", "towards")}
    ledger.record_all(
        ledger.Line(
            deed.verb,
            deed.person,
            deed.community,
            deed.happened_at,
            space=deed.space,
            what=WHAT,
            what_id=deed.what_id,
            part_id=deed.part_id,
            towards=deed.towards,
            origin=deed.origin,
        )
        for deed in latest.values()
    )
