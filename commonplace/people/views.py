"""The one-time link, the pages where a key or an app is added, and where somebody is signed in."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from allauth.usersessions.views import ListUserSessionsView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commonplace.letters import links
from commonplace.people import door
from commonplace.people.devices import named
from commonplace.people.models import Person


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one_time_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Ask for one press, then sign in: a look by a mail scanner uses nothing up."""
    try:
        if request.method == "POST":
            found = links.use(token, door.PURPOSE)
            person = get_object_or_404(Person, pk=found["person"], is_active=True)
            return door.sign_in(request, person, onward=found["onward"])
        found = links.open(token, door.PURPOSE)
    except links.LinkRefused:
        return render(request, "people/link_gone.html", status=410)
    person = get_object_or_404(Person, pk=found["person"], is_active=True)
    return render(request, "people/link.html", {"person": person})


class AddKey(AddWebAuthnView):  # type: ignore[misc]
    """A new passkey or security key; whoever has just shown it is not asked at once whether it is still them."""

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="webauthn", reauthenticated=True)
        return answer


class UseApp(ActivateTOTPView):  # type: ignore[misc]
    """An app that shows codes, asked at sign-in from now on; its first code says that it is still them."""

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="totp", reauthenticated=True)
        return answer


class Devices(ListUserSessionsView):  # type: ignore[misc]
    """Where somebody is signed in, each device by its name.

    Whoever walks through the demo shares an account with other visitors, so their sessions are not written down: they
    see the device in their hands.
    """

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context = super().get_context_data(**context)
        context["devices"] = [(one, named(one.user_agent)) for one in context["sessions"]]
        context["this_device"] = named(self.request.headers.get("User-Agent", ""))
        return context
