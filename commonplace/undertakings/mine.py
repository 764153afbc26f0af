"""What is a person's in undertakings: what they began, carry, wrote, and put their name beneath."""

from __future__ import annotations

from commonplace.communities.mine import Named, titled
from commonplace.people.mine import Erasing, Mine
from commonplace.undertakings.models import (
    Asked,
    DeskAnswer,
    DraftComment,
    Endorsement,
    FaqLine,
    Hand,
    JointResponse,
    MinoritySigner,
    MinorityView,
    OutsideQuestion,
    ResponseText,
    Shift,
    Undertaking,
)


def titled_as(path: str) -> Named:
    """What the undertaking at a path is called, where they may still see it."""
    return titled(lambda person: Undertaking.objects.visible_to(person), path, as_="undertaking_title")


LISTS = (
    Mine(
        "undertakings_begun",
        Undertaking,
        "begun_by",
        Erasing.NAMELESS,
        ("community__slug", "kind", "title", "purpose", "begun_at", "ended_at"),
        order=370,
    ),
    Mine(
        "undertakings_carried",
        Hand,
        "person",
        Erasing.GOES,
        ("undertaking__community__slug", "undertaking_id", "part", "since"),
        named=titled_as("undertaking"),
        order=371,
    ),
    Mine(
        "texts_drafted",
        ResponseText,
        "by",
        Erasing.NAMELESS,
        ("response_id", "number", "source", "summary", "at"),
        named=titled_as("response__undertaking"),
        order=372,
    ),
    Mine(
        "comments_on_drafts",
        DraftComment,
        "person",
        Erasing.NAMELESS,
        ("text__response_id", "text__number", "paragraph", "words", "is_in_the_way", "at"),
        named=titled_as("text__response__undertaking"),
        order=373,
    ),
    Mine(
        "endorsed",
        Endorsement,
        "person",
        Erasing.NAMELESS,
        ("response_id", "number", "speaks_as", "at"),
        named=titled_as("response__undertaking"),
        order=374,
    ),
    Mine(
        "saw_otherwise",
        MinorityView,
        "by",
        Erasing.NAMELESS,
        ("response_id", "source", "at"),
        named=titled_as("response__undertaking"),
        order=375,
    ),
    Mine(
        "signed_otherwise",
        MinoritySigner,
        "person",
        Erasing.NAMELESS,
        ("view__response_id", "at"),
        named=titled_as("view__response__undertaking"),
        order=376,
    ),
    Mine(
        "weeks_at_desks",
        Shift,
        "person",
        Erasing.GOES,
        ("desk_id", "starts_at"),
        named=titled_as("desk__undertaking"),
        order=380,
    ),
    Mine(
        "asked_at_desks",
        Asked,
        "asker",
        Erasing.NAMELESS,
        ("desk_id", "title", "source", "at", "answered_at", "closed_at", "closed_how"),
        named=titled_as("desk__undertaking"),
        order=381,
    ),
    Mine(
        "answered_at_desks",
        DeskAnswer,
        "by",
        Erasing.NAMELESS,
        ("asked_id", "source", "at"),
        named=titled_as("asked__desk__undertaking"),
        order=382,
    ),
    Mine(
        "lines_of_desks",
        FaqLine,
        "by",
        Erasing.NAMELESS,
        ("desk_id", "question", "source", "at"),
        named=titled_as("desk__undertaking"),
        order=383,
    ),
    Mine(
        "passed_on",
        Asked,
        "passed_by",
        Erasing.NAMELESS,
        ("desk_id", "passed_why"),
        named=titled_as("desk__undertaking"),
        order=384,
    ),
    Mine("passed_to_them", Asked, "passed_to", Erasing.NAMELESS, why="the words of whoever asked and passed it on"),
    Mine("let_in", OutsideQuestion, "settled_by", Erasing.NAMELESS, why="a deed in the ledger tells it"),
    Mine("responses_sent", JointResponse, "sent_by", Erasing.NAMELESS, why="a deed in the ledger tells it"),
    Mine("answers_kept", JointResponse, "answer_by", Erasing.NAMELESS, why="the words are the addressee’s"),
    Mine(
        "comments_answered", DraftComment, "answer_by", Erasing.NAMELESS, why="told with the comment by whoever made it"
    ),
)
