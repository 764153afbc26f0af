"""What somebody wrote is said again in another language, edition over edition; the same of posts and of others."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from commonplace.communities.doors import Confidence
from commonplace.communities.models import Community, Space
from commonplace.communities.viewpoint import standing_of
from commonplace.conversations.actions.rights import NotTheirs
from commonplace.conversations.models.said_again import SaidAgain
from commonplace.lib.translating import Service, service_at
from commonplace.people.languages import language_choices
from commonplace.people.models import Person

MOST_EDITIONS = 500


class NoLanguage(ValueError):
    """It is none that anybody writes, or the one in which the original stands."""


class SaidMeanwhile(ValueError):
    """Somebody has said it there since this one was begun; `edition` is the number of what stands."""

    def __init__(self, edition: int) -> None:
        super().__init__(edition)
        self.edition = edition


class TooManyEditions(ValueError):
    """It has as many editions as anybody can follow, or is said to be made from a revision that there is none of."""


def require_member(by: Person, community: Community) -> None:
    """Raise NotTheirs for whoever is no member."""
    standing = standing_of(by, community)
    if standing is None or standing.is_guest:
        raise NotTheirs(community.pk)


def require_language(language: str, *, spoken: str) -> None:
    """Raise NoLanguage for one that nobody writes, or that is `spoken` in the original."""
    if language == spoken or language not in dict(language_choices()):
        raise NoLanguage(language)


def edition_after(there: SaidAgain | None, *, over: int, number: int, revision: int) -> int:
    """The number of the next edition, from revision `number` of an original that is at `revision`, written over
    edition `over` (0 for none). Raises SaidMeanwhile and TooManyEditions.
    """
    edition = there.edition if there is not None else 0
    if edition != over:
        raise SaidMeanwhile(edition)
    if edition >= MOST_EDITIONS or not 0 < number <= revision:
        raise TooManyEditions(edition)
    return edition + 1


def service_for(space: Space) -> Service | None:
    """What drafts may be asked of: none where nobody named one, or where what is said stays in confidence."""
    if space.confidence != Confidence.ORDINARY:
        return None
    return service_at(settings.TRANSLATION_URL, key=settings.TRANSLATION_KEY, is_inside_too=settings.TRANSLATION_INSIDE)


def was_unread(translation: SaidAgain, *, by: Person, at: datetime) -> bool:
    """Note that a member has read a machine's draft; whether it is one, and nobody had."""
    waiting = type(translation)._default_manager.filter(pk=translation.pk, read_at=None).exclude(drafted_by="")
    return bool(waiting.update(read_by=by, read_at=at))
