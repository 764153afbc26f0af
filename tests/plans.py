"""Plans of worlds: communities, spaces, posts and words as hypothesis draws them, before anything is built."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from commonplace.communities.doors import SpaceVisibility, Visibility

LIVING = 4  # persons who can sign in; the first two found the two communities
GHOSTS = 2  # names from an archive
COMMON = "leakage"  # a word in every post, so that a search finds all that may be found
# Whoever stands so has no seat where few talk.
SEATLESS = ("asks", "sponsor", "sponsor that was")
STANDINGS = ("none", "member", "steward", "guest", "guest that was", "alumnus", "asks", "sponsor", "sponsor that was")
FATES = ("stands", "stands", "held", "hidden", "withdrawn")


# --- What is drawn ----------------------------------------------------------------------------------------------

# The rooms that tests switch on, besides those with which a community begins.
SWITCHED_ON = (
    "gatherings",
    "protocols",
    "leadership",
    "undertakings",
    "repertoire",
    "map",
    "candour",
    "orientations",
    "fitness",
    "launch",
    "agenda",
    "agreements",
    "introductions",
    "coffee",
    "sponsorship",
    "value",
)


@dataclass(frozen=True)
class PostPlan:
    author: int
    fate: str
    is_half_baked: bool = False


@dataclass(frozen=True)
class SpacePlan:
    visibility: str
    seats: frozenset[int]
    posts: tuple[PostPlan, ...]
    is_held_whole: bool
    confidence: str = "ordinary"
    candid: str = ""  # what becomes of what somebody says there under a sign, in the end; "" where nobody does


@dataclass(frozen=True)
class WordPlan:
    by: int
    to: frozenset[int]
    is_handed: bool = False


@dataclass(frozen=True)
class CommunityPlan:
    visibility: str
    joining: str
    standings: tuple[str, ...]
    named: frozenset[int]
    spaces: tuple[SpacePlan, ...]
    leads: tuple[tuple[int, int], ...] = ()  # who leads, by whose word
    sponsors: frozenset[int] = frozenset()
    words: tuple[WordPlan, ...] = ()


living = st.integers(0, LIVING - 1)
anyone = st.integers(0, LIVING + GHOSTS - 1)
posts = st.builds(PostPlan, author=anyone, fate=st.sampled_from(FATES), is_half_baked=st.booleans())
spaces = st.builds(
    SpacePlan,
    visibility=st.sampled_from(SpaceVisibility.values),
    seats=st.frozensets(st.integers(0, LIVING - 1), max_size=3),
    posts=st.tuples(posts, posts),
    is_held_whole=st.sampled_from([False, False, False, True]),
    confidence=st.sampled_from(["ordinary", "chatham", "sealed"]),
    candid=st.sampled_from(["", "stands", "held", "hidden", "withdrawn"]),
)
words = st.builds(
    WordPlan,
    by=living,
    to=st.frozensets(living, min_size=1, max_size=2),
    is_handed=st.sampled_from([False, False, True]),
)
communities = st.builds(
    CommunityPlan,
    visibility=st.sampled_from(Visibility.values),
    joining=st.sampled_from(["open", "request"]),
    standings=st.tuples(*[st.sampled_from(STANDINGS)] * LIVING),
    named=st.frozensets(st.integers(0, LIVING - 1)),
    spaces=st.lists(spaces, min_size=1, max_size=2).map(tuple),
    leads=st.lists(st.tuples(living, living), max_size=2, unique=True).map(tuple),
    sponsors=st.frozensets(living, max_size=1),
    words=st.lists(words, max_size=2).map(tuple),
)
viewers = st.sampled_from([None, *range(LIVING)])


# --- What is built ----------------------------------------------------------------------------------------------
