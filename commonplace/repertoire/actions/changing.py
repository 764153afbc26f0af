"""A resource is changed by whoever looks after it: another revision, on the one that it was written over."""

from __future__ import annotations

from collections.abc import Collection as Many
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.conversations.actions.attaching import Files
from commonplace.conversations.enclosures import enclosed, pictures_among
from commonplace.people.models import Person
from commonplace.repertoire.actions.deeds import record
from commonplace.repertoire.actions.filing import leave_out
from commonplace.repertoire.actions.indexing import keep_in_index
from commonplace.repertoire.actions.keeping import (
    bring,
    file_under,
    look_for,
    require_fit,
    write_revision,
    write_sections,
)
from commonplace.repertoire.actions.rights import held_still, require_tending
from commonplace.repertoire.actions.taking import quoted_parts
from commonplace.repertoire.actions.wording import About, Words, files_there, rendered
from commonplace.repertoire.kinds import shape_of
from commonplace.repertoire.models import Resource, ResourceFile

MOST_REVISIONS = 500


class ChangedMeanwhile(ValueError):
    """Somebody has written another revision since this one was begun; `args` holds its number."""


class TooMany(ValueError):
    """It has as many revisions as anybody can follow."""


@dataclass(frozen=True)
class People:
    """What was looked for so that nobody is found in it, and who has agreed."""

    checked: Many[str] = ()
    agreed: str = ""


def words_now(resource: Resource) -> Words:
    """What it says as it stands; one query."""
    return Words(resource.title, resource.good_for, dict(resource.sections.values_list("part", "source")))


def about_now(resource: Resource) -> About:
    """What is said of it besides its words, as it stands; one query."""
    names = tuple(one.name for one in resource.topics.order_by("name", "pk"))
    return About(names, resource.address, resource.licence, resource.language, resource.review_on)


def change(
    *,
    by: Person,
    resource: Resource,
    words: Words,
    on: int,
    about: About | None = None,
    began: About | None = None,
    people: People | None = None,
    files: Files | None = None,
    summary: str = "",
    at: datetime | None = None,
) -> Resource:
    """Have it say this, written over revision `on`; the same words again are no revision.

    What of `about` is as it was when it was begun (`began`) stays as it is now, whoever said so meanwhile. Raises
    NotTheirs, IsGone, ChangedMeanwhile, TooMany, NothingSaid, NoAddress, InConfidence, NotAnonymised and
    `markdown.TextTooLong`; nothing is changed then.
    """
    at = at or timezone.now()
    require_tending(by, resource)
    with transaction.atomic():
        here = held_still(resource)
        if here.revision != on:
            raise ChangedMeanwhile(here.revision)
        said = words.tidied(here.kind)
        _change_files(here, files or Files(), by=by, at=at)
        if people is not None and shape_of(here.kind).is_of_people:
            require_fit(here.kind, space=here.space, gathering=here.gathering, checked=people.checked)
            look_for(here, by=by, checked=people.checked, agreed=people.agreed, at=at)
        if about is not None:
            about = about if began is None else about.over(began, now=about_now(here))
            _say_about(here, about)
        write(here, said, by=by, at=at, summary=summary)
        if about is not None:
            file_under(here, about.topics)
    return here


def write(
    here: Resource, said: Words, *, by: Person | None, at: datetime, summary: str, taken_by: Person | None = None
) -> None:
    """Write another revision of what is held still, unless it says the same; raises TooMany."""
    html = rendered(
        here.kind,
        said,
        community=here.community,
        pictures=pictures_among(files_there(here)),
        quoted=quoted_parts(here),
    )
    is_other = said != words_now(here)
    if is_other:
        if here.revision >= MOST_REVISIONS:
            raise TooMany(here.pk)
        here.revision += 1
    here.title, here.good_for, here.changed_at = said.title, said.good_for, max(at, here.changed_at)
    here.save(update_fields=["title", "good_for", "revision", "changed_at"])
    write_sections(here, said, html)
    if is_other:
        made = write_revision(here, said, by=by, at=at, summary=summary, taken_by=taken_by)
        record("revised", by=by, what=here, at=at, part_id=made.pk)
    keep_in_index(here.pk)


def _say_about(here: Resource, about: About) -> None:
    about = about.tidied(here.kind)
    here.address, here.licence = about.address, about.licence
    here.language, here.review_on = about.language, about.review_on
    here.save(update_fields=["address", "licence", "language", "review_on"])


def _change_files(here: Resource, files: Files, *, by: Person, at: datetime) -> None:
    """Bring, leave out and describe files of a resource that is held still."""
    rows = ResourceFile.objects.filter(resource=here)
    for one in rows.filter(file__in=files.descriptions):
        if one.description != files.descriptions[one.file_id]:
            rows.filter(pk=one.pk).update(description=files.descriptions[one.file_id])
    leave_out(rows.filter(file__in=files.leave_out))
    there = list(rows.order_by("position").select_related("file"))
    known, with_it = {(one.file.sha256, one.name) for one in there}, {one.file_id for one in there}
    coming = [one for one in files.bring if (one.file.sha256, one.called) not in known and one.file.pk not in with_it]
    last = max((one.position for one in there), default=-1)
    bring(here, enclosed(coming, beside=[one.name for one in there]), by=by, at=at, after=last + 1)


def three_ways(*, before: Words, theirs: Words, now: Words) -> tuple[Words, frozenset[str]]:
    """What a change from `before` to `theirs` comes to on what stands `now`, and the parts that both changed.

    Where both did, `theirs` stands in the result; parts are keys of sections, "title" and "good_for".
    """
    both: set[str] = set()

    def one(name: str, was: str, would_be: str, is_now: str) -> str:
        if would_be in (was, is_now):
            return is_now
        if is_now != was:
            both.add(name)
        return would_be

    title = one("title", before.title, theirs.title, now.title)
    good_for = one("good_for", before.good_for, theirs.good_for, now.good_for)
    parts = {
        key: made
        for key in {**before.parts, **theirs.parts, **now.parts}
        if (made := one(key, *(said.parts.get(key, "") for said in (before, theirs, now))))
    }
    return replace(now, title=title, good_for=good_for, parts=parts), frozenset(both)
