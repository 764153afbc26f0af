"""When somebody signed in is kept as a day, and from where not at all (docs/decisions/0041).

Django and allauth write moments and addresses into tables of theirs. A column is made a coarser one here, so that it
holds for whatever writes it; the tables stay as their own steps make them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from django.apps import apps
from django.db import models

# Which columns of theirs are days: since when there is a way in, and when it was last used.
DAYS: Final = {
    "mfa.Authenticator": ("created_at", "last_used_at"),
    "socialaccount.SocialAccount": ("last_login", "date_joined"),
    "usersessions.UserSession": ("created_at", "last_seen_at"),
}
NOWHERE: Final = "::"


def day_of(moment: datetime) -> datetime:
    """The day of a moment, as its beginning in UTC."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


class Day(models.DateTimeField):  # type: ignore[type-arg]
    """A moment of which the day is kept, in a column of moments."""

    def get_prep_value(self, value: Any) -> Any:
        moment = super().get_prep_value(value)
        return day_of(moment) if isinstance(moment, datetime) else moment

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        return _as(models.DateTimeField, super().deconstruct())


class NoAddress(models.GenericIPAddressField):  # type: ignore[type-arg]
    """An address that is not kept, in a column that must have one."""

    def get_prep_value(self, value: Any) -> Any:
        return NOWHERE

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        return _as(models.GenericIPAddressField, super().deconstruct())


def _as(field: type[models.Field[Any, Any]], said: tuple[str, str, Any, Any]) -> tuple[str, str, Any, Any]:
    """The step of a migration that makes the same column."""
    return said[0], f"django.db.models.{field.__name__}", said[2], said[3]


def keep_days() -> None:
    """Have the columns of Django and allauth keep days, and no address."""
    for model, columns in DAYS.items():
        for column in columns:
            apps.get_model(model)._meta.get_field(column).__class__ = Day
    apps.get_model("usersessions.UserSession")._meta.get_field("ip").__class__ = NoAddress
