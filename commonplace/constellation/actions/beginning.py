"""A crossing is begun: the new community is founded, and a space stands ready for what goes along."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext, override

from commonplace.communities import ledger
from commonplace.communities.doors import Confidence, SpaceVisibility
from commonplace.communities.founders import SlugTaken, free_slug, may_found
from commonplace.communities.founding.actions import found
from commonplace.communities.models import Community, Space
from commonplace.communities.modules import is_on
from commonplace.communities.settings.actions.arranging import change_community
from commonplace.communities.spaces.actions import open_space
from commonplace.communities.stewards import require_steward
from commonplace.constellation.actions.planning import IsAsked, end, held, is_closing
from commonplace.constellation.actions.relating import relate
from commonplace.constellation.models import Bond, Crossing, Voice
from commonplace.people.models import Person

REPERTOIRE = "repertoire"


class NotYet(ValueError):
    """People may still answer, and not everyone has."""


class NotAFounder(ValueError):
    """They may not found communities in this house."""


def waiting(crossing: Crossing) -> int:
    """How many of those who were asked have not answered all of it."""
    open_words, open_coming = Q(writes=True, words=""), Q(might_come=True, coming="")
    return Voice.objects.filter(open_words | open_coming, crossing=crossing).count()


def begin(*, by: Person, crossing: Crossing, at: datetime | None = None) -> bool:
    """Carry it out from now on, step by step, by the worker; False where the other community went or closed meanwhile,
    and the crossing is called off.

    Begun twice it is begun once. Raises NotASteward, IsAsked, NotYet, NotAFounder.
    """
    now = at or timezone.now()
    with transaction.atomic():
        here = held(crossing)
        require_steward(by, here.community, at=now)
        if here.begun_at is not None and not here.is_over:
            return True
        if here.asked_at is None or here.is_over:
            raise IsAsked(here.pk)
        if here.is_asking(now) and waiting(here):
            raise NotYet(here.pk)
        if here.is_merge and (here.to is None or is_closing(here.to)):
            end(here, by=None, at=now)
            return False
        to = here.to if here.is_merge and here.to is not None else _founded(here, by=by, at=now)
        space = _place_for(here, to, at=now)
        Crossing.objects.filter(pk=here.pk).update(to=to, space=space, begun_at=now, begun_by=by)
        relate(
            by=by,
            one=here.community,
            other=to,
            kind=Bond.SUCCESSOR if here.closes_behind else Bond.DAUGHTER,
            words=here.words[:400],
            at=now,
        )
        if here.closes_behind:
            change_community(by=by, community=here.community, lines={"stage": Community.Stage.TRANSFORMATION}, at=now)
        ledger.record(
            verb="crossed", person=by, community=here.community, at=now, what="community", what_id=here.community_id
        )
    return True


def _founded(here: Crossing, *, by: Person, at: datetime) -> Community:
    """The new one, as open as the one it comes out of; whoever begins it tends it."""
    if not may_found(by):
        raise NotAFounder(by.pk)
    made = None
    while made is None:
        # Another may take the same address at the same moment; then the next one is free.
        with suppress(SlugTaken):
            made = found(
                by=by,
                name=here.name,
                slug=free_slug(here.name),
                domain=here.domain,
                visibility=here.community.visibility,
                joining=here.community.joining,
                language=here.community.language,
                at=at,
            )
    if here.goings.filter(resource__isnull=False).exists() and not is_on(made, REPERTOIRE):
        Community.objects.filter(pk=made.pk).update(modules=[*made.modules, REPERTOIRE], version=F("version") + 1)
        made.refresh_from_db()
    return made


def _place_for(here: Crossing, to: Community, *, at: datetime) -> Space:
    """Where what goes along stands: in a new community its one space, in another a space of its own."""
    if not here.is_merge:
        return to.spaces.filter(visibility=SpaceVisibility.MEMBERS, confidence=Confidence.ORDINARY).earliest("pk")
    with override(to.language):
        purpose = gettext("What came along from a community that became one with this one.")
    number, made = 0, None
    while made is None:
        slug = here.community.slug[:50] + (f"-{number}" if number else "")
        with suppress(SlugTaken):
            made = open_space(community=to, slug=slug, name=here.community.name, purpose=purpose, at=at)
        number += 1
    return made
