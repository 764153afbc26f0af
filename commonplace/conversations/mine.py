"""What is a person's in conversations: words, drafts and files, and what they said of the words of others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from commonplace.communities.mine import told_where
from commonplace.communities.models import Hold
from commonplace.conversations.models import (
    Amplification,
    Attachment,
    Closure,
    Consent,
    Conversation,
    Draft,
    Mention,
    MeToo,
    Move,
    Outcome,
    Post,
    PostTranslation,
    Revision,
    Settlement,
    Split,
    Thanks,
    TopicDecision,
    Upload,
)
from commonplace.conversations.models.draft import edit_place
from commonplace.people.mine import Erasing, Mine
from commonplace.people.models import Person


def _translations(person: Person) -> QuerySet[PostTranslation]:
    """How they said posts again, less those whose authors took them back: these are nobody’s to read any more."""
    return PostTranslation.objects.filter(by=person, post__withdrawal=None)


def _title(person: Person) -> Mapping[str, Any]:
    """What a conversation is called today, where they may still see it or it is in their own words."""
    seen = Q(conversation__in=Conversation.objects.visible_to(person))
    theirs = Q(Q(edited_by=None) | Q(edited_by=person), number=1, author=person)
    return {"conversation_title": told_where(seen | theirs, "conversation__title")}


def _earlier_words(person: Person) -> QuerySet[Revision]:
    """What they wrote over in their own words; a steward's changes to the words of others are the others'."""
    return Revision.objects.filter(by=person, post__author=person)


def _drafts(person: Person) -> QuerySet[Draft]:
    """What they have begun, but for words of others that they were changing and may not read by now."""
    drafts = Draft.objects.filter(person=person)
    begun = drafts.filter(place__startswith=edit_place(0)[:-1]).values_list("place", flat=True)
    posts = {int(place.rpartition(":")[2]) for place in begun}
    mine = Post.objects.filter(author=person, pk__in=posts).values_list("pk", flat=True)
    read = Post.objects.visible_to(person).filter(pk__in=posts).values_list("pk", flat=True)
    return drafts.exclude(place__in=[edit_place(pk) for pk in posts - {*mine, *read}])


def _appeals(person: Person) -> QuerySet[Hold]:
    """Their answers, where something of theirs was held back."""
    mine = Q(kind="post", object_id__in=Post.objects.filter(author=person).values("pk"))
    mine |= Q(kind="conversation", object_id__in=Conversation.objects.filter(author=person).values("pk"))
    return Hold.objects.filter(mine, appeal__gt="")


# Of others' conversations, closed to them by now perhaps, only the number is named.
_ABOUT = ("conversation__community__slug", "conversation_id")
_TO_POST = ("post__conversation__community__slug", "post__conversation_id", "post__number")
_A_DEED = "a deed in the ledger tells it"
LISTS = (
    Mine(
        "posts",
        Post,
        "author",
        Erasing.NAMELESS,
        (
            *_ABOUT,
            "number",
            "written_at",
            "edited_at",
            "withdrawal__at",
            "thanks_count",
            "thanks_elsewhere",
            "is_half_baked",
            "source",
        ),
        named=_title,
        order=50,
    ),
    Mine(
        "earlier_words",
        Revision,
        "by",
        Erasing.NAMELESS,
        (*_TO_POST, "number", "title", "source", "at"),
        rows=_earlier_words,
        order=60,
    ),
    Mine(
        "post_translations",
        PostTranslation,
        "by",
        Erasing.NAMELESS,
        (*_TO_POST, "language", "out_of", "edition", "number", "title", "source", "drafted_by", "at"),
        rows=_translations,
        order=65,
    ),
    Mine(
        "post_translations_read",
        PostTranslation,
        "read_by",
        Erasing.NAMELESS,
        (*_TO_POST, "language", "read_at"),
        order=66,
    ),
    Mine(
        "files",
        Attachment,
        "post__author",
        Erasing.WITH_ITS_WHOLE,
        (*_TO_POST, "name", "description", "file__sha256", "file__size", "file__content_type"),
        files="file",
        order=70,
    ),
    Mine(
        "drafts",
        Draft,
        "person",
        Erasing.GOES,
        ("community__slug", "place", "words", "changed_at"),
        rows=_drafts,
        order=80,
    ),
    Mine(
        "files_not_sent",
        Upload,
        "person",
        Erasing.GOES,
        ("community__slug", "name", "description", "touched_at", "file__sha256", "file__size", "file__content_type"),
        files="file",
        order=85,
    ),
    Mine("thanks", Thanks, "person", Erasing.GOES, (*_TO_POST, "at"), order=90),
    Mine("me_too", MeToo, "person", Erasing.GOES, (*_ABOUT, "at"), order=100),
    Mine("what_happened_then", Outcome, "person", Erasing.NAMELESS, (*_ABOUT, "how", "text", "at"), order=110),
    Mine("worth_attention", Amplification, "by", Erasing.GOES, (*_ABOUT, "why", "at"), order=115),
    Mine("closed", Closure, "by", Erasing.NAMELESS, (*_ABOUT, "why", "at"), order=120),
    Mine(
        "appeals",
        Hold,
        "",
        Erasing.WITH_ITS_WHOLE,
        ("community__slug", "kind", "object_id", "appeal", "appealed_at"),
        rows=_appeals,
        order=200,
    ),
    Mine(
        "consents",
        Consent,
        "person",
        Erasing.GOES,
        ("move__conversation__community__slug", "move__conversation_id", "given_at"),
        order=220,
    ),
    Mine("opened", Conversation, "author", Erasing.NAMELESS, why="the first post of each is among the posts"),
    Mine("edited", Post, "edited_by", Erasing.NAMELESS, why="the words are their author's to take along"),
    Mine("mentions", Mention, "person", Erasing.GOES, why="found again from the posts of others"),
    Mine("settled", Settlement, "by", Erasing.NAMELESS, why=_A_DEED),
    Mine("moves", Move, "by", Erasing.NAMELESS, why=_A_DEED),
    Mine("topic_decisions", TopicDecision, "by", Erasing.NAMELESS, why=_A_DEED),
    Mine("splits", Split, "by", Erasing.NAMELESS, why=_A_DEED),
)
