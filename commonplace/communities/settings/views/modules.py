"""Stewards see what their community has of the house, what each part asks of people, and switch it on or off."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonplace.communities.inside import as_steward
from commonplace.communities.modules import MODULES, is_on
from commonplace.communities.settings.actions.modules import NotSwitchable, switch
from commonplace.communities.settings.views.arranging import around
from commonplace.people.viewer import require_viewer


@login_required
@require_safe
def settings_modules(request: HttpRequest, slug: str) -> HttpResponse:
    """Every module, with what it is for and what it costs."""
    viewpoint = as_steward(request, slug)
    modules = [(module, is_on(viewpoint.community, module.code)) for module in MODULES]
    context = {**around(viewpoint, "settings_modules"), "modules": modules}
    return render(request, "communities/settings/modules.html", context)


@login_required
@require_POST
def settings_module(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Switch one on or off."""
    viewpoint = as_steward(request, slug)
    on = request.POST.get("on") == "1"
    try:
        switch(by=require_viewer(request), community=viewpoint.community, code=code, on=on)
    except NotSwitchable:
        raise Http404(code) from None
    name = MODULES[code].name
    said = _("%(name)s is on.") if on else _("%(name)s is off. Nothing in it is lost.")
    messages.success(request, said % {"name": name}, extra_tags=code)
    return redirect("settings_modules", slug)
