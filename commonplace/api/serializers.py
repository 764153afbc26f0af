"""Rows put into the shapes of the API, seen from one viewpoint; nothing here makes a query."""

from __future__ import annotations

from commonplace.api import schemas
from commonplace.communities.models import Community, Membership, Space
from commonplace.communities.shapes import byline, whole
from commonplace.communities.viewpoint import Viewpoint
from commonplace.ui.addresses import address


def community(one: Community, membership: Membership | None) -> schemas.Community:
    """A community as its about page tells it."""
    return schemas.Community(
        slug=one.slug,
        name=one.name,
        domain=one.domain,
        community=one.community,
        practice=one.practice,
        visibility=one.visibility,
        joining=one.joining,
        stage=one.stage,
        language=one.language,
        founded_at=one.founded_at,
        people=one.people_count,
        remembered=one.remembered_count,
        standing=membership.standing if membership else None,
        url=whole(address("about", one.slug)),
    )


def space(one: Space) -> schemas.Space:
    """A space and how far it reaches."""
    return schemas.Space(
        slug=one.slug, name=one.name, purpose=one.purpose, visibility=one.visibility, confidence=one.confidence
    )


def member(one: Membership, viewpoint: Viewpoint) -> schemas.Member:
    """A standing, joined to its person."""
    return schemas.Member(
        person=byline(viewpoint.byline_for(one.person)),
        standing=one.standing,
        joined_on=one.joined_at.date(),
        cares_about=one.cares_about,
        ask_about=one.person.ask_about,
        learning_about=one.person.learning_about,
        languages=one.person.languages,
    )
