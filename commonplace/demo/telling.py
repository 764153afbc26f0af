"""The story of a demo community as its files tell it; days are counted back from the moment of sowing."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commonplace.communities.doors import Joining

ROOM = Path(__file__).parent
STORY = ROOM / "story"
BESIDE = ROOM / "beside"

JOINING = {"on_request": Joining.REQUEST}


@dataclass(frozen=True)
class RoleTold:
    """A role for a term; a negative `until_days_ahead` has ended."""

    name: str
    by: str
    from_days_ago: float
    until_days_ahead: float | None


@dataclass(frozen=True)
class PersonTold:
    """Someone of the cast, and how they came into this community; `craft` is empty for whoever was told elsewhere."""

    key: str
    name: str
    craft: str
    organisation: str
    unit: str
    city: str
    country: str
    languages: tuple[str, ...]
    time_zone: str
    ask_about: str
    learning_about: str
    cares_about: str
    came_by: str
    standing: str
    joined_days_ago: float
    pace: str
    named_as: str
    invited_by: str
    invitation: str
    welcomed_by: str
    welcome: str
    roles: tuple[RoleTold, ...]
    left_days_ago: float | None
    guest_until_days_ahead: float | None


@dataclass(frozen=True)
class ReplyTold:
    """A reply, so many hours after the opening; `to` counts the replies before it."""

    by: str
    after_hours: float
    text: str
    to: int | None
    thanks: tuple[str, ...]
    settled_after_hours: float | None
    flagged: WordTold | None
    held: WordTold | None


@dataclass(frozen=True)
class OutcomeTold:
    """What happened when someone used an answer."""

    by: str
    after_hours: float
    how: str
    text: str


@dataclass(frozen=True)
class WordTold:
    """Why someone closed a conversation, thought it worth attention, asked for a look at a reply or held it back."""

    by: str
    after_hours: float
    why: str


@dataclass(frozen=True)
class ConversationTold:
    """One conversation with everything that came of it."""

    key: str
    kind: str
    space: str
    by: str
    days_ago: float
    title: str
    text: str
    topics: tuple[str, ...]
    me_too: tuple[str, ...]
    replies: tuple[ReplyTold, ...]
    outcomes: tuple[OutcomeTold, ...]
    amplified: WordTold | None
    closed: WordTold | None


@dataclass(frozen=True)
class SpaceTold:
    """A space; `main` is the one every community begins with."""

    key: str
    name: str
    purpose: str
    visibility: str
    group: tuple[str, ...]
    main: bool


@dataclass(frozen=True)
class RevisionTold:
    """One revision of the charter: only the sections it rewrote."""

    days_ago: float
    by: str
    summary: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class AskingTold:
    """Someone who has asked to come in and waits."""

    by: str
    community: str
    days_ago: float
    cares_about: str


@dataclass(frozen=True)
class Story:
    """A community with its people and everything they said."""

    name: str
    slug: str
    lines: Mapping[str, str]
    stage: str
    founded_days_ago: float
    founded_by: str
    case: Mapping[str, str]
    topics: tuple[str, ...]
    # What its stewards say so often that they keep it.
    reasons: tuple[str, ...]
    spaces: tuple[SpaceTold, ...]
    revisions: tuple[RevisionTold, ...]
    people: tuple[PersonTold, ...]
    conversations: tuple[ConversationTold, ...]


def stories() -> list[Story]:
    """The Listening Stick first, then its neighbours in the house."""
    return [read(STORY), *(read(folder) for folder in sorted(BESIDE.iterdir()) if folder.is_dir())]


def at_the_door() -> tuple[AskingTold, ...]:
    """Those who have asked to come in and wait for an answer."""
    return tuple(AskingTold(**one) for one in _toml(BESIDE / "at-the-door.toml")["asking"])


def read(folder: Path) -> Story:
    """Read one community's folder."""
    told = _toml(folder / "community.toml")
    people = [_person(key, one) for key, one in _toml(folder / "people.toml").items()]
    conversations = [_conversation(_toml(path)) for path in sorted((folder / "conversations").glob("*.toml"))]
    lines = {key: told.get(key, "") for key in ("domain", "community", "practice", "opening", "visibility", "language")}
    lines["joining"] = JOINING.get(told["joining"], told["joining"])
    return Story(
        name=told["name"],
        slug=told["slug"],
        lines={key: value for key, value in lines.items() if value},
        stage=told["stage"],
        founded_days_ago=told["founded_days_ago"],
        founded_by=told["founded_by"],
        case=told.get("case", {}),
        topics=tuple(told.get("topics", ())),
        reasons=tuple(told.get("reasons", ())),
        spaces=tuple(_space(one) for one in told["spaces"]),
        revisions=tuple(_revision(one) for one in told.get("charter", {}).get("revisions", ())),
        people=tuple(sorted(people, key=lambda one: -one.joined_days_ago)),
        conversations=tuple(sorted(conversations, key=lambda one: -one.days_ago)),
    )


def _toml(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _space(told: Mapping[str, Any]) -> SpaceTold:
    return SpaceTold(
        told["key"],
        told["name"],
        told.get("purpose", ""),
        told["visibility"],
        tuple(told.get("group", ())),
        told.get("main", False),
    )


def _revision(told: Mapping[str, Any]) -> RevisionTold:
    words = {section.lower(): text for section, text in told["text"].items()}
    return RevisionTold(told["days_ago"], told["by"], told["summary"], words)


def _person(key: str, told: Mapping[str, Any]) -> PersonTold:
    plain = {
        name: told.get(name, "")
        for name in (
            "name",
            "craft",
            "organisation",
            "unit",
            "city",
            "country",
            "time_zone",
            "ask_about",
            "learning_about",
            "cares_about",
            "came_by",
            "standing",
            "pace",
            "named_as",
            "invited_by",
            "invitation",
            "welcomed_by",
            "welcome",
        )
    }
    roles = tuple(
        RoleTold(one["name"], one["by"], one["from_days_ago"], one.get("until_days_ahead"))
        for one in told.get("roles", ())
    )
    return PersonTold(
        key=key,
        languages=tuple(told.get("languages", ())),
        joined_days_ago=told.get("joined_days_ago", 0),
        roles=roles,
        left_days_ago=told.get("left_days_ago"),
        guest_until_days_ahead=told.get("guest_until_days_ahead"),
        **plain,
    )


def _conversation(told: Mapping[str, Any]) -> ConversationTold:
    return ConversationTold(
        key=told["key"],
        kind=told["kind"],
        space=told["space"],
        by=told["by"],
        days_ago=told["days_ago"],
        title=told["title"],
        text=told["text"],
        topics=tuple(told.get("topics", ())),
        me_too=tuple(told.get("me_too", ())),
        replies=_replies(told.get("replies", ())),
        outcomes=tuple(
            OutcomeTold(one["by"], one["after_hours"], one["how"], one["text"]) for one in told.get("outcomes", ())
        ),
        amplified=_word(told.get("amplified")),
        closed=_word(told.get("closed")),
    )


def _replies(told: Sequence[Mapping[str, Any]]) -> tuple[ReplyTold, ...]:
    return tuple(
        ReplyTold(
            one["by"],
            one["after_hours"],
            one["text"],
            one.get("to"),
            tuple(one.get("thanks", ())),
            one.get("settled_after_hours") if one.get("settles") else None,
            _word(one.get("flagged")),
            _word(one.get("held")),
        )
        for one in told
    )


def _word(told: Mapping[str, Any] | None) -> WordTold | None:
    return WordTold(told["by"], told["after_hours"], told["why"]) if told else None
