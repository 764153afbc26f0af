"""Somebody makes their own of what is kept: another resource, which names what it grew from and what they changed."""

from __future__ import annotations

from collections.abc import Collection as Many
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities.doors import Confidence
from commonplace.communities.models import Space
from commonplace.communities.viewpoint import standing_of
from commonplace.conversations.actions.attaching import Files
from commonplace.conversations.enclosures import Enclosure
from commonplace.gatherings.confidence import at_least
from commonplace.lib.text import one_line
from commonplace.people.models import Person
from commonplace.repertoire.actions.deeds import record
from commonplace.repertoire.actions.keeping import keep
from commonplace.repertoire.actions.rights import NotTheirs, held_still
from commonplace.repertoire.actions.wording import About, Source, Words, files_there
from commonplace.repertoire.lengths import MAX_WHERE
from commonplace.repertoire.models import Adaptation, Credit, FileVersion, Resource


class NothingChanged(ValueError):
    """Nobody has said what is different in it."""


class TooWide(ValueError):
    """More people would read it there than read what it grew from."""


def may_stand_in(space: Space, parent: Resource) -> bool:
    """Whether what grows out of a resource may stand in a space: its own, or one that is read as closely, wherever."""
    here = parent.space
    if space.pk == here.pk:
        return True
    is_as_close = at_least(space.confidence, of_space=here.confidence) == Confidence(space.confidence)
    return is_as_close and not space.reaches_beyond(here)


def adapt(
    *,
    by: Person,
    parent: Resource,
    space: Space,
    words: Words,
    changed: str,
    about: About | None = None,
    source: Source | None = None,
    files: Files | None = None,
    checked: Many[str] = (),
    agreed: str = "",
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> Resource:
    """Keep one's own of it, of the same kind; sent twice it is one. In another community it keeps a credit.

    Its files come along in their newest version, but for those that `files` leave out, and share what is stored; to
    another community none does. Raises NotTheirs for whoever may not see it, or to whom it is not lent, IsGone,
    NothingChanged, TooWide, and what `keep` raises.
    """
    at = at or timezone.now()
    changed, files = one_line(changed)[:MAX_WHERE], files or Files()
    if not changed:
        raise NothingChanged(parent.pk)
    is_ours = space.community_id == parent.community_id
    seen = Resource.objects.visible_to(by) if is_ours else Resource.objects.lent()
    if not seen.filter(pk=parent.pk).exists() or not (is_ours or _keeps_in(space, by)):
        raise NotTheirs(parent.pk)
    if not may_stand_in(space, parent):
        raise TooWide(space.pk)
    with transaction.atomic():
        # Nobody throws its files away meanwhile.
        still = held_still(parent)
        along = _along(still, files) if is_ours else []
        made = keep(
            by=by,
            space=space,
            kind=parent.kind,
            words=words,
            about=about,
            source=source,
            files=[*along, *files.bring],
            checked=checked,
            agreed=agreed,
            summary=changed,
            idempotency_key=idempotency_key,
            at=at,
        )
        if is_ours:
            if _grow(made, parent, changed=changed, by=by, at=at):
                _as_they_were_brought(along, parent, made)
        else:
            _credit(made, parent, changed=changed, by=by, at=at)
    return made


def _keeps_in(space: Space, by: Person) -> bool:
    """Whether they may keep something there; one query."""
    standing = standing_of(by, space.community)
    return standing is not None and not standing.is_guest and Space.objects.writable_by(by).filter(pk=space.pk).exists()


def _grow(made: Resource, parent: Resource, *, changed: str, by: Person, at: datetime) -> bool:
    """Hang it below what it grew from; whether it was not yet."""
    before = Adaptation.objects.filter(resource=parent).values_list("root", flat=True).first()
    said = {"parent": parent, "root_id": before or parent.pk, "changed": changed, "by": by, "at": at}
    _grown, is_new = Adaptation.objects.get_or_create(resource=made, defaults=said)
    if is_new:
        towards = parent.steward if parent.steward_id != by.pk else None
        record("adapted", by=by, what=made, at=at, towards=towards)
    return is_new


def _credit(made: Resource, parent: Resource, *, changed: str, by: Person, at: datetime) -> None:
    """Its keeper is of another community, where the ledger of this one names nobody."""
    named = {"title": parent.title, "kept_in": parent.community.name}
    said = {"parent": parent, "changed": changed, "by": by, "at": at, **named}
    _credit, is_new = Credit.objects.get_or_create(resource=made, defaults=said)
    if is_new:
        record("adapted", by=by, what=made, at=at)


def _along(parent: Resource, files: Files) -> list[Enclosure]:
    """The files of the parent that come along, each with what is said now that it shows."""
    return [
        replace(one, description=files.descriptions.get(one.file.pk, one.description))
        for one in files_there(parent)
        if one.file.pk not in files.leave_out
    ]


def _as_they_were_brought(along: Sequence[Enclosure], parent: Resource, made: Resource) -> None:
    """Say of each file that came along who brought it: it goes with them, wherever it is."""
    rows = FileVersion.objects.filter(of__resource=parent, file__in=[one.file.pk for one in along], restores=None)
    for file, by in rows.values_list("file", "by"):
        FileVersion.objects.filter(of__resource=made, file=file).update(by=by)
