"""What the API says, typed; every moment in UTC, every address whole."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Field, Schema

from commonplace.communities.shapes import Byline


class Community(Schema):
    """A community: its domain, members and practice in its own words."""

    slug: str
    name: str
    domain: str
    community: str
    practice: str
    visibility: str
    joining: str
    stage: str
    language: str
    founded_at: datetime
    people: int = Field(description="How many belong and can sign in.")
    remembered: int = Field(description="How many more are names from an archive, that nobody stands behind.")
    standing: str | None = Field(default=None, description="Your own standing there, if you have one.")
    url: str


class Success(Schema):
    """A story that its tellers let sponsors or anyone read: what it is called, and the last of it that may be shown."""

    title: str
    words: str


class HostedCommunity(Schema):
    """A community as its host sees it: what anyone may know, and what its stewards have the host told."""

    slug: str
    name: str
    domain: str
    stage: str | None = Field(default=None, description="The stage of its life, where it is told.")
    next_at: datetime | None = Field(default=None, description="The next gathering for everyone inside, where told.")
    readiness: str = Field(description="In the stewards' own words; empty where it is not told.")
    successes: list[Success]
    requests: list[str] = Field(description="What it still waits for from its sponsor, the oldest first.")
    url: str | None = Field(default=None, description="Its page, where anyone may know of it.")


class Space(Schema):
    """A place inside a community, with how far its words reach."""

    slug: str
    name: str
    purpose: str
    visibility: str
    confidence: str


class Member(Schema):
    """Someone with a standing in a community."""

    person: Byline
    standing: str
    joined_on: date
    cares_about: str
    ask_about: str
    learning_about: str
    languages: list[str]


class Why(Schema):
    """A word by which something was found."""

    asked: str
    found: str = Field(description="The word as it stands there.")
    how: str = Field(description="`same`, another `form`, `begun` with what was asked, or `near` it.")
    where: list[str] = Field(description="`title`, `text`, `topic`.")


class Instead(Schema):
    """A word that stands nowhere you may read, and words near it that were looked for."""

    asked: str
    found: list[str]


class Hit(Schema):
    """Something found; the excerpt is safe HTML with the words in `<mark>`."""

    kind: str
    label: str = Field(description="The kind of a conversation that begins here; empty for all else.")
    kind_said: str = Field(description="What it is, in the words of every page.")
    title: str = Field(description="Safe HTML with the words in `<mark>`.")
    excerpt: str
    author: Byline | None
    community: str | None
    happened_at: datetime
    url: str
    why: list[Why]


class Found(Schema):
    """What a search found, in the order that was asked for."""

    items: list[Hit]
    total: int = Field(description="How many were found; a search stops at 200.")
    next: str | None = Field(default=None, description="Where the list goes on.")
    instead: list[Instead] = Field(default_factory=list, description="What was looked for in place of what was asked.")


class Page[Item](Schema):
    """Part of a list; `next` is where it goes on, nothing at its end."""

    items: list[Item]
    next: str | None = None


class Belonging(Schema):
    """Where you belong, and as what."""

    community: str
    name: str
    standing: str
    url: str


class Me(Schema):
    """You, as this house knows you."""

    id: int
    name: str
    craft: str
    language: str
    languages: list[str]
    time_zone: str
    communities: list[Belonging]


class Movement(Schema):
    """How many moved into a ring in a quarter; nothing where fewer than five did, for then it could name someone."""

    came_closer: int | None
    stepped_back: int | None


class Ring(Schema):
    """One level of participation and the people in it; null in a community of fewer than ten, where a number could
    point at someone.
    """

    ring: str
    people: int | None
    movement: Movement


class Week(Schema):
    """One week of beats."""

    monday: date
    conversations: int
    replies: int


class Readings(Schema):
    """The shape of a community; docs/readings.md defines every number. Rings are told as they stood on `rings_on`, and
    anew once five people or more have moved.
    """

    on: date
    rings_on: date
    rings: list[Ring]
    core_absence_factor: int | None
    weeks: list[Week]
    silent_weeks: int
    hours_to_first_reply: float | None
    answered_share: float | None


class TopicKnown(Schema):
    """What is asked, answered, kept and known on one topic, as its page on the map says it."""

    topic: str
    name: str
    asked: int
    answered: int
    settled: int
    kept: int
    stale: int
    hours_to_answer: float | None
    hours_to_settle: float | None
    declared: int = Field(description="People who say that one may ask them.")
    known_by: int | None = Field(description="Null where only a few have shown it, none of whom may be named.")
    learning: int
    gaps: list[str]
    url: str


class Gap(Schema):
    """What is missing of a topic, and why."""

    topic: str
    gap: str
    reason: str
    set_aside_until: datetime | None = Field(description="Where a steward said “not now”.")


class Knowledge(Schema):
    """What is known and missing within the year that ends `until`; docs/readings.md defines every number."""

    until: datetime
    topics: list[TopicKnown]
    gaps: list[Gap]


class Unfitting(Schema):
    """A parameter that does not fit, and why."""

    field: str
    message: str


class Problem(Schema):
    """What is wrong (RFC 9457)."""

    type: str = Field(description="Always `about:blank`: the status says it all.")
    title: str
    status: int
    detail: str = Field(description="A sentence for people, in the language they asked for.")
    errors: list[Unfitting] = Field(default=[], description="Each parameter that does not fit, with status 422.")
    seconds: int | None = Field(default=None, description="How long to wait, with status 429.")
