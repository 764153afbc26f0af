"""What one has agreed to, over all rooms, and taking it back."""

from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.letters.signed_links import token_of, told_by
from commonplace.people.consents import CONSENTS, Lets, given, given_by
from commonplace.people.viewer import require_viewer
from commonplace.ui.spine import Link
from commonplace.web.views.me import rooms

SALT: Final = "web.agreed.again"
# What rooms raise where something has changed since it was looked at.
CHANGED: Final = (ValueError, LookupError, PermissionError, ObjectDoesNotExist)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreed(request: HttpRequest) -> HttpResponse:
    """Show what I have agreed to, and take one of it back."""
    person = require_viewer(request)
    if request.method == "POST":
        return _withdraw(request)
    lets = request.GET.get("lets", "")
    lets = lets if lets in Lets.values else ""
    page = given_by(person, lets=lets, after=request.GET.get("after", ""))
    here = reverse("my_agreed")
    kinds = [Link(_("Everything"), here, current=not lets)]
    kinds += [Link(str(one.label), f"{here}?lets={one}", current=one == lets) for one in Lets]
    context = {"page": page, "kinds": kinds, "is_narrowed": bool(lets), "rooms": rooms("my_agreed")}
    return render(request, "web/me/agreed.html", context)


def _withdraw(request: HttpRequest) -> HttpResponse:
    person, back = require_viewer(request), f"{reverse('my_agreed')}#agreed"
    consent, which = CONSENTS.get(request.POST.get("of", "")), request.POST.get("which", "")
    if consent is None or not (which.isascii() and which.isdigit() and len(which) < 19):
        raise Http404
    one = given(person, consent, int(which))
    if one is None:
        messages.success(request, _("That is taken back already."))
    elif one.is_over:
        messages.warning(request, str(consent.why_over))
    else:
        try:
            before = consent.withdraw(by=person, pk=one.pk, at=timezone.now())
        except CHANGED:
            messages.warning(request, _("It has changed meanwhile. Look at it again, please."))
            return redirect(back)
        undo = ""
        if consent.again is not None and before is not None:
            token = token_of([person.pk, consent.code, before], salt=SALT)
            undo = f"undo:{reverse('my_agreed_again')}?before={token}"
        messages.success(request, _("Taken back."), extra_tags=undo)
    return redirect(back)


@login_required
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Agree again to what one took back a moment ago, as it was."""
    person = require_viewer(request)
    # An undo is a button without fields: what it names stands in its address.
    told = told_by(request.GET.get("before", ""), salt=SALT, parts=3)
    if told is None or told[0] != person.pk:
        raise Http404
    consent = CONSENTS.get(told[1])
    if consent is None or consent.again is None:
        raise Http404
    try:
        consent.again(by=person, before=told[2])
    except CHANGED:
        messages.warning(request, _("That cannot be agreed to again from here."))
    else:
        messages.success(request, _("Agreed again, as before."))
    return redirect(f"{reverse('my_agreed')}#agreed")
