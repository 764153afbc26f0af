"""The last step of every way in: the session begins."""

from datetime import timedelta

from allauth.account.utils import perform_login
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from commonplace.letters import links
from commonplace.people.models import Person
from commonplace.people.proof import SIGN_IN_LINK

PURPOSE = SIGN_IN_LINK
LINK_LIVES = timedelta(hours=24)


def let_in(request: HttpRequest, person: Person) -> None:
    """Begin a session for someone who has just been made a person here; their address may be confirmed later."""
    perform_login(request, person, email_verification="none")


def sign_in(request: HttpRequest, person: Person, *, onward: str) -> HttpResponseBase:
    """Begin a session for someone known, after whatever second step they chose; the address counts as confirmed."""
    response: HttpResponseBase = perform_login(request, person, email_verification="none", redirect_url=onward)
    return response


def one_time_link(*, person: Person, onward: str = "/") -> str:
    """A link that signs `person` in once within 24 hours and leads to the page `onward`; earlier ones stop working."""
    links.withdraw(purpose=PURPOSE, payload={"person": person.pk, "onward": onward})
    token = links.make(purpose=PURPOSE, payload={"person": person.pk, "onward": onward}, expires=LINK_LIVES)
    return f"{settings.BASE_URL}{reverse('one_time_link', args=[token])}"
