"""What a community owns of its sponsorship: what it asked, and what came of it."""

from typing import Any

from commonplace.communities.owned import Owned
from commonplace.sponsorship.models import Brief, Request, Saying, Turn
from commonplace.sponsorship.models.requests import KIND


def _lines(said: Any) -> None:
    if not all(isinstance(value, str) for line in said for value in line.values()):
        raise TypeError(said)


LISTS = (
    Owned("sponsor_requests", Request, "community", ("idempotency_key",), kind=KIND, paths=("sponsor/asked/",)),
    Owned("sponsor_turns", Turn, "request__community"),
    Owned("sponsor_sayings", Saying, "community", ("idempotency_key",)),
    Owned("sponsor_briefs", Brief, "community", fits=(("lines", _lines),)),
)
