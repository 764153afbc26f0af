"""Which question each post of a site of Stack Exchange belongs to, and which of them an address in its words leads to:
where the site stood its dump does not say.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator
from typing import Final

# An address of a question, or of what stands below it, as every site of Stack Exchange writes them.
_ADDRESS = re.compile(
    r"https?://(?P<host>[a-z0-9.-]{3,80})/(?:questions|q|a)/(?P<post>\d{1,9})(?:/(?:[^\s()<>\[\]\"/?#]{0,200}))?"
    r"(?:/(?P<below>\d{1,9}))?(?:\?[\w%=&;.+-]{0,200})?(?:#(?:comment)?\w{0,40})?",
    re.IGNORECASE,
)
_SURE: Final = 5  # links that the dump tells of and that lead to one host say where the site stood
MOST_LINKS: Final = 50_000  # of which it is looked for
_HIGHEST_ID: Final = 40_000_000  # of a post; each id up to the highest takes four bytes


class Openers:
    """By the id of a post: that of its question."""

    def __init__(self) -> None:
        self._by_post = array("I")  # 0 where no such post is taken

    def put(self, post: int, opener: int) -> None:
        self._by_post.extend([0] * (post + 1 - len(self._by_post)))
        self._by_post[post] = opener

    def of(self, post: int) -> int:
        """The question that a post belongs to; 0 where one of them is not there."""
        there = self._by_post
        opener = there[post] if post < len(there) else 0
        return opener if opener < len(there) and opener and there[opener] == opener else 0


class Home:
    """Where a site stood, by the links of which its dump tells (from post, to post)."""

    def __init__(self, told: set[tuple[int, int]]) -> None:
        self._told, self._hosts = told, Counter[str]()

    def see(self, post: int, body: str) -> None:
        """Look at the words of a post, until it is sure."""
        if self._told and self._hosts.total() < _SURE:
            leads = _ADDRESS.finditer(body)
            self._hosts.update({one["host"].lower() for one in leads if (post, int(one["post"])) in self._told})

    @property
    def host(self) -> str:
        return next((host for host, _number in self._hosts.most_common(1)), "")


def leads_to(text: str, host: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Each address of that site in a text once, with the posts to which it may lead, the nearer first (0 for none)."""
    for found in {one[0]: one for one in _ADDRESS.finditer(text)}.values():
        if found["host"].lower() == host:
            yield found[0], (int(found["below"] or 0), int(found["post"]))


def number_of(said: str | None) -> int:
    """A number of a post as it stands in a row; 0 where it is none."""
    number = int(said) if said and said.isascii() and said.isdecimal() and len(said) < 10 else 0
    return number if number <= _HIGHEST_ID else 0


def key_of(post: int) -> str:
    """What a post is called in the stream."""
    return f"post-{post}"
