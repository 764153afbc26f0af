"""Somebody makes their own of what is kept: another resource, which names what it grew from and what they changed."""

from __future__ import annotations

from collections.abc import Collection as Many
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.models import Space
from commonplace.conversations.actions.attaching import Files
from commonplace.conversations.enclosures import Enclosure
from commonplace.gatherings.confidence import Confidence, at_least
from commonplace.lib.text import one_line
from commonplace.people.models import Person
from commonplace.repertoire.actions.deeds import record
from commonplace.repertoire.actions.keeping import keep
from commonplace.repertoire.actions.rights import NotTheirs, held_still
from commonplace.repertoire.actions.wording import About, Source, Words, files_there
from commonplace.repertoire.lengths import MAX_WHERE
from commonplace.repertoire.models import Adaptation, FileVersion, Resource


class NothingChanged(ValueError):
    """Nobody has said what is different in it."""


class TooWide(ValueError):
    """More people would read it there than read what it grew from."""


def may_stand_in(space: Space, parent: Resource) -> bool:
    """Whether what grows out of a resource may stand in a space: its own, or one that is read as closely."""
    here = parent.space
    if space.pk == here.pk:
        return True
    if space.community_id != here.community_id or here.visibility == SpaceVisibility.GROUP:
        return False
    is_as_close = SpaceVisibility(space.visibility).width <= SpaceVisibility(here.visibility).width
    return is_as_close and at_least(space.confidence, of_space=here.confidence) == Confidence(space.confidence)


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
    """Keep one's own of it, of the same kind; sent twice it is one.

    Its files come along in their newest version, but for those that `files` leave out, and share what is stored. Raises
    NotTheirs for whoever may not see it, IsGone, NothingChanged, TooWide, and what `keep` raises.
    """
    at = at or timezone.now()
    changed, files = one_line(changed)[:MAX_WHERE], files or Files()
    if not changed:
        raise NothingChanged(parent.pk)
    if not Resource.objects.visible_to(by).filter(pk=parent.pk).exists():
        raise NotTheirs(parent.pk)
    if not may_stand_in(space, parent):
        raise TooWide(space.pk)
    with transaction.atomic():
        # Nobody throws its files away meanwhile.
        along = _along(held_still(parent), files)
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
        before = Adaptation.objects.filter(resource=parent).values_list("root", flat=True).first()
        said = {"parent": parent, "root_id": before or parent.pk, "changed": changed, "by": by, "at": at}
        _grown, is_new = Adaptation.objects.get_or_create(resource=made, defaults=said)
        if is_new:
            _as_they_were_brought(along, parent, made)
            towards = parent.steward if parent.steward_id != by.pk else None
            record("adapted", by=by, what=made, at=at, towards=towards)
    return made


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
