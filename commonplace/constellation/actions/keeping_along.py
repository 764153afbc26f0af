"""A resource goes along, if everyone lets it who wrote it: a copy, which says what it was made of."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext, override

from commonplace.constellation.actions.asking import KIND
from commonplace.constellation.models import Crossing, Going
from commonplace.constellation.queries import may_go
from commonplace.lib.markdown import TextTooLong
from commonplace.repertoire.actions.keeping import InConfidence, NotAnonymised, keep
from commonplace.repertoire.actions.wording import About, NoAddress, NothingSaid, Source, Words
from commonplace.repertoire.models import Credit, Resource
from commonplace.store.locks import lock


def carry_kept(here: Crossing, going: Going, *, at: datetime) -> None:
    """Keep its copy there, as it stands; files, passages of talk and what was said of it stay."""
    assert going.resource is not None
    lock(Resource.objects.filter(pk=going.resource.pk))
    agreed = may_go.agreeing(here)
    found = may_go.kept_that_may_go(here.community).filter(pk=going.resource.pk)
    one = found.select_related("kept_by", "community").first()
    may = one is not None and may_go.all_seated_agree(one.space_id, agreed)
    made = None
    if one is not None and may and may_go.authors_of_kept([one.pk]) <= agreed:
        made = _kept(here, one)
    Going.objects.filter(pk=going.pk).update(kept_there=made, closed_at=at)


def _kept(here: Crossing, one: Resource) -> Resource | None:
    assert one.kept_by is not None
    assert here.space is not None
    words = Words(one.title, one.good_for, dict(one.sections.values_list("part", "source")))
    about = About(
        tuple(one.topics.order_by("name").values_list("name", flat=True)),
        one.address,
        one.licence,
        one.language,
        one.review_on,
    )
    try:
        made = keep(
            by=one.kept_by,
            space=here.space,
            kind=one.kind,
            words=words,
            about=about,
            source=Source(work=one.work, work_address=one.work_address),
            idempotency_key=f"{KIND}:{here.pk}:{one.pk}",
            at=one.kept_at,
        )
    except (InConfidence, NoAddress, NotAnonymised, NothingSaid, TextTooLong):
        # It cannot stand alone: then it stays.
        return None
    with override(here.space.community.language):
        changed = gettext("Nothing: it came along as it stood.")
    Credit.objects.get_or_create(
        resource=made,
        defaults={
            "parent": one,
            "title": one.title,
            "kept_in": one.community.name,
            "changed": changed,
            "by": here.begun_by,
        },
    )
    return made
