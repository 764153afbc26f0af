"""What a person gave to the house or is told by it: taken along whole, and gone or nameless when they are erased.

Every foreign key to a person is declared here by the room that has it, in its `mine.py`, with what erasing does about
it; `tests/test_what_is_mine.py` finds the one that was forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Model, QuerySet

from commonplace.people.models import Affiliation, ArchiveAddress, Claim, Merger, Person
from commonplace.store.registry import Registry


class Erasing(Enum):
    """What becomes of a row when its person is erased."""

    GOES = "goes"
    NAMELESS = "stays without a name"
    WITH_ITS_WHOLE = "goes or stays with what it is part of"


@dataclass(frozen=True)
class Mine:
    """A list of what is a person's: the rows of `model` that lead to them by `of`, such as `author`.

    `columns` are taken along under the list's code, and after them what `named(person)` says, as expressions; where
    there are none, `why` says so. `rows(person)` narrows the list for taking along, or finds it where the way to the
    person is longer than one key. `files` leads from a row to a stored file that is taken along with it.
    """

    code: str
    model: type[Model]
    of: str
    erasing: Erasing
    columns: tuple[str, ...] = ()
    named: Callable[[Person], Mapping[str, Any]] | None = None
    rows: Callable[[Person], QuerySet[Any]] | None = None
    files: str = ""
    why: str = ""
    order: int = 500

    def rows_of(self, person: Person) -> QuerySet[Any]:
        """The rows of this list that are someone's to take along."""
        if self.rows is not None:
            return self.rows(person)
        return self.model._default_manager.filter(**{self.of: person})

    def told_to(self, person: Person) -> QuerySet[Any, dict[str, Any]]:
        """The rows as they are taken along, oldest first."""
        named = self.named(person) if self.named is not None else {}
        return self.rows_of(person).order_by("pk").values(*self.columns, **named)

    def all_of(self, person: Person) -> QuerySet[Any]:
        """Every row that leads to someone, whether it is taken along or not."""
        return self.model._base_manager.filter(**{self.of: person})


MINE: Registry[Mine] = Registry("mine", Mine)

_WHO_IS_WHO = "how the house knows who is who; shown to nobody"
_A_KEY = "a way in: it opens this house and nothing else"
LISTS = (
    Mine("addresses", EmailAddress, "user", Erasing.GOES, ("email", "verified", "primary"), order=10),
    Mine("claims", Claim, "person", Erasing.GOES, ("words", "made_at", "accepted"), order=230),
    Mine("affiliations", Affiliation, "person", Erasing.GOES, why="told with the profile"),
    Mine("archive_addresses", ArchiveAddress, "person", Erasing.GOES, why=_WHO_IS_WHO),
    Mine("mergers", Merger, "kept", Erasing.GOES, why=_WHO_IS_WHO),
    Mine("mergers_made", Merger, "by", Erasing.NAMELESS, why=_WHO_IS_WHO),
    Mine("claimed_by_others", Claim, "of", Erasing.GOES, why="the words of whoever says that the name is theirs"),
    Mine("claims_settled", Claim, "settled_by", Erasing.NAMELESS, why="the words of whoever asked"),
    Mine("keys", Authenticator, "user", Erasing.GOES, why=_A_KEY),
    Mine("accounts_elsewhere", SocialAccount, "user", Erasing.GOES, why=_A_KEY),
    Mine("sessions", UserSession, "user", Erasing.GOES, why=_A_KEY),
)
