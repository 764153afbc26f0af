"""What is asked for while pages are measured: by whom, and where."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

# What issue and architecture promise: the least ratio to the bare view.
TARGETS = {
    ("guest", "conversation"): 0.8,
    ("member", "conversation"): 0.4,
    ("guest", "community"): 0.3,
    ("member", "community"): 0.3,
    ("guest", "list"): 0.3,
    ("member", "list"): 0.3,
}


@dataclass(frozen=True)
class Asked:
    """One line of the table: who asks for what.

    Members ask in turn, each in a session of their own; where nobody is signed in, each request is another visitor's.
    """

    who: str
    page: str
    paths: tuple[str, ...]
    sessions: tuple[str, ...] = ("",)
    headers: tuple[tuple[str, str], ...] = ()
    is_reply: bool = False

    def lines(self) -> Iterator[str]:
        """A session and a path for each request, until everybody has asked and everything was asked for."""
        for at in range(max(len(self.paths), len(self.sessions))):
            yield f"{self.sessions[at % len(self.sessions)]}\t{self.paths[at % len(self.paths)]}"

    def once(self) -> tuple[str, dict[str, str]]:
        """The first request: its path and headers."""
        signed = {"Cookie": f"sessionid={self.sessions[0]}"} if self.sessions[0] else {}
        return self.paths[0], signed | dict(self.headers)


def asked(facts: dict[str, Any]) -> Iterator[Asked]:
    """Every line; replies come last, for they change what the others ask for."""
    slug, found = facts["slug"], facts["conversation"]
    searches = tuple(f"/search?q={quote_plus(words)}" for words in facts["searches"])
    community, conversations = f"/c/{slug}/", f"/c/{slug}/conversations/"
    api = f"/api/v1/communities/{slug}/conversations/{found}/posts?limit=20"
    members, token = tuple(facts["sessions"]), (("Authorization", f"Bearer {facts['token']}"),)
    for who, sessions, by_token in (("guest", ("",), ()), ("member", members, token)):
        yield Asked(who, "community", (community,), sessions)
        yield Asked(who, "list", (conversations,), sessions)
        yield Asked(who, "conversation", (f"{conversations}{found}/",), sessions)
        yield Asked(who, "long", (f"{conversations}{facts['long']}/?from=1000",), sessions)
        yield Asked(who, "search", searches, sessions)
        yield Asked(who, "api", (api,), headers=by_token)
    steward = (facts["steward"],)
    yield Asked("steward", "community", (community,), steward)
    yield Asked("steward", "tending", (f"{community}cultivate/",), steward)
    yield Asked("steward", "requests", (f"{community}requests/",), steward)
    yield Asked("steward", "moderation", (f"{community}moderation/",), steward)
    yield Asked("member", "reply", (f"{conversations}{facts['answered']}/posts",), members, is_reply=True)


def wanted(lines: Sequence[Asked], who: str, pages: str) -> list[Asked]:
    """Those of these people and pages, each named in a list with commas; an empty one means all."""
    people, named = set(filter(None, who.split(","))), set(filter(None, pages.split(",")))
    return [one for one in lines if (not people or one.who in people) and (not named or one.page in named)]
