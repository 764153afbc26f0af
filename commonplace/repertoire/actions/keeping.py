"""Something is kept: a resource comes onto the shelf, with its source, its steward and a day to look again."""

from __future__ import annotations

from collections.abc import Collection as Many
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from commonplace.communities.doors import Confidence, SpaceVisibility
from commonplace.communities.models import Space
from commonplace.communities.topics.actions import name_topics
from commonplace.conversations.actions.opening import MOST_TOPICS
from commonplace.conversations.enclosures import Enclosure, pictures_among
from commonplace.files import previews
from commonplace.gatherings.confidence import at_least
from commonplace.gatherings.models import Gathering
from commonplace.lib.text import one_line
from commonplace.people.models import Person
from commonplace.repertoire.actions.deeds import record
from commonplace.repertoire.actions.indexing import keep_in_index
from commonplace.repertoire.actions.taking import NotReadable, Taken, parts_of, take
from commonplace.repertoire.actions.wording import About, Source, Words, as_kept, rendered, web_address
from commonplace.repertoire.kinds import ANONYMISING, Kind, shape_of
from commonplace.repertoire.models import Anonymising, FileVersion, Resource, ResourceFile, Revision, Section
from commonplace.runs.actions.harvesting import say_harvested

__all__ = ["NotReadable", "Taken"]
A_DAY = 40


class TooMany(ValueError):
    """More than one person keeps in a day."""


class InConfidence(ValueError):
    """Nothing said there is recorded: the space or the gathering is under Chatham House, or sealed."""


class NotAnonymised(ValueError):
    """Nobody has looked yet whether people could be found in it, and anyone could read it."""


def require_room(person: Person, *, now: datetime, idempotency_key: str | None = None) -> None:
    """Raise TooMany when `person` has kept as much as a day holds; what was kept already takes no room."""
    if _already(person, idempotency_key) is not None:
        return
    if Resource.objects.filter(kept_by=person, kept_at__gt=now - timedelta(days=1)).count() >= A_DAY:
        raise TooMany(person.pk)


def keep(
    *,
    by: Person,
    space: Space,
    kind: str,
    words: Words,
    about: About | None = None,
    source: Source | None = None,
    files: Sequence[Enclosure] = (),
    passages: Sequence[Taken] = (),
    checked: Many[str] = (),
    agreed: str = "",
    summary: str = "",
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> Resource:
    """Keep something, looked after by whoever keeps it, with words of a conversation; sent twice it is one.

    Raises NothingSaid, NoAddress, InConfidence, NotAnonymised, NotReadable and `markdown.TextTooLong`.
    """
    at = at or timezone.now()
    if made := _already(by, idempotency_key):
        return made
    kind, source, enclosures = Kind(kind), source or Source(), as_kept(files)
    said, about = words.tidied(kind), (about or About()).tidied(kind)
    quoted = parts_of(passages, kind, reader=by, community=space.community)
    html = rendered(kind, said, community=space.community, pictures=pictures_among(enclosures), quoted=quoted)
    require_fit(kind, space=space, gathering=source.gathering, checked=checked)
    resource = Resource(
        community=space.community,
        space=space,
        kind=kind,
        title=said.title,
        good_for=said.good_for,
        address=about.address,
        licence=about.licence,
        language=about.language,
        kept_by=by,
        kept_at=at,
        changed_at=at,
        steward=by,
        steward_since=at,
        review_on=about.review_on,
        conversation=source.conversation,
        gathering=source.gathering,
        work=one_line(source.work)[:300],
        work_address=web_address(source.work_address),
        idempotency_key=idempotency_key or None,
    )
    try:
        with transaction.atomic():
            resource.save(force_insert=True)
            write_sections(resource, said, html)
            write_revision(resource, said, by=by, at=at, summary=summary)
            bring(resource, enclosures, by=by, at=at)
            if shape_of(kind).is_of_people:
                look_for(resource, by=by, checked=checked, agreed=agreed, at=at)
            record("kept", by=by, what=resource, at=at)
            take(resource, passages, by=by, at=at)
            if resource.gathering is not None:
                say_harvested(gathering=resource.gathering, at=at)
            # After the deed, which waits for the community: one of them may be about to go in a merger of topics.
            file_under(resource, about.topics)
            keep_in_index(resource.pk)
    except IntegrityError:
        if made := _already(by, idempotency_key):
            return made
        raise
    return resource


def _already(by: Person, idempotency_key: str | None) -> Resource | None:
    if not idempotency_key:
        return None
    found = Resource.objects.filter(kept_by=by, idempotency_key=idempotency_key)
    return found.select_related("community", "space").first()


def require_fit(kind: str, *, space: Space, gathering: Gathering | None, checked: Many[str]) -> None:
    """Raise InConfidence for a recording of what was said in confidence, NotAnonymised for people whom anyone reads."""
    told_in = at_least(space.confidence if gathering is None else gathering.confidence, of_space=space.confidence)
    if kind == Kind.RECORDING and told_in != Confidence.ORDINARY:
        raise InConfidence(kind)
    is_for_anyone = space.visibility == SpaceVisibility.PUBLIC and not space.community.is_private
    if kind == Kind.CASE and is_for_anyone and not set(ANONYMISING) <= set(checked):
        raise NotAnonymised(kind)


def write_sections(resource: Resource, words: Words, html: dict[str, str]) -> None:
    """Have the sections of a resource say this and nothing else."""
    Section.objects.filter(resource=resource).exclude(part__in=html).delete()
    for key, made in html.items():
        Section.objects.update_or_create(
            resource=resource, part=key, defaults={"source": words.parts[key], "html": made}
        )


def write_revision(
    resource: Resource,
    words: Words,
    *,
    by: Person | None,
    at: datetime,
    summary: str = "",
    taken_by: Person | None = None,
) -> Revision:
    """Keep how it stands now, under the number that the resource has."""
    return Revision.objects.create(
        resource=resource,
        number=resource.revision,
        title=words.title,
        good_for=words.good_for,
        words=dict(words.parts),
        summary=one_line(summary)[:200],
        by=by,
        taken_by=taken_by,
        at=at,
    )


def bring(resource: Resource, files: Sequence[Enclosure], *, by: Person, at: datetime, after: int = 0) -> None:
    """Keep files with it, each in its first version, in their order, behind as many as `after`."""
    made = ResourceFile.objects.bulk_create(
        ResourceFile(
            resource=resource, file=one.file, name=one.called, description=one.description, position=after + place
        )
        for place, one in enumerate(files)
    )
    FileVersion.objects.bulk_create(FileVersion(of=one, number=1, file=one.file, by=by, at=at) for one in made)
    for one in files:
        previews.want(stored=one.file, at=at)


def file_under(resource: Resource, names: Sequence[str]) -> None:
    """File it under these words of the community’s vocabulary."""
    resource.topics.set(name_topics(community=resource.community, names=list(names)[:MOST_TOPICS]))


def look_for(resource: Resource, *, by: Person, checked: Many[str], agreed: str, at: datetime) -> None:
    """Keep what was looked for so that nobody is found in it, and who in it has agreed."""
    Anonymising.objects.update_or_create(
        resource=resource,
        defaults={
            "checked": [key for key in ANONYMISING if key in checked],
            "agreed": one_line(agreed)[:400],
            "by": by,
            "at": at,
        },
    )
