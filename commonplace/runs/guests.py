"""How a guest without an account is known for this hour: a signed cookie opens one seat and nothing else."""

from __future__ import annotations

from secrets import compare_digest

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from commonplace.communities import access
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.runs.models import Seat

COOKIE, SALT = "seat", "runs.seat"


def keep_seat(response: HttpResponseBase, seat: Seat) -> None:
    """Have a browser know its seat until it is closed; when the run ends the seat is gone, and opens nothing."""
    value = signing.dumps([seat.pk, seat.secret], salt=SALT)
    response.set_cookie(COOKIE, value, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)


def seat_of(request: HttpRequest, gathering: int) -> Seat | None:
    """The seat that a browser has at the table of this gathering, as far as its bearer may still sit there."""
    try:
        pk, secret = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    here = Seat.objects.filter(pk=pk, run__gathering=gathering).select_related(
        "person", "run__gathering__community", "run__gathering__space"
    )
    seat = here.first()
    if seat is None or not seat.secret or not compare_digest(seat.secret, str(secret)):
        return None
    held = seat.run.gathering
    if seat.person is None:
        # What is held back reaches nobody outside.
        return seat if Gathering.objects.not_held().filter(pk=held.pk).exists() else None
    seen = Gathering.objects.visible_to(seat.person).filter(pk=held.pk)
    reads = Person.objects.filter(access.is_here_and_reads(held.space), pk=seat.person.pk)
    return seat if seen.exists() and reads.exists() else None
