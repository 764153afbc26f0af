"""Who is told of in a story: how each came in, and the roles that they held."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RoleTold:
    """A role for a term; a negative `until_days_ahead` has ended.

    `what_for` is what `by` says of it, `learned` what its holder wrote down for the next, two days after it began or,
    where it has ended, two days before.
    """

    name: str
    by: str
    from_days_ago: float
    until_days_ahead: float | None
    is_shadow: bool = False
    what_for: str = ""
    learned: str = ""


@dataclass(frozen=True)
class PersonTold:
    """Someone of the cast, and how they came into this community; `craft` is empty for whoever was told elsewhere."""

    key: str
    name: str
    craft: str
    organisation: str
    unit: str
    city: str
    country: str
    languages: tuple[str, ...]
    time_zone: str
    ask_about: str
    learning_about: str
    cares_about: str
    came_by: str
    standing: str
    joined_days_ago: float
    pace: str
    named_as: str
    invited_by: str
    invitation: str
    welcomed_by: str
    welcome: str
    roles: tuple[RoleTold, ...]
    leads: bool  # by their own word
    left_days_ago: float | None
    guest_until_days_ahead: float | None
