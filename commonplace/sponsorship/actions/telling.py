"""Letters to each sponsor: a community asks for something, and a report has been released to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils.formats import date_format

from commonplace.letters.last_looks import LastLook
from commonplace.letters.models import Letter
from commonplace.letters.naming import community_named
from commonplace.lib.names import holds_address
from commonplace.people.actions.writing import write_to
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person
from commonplace.sponsorship.models import Report, Request
from commonplace.sponsorship.who import sponsored_by, sponsors_of
from commonplace.ui.addresses import address

ASKED: Final = "sponsor_asked"
REPORTED: Final = "sponsor_report"
USEFUL_FOR = timedelta(days=14)


def ask_by_letter(request: Request, *, at: datetime) -> None:
    """To every sponsor who reads mail; who in the community wrote it stands nowhere in it."""
    community = request.community
    for sponsor in sponsors_of(community).order_by("pk"):
        with in_language_of(sponsor):
            context = {
                "community": community_named(community.name),
                "title": _without_addresses(request.title),
                "words": _without_addresses(request.why),
                "by_when": date_format(request.by_when) if request.by_when else "",
                "page": f"{settings.BASE_URL}{address('sponsor_request', community.slug, request.pk)}",
            }
        write_to(
            sponsor,
            template="sponsorship/letters/asked",
            context=context,
            kind=ASKED,
            key=f"{ASKED}:{request.pk}:{sponsor.pk}",
            about=f"{request.pk} {sponsor.pk}",
            useful_until=at + USEFUL_FOR,
        )


def tell_of_report(report: Report) -> None:
    """To every sponsor who reads mail: that it is there, and none of its words."""
    community = report.community
    for sponsor in sponsors_of(community).order_by("pk"):
        with in_language_of(sponsor):
            context = {
                "community": community_named(community.name),
                "since": date_format(report.since),
                "until": date_format(report.until),
                "page": f"{settings.BASE_URL}{address('sponsor_report', community.slug, report.pk)}",
            }
        write_to(
            sponsor,
            template="sponsorship/letters/report",
            context=context,
            kind=REPORTED,
            key=f"{REPORTED}:{report.pk}:{sponsor.pk}",
            about=f"{report.pk} {sponsor.pk}",
        )


def _without_addresses(words: str) -> str:
    return "" if holds_address(words) else words


def _still_asks(letter: Letter) -> bool:
    """Whether it waits, and whoever is written to is a sponsor still."""
    pk, sponsor = _about(letter)
    return Request.objects.waiting().filter(pk=pk, community__in=sponsored_by(sponsor)).exists()


def _still_theirs(letter: Letter) -> bool:
    pk, sponsor = _about(letter)
    return Report.objects.released().filter(pk=pk, community__in=sponsored_by(sponsor)).exists()


def _about(letter: Letter) -> tuple[int, Person]:
    pk, sponsor = (int(one) for one in letter.about.split())
    return pk, Person(pk=sponsor)


LAST_LOOKS = (LastLook(ASKED, _still_asks), LastLook(REPORTED, _still_theirs))
