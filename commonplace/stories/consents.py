"""What people agree to among stories: how far a step goes, and following leads."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from commonplace.communities.consents import page_of, placed, seen_title
from commonplace.people.consents import Consent, Lets, row
from commonplace.people.models import Person
from commonplace.stories.actions.leads import follow_no_more
from commonplace.stories.actions.releasing import NOBODY, let_go
from commonplace.stories.models import Detective, Release, Story
from commonplace.ui.addresses import address


def _let_go(person: Person) -> QuerySet[Any, Any]:
    rows = Release.objects.standing().filter(by=person, step__story__teller=person, step__story__withdrawal=None)
    title = seen_title(Story.objects.visible_to(person), "step__story")
    place = placed(person, "step__story__community")
    return row(rows, at="given_at", about_id=F("step__story_id"), title=title, **place)


def _take_back(*, by: Person, pk: int, at: datetime) -> list[Any] | None:
    found = Release.objects.standing().filter(pk=pk, step__story__teller=by).select_related("step__story__community")
    release = found.first()
    if release is None:
        return None
    let_go(by=by, story=release.step.story, reach={release.step_id: NOBODY}, at=at)
    return [release.step_id, release.audience]


def _let_go_again(*, by: Person, before: list[Any]) -> None:
    step, audience = before
    story = Story.objects.filter(teller=by, steps=step).select_related("community").first()
    if story is not None:
        let_go(by=by, story=story, reach={step: audience})


def _follows(person: Person) -> QuerySet[Any, Any]:
    rows = Detective.objects.filter(person=person)
    return row(rows, at="since", about_id=F("community_id"), **placed(person, "community"))


def _follow_no_more(*, by: Person, pk: int, at: datetime) -> None:
    found = Detective.objects.filter(pk=pk, person=by).select_related("community").first()
    if found is not None:
        follow_no_more(by=by, community=found.community)


CONSENTS = (
    Consent(
        "story_steps",
        Lets.NAMED,
        _("Others may read a step of this story of yours."),
        _("From then on nobody else reads it, and reports that hold it say that a story was withdrawn."),
        Release,
        _let_go,
        lambda given: page_of("story", given, told=False),
        _take_back,
        _let_go_again,
        order=160,
    ),
    Consent(
        "follows_leads",
        Lets.TOLD,
        _("You follow leads to stories in this community."),
        _("From then on you are shown none, and what you had taken is free for others."),
        Detective,
        _follows,
        lambda given: address("story_leads", given.slug) if given.slug else "",
        _follow_no_more,
        order=161,
    ),
)
