"""Browsers that say when something waits: one more, or one less."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from commonplace.attention.actions.pushing import MOST, NotADevice, TooManyDevices, add_device, end_device
from commonplace.attention.forms import DeviceForm
from commonplace.attention.push import is_on
from commonplace.attention.queries import has_devices
from commonplace.people.devices import named
from commonplace.people.viewer import require_viewer


@login_required
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Have the browser that asks say when something waits."""
    form = DeviceForm(request.POST)
    name = named(request.headers.get("User-Agent", ""))
    try:
        if not form.is_valid():
            raise NotADevice
        add_device(person=require_viewer(request), name=name, **form.cleaned_data)
    except NotADevice:
        messages.error(request, _("This browser could not be reached. It goes on telling you nothing."))
    except TooManyDevices:
        too_many = ngettext(
            "%(n)s browser tells you already, which is as many as may. End one, and this one fits.",
            "%(n)s browsers tell you already, which is as many as may. End one, and this one fits.",
            MOST,
        )
        messages.error(request, too_many % {"n": MOST})
    else:
        messages.success(request, _("This browser tells you when something waits."))
    return redirect(f"{reverse('my_attention')}#devices")


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Have one of one's own browsers say nothing any more."""
    person = require_viewer(request)
    if not end_device(person=person, pk=pk):
        raise Http404(pk)
    messages.success(request, _("It tells you nothing any more."))
    is_there = is_on() or has_devices(person)
    return redirect(f"{reverse('my_attention')}#{'devices' if is_there else 'letters'}")
