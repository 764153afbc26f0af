"""In which languages something is said, and which one its reader meets first; nothing here makes a query."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.conversations.models.said_again import SaidAgain
from commonplace.people.languages import language_choices


@dataclass(frozen=True)
class Voice:
    """A language in which it is said: its name, where it is read, and how it stands beside the original."""

    code: str
    name: str
    url: str
    is_shown: bool
    is_original: bool = False
    is_behind: bool = False
    is_draft: bool = False


@dataclass(frozen=True)
class Again[Row: SaidAgain]:
    """The translation that is shown: its row and the name of its language, who said it and who read a machine's draft
    (None where nobody is named), and whether the original moved on since.
    """

    one: Row
    name: str
    byline: Byline | None
    is_behind: bool
    read_by: Byline | None


@dataclass(frozen=True)
class Tongues[Row: SaidAgain]:
    """The languages in which something is said, the original first, and the translation that is shown, if one is."""

    voices: Sequence[Voice]
    again: Again[Row] | None

    @property
    def shown(self) -> Row | None:
        """The row of the translation that is shown."""
        return self.again.one if self.again is not None else None


def wishes_of(viewpoint: Viewpoint) -> Sequence[str]:
    """The languages that a reader reads, the one of their pages first."""
    spoken = viewpoint.person.languages if viewpoint.person is not None else []
    return list(dict.fromkeys([(get_language() or "en").partition("-")[0], *spoken]))


def tongues_among[Row: SaidAgain](
    said: Iterable[Row],
    *,
    spoken: str,
    revision: int,
    wanted: Sequence[str],
    viewpoint: Viewpoint | None,
    url: Callable[[str], str],
) -> Tongues[Row]:
    """In which languages something is said whose original is `spoken` in one and stands at `revision`, and the first of
    those `wanted` that is there, else the original; `url` tells where each is read. No viewpoint, and nobody is named.
    """
    again = {one.language: one for one in said if one.language != spoken}
    here = [spoken, *again]
    code = next((one for one in wanted if one in here), spoken)
    names = dict(language_choices())
    voices = [
        Voice(
            one,
            names.get(one, one),
            url(one),
            one == code,
            is_original=one not in again,
            is_behind=one in again and again[one].number < revision,
            is_draft=one in again and again[one].is_unread_draft,
        )
        for one in here
    ]
    shown = again.get(code)
    if shown is None:
        return Tongues(voices, None)
    by = viewpoint.byline_for(shown.by) if viewpoint is not None else None
    read_by = viewpoint.byline_for(shown.read_by) if viewpoint is not None and shown.read_at is not None else None
    return Tongues(voices, Again(shown, names.get(code, code), by, shown.number < revision, read_by))
