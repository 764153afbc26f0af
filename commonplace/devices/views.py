"""The page of one's devices: which of them read one's calendars, and how one more is set up."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.shapes import whole
from commonplace.devices.actions import TooManyDevices, make_password, revoke
from commonplace.devices.forms import DeviceForm
from commonplace.devices.models import DevicePassword
from commonplace.devices.properties import at
from commonplace.devices.shelf import reaches
from commonplace.people.proof import rests_on_a_typed_address
from commonplace.people.queries import address_for_letters
from commonplace.people.viewer import require_viewer


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_calendars(request: HttpRequest) -> HttpResponse:
    """One's devices, and a password for one more; its words are on the page that answers, and nowhere after."""
    person = require_viewer(request)
    form, words = DeviceForm(), ""
    if request.method == "POST":
        form = DeviceForm(request.POST)
        if form.is_valid() and rests_on_a_typed_address(request):
            form.add_error(None, _("Confirm your mail address first; it is on your own page."))
        elif form.is_valid():
            try:
                _made, words = make_password(person=person, **form.cleaned_data)
                form = DeviceForm()
            except TooManyDevices:
                form.add_error(None, _("You have as many devices as one person can look after. Revoke one first."))
    kept = DevicePassword.objects.filter(person=person).order_by("-made_at", "-pk")
    context = {
        "form": form,
        "words": words,
        "kept": kept,
        "house": urlsplit(settings.BASE_URL).netloc,
        "root": whole(reverse("dav_root")),
        "home": whole(at(person)),
        "user": address_for_letters(person),
        "calendars": [
            (one.place, whole(at(person, code))) for code, one in reaches(person, now=timezone.now()).items()
        ],
    }
    return render(request, "devices/mine.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def calendar_revocation(request: HttpRequest, pk: int) -> HttpResponse:
    """Let nobody read with the password of one device any more."""
    own = DevicePassword.objects.filter(person=require_viewer(request))
    revoke(password=get_object_or_404(own, pk=pk))
    return redirect(f"{reverse('my_calendars')}#yours")
