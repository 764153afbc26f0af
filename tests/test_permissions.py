"""What a person may not see is nowhere in the bytes of any page, search result or API row.

Random communities are built by the real actions, then one person (or a stranger) opens every page that the house has,
as its urls list them, so that a page made tomorrow is tested too. What may be seen is worked out here in plain Python,
from the promises and not from `access.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from commonplace.communities.actions.charter import revise_charter
from commonplace.communities.actions.entering import ask_to_join
from commonplace.communities.actions.founding import found, open_space
from commonplace.communities.actions.leaving import leave
from commonplace.communities.actions.membership import admit
from commonplace.communities.actions.moderating import flag, hold
from commonplace.communities.models import Community, Hold, JoinRequest, Membership, Space, Topic
from commonplace.conversations.actions.arriving import Arrival, take_in
from commonplace.conversations.actions.changing import withdraw
from commonplace.conversations.models import Conversation, Post
from commonplace.people.actions import register
from commonplace.people.models import ArchiveAddress, Person

LIVING = 4  # persons who can sign in; the first two found the two communities
GHOSTS = 2  # names from an archive
COMMON = "leakage"  # a word in every post, so that a search finds all that may be found
STANDINGS = ("none", "member", "steward", "guest", "guest that was", "alumnus", "asks")
FATES = ("stands", "stands", "held", "hidden", "withdrawn")


# --- What is drawn ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PostPlan:
    author: int
    fate: str


@dataclass(frozen=True)
class SpacePlan:
    visibility: str
    seats: frozenset[int]
    posts: tuple[PostPlan, ...]
    is_held_whole: bool


@dataclass(frozen=True)
class CommunityPlan:
    visibility: str
    joining: str
    standings: tuple[str, ...]
    spaces: tuple[SpacePlan, ...]


anyone = st.integers(0, LIVING + GHOSTS - 1)
posts = st.builds(PostPlan, author=anyone, fate=st.sampled_from(FATES))
spaces = st.builds(
    SpacePlan,
    visibility=st.sampled_from(Space.Visibility.values),
    seats=st.frozensets(st.integers(0, LIVING - 1), max_size=3),
    posts=st.tuples(posts, posts),
    is_held_whole=st.sampled_from([False, False, False, True]),
)
communities = st.builds(
    CommunityPlan,
    visibility=st.sampled_from(Community.Visibility.values),
    joining=st.sampled_from(["open", "request"]),
    standings=st.tuples(*[st.sampled_from(STANDINGS)] * LIVING),
    spaces=st.lists(spaces, min_size=1, max_size=2).map(tuple),
)
viewers = st.sampled_from([None, *range(LIVING)])


# --- The world, made by the actions, and remembered in plain words ----------------------------------------------


@dataclass
class Said:
    """A post as it was written, and what became of it."""

    marker: str
    author: int
    fate: str


@dataclass
class Talk:
    """A conversation in a space."""

    pk: int
    title: str
    space: SpacePlan
    said: list[Said]


@dataclass
class Place:
    """A community, with who stands where in it: `standing` by person, founders are stewards."""

    row: Community
    name: str
    plan: CommunityPlan
    standing: dict[int, str] = field(default_factory=dict)
    cares: dict[int, str] = field(default_factory=dict)
    talks: list[Talk] = field(default_factory=list)


@dataclass
class World:
    persons: list[Person]
    places: list[Place]


def build(plans: tuple[CommunityPlan, ...]) -> World:
    now = timezone.now()
    living = [
        register(name=f"Zqname{n}x Ghost", address=f"zqmail{n}x@example.org", is_confirmed=True, craft=f"zqcraft{n}x")
        for n in range(LIVING)
    ]
    ghosts = [
        Person.objects.create_user(name=f"Zqname{n}x Ghost", claimed_at=None) for n in range(LIVING, LIVING + GHOSTS)
    ]
    for n, ghost in enumerate(ghosts, start=LIVING):
        ArchiveAddress.objects.create(person=ghost, address=f"zqmail{n}x@example.org")
    world = World(persons=[*living, *ghosts], places=[])
    for c, plan in enumerate(plans):
        world.places.append(_place(world, c, plan, now - timedelta(days=30)))
    return world


def _place(world: World, c: int, plan: CommunityPlan, at) -> Place:
    persons, founder = world.persons, world.persons[c]
    name = f"Zqplace{c}x"
    row = found(
        by=founder, name=name, slug=f"place{c}", domain=f"Zqplace{c}x cares", visibility=plan.visibility,
        joining="request", at=at,
    )  # fmt: skip
    place = Place(row=row, name=name, plan=plan, standing={c: "steward"})
    revise_charter(by=founder, community=row, words={"domain": f"{name} in full"}, summary="First", at=at)
    made = []
    for s, space in enumerate(plan.spaces):
        seats = [persons[n] for n in space.seats]
        made.append(
            open_space(
                community=row, slug=f"s{s}", name=f"Space {s}", visibility=space.visibility,
                seats=seats if space.visibility == "group" else (), at=at,
            )
        )  # fmt: skip
    for s, (space, where) in enumerate(zip(plan.spaces, made, strict=True)):
        markers = [f"zqpost{c}{s}{p}x" for p in range(len(space.posts))]
        title = f"zqtitle{c}{s}x"
        arrivals = [
            Arrival(
                author=persons[post.author], at=at + timedelta(hours=p), source=f"{COMMON} {markers[p]}",
                title=f"{COMMON} {title}" if p == 0 else "", kind="question", into=None if p == 0 else 0,
                topics=["valves"] if p == 0 else (),
            )
            for p, post in enumerate(space.posts)
        ]  # fmt: skip
        rows = take_in(space=where, arrivals=arrivals, origin="archive")
        said = [Said(m, post.author, post.fate) for m, post in zip(markers, space.posts, strict=True)]
        talk = Talk(pk=rows[0].conversation_id, title=title, space=space, said=said)
        place.talks.append(talk)
    _people_come(world, c, place, at)
    _things_are_held(world, c, place)
    row.refresh_from_db()
    return place


def _people_come(world: World, c: int, place: Place, at) -> None:
    """Everyone gets the standing that was drawn; names from the archive are members where they wrote."""
    now = timezone.now()
    for n, standing in enumerate(place.plan.standings):
        person, row = world.persons[n], place.row
        if n == c or standing == "none":
            continue
        place.standing[n] = standing
        place.cares[n] = f"zqcares{c}{n}x"
        if standing == "asks":
            ask_to_join(person=person, community=row, cares_about=place.cares[n], at=now)
            continue
        until = {"guest": now + timedelta(days=3), "guest that was": now - timedelta(days=3)}.get(standing)
        kind = {"guest that was": "guest", "alumnus": "member"}.get(standing, standing)
        admit(person=person, community=row, standing=kind, until=until, cares_about=place.cares[n], at=at)
        if standing == "alumnus":
            leave(person=person, community=row, why=f"zqleft{c}{n}x", at=now)
    wrote = {said.author for talk in place.talks for said in talk.said if said.author >= LIVING}
    for n in sorted(wrote):
        place.standing[n] = "member"
        admit(person=world.persons[n], community=place.row, at=at, origin="archive")


def _things_are_held(world: World, c: int, place: Place) -> None:
    """Every space was opened with its first founder able to look; holds are made by whoever can read the thing."""
    founder = world.persons[c]
    for talk in place.talks:
        posts = list(Post.objects.filter(conversation=talk.pk).order_by("number"))
        can_read = talk.space.visibility != "group" or c in talk.space.seats
        for said, post in zip(talk.said, posts, strict=True):
            if said.fate == "withdrawn":
                if said.author < LIVING and (reads_space(place, talk.space, said.author) or said.author == c):
                    try:
                        withdraw(by=world.persons[said.author], post=post)
                        continue
                    except (ValueError, LookupError):
                        pass
                said.fate = "stands"
            if said.fate in ("held", "hidden"):
                if not can_read:
                    said.fate = "stands"
                    continue
                flag(by=founder, kind="post", object_id=post.pk, community=place.row, why="zqflagx")
                hold(
                    by=founder, kind="post", object_id=post.pk, community=place.row, why="A reason.", measure=said.fate
                )
        stands = any(said.fate != "withdrawn" for said in talk.said)
        if talk.space.is_held_whole and can_read and stands:
            hold(by=founder, kind="conversation", object_id=talk.pk, community=place.row, why="A reason.")
        else:
            talk.space = SpacePlan(talk.space.visibility, talk.space.seats, talk.space.posts, False)


# --- What may be seen, from the promises ------------------------------------------------------------------------


def is_in(place: Place, viewer: int | None) -> bool:
    return viewer is not None and place.standing.get(viewer) in ("member", "steward", "guest")


def tends(place: Place, viewer: int | None) -> bool:
    return viewer is not None and place.standing.get(viewer) == "steward"


def knows_of(place: Place, viewer: int | None) -> bool:
    asks = viewer is not None and place.standing.get(viewer) == "asks"
    return place.plan.visibility != "private" or is_in(place, viewer) or asks


def may_enter(place: Place, viewer: int | None) -> bool:
    return place.plan.visibility == "public" or is_in(place, viewer)


def reads_space(place: Place, space: SpacePlan, viewer: int | None) -> bool:
    if space.visibility == "public" and place.plan.visibility != "private":
        return True
    if not is_in(place, viewer):
        return False
    return space.visibility != "group" or viewer in space.seats


def reads_talk(place: Place, talk: Talk, viewer: int | None) -> bool:
    if not reads_space(place, talk.space, viewer):
        return False
    return not talk.space.is_held_whole or talk.said[0].author == viewer or tends(place, viewer)


def reads_post(place: Place, talk: Talk, said: Said, viewer: int | None) -> bool:
    if not reads_talk(place, talk, viewer):
        return False
    if said.fate == "withdrawn":
        return said.author == viewer
    return said.fate == "stands" or said.author == viewer or tends(place, viewer)


def is_beside(world: World, viewer: int | None, other: int) -> bool:
    """Whether they meet: the viewer stands where the other stands or stood."""
    return any(is_in(place, viewer) and place.standing.get(other, "asks") != "asks" for place in world.places)


def may_read_name(world: World, viewer: int | None, other: int) -> bool:
    """A name from an archive is for those beside it; a living one also stands over what may be read, or tends."""
    if viewer == other or is_beside(world, viewer, other):
        return True
    if any(tends(place, viewer) and place.standing.get(other) == "asks" for place in world.places):
        return True
    if other >= LIVING:
        return False
    for place in world.places:
        if tends(place, other) and knows_of(place, viewer):
            return True
        if any(said.author == other and reads_talk(place, talk, viewer) for talk in place.talks for said in talk.said):
            return True
    return False


def forbidden(world: World, viewer: int | None) -> dict[str, str]:
    """Every word that must be nowhere, with what it is."""
    words: dict[str, str] = {}
    for place in world.places:
        if not knows_of(place, viewer):
            words[place.name] = f"name of a private community ({place.name})"
        for talk in place.talks:
            if not reads_talk(place, talk, viewer):
                words[talk.title] = f"title in {place.name}, {talk.space.visibility}"
            for said in talk.said:
                if not reads_post(place, talk, said, viewer):
                    words[said.marker] = f"post in {place.name}, {talk.space.visibility}, {said.fate}"
        for n, cares in place.cares.items():
            asks = place.standing[n] == "asks"
            if viewer != n and not (tends(place, viewer) if asks else is_in(place, viewer)):
                words[cares] = f"what person {n} cares about"
            if viewer != n and not tends(place, viewer):
                words[f"zqleft{place.name[7]}{n}x"] = f"why person {n} left"
        if not tends(place, viewer):
            words["zqflagx"] = "the reason of a flag"
    if any(tends(place, viewer) for place in world.places):
        words.pop("zqflagx", None)
    for n in range(LIVING + GHOSTS):
        if viewer != n:
            words[f"zqmail{n}x"] = f"an address of person {n}"
        if not may_read_name(world, viewer, n):
            words[f"Zqname{n}x"] = f"the name of person {n}"
        if n < LIVING and viewer != n and not may_read_name(world, viewer, n):
            words[f"zqcraft{n}x"] = f"the craft of person {n}"
    return {word.lower(): what for word, what in words.items()}


def yours(world: World, viewer: int | None) -> set[str]:
    """What someone takes along from where they no longer read: their own words, their titles, and the place."""
    words: set[str] = set()
    for place in world.places:
        if viewer is not None and viewer in place.standing:
            words.add(place.name.lower())
        for talk in place.talks:
            for said in talk.said:
                if viewer is not None and said.author == viewer:
                    words |= {said.marker, talk.title, place.name.lower()}
    return words


TAKEN_ALONG = "/me/everything"


# --- Every page -------------------------------------------------------------------------------------------------

ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")
FOREIGN = ("account/", "^")  # allauth's own pages know no community; a regular expression is a door of last resort


def routes() -> list[str]:
    """Every address of the house, as its urls write it."""

    def walk(resolver, before: str = "") -> Iterator[str]:
        for one in resolver.url_patterns:
            if isinstance(one, URLPattern):
                yield before + str(one.pattern)
            else:
                yield from walk(one, before + str(one.pattern))

    return sorted({route for route in walk(get_resolver()) if not route.startswith(FOREIGN)})


def pools() -> dict[str, list[object]]:
    """What an argument may be, by the words before it in the address; an unknown number may be any of them."""
    ids = {
        "conversations": Conversation, "people": Person, "holds": Hold, "spaces": Space, "members": Membership,
        "requests": JoinRequest, "topics": Topic,
    }  # fmt: skip
    known: dict[str, list[object]] = {
        name: sorted(model.objects.values_list("pk", flat=True)) for name, model in ids.items()
    }
    known |= {
        "posts": [1, 2], "charter": [1], "seats": [1], "c": ["place0", "place1"], "kind": ["post", "conversation"],
        "topic": ["valves"], "key": ["domain"], "communities": ["place0", "place1"],
        "object_id": sorted({*known["conversations"], *Post.objects.values_list("pk", flat=True)}),
    }  # fmt: skip
    return known


def addresses() -> Iterator[tuple[str, str]]:
    known = pools()
    numbers = sorted({pk for values in known.values() for pk in values if isinstance(pk, int)})[:4]
    for route in routes():
        choices = []
        for found_argument in ARGUMENT.finditer(route):
            before = route[: found_argument.start()].rstrip("/").rsplit("/", 1)[-1]
            converter, name = found_argument.groups()
            choices.append(known.get(name) or known.get(before) or (numbers if converter == "int" else ["x"]))
        for chosen in product(*choices):
            if route in only_for_posting:
                break
            values = iter(chosen)
            yield route, "/" + ARGUMENT.sub(lambda _: str(next(values)), route)  # noqa: B023  # used at once
    for word in (COMMON, "Ghost", "valves", "Zqplace0x"):
        for page in ("search?q", "api/v1/search?q"):
            yield page, f"/{page}={word}"
        for c, page in product(range(2), ("people/?q", "conversations/similar?title")):
            yield page, f"/c/place{c}/{page}={word}"


# Learnt while looking: an address that answers 405 once shows nothing to anyone, whatever its numbers.
only_for_posting: set[str] = set()


def body_of(client: Client, route: str, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code < 500, address
    if answer.status_code == 405:
        only_for_posting.add(route)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    # What the address itself says is said back: only what the house adds is looked at.
    where = answer.headers.get("Location", "")
    return f"{content.decode(errors='replace')} {where}".lower()


# One example opens some five hundred pages; the thorough profile draws many more worlds.
EXAMPLES = max(8, settings.default.max_examples // 3)


@pytest.mark.django_db
# Not shrunk: that would take minutes, and a world is small enough to read.
@settings(max_examples=EXAMPLES, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(plans=st.tuples(communities, communities), viewer=viewers)
def test_what_is_hidden_is_nowhere_in_the_bytes(plans, viewer) -> None:
    with transaction.atomic():
        for cache in caches.all(initialized_only=True):
            cache.clear()
        world = build(plans)
        client = Client()
        if viewer is not None:
            client.force_login(world.persons[viewer])
        words, own = forbidden(world, viewer), yours(world, viewer)
        leaks = []
        pages = {}
        for route, address in addresses():
            body = pages[address] = body_of(client, route, address)
            excepted = own if address == TAKEN_ALONG else set()
            asked = address.lower().partition("?")[2]
            leaks += [
                f"{address}: {what}"
                for word, what in words.items()
                if word in body and word not in asked and word not in excepted
            ]
        assert not leaks, "\n".join(leaks[:20])
        for place in world.places:
            for talk in place.talks:
                shown = pages[f"/c/{place.row.slug}/conversations/{talk.pk}/"]
                for said in talk.said:
                    if may_enter(place, viewer) and said.fate != "withdrawn" and reads_post(place, talk, said, viewer):
                        assert said.marker in shown, f"{said.marker} should be seen by {viewer}"
        transaction.set_rollback(True)


@pytest.mark.parametrize("number", ["0", "9" * 30])
def test_no_address_stumbles_over_a_number(stick, rosa, client: Client, number: str) -> None:
    client.force_login(rosa)
    said = {"slug": "stick", "kind": "post", "topic": "valves", "key": "domain"}
    stumbled = []
    for route in routes():

        def argument(found_argument: re.Match[str]) -> str:
            converter, name = found_argument.groups()
            return number if converter == "int" else said.get(name, "x")

        address = "/" + ARGUMENT.sub(argument, route)
        client.raise_request_exception = False
        if client.get(address).status_code >= 500:
            stumbled.append(address)
    assert not stumbled
