"""A protocol as a file that goes from one house to another: JSON, bounded, each fault told in its place."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from commonplace.communities.doors import Confidence
from commonplace.protocols.bounds import (
    FILE_BYTES,
    LINE,
    LONGEST_TIMED,
    MOST_DAYS,
    MOST_MINUTES,
    MOST_PHASES,
    PHASE_TITLE,
    PROMPT,
    SHORTEST_TIMED,
    TITLE,
)
from commonplace.protocols.needs import Need
from commonplace.protocols.protocol import Capture, Cluster, Mode, Pace, Protocol, Source, Speaks
from commonplace.protocols.recipe import protocol_from, told
from commonplace.protocols.wording import minutes_said
from commonplace.ui.plain_text import HasNull, plain

FORMAT = "commonplace protocol 1"
MOST_LISTED = 20
MOST_PEOPLE = 10_000
CODE = 60
PHASE_KEYS = {"code", "title", "minutes", "days", "speaks", "prompt", "captures"}
ROLE_KEYS = {"code", "title", "brief"}


@dataclass
class Reading:
    """What a file says: the protocol, or what is wrong with it, by place; and what nobody here knows."""

    protocol: Protocol | None = None
    came_from: str = ""
    problems: list[tuple[str, str]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def written(one: Protocol, *, came_from: str = "") -> bytes:
    """A protocol as a file; `came_from` says in words where it was made."""
    plain_values = {"format": FORMAT, "came_from": came_from, **told(one)}
    return (json.dumps(plain_values, ensure_ascii=False, indent=2) + "\n").encode()


def read(data: bytes) -> Reading:
    """Read a file; never raises."""
    found = Reading()
    if len(data) > FILE_BYTES:
        found.problems.append(("", _("This is larger than any protocol: 64 kilobytes at most.")))
        return found
    try:
        values = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        found.problems.append(("", _("This cannot be read as the file of a protocol (JSON).")))
        return found
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        found.problems.append(("format", _("This is not the file of a protocol as this house writes them.")))
        return found
    _Reader(values, found).read()
    return found


class _Reader:
    """Walks through the values and writes down what is wrong, by place."""

    def __init__(self, values: Mapping[str, Any], found: Reading) -> None:
        self.values, self.found = values, found

    def read(self) -> None:
        values = self.values
        made: dict[str, Any] = {
            "code": self.text(values, "code", most=CODE),
            "title": self.text(values, "title", most=TITLE),
            "line": self.text(values, "line", most=LINE),
            "cluster": self.one_of(values, "cluster", Cluster.values),
            "formality": self.number(values, "formality", least=1, most=5),
            "mode": self.one_of(values, "mode", Mode.values),
            "source": self.one_of(values, "source", Source.values),
            "pace": self.one_of(values, "pace", Pace.values),
            "people": self.people(),
            "confidence": self.one_of(values, "confidence", Confidence.values),
            "artefact": self.text(values, "artefact", most=LINE),
            "follow_up": self.text(values, "follow_up", most=LINE, may_be_empty=True),
            "follow_up_days": self.number(values, "follow_up_days", least=1, most=MOST_DAYS * 3),
            "needs": [one for one in self.texts("needs", most=CODE) if one in Need.values],
            "prepare": self.texts("prepare", most=PROMPT),
            "ideas": self.texts("ideas", most=LINE),
            "roles": self.roles(),
            "phases": self.phases(),
            "language": self.text(values, "language", most=12),
        }
        made["why"] = self.why(made["needs"])
        self.found.came_from = self.text(values, "came_from", most=LINE, may_be_empty=True)
        self.unknown(values, {"format", "came_from", *made}, "")
        if not self.found.problems:
            self.found.protocol = protocol_from(made)
            one = self.found.protocol
            if one.is_timed and not SHORTEST_TIMED <= one.minutes <= LONGEST_TIMED:
                self.wrong("phases", _("Its steps come to %(length)s.") % {"length": minutes_said(one.minutes)})
                self.found.protocol = None

    def wrong(self, place: str, words: str) -> None:
        if len(self.found.problems) < MOST_LISTED:
            self.found.problems.append((place, words))

    def unknown(self, values: Mapping[str, Any], known: set[str], place: str) -> None:
        for name in sorted(set(values) - known)[:MOST_LISTED]:
            self.found.unknown.append(f"{place}{name[:CODE].encode(errors='replace').decode()}")

    def text(
        self, values: Mapping[str, Any], name: str, *, most: int, place: str = "", may_be_empty: bool = False
    ) -> str:
        where, said = f"{place}{name}", values.get(name, "" if may_be_empty else None)
        if not isinstance(said, str) or (not said.strip() and not may_be_empty):
            self.wrong(where, _("Words are missing here."))
            return ""
        if len(said) > most:
            self.wrong(
                where,
                _("This is %(show_value)d characters long; there is room for %(limit_value)d.")
                % {"show_value": len(said), "limit_value": most},
            )
            return ""
        try:
            # JSON can name half a character, which no database keeps.
            return plain(said.encode().decode(), multiline=True).strip()
        except (HasNull, UnicodeEncodeError):
            self.wrong(where, _("A character in this text cannot be kept."))
            return ""

    def texts(self, name: str, *, most: int) -> list[str]:
        said = self.values.get(name, [])
        if not isinstance(said, list) or len(said) > MOST_LISTED:
            self.wrong(name, _("A list of at most %(n)d belongs here.") % {"n": MOST_LISTED})
            return []
        rows = {str(n): one for n, one in enumerate(said, start=1)}
        return [self.text(rows, n, most=most, place=f"{name}, ") for n in rows]

    def number(self, values: Mapping[str, Any], name: str, *, least: int, most: int, place: str = "") -> int:
        said = values.get(name)
        if not isinstance(said, int) or isinstance(said, bool) or not least <= said <= most:
            words = _("A whole number from %(least)d to %(most)d belongs here.")
            self.wrong(f"{place}{name}", words % {"least": least, "most": most})
            return least
        return said

    def one_of(self, values: Mapping[str, Any], name: str, known: Sequence[str], *, place: str = "") -> str:
        said = values.get(name)
        if not isinstance(said, str) or said not in known:
            self.wrong(f"{place}{name}", _("One of these belongs here: %(words)s.") % {"words": ", ".join(known)})
            return known[0]
        return said

    def people(self) -> list[int]:
        said = self.values.get("people")
        rows = {"1": said[0], "2": said[1]} if isinstance(said, list) and len(said) == 2 else {}
        least = self.number(rows, "1", least=1, most=MOST_PEOPLE, place="people, ")
        return [least, self.number(rows, "2", least=least, most=MOST_PEOPLE, place="people, ")]

    def why(self, needs: Sequence[str]) -> dict[str, str]:
        said = self.values.get("why", {})
        if not isinstance(said, dict):
            self.wrong("why", _("Words are missing here."))
            return {}
        return {need: self.text(said, need, most=LINE, place="why, ") for need in needs if need in said}

    def rows(self, name: str, most: int) -> list[tuple[str, Mapping[str, Any]]]:
        said = self.values.get(name)
        if not isinstance(said, list) or not 1 <= len(said) <= most or not all(isinstance(one, dict) for one in said):
            self.wrong(name, _("A list of one to %(n)d belongs here.") % {"n": most})
            return []
        return [(f"{name}, {n}: ", one) for n, one in enumerate(said, start=1)]

    def roles(self) -> list[dict[str, Any]]:
        made = []
        for place, one in self.rows("roles", MOST_LISTED):
            self.unknown(one, ROLE_KEYS, place)
            brief = self.text(one, "brief", most=LINE, place=place)
            code, title = (self.text(one, name, most=PHASE_TITLE, place=place) for name in ("code", "title"))
            made.append({"code": code, "title": title, "brief": brief})
        return made

    def phases(self) -> list[dict[str, Any]]:
        made, codes = [], set()
        is_timed = self.values.get("pace") == Pace.TIMED
        for place, one in self.rows("phases", MOST_PHASES):
            self.unknown(one, PHASE_KEYS, place)
            code = self.text(one, "code", most=CODE, place=place)
            if code in codes:
                self.wrong(f"{place}code", _("Another step has this code already."))
            codes.add(code)
            made.append(
                {
                    "code": code,
                    "title": self.text(one, "title", most=PHASE_TITLE, place=place),
                    "minutes": self.number(one, "minutes", least=1, most=MOST_MINUTES, place=place),
                    "days": 0 if is_timed else self.number(one, "days", least=1, most=MOST_DAYS, place=place),
                    "speaks": self.one_of(one, "speaks", Speaks.values, place=place),
                    "prompt": self.text(one, "prompt", most=PROMPT, place=place),
                    "captures": self.captures(one, place),
                }
            )
        return made

    def captures(self, one: Mapping[str, Any], place: str) -> list[str]:
        said = one.get("captures", [])
        if not isinstance(said, list) or not all(isinstance(each, str) and each in Capture.values for each in said):
            words = _("One of these belongs here: %(words)s.") % {"words": ", ".join(Capture.values)}
            self.wrong(f"{place}captures", words)
            return []
        return list(dict.fromkeys(said))
