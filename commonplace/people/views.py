"""The one-time link, the pages where a key or an app is added, and where somebody is signed in."""

from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.account.views import ConfirmLoginCodeView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.sessions.models import Session
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.letters import links
from commonplace.letters.pauses import resume_delivery
from commonplace.lib.addresses import one_address
from commonplace.people import one_time_links
from commonplace.people.adapter import KeysAdapter
from commonplace.people.answers_by_link import behind_link
from commonplace.people.devices import named
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person
from commonplace.people.proof import rests_on_a_typed_address
from commonplace.people.queries import confirmed_addresses
from commonplace.people.viewer import require_viewer, viewer

DEVICES_SHOWN = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one_time_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Ask for one press, then sign in: a look by a mail scanner uses nothing up."""
    try:
        if request.method == "POST":
            found = links.use(token, one_time_links.PURPOSE)
            person = _of(found)
            return one_time_links.sign_in(request, person, onward=found["onward"])
        found = links.open(token, one_time_links.PURPOSE)
    except links.LinkRefused:
        return render(request, "people/link_gone.html", status=410)
    person = _of(found)
    return render(request, "people/link.html", {"person": person})


def _of(found: links.Payload) -> Person:
    """Whom a link is for: that they hold it is what shows them."""
    return get_object_or_404(Person, pk=found["person"], is_active=True)  # nosemgrep: found-unseen  # by their link


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Ask what a link in a letter asks, and do it on one press: looking at the page does nothing.

    Whoever is signed in as somebody else is turned away (403); what has run out or is gone says so (410), and words
    that do not fit come back (422).
    """
    now = timezone.now()
    link = behind_link(token, now=now)
    if link is None:
        raise Http404
    here = viewer(request)
    with in_language_of(link.person):
        if here is not None and here != link.person:
            return render(request, "people/answer_by_link.html", {"is_anothers": True}, status=403)
        asked = (link.person, link.thing, link.choice, now)
        question = link.answer.ask(*asked)
        done = question.said if question else ""
        is_over = question is None or link.is_over
        form, is_sent = None, request.method == "POST"
        if link.answer.form is not None and not is_over:
            form = link.answer.form(link.person, link.thing, link.choice, request.POST if is_sent else None)
        is_fit = form is None or form.is_valid()
        if is_sent and not is_over and is_fit and (form is not None or not done):
            done = link.answer.give(*asked, **(form.cleaned_data if form is not None else {})) or ""
            is_over = not done
        if question is None or is_over:
            context = {"is_over": True, "page": question.page if question else ""}
            return render(request, "people/answer_by_link.html", context, status=410)
        context = {"question": question, "done": done, "page": question.page, "form": form}
        status = HTTPStatus.UNPROCESSABLE_ENTITY if is_sent and not is_fit else HTTPStatus.OK
        return render(request, "people/answer_by_link.html", context, status=status)


@login_required
@require_POST
def letters_again(request: HttpRequest) -> HttpResponse:
    """Have letters go to one's addresses again that they came back from."""
    resume_delivery(addresses=confirmed_addresses(require_viewer(request)))
    messages.success(request, _("Letters go to you again. If one comes back, you read it here."))
    return redirect("me")


class ConfirmCode(ConfirmLoginCodeView):  # type: ignore[misc]
    """The code from a letter, which proves its address as well: told to the adapter before the session begins."""

    def form_valid(self, form: Any) -> HttpResponse:
        if self._action == "verify" and self._process.user:
            person, email = self._process.user, self._process.state["email"]
            typed = EmailAddress.objects.filter(user=person, email=one_address(email)).first()
            typed = typed or EmailAddress(user=person, email=email)
            typed.user = person
            if not typed.verified and not get_adapter().confirm_email(self.request, typed):
                self._process.abort()
                return redirect("account_request_login_code")
        answer: HttpResponse = super().form_valid(form)
        return answer


class OnlyProven:
    """Turns away whoever came by an address that was only typed: what is made here would outlive the proof."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and rests_on_a_typed_address(request):
            messages.error(request, KeysAdapter.error_messages["unverified_email"])
            return redirect("mfa_index")
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer


class AddKey(OnlyProven, AddWebAuthnView):  # type: ignore[misc]
    """A new passkey or security key; whoever has just shown it is not asked at once whether it is still them."""

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="webauthn", reauthenticated=True)
        return answer


class UseApp(OnlyProven, ActivateTOTPView):  # type: ignore[misc]
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
        # Past allauth's own, which asks of each session in a query of its own whether it is still there.
        context = super(ListUserSessionsView, self).get_context_data(**context)
        every = UserSession.objects.filter(user=self.request.user)
        alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
        every.exclude(session_key__in=alive).delete()
        # Programs that sign in each time leave many; this device and the latest others are what one looks for.
        here = ExpressionWrapper(Q(session_key=self.request.session.session_key), BooleanField())
        latest = every.order_by(here.desc(), "-created_at", "-pk")[:DEVICES_SHOWN]
        context["session_count"] = every.count()
        context["devices"] = [(one, named(one.user_agent)) for one in latest]
        context["more_devices"] = max(0, context["session_count"] - DEVICES_SHOWN)
        context["this_device"] = named(self.request.headers.get("User-Agent", ""))
        return context
