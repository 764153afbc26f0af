"""A launch as programs of those who start it read it: issues and obstacles, and nobody's words of a conversation."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from commonplace.communities.shapes import Byline, Shape, byline, whole
from commonplace.communities.viewpoint import Viewpoint
from commonplace.launch import models
from commonplace.ui.addresses import address


class LaunchIssue(BaseModel):
    """What several people spoke of, before there was a community."""

    id: int
    community: str
    name: str
    about: str
    people: int = Field(description="How many spoke of it.")
    awake: int = Field(description="How many of them said that it keeps them awake.")
    by: Byline
    at: datetime
    url: str


class LaunchObstacle(BaseModel):
    """What stands in the way of a community that begins."""

    id: int
    community: str
    strand: str = Field(description="context, educate, going, support, encourage or integrate.")
    words: str
    status: str = Field(description="open, asked or answered.")
    asked_of: str
    asked_on: date | None
    answer: str
    answered_on: date | None
    by: Byline
    at: datetime
    url: str


class LaunchTerm(BaseModel):
    """A word that gives the thing a name here."""

    id: int
    community: str
    term: str
    meaning: str
    by: Byline
    at: datetime
    url: str


def _terms(viewpoint: Viewpoint) -> QuerySet[models.Term]:
    seen = models.Term.objects.visible_to(viewpoint.person).filter(launch__community=viewpoint.community)
    return seen.select_related("by")


def _term(one: models.Term, viewpoint: Viewpoint) -> LaunchTerm:
    slug = viewpoint.community.slug
    return LaunchTerm(
        id=one.pk,
        community=slug,
        term=one.term,
        meaning=one.meaning,
        by=byline(viewpoint.byline_for(one.by)),
        at=one.at,
        url=whole(address("launch_terms", slug)),
    )


def _issues(viewpoint: Viewpoint) -> QuerySet[models.Issue]:
    seen = models.Issue.objects.filter(launch__in=_launches(viewpoint)).select_related("by")
    return seen.annotate(people=Count("voices"), awake=Count("voices", filter=Q(voices__is_awake=True)))


def _obstacles(viewpoint: Viewpoint) -> QuerySet[models.Obstacle]:
    return models.Obstacle.objects.filter(launch__in=_launches(viewpoint)).select_related("by")


def _launches(viewpoint: Viewpoint) -> QuerySet[models.Launch]:
    return models.Launch.objects.started_by(viewpoint.person).filter(community=viewpoint.community)


def _issue(one: models.Issue, viewpoint: Viewpoint) -> LaunchIssue:
    slug = viewpoint.community.slug
    return LaunchIssue(
        id=one.pk,
        community=slug,
        name=one.name,
        about=one.about,
        people=getattr(one, "people", 0),
        awake=getattr(one, "awake", 0),
        by=byline(viewpoint.byline_for(one.by)),
        at=one.at,
        url=whole(address("issue", slug, one.pk)),
    )


def _obstacle(one: models.Obstacle, viewpoint: Viewpoint) -> LaunchObstacle:
    slug = viewpoint.community.slug
    return LaunchObstacle(
        id=one.pk,
        community=slug,
        strand=one.strand,
        words=one.words,
        status=str(one.status),
        asked_of=one.asked_of,
        asked_on=one.asked_on,
        answer=one.answer,
        answered_on=one.answered_on,
        by=byline(viewpoint.byline_for(one.by)),
        at=one.at,
        url=whole(address("obstacle", slug, one.pk)),
    )


SHAPES = (
    Shape(
        "launch_issue",
        "launch-issues",
        _("What people spoke of before there was a community, for those who start it, the latest first"),
        LaunchIssue,
        _issues,
        ("-at", "-id"),
        _issue,
        order=60,
    ),
    Shape(
        "launch_obstacle",
        "launch-obstacles",
        _("What stands in the way of a community that begins, for those who start it, the latest first"),
        LaunchObstacle,
        _obstacles,
        ("-at", "-id"),
        _obstacle,
        order=61,
    ),
    Shape(
        "launch_term",
        "launch-terms",
        _("What a community calls things, for people with a standing, the latest first"),
        LaunchTerm,
        _terms,
        ("-at", "-id"),
        _term,
        order=61,
    ),
)
