"""What a community owns of its repertoire: all of it."""

from __future__ import annotations

from typing import Any

from commonplace.communities.owned import Owned, stays
from commonplace.repertoire.actions.wording import web_address
from commonplace.repertoire.models import (
    Adaptation,
    Anonymising,
    Collection,
    Consent,
    Credit,
    FileVersion,
    Lending,
    Passage,
    Remedy,
    Resource,
    ResourceFile,
    Retirement,
    Review,
    Revision,
    Section,
    Shelf,
    Stop,
    Suggestion,
    Supersession,
    TranslatedPart,
    Translation,
    Trial,
    Use,
    Warrant,
)

_KEYS = ("idempotency_key",)


def _words(said: Any) -> None:
    if not all(isinstance(one, str) for pair in said.items() for one in pair):
        raise TypeError(said)


def _keys(said: Any) -> None:
    if not isinstance(said, list) or not all(isinstance(one, str) for one in said):
        raise TypeError(said)


LISTS = (
    Owned(
        "resources",
        Resource,
        "community",
        _KEYS,
        "resource",
        paths=("repertoire",),
        fits=(("address", web_address), ("work_address", web_address)),
    ),
    Owned("resources_filed", Resource.topics.through, "resource__community"),
    Owned("resource_sections", Section, "resource__community"),
    Owned("resource_revisions", Revision, "resource__community", fits=(("words", _words),)),
    Owned("resource_files", ResourceFile, "resource__community"),
    Owned("resource_file_versions", FileVersion, "of__resource__community"),
    Owned("resource_reviews", Review, "resource__community"),
    Owned("resource_warrants", Warrant, "resource__community"),
    Owned("resource_supersessions", Supersession, "resource__community"),
    Owned("resource_retirements", Retirement, "resource__community"),
    Owned("resource_anonymisings", Anonymising, "resource__community", fits=(("checked", _keys),)),
    # What another community told of it stays where that is.
    Owned(
        "resource_uses",
        Use,
        "resource__community",
        (*_KEYS, "used_in"),
        kind="use",
        rows=lambda found: found.filter(used_in__isnull=True),
    ),
    Owned("resource_suggestions", Suggestion, "resource__community", _KEYS, "suggestion", fits=(("words", _words),)),
    Owned(
        "resource_remedies",
        Remedy,
        "use__resource__community",
        rows=lambda found: found.filter(use__used_in__isnull=True),
    ),
    Owned("resource_adaptations", Adaptation, "resource__community"),
    # A credit goes along without its way: the original stays in this house.
    Owned("resource_credits", Credit, "resource__community", ("parent",)),
    *stays("what is lent in this house is not lent in another", Lending),
    Owned("resource_passages", Passage, "resource__community", part="passage"),
    Owned("passage_consents", Consent, "passage__resource__community"),
    Owned("trials", Trial, "community"),
    Owned("translations", Translation, "resource__community", kind="translation"),
    Owned("translated_parts", TranslatedPart, "translation__resource__community"),
    Owned("shelf", Shelf, "community", ("lends_since",), fits=(("languages", _keys),)),
    Owned("collections", Collection, "community", _KEYS, "collection", paths=("repertoire/collections",)),
    Owned("collection_stops", Stop, "collection__community"),
)
