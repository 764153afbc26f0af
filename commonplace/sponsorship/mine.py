"""What is a person's in sponsorship: what they asked, answered, told, thanked for, offered and wrote in brief."""

from __future__ import annotations

from commonplace.communities.mine import Named, titled
from commonplace.people.mine import Erasing, Mine
from commonplace.sponsorship.models import Brief, CoreReading, Report, Request, Saying, Turn


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
    Mine(
        "reports_to_sponsors",
        Report,
        "by",
        Erasing.NAMELESS,
        ("community__slug", "since", "until", "title", "opening", "closing", "at", "released_at"),
        order=392,
    ),
    Mine("reports_released", Report, "released_by", Erasing.NAMELESS, ("community__slug", "title"), order=392),
    Mine(
        "read_before_sponsors",
        CoreReading,
        "person",
        Erasing.NAMELESS,
        ("report__community__slug", "report__title", "says", "words", "at"),
        order=392,
    ),
    Mine(
        "replied_to_objections_to_reports",
        CoreReading,
        "reply_by",
        Erasing.NAMELESS,
        ("report__community__slug", "report__title", "reply"),
        order=392,
    ),
    Mine("briefs_for_sponsors", Brief, "by", Erasing.NAMELESS, ("community__slug", "lines", "at"), order=392),
)
