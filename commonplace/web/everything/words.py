"""What someone wrote and did, as a stream of JSON: no list is held in memory."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Case, F, Q, QuerySet, Value, When

from commonplace.api.models import Token
from commonplace.attention.models import Follow, ReadMark
from commonplace.communities.models import (
    CharterRevision,
    Community,
    Deed,
    Flag,
    Greeting,
    Hold,
    Invitation,
    JoinRequest,
    Membership,
    Role,
    Space,
    SpaceSeat,
)
from commonplace.conversations.models import (
    Amplification,
    Attachment,
    Closure,
    Consent,
    Conversation,
    Draft,
    MeToo,
    Outcome,
    Post,
    Revision,
    Thanks,
)
from commonplace.conversations.models.draft import edit_place
from commonplace.people.models import Claim, Person

AT_ONCE = 500
PROFILE = (
    "name",
    "craft",
    "place",
    "ask_about",
    "learning_about",
    "languages",
    "time_zone",
    "language",
    "look",
    "put_aside",
    "joined_at",
)


def words_of(person: Person, *, now: datetime) -> Iterator[str]:
    """Yield one JSON object: profile, addresses, communities, deeds, posts and all else of theirs, oldest first."""
    profile = {name: getattr(person, name) for name in PROFILE}
    profile["photo"] = person.photo.sha256 if person.photo else None
    belongs = person.affiliations.order_by("pk").values("organisation", "unit", "country", "is_main")
    yield '{"made_at": ' + _said(now) + ',\n"profile": ' + _said({**profile, "affiliations": list(belongs)})
    for name, rows in _lists(person):
        yield f',\n"{name}": ['
        yield from _with_commas(rows.order_by("pk").iterator(chunk_size=AT_ONCE))
        yield "]"
    yield "}\n"


def _lists(person: Person) -> Iterator[tuple[str, Any]]:
    """Each list with its rows. Of others' conversations, closed to them by now perhaps, only the number is named.

    What a thing is called today (a conversation, a community, a space) is told where they may still see it, or where
    they called it so themselves.
    """
    about = ("conversation__community__slug", "conversation_id")
    to_post = ("post__conversation__community__slug", "post__conversation_id", "post__number")
    yield "addresses", EmailAddress.objects.filter(user=person).values("email", "verified", "primary")
    seen = Q(community__in=Community.objects.visible_to(person))
    yield (
        "communities",
        Membership.objects.filter(person=person).values(
            "community__slug",
            "standing",
            "until",
            "pace",
            "named_as",
            "cares_about",
            "joined_at",
            "left_at",
            "left_why",
            community_name=_where(seen, "community__name"),
        ),
    )
    yield (
        "roles",
        Role.objects.filter(membership__person=person).values("membership__community__slug", "name", "since", "until"),
    )
    yield (
        "deeds",
        Deed.objects.filter(person=person).values(
            "verb", "community__slug", "what", "what_id", "part_id", "happened_at", "origin"
        ),
    )
    yield (
        "posts",
        Post.objects.filter(author=person).values(
            *about,
            "number",
            "written_at",
            "edited_at",
            "withdrawal__at",
            "thanks_count",
            "source",
            conversation_title=_where(_is_named_to(person), "conversation__title"),
        ),
    )
    yield (
        "earlier_words",
        Revision.objects.filter(by=person, post__author=person).values(*to_post, "number", "title", "source", "at"),
    )
    yield (
        "files",
        Attachment.objects.filter(post__author=person).values(
            *to_post, "name", "file__sha256", "file__size", "file__content_type"
        ),
    )
    yield "drafts", _drafts(person).values("community__slug", "place", "words", "changed_at")
    yield "thanks", Thanks.objects.filter(person=person).values(*to_post, "at")
    yield "me_too", MeToo.objects.filter(person=person).values(*about, "at")
    yield "what_happened_then", Outcome.objects.filter(person=person).values(*about, "how", "text", "at")
    yield "worth_attention", Amplification.objects.filter(by=person).values(*about, "why", "at")
    yield "closed", Closure.objects.filter(by=person).values(*about, "why", "at")
    yield (
        "charter",
        CharterRevision.objects.filter(by=person).values("community__slug", "number", "summary", "words", "at"),
    )
    yield "hellos", Greeting.objects.filter(by=person).values("membership__community__slug", "words", "at")
    yield (
        "invitations",
        Invitation.objects.filter(by=person).values("community__slug", "name", "address", "words", "made_at"),
    )
    yield (
        "asked_to_join",
        JoinRequest.objects.filter(person=person).values(
            "community__slug", "cares_about", "at", "accepted", "answer", "answered_at"
        ),
    )
    yield (
        "answered_at_the_door",
        JoinRequest.objects.filter(answered_by=person).values("community__slug", "accepted", "answer", "answered_at"),
    )
    yield "asked_to_look", Flag.objects.filter(by=person).values("community__slug", "kind", "object_id", "why", "at")
    yield (
        "held_back",
        Hold.objects.filter(by=person).values("community__slug", "kind", "object_id", "measure", "why", "at"),
    )
    mine = Q(kind="post", object_id__in=Post.objects.filter(author=person).values("pk"))
    mine |= Q(kind="conversation", object_id__in=Conversation.objects.filter(author=person).values("pk"))
    yield (
        "appeals",
        Hold.objects.filter(mine, appeal__gt="").values(
            "community__slug", "kind", "object_id", "appeal", "appealed_at"
        ),
    )
    seen = Q(space__in=Space.objects.visible_to(person))
    yield (
        "seats",
        SpaceSeat.objects.filter(person=person).values(
            "space__community__slug", "space_id", space_name=_where(seen, "space__name")
        ),
    )
    yield (
        "consents",
        Consent.objects.filter(person=person).values(
            "move__conversation__community__slug", "move__conversation_id", "given_at"
        ),
    )
    yield "claims", Claim.objects.filter(person=person).values("words", "made_at", "accepted")
    yield "follows", Follow.objects.filter(person=person).values(*about, "since")
    yield "read_so_far", ReadMark.objects.filter(person=person).values(*about, "number", "at")
    yield "tokens", Token.objects.filter(person=person).values("name", "made_at")


def _where(seen: Q, path: str) -> Case:
    """What stands at a path, "" where it is not theirs to see."""
    return Case(When(seen, then=F(path)), default=Value(""))


def _is_named_to(person: Person) -> Q:
    """Posts whose conversation they may see, or whose title is in their own words."""
    seen = Q(conversation__in=Conversation.objects.visible_to(person))
    return seen | Q(Q(edited_by=None) | Q(edited_by=person), number=1, author=person)


def _drafts(person: Person) -> QuerySet[Draft]:
    """What they have begun, but for words of others that they were changing and may not read by now."""
    drafts = Draft.objects.filter(person=person)
    begun = drafts.filter(place__startswith=edit_place(0)[:-1]).values_list("place", flat=True)
    posts = {int(place.rpartition(":")[2]) for place in begun}
    mine = Post.objects.filter(author=person, pk__in=posts).values_list("pk", flat=True)
    read = Post.objects.visible_to(person).filter(pk__in=posts).values_list("pk", flat=True)
    return drafts.exclude(place__in=[edit_place(pk) for pk in posts - {*mine, *read}])


def _with_commas(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    for place, row in enumerate(rows):
        yield (",\n" if place else "\n") + _said({name.replace("__", "_"): value for name, value in row.items()})


def _said(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
