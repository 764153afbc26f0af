"""What is a person's in the repertoire: what they keep and look after, what they wrote, read, warranted and offered."""

from __future__ import annotations

from commonplace.communities.mine import Named, titled
from commonplace.people.mine import Erasing, Mine
from commonplace.repertoire.models import (
    Adaptation,
    Anonymising,
    Collection,
    FileVersion,
    Passage,
    Remedy,
    Resource,
    ResourceFile,
    Retirement,
    Review,
    Revision,
    Stop,
    Suggestion,
    Supersession,
    Use,
    Warrant,
)

_A_DEED = "a deed in the ledger tells it"


def titled_as(path: str) -> Named:
    """What the resource at a path is called, where they may still see it."""
    return titled(lambda person: Resource.objects.visible_to(person), path, as_="resource_title")


LISTS = (
    Mine(
        "kept",
        Resource,
        "kept_by",
        Erasing.NAMELESS,
        ("community__slug", "kind", "title", "good_for", "address", "licence", "language", "work", "kept_at"),
        order=390,
    ),
    Mine(
        "files_kept",
        ResourceFile,
        "resource__kept_by",
        Erasing.WITH_ITS_WHOLE,
        ("resource_id", "name", "description", "file__sha256", "file__size", "file__content_type"),
        files="file",
        order=391,
    ),
    Mine(
        "looked_after",
        Resource,
        "steward",
        Erasing.NAMELESS,
        ("community__slug", "id", "steward_since", "review_on"),
        order=392,
    ),
    Mine(
        "revisions_kept",
        Revision,
        "by",
        Erasing.NAMELESS,
        ("resource_id", "number", "title", "good_for", "words", "summary", "at"),
        named=titled_as("resource"),
        order=393,
    ),
    Mine(
        "read_as_second",
        Review,
        "by",
        Erasing.NAMELESS,
        ("resource_id", "number", "words", "at"),
        named=titled_as("resource"),
        order=394,
    ),
    Mine(
        "stood_for",
        Warrant,
        "person",
        Erasing.NAMELESS,
        ("resource_id", "number", "until", "limits", "at"),
        named=titled_as("resource"),
        order=395,
    ),
    Mine(
        "suggested",
        Suggestion,
        "by",
        Erasing.NAMELESS,
        ("resource_id", "number", "title", "good_for", "words", "why", "at", "settled_at", "is_taken"),
        named=titled_as("resource"),
        order=396,
    ),
    Mine(
        "suggestions_answered",
        Suggestion,
        "settled_by",
        Erasing.NAMELESS,
        ("resource_id", "answer", "settled_at"),
        named=titled_as("resource"),
        order=397,
    ),
    Mine(
        "words_kept",
        Passage,
        "author",
        Erasing.NAMELESS,
        ("resource_id", "post_id", "source", "taken_at", "consent__asked_at", "consent__says", "consent__said_at"),
        named=titled_as("resource"),
        order=398,
    ),
    Mine(
        "collections",
        Collection,
        "kept_by",
        Erasing.NAMELESS,
        ("community__slug", "title", "good_for", "kept_at"),
        order=398,
    ),
    Mine(
        "in_collections",
        Stop,
        "collection__kept_by",
        Erasing.WITH_ITS_WHOLE,
        ("collection_id", "resource_id", "position", "words"),
        order=399,
    ),
    Mine(
        "uses_told",
        Use,
        "person",
        Erasing.NAMELESS,
        ("resource_id", "how", "where", "changed", "text", "told", "at"),
        named=titled_as("resource"),
        order=403,
    ),
    Mine(
        "answered_to_uses",
        Remedy,
        "by",
        Erasing.NAMELESS,
        ("use__resource_id", "words", "at"),
        named=titled_as("use__resource"),
        order=404,
    ),
    Mine(
        "adapted",
        Adaptation,
        "by",
        Erasing.NAMELESS,
        ("resource_id", "changed", "at"),
        named=titled_as("resource"),
        order=405,
    ),
    Mine(
        "file_versions",
        FileVersion,
        "by",
        Erasing.NAMELESS,
        ("of__resource_id", "of__name", "number", "file__sha256", "file__size", "restores", "at"),
        named=titled_as("of__resource"),
        files="file",
        order=406,
    ),
    Mine("file_versions_taken_away", FileVersion, "taken_away_by", Erasing.NAMELESS, why=_A_DEED),
    Mine("revisions_taken", Revision, "taken_by", Erasing.NAMELESS, why=_A_DEED),
    Mine("put_away", Retirement, "by", Erasing.NAMELESS, ("resource_id", "why", "at"), order=400),
    Mine("gave_way", Supersession, "by", Erasing.NAMELESS, ("resource_id", "successor_id", "why", "at"), order=401),
    Mine("looked_for", Anonymising, "by", Erasing.NAMELESS, ("resource_id", "checked", "agreed", "at"), order=402),
)
