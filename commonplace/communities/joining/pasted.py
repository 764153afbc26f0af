"""Mail addresses as people paste them: one a line, with a name before or behind, or many on one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from commonplace.lib.addresses import one_address

LONGEST_ADDRESS, LONGEST_NAME = 254, 120
_APART = re.compile(r"[,;\t]")
_IN_ANGLES = re.compile(r"^([^<>]*)<\s*([^<>\s]+)\s*>$")


@dataclass
class Pasted:
    """Who was read, addresses with their names as they came, each once; and the lines that could not be read."""

    whom: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)


def read(text: str) -> Pasted:
    """Read pasted lines; a line of which any part cannot be read is left whole."""
    found = Pasted()
    for line in text.splitlines():
        if not line.strip():
            continue
        people = _people(line)
        if people is None:
            found.unread.append(line.strip())
            continue
        for name, address in people:
            found.whom[address] = found.whom.get(address) or name
    return found


def _people(line: str) -> Sequence[tuple[str, str]] | None:
    """Names and addresses on a line; None where it holds none, or words that belong to nobody."""
    people: list[tuple[str, str]] = []
    words: list[str] = []
    for part in (part.strip().strip('"').strip() for part in _APART.split(line)):
        if "@" not in part:
            words += [part] if part else []
            continue
        angled = _IN_ANGLES.match(part)
        name, address = (angled[1].strip().strip('"'), angled[2]) if angled else ("", part.strip("<>"))
        people.append((" ".join([*words, name]).strip(), one_address(address)))
        words = []
    if words and len(people) == 1 and not people[0][0]:
        people, words = [(" ".join(words), people[0][1])], []
    return people if people and not words and all(map(_may_be, people)) else None


def _may_be(person: tuple[str, str]) -> bool:
    name, address = person
    try:
        validate_email(address)
    except ValidationError:
        return False
    return len(address) <= LONGEST_ADDRESS and len(name) <= LONGEST_NAME
