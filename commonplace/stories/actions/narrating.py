"""Somebody writes what taking part is to them: for themselves alone, and off the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.store.wiping import to_be_wiped
from commonplace.stories.models import NarrativePart


def narrate(*, by: Person, parts: Mapping[str, tuple[str, str]], at: datetime | None = None) -> None:
    """Keep the parts as they are written, each with what is hoped for; one without words goes."""
    now = at or timezone.now()
    with transaction.atomic():
        lock(Person.objects.filter(pk=by.pk))
        for about, (words, hope) in parts.items():
            own = NarrativePart.objects.filter(person=by, about=NarrativePart.About(about))
            before = own.first()
            if before is not None and (before.words, before.hope) == (words, hope):
                continue
            if before is not None:
                # The words before are not kept.
                to_be_wiped(now=now)
            if words or hope:
                NarrativePart.objects.update_or_create(
                    person=by, about=about, defaults={"words": words, "hope": hope, "changed_at": now}
                )
            else:
                own.delete()
