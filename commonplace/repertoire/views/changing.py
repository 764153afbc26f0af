"""A resource is written anew by whoever looks after it; two who do so at once both keep their words."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonplace.communities.audience import audience_of_space
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.forms import topics_said
from commonplace.conversations.queries.topics import names_to_offer
from commonplace.conversations.views.attaching import Brought, keep_files
from commonplace.conversations.views.begun import Beginning, kept_aside
from commonplace.conversations.views.drafts import FULL as MANY_DRAFTS
from commonplace.conversations.views.drafts import sheet
from commonplace.repertoire.actions import changing, keeping
from commonplace.repertoire.actions.wording import files_there
from commonplace.repertoire.forms.changing import ChangeForm
from commonplace.repertoire.forms.writing import CHANGE, CHANGED, about_in, words_of
from commonplace.repertoire.models import Anonymising, Resource
from commonplace.repertoire.queries.wordings import Change, between
from commonplace.repertoire.views.begun import said_at
from commonplace.repertoire.views.lookup import FULL, IN_CONFIDENCE, UNFIT, find_to_tend
from commonplace.repertoire.words import Words


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def resource_changing(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write another revision; where somebody was quicker, both texts come back, and nothing is lost."""
    viewpoint, person, here = find_to_tend(request, slug, pk)
    there, place = files_there(here), f"{CHANGE}:{here.pk}"
    if request.method != "POST":
        begun = Beginning.at(request, viewpoint, place)
        form = _form(viewpoint, here, initial=_begun(here) | begun.initial)
        brought = Brought(new=begun.files(viewpoint), there=there)
        return _page(request, viewpoint, here, form, brought, begun=begun)
    form = _form(viewpoint, here, request.POST, request.FILES)
    form.is_valid()
    brought = keep_files(form, request.POST, viewpoint, there=there)
    words = said_at(request, here, CHANGED) | {"topics": topics_said(request.POST), "kept": brought.kept}
    sheet_of_form = sheet(request, viewpoint, place, mark="mark")
    if "draft" in request.POST:
        if sheet_of_form.keep(words):
            return kept_aside(request, slug)
        form.add_error(None, MANY_DRAFTS)
    if not form.is_valid():
        begun = Beginning(is_kept=sheet_of_form.keep_if_there_is_room(words))
        return _page(request, viewpoint, here, form, brought, begun=begun, status=UNFIT)
    said = form.cleaned_data
    try:
        changing.change(
            by=person,
            resource=here,
            words=form.words(),
            on=said["on"],
            about=about_in(said),
            began=said["stood"],
            people=changing.People(said["checked"], said["agreed"]) if "checked" in said else None,
            files=brought.changes,
            summary=said["summary"],
        )
    except changing.ChangedMeanwhile as meanwhile:
        begun = Beginning(is_kept=sheet_of_form.keep_if_there_is_room(words))
        return _crossed(request, viewpoint, here, form, brought, begun, now=meanwhile.args[0])
    except changing.TooMany:
        form.add_error(None, FULL)
    except keeping.InConfidence:
        form.add_error(None, IN_CONFIDENCE)
    except keeping.NotAnonymised:
        form.add_error("checked", _("Anyone can read it. Look for all four first."))
    else:
        sheet_of_form.drop(words)
        messages.success(request, _("Kept. What it said before stands among its revisions."))
        return HttpResponseRedirect(here.url(slug))
    begun = Beginning(is_kept=sheet_of_form.keep_if_there_is_room(words))
    return _page(request, viewpoint, here, form, brought, begun=begun, status=UNFIT)


def _form(viewpoint: Viewpoint, here: Resource, *said: Any, **more: Any) -> ChangeForm:
    modules = viewpoint.community.modules
    return ChangeForm(*said, kind=here.kind, offered=names_to_offer(viewpoint), switched_on=modules, **more)


def _begun(here: Resource) -> dict[str, object]:
    """What the form begins with: how it stands."""
    about = changing.about_now(here)
    begun = words_of(here) | {
        "on": here.revision,
        "stood": about.told(),
        "address": here.address,
        "licence": here.licence,
        "language": here.language,
        "review_on": here.review_on,
        "topics": list(about.topics),
    }
    looked = Anonymising.objects.filter(resource=here).first()
    if looked is not None:
        begun |= {"checked": looked.checked, "agreed": looked.agreed}
    return begun


def _crossed(
    request: HttpRequest,
    viewpoint: Viewpoint,
    here: Resource,
    form: ChangeForm,
    brought: Brought,
    begun: Beginning,
    *,
    now: int,
) -> HttpResponse:
    """Somebody was quicker: what stands now, what they would change in it, and their words to go on with."""
    here.refresh_from_db(fields=["title", "good_for", "revision"])
    stands = changing.words_now(here)
    changes = between(here.kind, stands, form.words().tidied(here.kind))
    data = request.POST.copy()
    data["on"] = str(now)
    form = _form(viewpoint, here, data)
    form.add_error(
        None,
        _("Somebody has changed it since you began. Both texts are here: yours in the form, theirs above it."),
    )
    status = HTTPStatus.CONFLICT
    return _page(request, viewpoint, here, form, brought, begun=begun, stands=stands, changes=changes, status=status)


def _page(
    request: HttpRequest,
    viewpoint: Viewpoint,
    here: Resource,
    form: ChangeForm,
    brought: Brought,
    *,
    begun: Beginning,
    stands: Words | None = None,
    changes: Sequence[Change] = (),
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "viewpoint": viewpoint,
        "resource": here,
        "form": form,
        "brought": brought,
        **begun.context,
        "stands": stands,
        "changes": changes,
        "sight": audience_of_space(here.space, viewpoint),
        "back": here.url(viewpoint.community.slug),
    }
    return render(request, "repertoire/changing.html", context, status=status)
