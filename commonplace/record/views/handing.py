"""Handing some lines to somebody: a page to print, a secret address, or a signed file; and taking that back."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.people.models import Person
from commonplace.people.viewer import require_viewer, viewer
from commonplace.record.actions import sharing, signing
from commonplace.record.forms.own import HandForm
from commonplace.record.models import Handed, Line, Signed
from commonplace.record.queries.lines import Told, lines_of, told

FOR = timedelta(days=90)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record_hand(request: HttpRequest) -> HttpResponse:
    """Choose lines and how they go; the address stands on the page that answers, and nowhere after."""
    person = require_viewer(request)
    offered = [one for one in told(lines_of(person), of=person, to=person) if one.stands]
    chosen = [str(one.line.pk) for one in offered]
    initial = {"lines": chosen, "ends_on": timezone.localdate() + FOR}
    form = HandForm(request.POST if request.method == "POST" else None, offered=offered, initial=initial)
    secret = ""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            if "file" in request.POST:
                signed, token = signing.sign_record(
                    by=person, lines=said["lines"], note=said["note"], ends_on=said["ends_on"]
                )
                return _file(signed, token)
            _handed, secret = sharing.hand(by=person, lines=said["lines"], note=said["note"], ends_on=said["ends_on"])
        except sharing.NothingChosen:
            form.add_error("lines", _("Choose at least one line."))
        except sharing.Unproven:
            form.add_error(None, _("Confirm your mail address first: until then it may be somebody else’s."))
        except (sharing.TooManyAddresses, signing.TooManySigned):
            form.add_error(None, _("You have handed out as many as anybody can look after. Revoke one first."))
    context = {
        "form": form,
        "offered": offered,
        "made": f"{settings.BASE_URL}{reverse('record_of', args=[secret])}" if secret else "",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "record/hand.html", context, status=status)


def _file(signed: Signed, token: str) -> HttpResponse:
    response = HttpResponse(token, content_type="application/jwt")
    name = f"commonplace-record-{timezone.localdate(signed.made_at)}.jwt"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
@require_safe
def record_page(request: HttpRequest) -> HttpResponse:
    """All that is in it, on a page to print."""
    person = require_viewer(request)
    lines = [one for one in told(lines_of(person), of=person, to=person) if one.stands]
    return _sheet(request, person, lines, is_own=True)


@never_cache
@require_safe
def record_of(request: HttpRequest, record_secret: str) -> HttpResponse:
    """What somebody handed over under this address, as far as it still stands."""
    found = Handed.objects.opening(timezone.localdate()).filter(
        digest=sharing.digest_of(record_secret), person__is_active=True
    )
    handed = found.select_related("person").first()
    if handed is None:
        raise Http404
    chosen = Line.objects.filter(pk__in=handed.lines.values("line"))
    ordered = [one for one in lines_of(handed.person) if one.pk in set(chosen.values_list("pk", flat=True))]
    lines = told(ordered, of=handed.person, to=viewer(request))
    response = _sheet(request, handed.person, lines, until=handed)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _sheet(
    request: HttpRequest, person: Person, lines: list[Told], *, is_own: bool = False, until: Handed | None = None
) -> HttpResponse:
    groups: dict[str, list[Told]] = {}
    for one in lines:
        groups.setdefault(one.heading, []).append(one)
    context = {"of": person.name, "craft": person.craft, "groups": groups.items(), "is_own": is_own, "until": until}
    return render(request, "record/page.html", context)


@login_required
@require_POST
def record_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Let nobody read by an address any more."""
    person = require_viewer(request)
    handed = get_object_or_404(Handed, person=person, pk=pk)  # nosemgrep: found-unseen  # one's own
    sharing.revoke(by=person, handed=handed)
    messages.success(request, _("Nobody reads anything there any more."))
    return HttpResponseRedirect(f"{reverse('my_record')}#handed")


@login_required
@require_POST
def record_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Say of a signed file that it holds no more."""
    person = require_viewer(request)
    signed = get_object_or_404(Signed, person=person, pk=pk)  # nosemgrep: found-unseen  # one's own
    signing.take_back(by=person, signed=signed)
    undo = f"undo:{reverse('record_let_hold', args=[pk])}"
    messages.success(request, _("Whoever verifies it is told that it holds no more."), extra_tags=undo)
    return HttpResponseRedirect(f"{reverse('my_record')}#signed")


@login_required
@require_POST
def record_let_hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it hold after all."""
    person = require_viewer(request)
    signed = get_object_or_404(Signed, person=person, pk=pk)  # nosemgrep: found-unseen  # one's own
    signing.let_hold(by=person, signed=signed)
    messages.success(request, _("It holds again."))
    return HttpResponseRedirect(f"{reverse('my_record')}#signed")
