"""A sponsor’s page in random worlds: a request, and thanks of one who sponsored it once."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.sponsorship.actions.asking import Asked, ask
from commonplace.sponsorship.actions.reporting import Worded, lay_out, put_to_core
from commonplace.sponsorship.actions.saying import write_brief
from commonplace.sponsorship.models import Saying
from commonplace.sponsorship.queries.assembling import assembled


def sponsored_in(row: Community, number: str, founder: Person) -> None:
    """The founder asks for something and writes in brief."""
    ask(by=founder, community=row, asked=Asked(f"zqask{number}x", f"zqask{number}x would help."))
    line = {"lead": "", "words": f"zqask{number}x was of use", "how": "counted"}
    write_brief(by=founder, community=row, lines=[line])
    Saying.objects.create(community=row, kind=Saying.Kind.THANKS, words=f"zqask{number}x, thank you")
    day = timezone.now().date()
    worded = Worded(f"zqask{number}x", f"zqask{number}x was of use.", "", ())
    kept = assembled(row, since=day, until=day)
    report = lay_out(by=founder, community=row, since=day, until=day, worded=worded, kept=kept)
    put_to_core(by=founder, report=report, until=day + timedelta(days=4))
