"""What is a person's in sponsorship: what they asked, answered, told, thanked for, offered and wrote in brief."""

from __future__ import annotations

from commonplace.communities.mine import Named, titled
from commonplace.people.mine import Erasing, Mine
from commonplace.sponsorship.models import Brief, Request, Saying, Turn


def _titled(path: str) -> Named:
    return titled(lambda person: Request.objects.visible_to(person), path, as_="request_title")


LISTS = (
    Mine(
        "asked_of_sponsors",
        Request,
        "by",
        Erasing.NAMELESS,
        ("community__slug", "title", "why", "would_change", "by_when", "at"),
        order=390,
    ),
    Mine(
        "withdrawn_from_sponsors",
        Request,
        "withdrawn_by",
        Erasing.NAMELESS,
        ("community__slug", "title", "withdrawn_why", "withdrawn_at"),
        order=390,
    ),
    Mine(
        "said_to_requests",
        Turn,
        "by",
        Erasing.NAMELESS,
        ("request_id", "says", "words", "at"),
        named=_titled("request"),
        order=391,
    ),
    Mine(
        "said_as_a_sponsor",
        Saying,
        "by",
        Erasing.NAMELESS,
        ("community__slug", "kind", "what", "words", "at"),
        order=391,
    ),
    Mine(
        "answered_to_offers",
        Saying,
        "answered_by",
        Erasing.NAMELESS,
        ("community__slug", "taken", "reply", "answered_at"),
        order=391,
    ),
    Mine("briefs_for_sponsors", Brief, "by", Erasing.NAMELESS, ("community__slug", "lines", "at"), order=392),
)
