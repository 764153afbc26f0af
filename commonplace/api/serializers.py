"""Rows put into the shapes of the API, seen from one viewpoint; nothing here makes a query."""

from __future__ import annotations

from collections.abc import Mapping

from commonplace.api import schemas
from commonplace.communities.models import Community, Membership, Space
from commonplace.communities.shapes import byline, whole
from commonplace.communities.viewpoint import Viewpoint
from commonplace.knowledge.figures import Figures, Waits
from commonplace.knowledge.gaps import gaps, gaps_of
from commonplace.knowledge.queries.reading import Reading
from commonplace.knowledge.wording import reason
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


def what_is_known(found: Reading, waits: Mapping[int, Waits], slug: str) -> schemas.Knowledge:
    """What a community knows and is missing, as its map says it."""
    topics = sorted(found.topics.values(), key=lambda one: (one.name.casefold(), one.topic))
    missing = [(gap, found.aside.get(gap.key)) for gap in gaps(found.topics.values())]
    return schemas.Knowledge(
        until=found.until,
        topics=[_known(one, waits.get(one.topic, Waits()), slug) for one in topics],
        gaps=[
            schemas.Gap(
                topic=gap.figures.slug,
                gap=gap.missing.value,
                reason=reason(gap),
                set_aside_until=aside.until if aside else None,
            )
            for gap, aside in missing
        ],
    )


def _known(one: Figures, took: Waits, slug: str) -> schemas.TopicKnown:
    return schemas.TopicKnown(
        topic=one.slug,
        name=one.name,
        asked=one.asked,
        answered=one.answered,
        settled=one.settled,
        kept=one.kept,
        stale=one.stale,
        hours_to_answer=took.to_answer,
        hours_to_settle=took.to_settle,
        declared=len(one.declared),
        known_by=None if one.is_known_by_few else one.known_by,
        learning=len(one.learning),
        gaps=[gap.missing.value for gap in gaps_of(one)],
        url=whole(address("map_topic", slug, one.slug)),
    )
