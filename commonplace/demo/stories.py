"""The files that tell a story, read as what they tell."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from commonplace.communities.doors import Joining
from commonplace.demo.telling import (
    STORY,
    AgainTold,
    AskingTold,
    ConversationTold,
    GatheringTold,
    LetterTold,
    OutcomeTold,
    PictureTold,
    ReplyTold,
    RevisionTold,
    SpaceTold,
    Story,
    WordTold,
)
from commonplace.demo.telling_agenda import read_agenda
from commonplace.demo.telling_agreements import read_agreements
from commonplace.demo.telling_candour import read_candour
from commonplace.demo.telling_fitness import read_rounds
from commonplace.demo.telling_groups import read_groups
from commonplace.demo.telling_harvests import read_harvests
from commonplace.demo.telling_kept import read_kept
from commonplace.demo.telling_knowing import read_knowing
from commonplace.demo.telling_launch import read_launch
from commonplace.demo.telling_old_list import read_old_list
from commonplace.demo.telling_orientations import read_orientations
from commonplace.demo.telling_people import PersonTold, RoleTold
from commonplace.demo.telling_protocols import ProtocolTold
from commonplace.demo.telling_record import read_record
from commonplace.demo.telling_sponsor import read_sponsorship
from commonplace.demo.telling_stories import read_tales
from commonplace.demo.telling_undertakings import read_undertakings
from commonplace.demo.telling_value import read_value
from commonplace.demo.telling_weaving import read_woven

BESIDE = STORY.parent / "beside"
JOINING = {"on_request": Joining.REQUEST}


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
        modules=tuple(told.get("modules", ())),
        founded_days_ago=told["founded_days_ago"],
        founded_by=told["founded_by"],
        case=told.get("case", {}),
        topics=tuple(told.get("topics", ())),
        synonyms=told.get("synonyms", {}),
        within=told.get("within", {}),
        reasons=tuple(told.get("reasons", ())),
        spaces=tuple(_space(one) for one in told["spaces"]),
        revisions=tuple(_revision(one) for one in told.get("charter", {}).get("revisions", ())),
        people=tuple(sorted(people, key=lambda one: -one.joined_days_ago)),
        conversations=tuple(sorted(conversations, key=lambda one: -one.days_ago)),
        letters=_letters(folder),
        old_list=read_old_list(folder / "old-list.toml"),
        gatherings=_gatherings(folder),
        harvests=read_harvests(folder / "harvests.toml"),
        kept=read_kept(folder / "repertoire.toml"),
        candour=read_candour(folder / "candour.toml"),
        knowing=read_knowing(folder / "knowing.toml"),
        launch=read_launch(folder / "launch.toml"),
        orientations=read_orientations(folder / "orientations.toml"),
        agenda=read_agenda(folder / "agenda.toml"),
        woven=read_woven(folder / "weaving.toml"),
        tales=read_tales(folder / "stories.toml"),
        worth=read_value(folder / "value.toml"),
        record=read_record(folder / "record.toml"),
        agreements=read_agreements(folder / "agreements.toml"),
        sponsorship=read_sponsorship(folder / "sponsor.toml"),
        rounds=read_rounds(folder / "fitness.toml"),
        undertakings=read_undertakings(folder / "undertakings.toml"),
        groups=read_groups(folder / "groups.toml"),
        protocols=_protocols(folder),
    )


def _letters(folder: Path) -> tuple[LetterTold, ...]:
    path = folder / "letters.toml"
    return tuple(LetterTold(**one) for one in _toml(path)["letters"]) if path.exists() else ()


def _gatherings(folder: Path) -> tuple[GatheringTold, ...]:
    path = folder / "gatherings.toml"
    return tuple(_gathering(one) for one in _toml(path)["gatherings"]) if path.exists() else ()


def _protocols(folder: Path) -> tuple[ProtocolTold, ...]:
    path = folder / "protocols.toml"
    told = _toml(path)["protocols"] if path.exists() else ()
    return tuple(
        ProtocolTold(**{**one, "without": tuple(one.get("without", ())), "added": tuple(one.get("added", ()))})
        for one in told
    )


def _gathering(told: Mapping[str, Any]) -> GatheringTold:
    names = ("came", "walked_in", "by_phone", "said_yes", "said_maybe", "comes")
    lists: dict[str, Any] = {name: tuple(told.get(name, ())) for name in names}
    lists |= {name: tuple(tuple(one) for one in told.get(name, ())) for name in ("again", "times", "kept")}
    can = {who: tuple(said) for who, said in told.get("can", {}).items()}
    return GatheringTold(**{**told, **lists, "can": can})


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
        told.get("confidence", "ordinary"),
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
    roles = tuple(RoleTold(**{"until_days_ahead": None} | one) for one in told.get("roles", ()))
    return PersonTold(
        key=key,
        languages=tuple(told.get("languages", ())),
        joined_days_ago=told.get("joined_days_ago", 0),
        roles=roles,
        leads=told.get("leads", False),
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
        again=tuple(AgainTold(**one) for one in told.get("again", ())),
        amplified=_word(told.get("amplified")),
        closed=_word(told.get("closed")),
        is_half_baked=told.get("half_baked", False),
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
            tuple(PictureTold(**picture) for picture in one.get("pictures", ())),
        )
        for one in told
    )


def _word(told: Mapping[str, Any] | None) -> WordTold | None:
    return WordTold(told["by"], told["after_hours"], told["why"]) if told else None
