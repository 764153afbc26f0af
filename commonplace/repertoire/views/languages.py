"""What is kept in which language, what is missing where, and which languages a community works in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonplace.communities.inside import as_steward
from commonplace.communities.viewpoint import enter
from commonplace.people.languages import language_choices
from commonplace.people.viewer import require_viewer
from commonplace.repertoire.actions.shelving import arrange_shelf
from commonplace.repertoire.forms.translating import CHOSEN, ShelfForm
from commonplace.repertoire.models import Shelf
from commonplace.repertoire.queries import languages as queries
from commonplace.repertoire.queries.shelf import seen_here
from commonplace.store import paging
from commonplace.ui.spine import Link

SIZE = 30


@require_safe
def repertoire_languages(request: HttpRequest, slug: str) -> HttpResponse:
    """What is kept, how each stands in the languages of the community, narrowed to what is missing in one."""
    viewpoint = enter(request, slug)
    languages = queries.spoken_in(viewpoint.community)
    missing = request.GET.get("missing", "")
    found = seen_here(viewpoint).with_state(timezone.localdate()).in_use()
    if missing in languages:
        found = queries.missing_in(found, missing, viewpoint.community)
    page = paging.page(found, by=("-changed_at", "-pk"), after=request.GET.get("after"), size=SIZE)
    names, here = dict(language_choices()), reverse("repertoire_languages", args=[slug])
    context = {
        "viewpoint": viewpoint,
        "page": page,
        "gaps": queries.gaps_of(page.items, languages, viewpoint),
        "languages": [names.get(code, code) for code in languages],
        "missing": names.get(missing, "") if missing in languages else "",
        "links": [
            Link(_("Everything"), here, current=missing not in languages),
            *(
                Link(
                    _("Missing in %(language)s") % {"language": names.get(code, code)},
                    f"{here}?missing={code}",
                    current=code == missing,
                )
                for code in languages
            ),
        ],
        "may_keep": viewpoint.membership is not None and not viewpoint.membership.is_guest,
    }
    return render(request, "repertoire/languages.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def repertoire_arranging(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how the community keeps its shelf."""
    viewpoint = as_steward(request, slug)
    shelf = Shelf.objects.filter(community=viewpoint.community).first()
    begun = dict(zip(CHOSEN, shelf.languages if shelf is not None else [], strict=False))
    begun["lends"] = "yes" if shelf is not None and shelf.lends_since is not None else ""
    form = ShelfForm(request.POST) if request.method == "POST" else ShelfForm(initial=begun)
    if request.method == "POST" and form.is_valid():
        lends = form.cleaned_data["lends"] == "yes"
        by = require_viewer(request)
        arrange_shelf(by=by, community=viewpoint.community, languages=form.languages(), lends=lends)
        messages.success(request, _("Kept."))
        return HttpResponseRedirect(reverse("repertoire_languages", args=[slug]))
    return render(request, "repertoire/arranging.html", {"viewpoint": viewpoint, "form": form})
