"""Files brought while one writes: kept for their bringer alone, until their post is sent or nobody wants them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from itertools import batched

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commonplace.communities.models import Community
from commonplace.conversations.actions.attaching import let_uploads_go
from commonplace.conversations.enclosures import Enclosure, free_name
from commonplace.conversations.models import Attachment, Draft, Upload
from commonplace.conversations.models.post import MAX_DESCRIPTION
from commonplace.files.actions import keep, pointed_at, throw_away
from commonplace.files.refusals import FileRefused
from commonplace.lib.markdown_pictures import named
from commonplace.people.models import Person
from commonplace.store.locks import lock

MOST_WAITING = 100
# What was on no form for two days, and in no draft, is not gone on with.
WAITS_FOR = timedelta(days=2)


def bring(
    *,
    by: Person,
    community: Community,
    upload: UploadedFile[bytes],
    beside: Collection[Enclosure] = (),
    at: datetime | None = None,
) -> Enclosure:
    """Keep a file for words that are not sent yet, under a name that none `beside` it has; the same one as there is
    that one. Raises FileRefused and StorageTrouble.
    """
    _require_room(by)
    stored = keep(upload=upload, language=community.language, account=community.pk)
    for one in beside:
        if (one.file.sha256, one.file.name) == (stored.sha256, stored.name):
            throw_away(ids=[stored.pk])
            return one
    try:
        with transaction.atomic():
            lock(Person.objects.filter(pk=by.pk))
            _require_room(by)
            made = Upload.objects.create(
                person=by,
                community=community,
                file=stored,
                name=free_name(stored.name, {named(one.called) for one in beside}),
                touched_at=at or timezone.now(),
            )
    except FileRefused:
        throw_away(ids=[stored.pk])
        raise
    return Enclosure(stored, made.name)


def _require_room(person: Person) -> None:
    sent = Attachment.objects.values("file")
    waiting = set(Upload.objects.filter(person=person).exclude(file__in=sent).values_list("file", flat=True))
    # What rooms above keep waits for nothing either; only where it matters are they all asked.
    if len(waiting) >= MOST_WAITING and len(waiting - pointed_at(waiting, besides=Upload)) >= MOST_WAITING:
        raise FileRefused(
            "too-many-waiting",
            _("A hundred files of yours wait here for words already. Send some of them, or throw away a draft."),
        )


def describe(*, by: Person, files: Iterable[Enclosure], at: datetime | None = None) -> None:
    """Note that these are on a form, and what each shows."""
    shown = {one.file.pk: one.description for one in files}
    if not shown:
        return
    uploads = list(Upload.objects.filter(person=by, file__in=shown))
    for one in uploads:
        one.description = shown[one.file_id][:MAX_DESCRIPTION]
        one.touched_at = at or timezone.now()
    Upload.objects.bulk_update(uploads, ["description", "touched_at"])


def give_up(*, by: Person, file_ids: Collection[int]) -> None:
    """Throw away what one has brought and will not send."""
    if not file_ids:
        return
    with transaction.atomic():
        lock(Person.objects.filter(pk=by.pk))
        let_uploads_go(list(Upload.objects.filter(person=by, file__in=file_ids).values_list("pk", flat=True)))


def let_unsent_go(*, now: datetime) -> int:
    """Throw away what nobody goes on with: on no form for two days, and in no draft; how many there were."""
    gone = 0
    waiting = Upload.objects.filter(touched_at__lt=now - WAITS_FOR)
    people = waiting.order_by("person").values_list("person", flat=True).distinct()
    for some in batched(list(people), 200, strict=False):
        for person in some:
            with transaction.atomic():
                lock(Person.objects.filter(pk=person))
                drafts = Draft.objects.filter(person=person).values_list("words", flat=True)
                kept = {pk for words in drafts for pk in file_ids(str(words.get("kept", "")))}
                rows = waiting.filter(person=person).exclude(file__in=kept)
                left = list(rows.values_list("pk", flat=True))
                let_uploads_go(left)
                gone += len(left)
    return gone


def file_ids(kept: str) -> list[int]:
    """The keys of stored files as a draft names them, with spaces between; what is none counts as none."""
    return [int(one) for one in kept.split()[:50] if one.isascii() and one.isdigit() and len(one) < 16]
