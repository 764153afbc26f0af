"""Farewells: letters that one press on a page ends, or a mail to an address made for it (RFC 2369, 8058)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from commonplace.letters.signed_addresses import domain, takes_mail_in, token_of
from commonplace.people.models import Person
from commonplace.store.registry import Registry


@dataclass(frozen=True)
class Farewell:
    """Letters that somebody ends by a mail to an address made for them, which begins with this code.

    `end(person, about_id, now)` is called in the transaction in which that mail is settled. `about_id` is the community
    whose letters they are where `is_of_community`, and 0 where they are of no one thing.
    """

    code: str
    end: Callable[[Person, int, datetime], object]
    is_of_community: bool = False


FAREWELLS: Registry[Farewell] = Registry("farewells by mail", Farewell)


def unsubscribe_address(code: str, person_id: int, about_id: int = 0) -> str:
    """Where a mail, whatever it says, ends the letters to a person that a Farewell of this code is about."""
    return f"{code}+{token_of(code, person_id, about_id, 0)}@{domain()}"


def ways_out(stop_url: str, code: str, person_id: int, about_id: int = 0) -> dict[str, str]:
    """How one stops letters with one press, by a page or by a mail: the page's address, and whose Farewell it is."""
    ways = [f"<{stop_url}>"]
    if takes_mail_in():
        ways.append(f"<mailto:{unsubscribe_address(code, person_id, about_id)}?subject=stop>")
    return {"List-Unsubscribe": ", ".join(ways), "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
