"""Stewards change how the community is set up: its lines, visibility, door, stage and language."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from commonplace.communities.inside import as_steward
from commonplace.communities.settings.actions.arranging import change_community
from commonplace.communities.settings.forms import CommunityForm
from commonplace.communities.spaces.actions import WordsWouldReachFurther
from commonplace.communities.viewpoint import Viewpoint
from commonplace.files.queries import used_by
from commonplace.people.viewer import require_viewer
from commonplace.ui.spine import Link

FURTHER = gettext_lazy(
    "People have written for members only in: %(spaces)s. Outside a private community anyone could read that. Make"
    " these spaces for members first, then open the community."
)


def around(viewpoint: Viewpoint, current: str) -> dict[str, object]:
    """What every page of settings shows: the community, and the way to the other pages."""
    slug = viewpoint.community.slug
    names = {
        "settings": _("The community"),
        "settings_spaces": _("Spaces"),
        "settings_members": _("Members"),
        "settings_sponsors": _("Sponsors"),
        "settings_topics": _("Topics"),
        "settings_modules": _("What is on"),
        "settings_reasons": _("Reasons"),
        "moderation": _("Moderation"),
    }
    links = [Link(label, reverse(name, args=[slug]), current=name == current) for name, label in names.items()]
    return {"viewpoint": viewpoint, "community": viewpoint.community, "links": links}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """The community's own lines."""
    viewpoint = as_steward(request, slug)
    community = viewpoint.community
    initial = {name: getattr(community, name) for name in CommunityForm.base_fields}
    form = CommunityForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_community(by=require_viewer(request), community=community, lines=form.cleaned_data)
        except WordsWouldReachFurther as further:
            names = ", ".join(space.name for space in further.spaces)
            form.add_error("visibility", FURTHER % {"spaces": names})
        else:
            messages.success(request, _("Kept."))
            return redirect("settings", slug)
    context = {**around(viewpoint, "settings"), "form": form, "use": used_by(community.pk)}
    return render(request, "communities/settings/community.html", context, status=422 if form.errors else 200)
