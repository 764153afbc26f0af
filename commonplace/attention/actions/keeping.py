"""What someone keeps to read later, and says to themselves about it. Theirs alone: no deed, nobody is told."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.attention.models import Kept
from commonplace.communities.content import seen_by
from commonplace.people.models import Person


class NotToKeep(LookupError):
    """There is no such thing, or it is not theirs to see."""


def keep(*, person: Person, kind: str, object_id: int, note: str = "", at: datetime | None = None) -> Kept:
    """Keep a thing, or write another note on what is kept. Raises NotToKeep."""
    if object_id not in seen_by(person, kind, [object_id]):
        raise NotToKeep(kind, object_id)
    with transaction.atomic():
        kept, _made = Kept.objects.update_or_create(
            person=person, kind=kind, object_id=object_id, defaults={"note": note.strip()[:2000]},
            create_defaults={"note": note.strip()[:2000], "at": at or timezone.now()},
        )  # fmt: skip
    return kept


def let_go(*, person: Person, kind: str, object_id: int) -> str:
    """Keep a thing no more; gives the note back, so that it can be kept again."""
    with transaction.atomic():
        found = Kept.objects.filter(person=person, kind=kind, object_id=object_id)
        note = found.values_list("note", flat=True).first() or ""
        found.delete()
    return note
