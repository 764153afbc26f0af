"""What a community owns of its sponsorship: what it asked, and what came of it."""

from typing import Any

from commonplace.communities.owned import Owned, stays
from commonplace.sponsorship.agreed import agreed_of
from commonplace.sponsorship.figures import readings_of
from commonplace.sponsorship.models import Brief, CoreReading, KeptFigures, Report, ReportStep, Request, Saying, Turn
from commonplace.sponsorship.models.requests import KIND
from commonplace.sponsorship.models.sayings import THANKS_KIND
from commonplace.sponsorship.queries.reports import kept_request


def _lines(said: Any) -> None:
    if not all(isinstance(value, str) for line in said for value in line.values()):
        raise TypeError(said)


def _kept(said: Any) -> None:
    _lines(said.get("brief", ()))
    readings_of(said.get("figures", ()))
    for one in said.get("asked", ()):
        kept_request(one)
    agreed_of(said.get("agreed", {}))


LISTS = (
    Owned("sponsor_requests", Request, "community", ("idempotency_key",), kind=KIND, paths=("sponsor/asked/",)),
    Owned("sponsor_turns", Turn, "request__community"),
    Owned("sponsor_sayings", Saying, "community", ("idempotency_key",), kind=THANKS_KIND),
    Owned("sponsor_briefs", Brief, "community", fits=(("lines", _lines),)),
    Owned("sponsor_reports", Report, "community", paths=("sponsor/reports/",), fits=(("kept", _kept),)),
    Owned("sponsor_report_steps", ReportStep, "report__community"),
    *stays("read by a few before others had it, and told to no one else", CoreReading),
    *stays("read anew within the hour", KeptFigures),
)
