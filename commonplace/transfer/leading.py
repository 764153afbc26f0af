"""Addresses in Markdown that led to where something was said before: they lead to where it stands here."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.urls import reverse

from commonplace.conversations.models import Post
from commonplace.lib import markdown
from commonplace.lib.archives.escaping import escaped

# Addresses of conversations alone: to put one together from those of the whole house loads every page there is, which
# takes as long as keeping some hundred messages, and 23 MB.
ADDRESSES = "commonplace.conversations.urls"
# What is code stays as it is; else the target of a link, an address in angles, or one that stands by itself.
_CODE = r"^ {0,3}(?P<fence>`{3,}|~{3,}).*?(?:^ {0,3}(?P=fence)|\Z)|(?P<ticks>`+)[^`\n]{1,1000}(?P=ticks)|^ {4}[^\n]*$"


@dataclass(frozen=True, slots=True)
class Home:
    """Where a post stands here, and what its conversation is called."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Leading:
    """A source in which addresses lead here, and how many do."""

    source: str
    number: int


def homes_of_posts(posts: Collection[int]) -> dict[int, Home]:
    """By the key of each post where it stands."""
    rows = Post.objects.filter(pk__in=posts).values_list(
        "pk", "number", "conversation", "conversation__title", "conversation__community__slug"
    )
    found = {}
    for pk, number, home, title, slug in rows:
        name, args = ("conversation", [slug, home]) if number == 1 else ("post", [slug, home, number])
        found[pk] = Home(reverse(name, urlconf=ADDRESSES, args=args), title)
    return found


def leading_here(source: str, homes: Mapping[str, Home]) -> Leading:
    """A Markdown source in which these addresses lead to their homes; what stands in code is no link.

    An address that stands by itself is put as a link by the title of what it leads to.
    """
    if not homes:
        return Leading(source, 0)
    # The longest first: one address may begin as another does.
    named = "|".join(re.escape(one) for one in sorted(homes, key=len, reverse=True))
    pattern = re.compile(
        rf"{_CODE}|(?P<target>\]\(<?)(?P<of_link>{named})(?=>?[)\s])|<(?P<angled>{named})>"
        rf"|(?<![^\s(])(?P<bare>{named})(?=[\s.,;:!?)]|\Z)",
        re.MULTILINE | re.DOTALL,
    )
    led: set[str] = set()

    def lead(found: re.Match[str]) -> str:
        address = found["of_link"] or found["angled"] or found["bare"]
        if not address:
            return found[0]
        led.add(address)
        home = homes[address]
        return (
            f"{found['target']}{home.url}" if found["of_link"] else f"[{escaped(home.title, in_link=True)}]({home.url})"
        )

    turned = pattern.sub(lead, source)
    return Leading(turned, len(led)) if len(turned) <= markdown.MAX_SOURCE else Leading(source, 0)
