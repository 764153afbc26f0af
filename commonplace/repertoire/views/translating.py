"""Saying a resource again in another language, and what is missing in which."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.audience import audience_of_space
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.actions.editions import service_for
from commonplace.conversations.forms.translating import TongueForm
from commonplace.conversations.views.begun import Beginning, kept_aside
from commonplace.conversations.views.drafts import FULL as MANY_DRAFTS
from commonplace.conversations.views.drafts import sheet
from commonplace.lib.markdown import TextTooLong
from commonplace.people.languages import language_choices
from commonplace.people.models import Person
from commonplace.repertoire.actions import translating
from commonplace.repertoire.actions.changing import words_now
from commonplace.repertoire.forms.translating import TranslateForm
from commonplace.repertoire.forms.writing import AGAIN, PART, SAID_AGAIN
from commonplace.repertoire.kinds import keys_of
from commonplace.repertoire.models import Resource, Revision, Translation
from commonplace.repertoire.queries.languages import spoken_in
from commonplace.repertoire.queries.sight import chapters_of
from commonplace.repertoire.queries.wordings import Change, between, of_revision
from commonplace.repertoire.views.begun import said_at
from commonplace.repertoire.views.lookup import FULL, UNFIT, find_to_say
from commonplace.repertoire.words import NothingSaid, Words
from commonplace.ui.addresses import address


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def resource_translating(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Choose a language, and with `?in=` say it there, beside the original; nobody writes over another unseen."""
    viewpoint, person, here = find_to_say(request, slug, pk)
    language = _asked_for(request, here)
    if language is None:
        return _choosing(request, viewpoint, here)
    there, place = _there(viewpoint, here, language), f"{AGAIN}:{here.pk}:{language}"
    if request.method != "POST":
        begun = Beginning.at(request, viewpoint, place)
        form = _form(viewpoint, here, initial=_begun(here, there) | begun.initial)
        return _page(request, viewpoint, here, language, form, there, begun)
    if "machine" in request.POST:
        return _drafted(request, viewpoint, here, language, person)
    form, on = _form(viewpoint, here, request.POST), sheet(request, viewpoint, place, mark="mark")
    words = said_at(request, here, SAID_AGAIN)
    if "draft" in request.POST:
        if on.keep(words):
            return kept_aside(request, slug)
        form.add_error(None, MANY_DRAFTS)
    if not form.is_valid():
        begun = Beginning(is_kept=on.keep_if_there_is_room(words))
        return _page(request, viewpoint, here, language, form, there, begun, status=UNFIT)
    said = form.cleaned_data
    try:
        translating.translate(
            by=person,
            resource=here,
            language=language,
            words=form.words(),
            number=said["number"],
            over=said["over"],
        )
    except translating.SaidMeanwhile as meanwhile:
        begun = Beginning(is_kept=on.keep_if_there_is_room(words))
        return _crossed(request, viewpoint, here, language, form, begun, now=meanwhile.edition)
    except translating.TooManyEditions:
        form.add_error(None, FULL)
        begun = Beginning(is_kept=on.keep_if_there_is_room(words))
        return _page(request, viewpoint, here, language, form, there, begun, status=UNFIT)
    on.drop(words)
    messages.success(request, _("It stands beside the original now, in your name."))
    return HttpResponseRedirect(f"{here.url(slug)}?in={language}")


def _asked_for(request: HttpRequest, here: Resource) -> str | None:
    asked = request.GET.get("in", "")
    return next((code for code, _name in language_choices() if code == asked != here.spoken), None)


@login_required
@require_POST
def resource_translation_read(request: HttpRequest, slug: str, pk: int, translation_pk: int) -> HttpResponse:
    """Say that one has read a machine's draft."""
    viewpoint, person, here = find_to_say(request, slug, pk)
    rows = Translation.objects.visible_to(viewpoint.person).filter(resource=here)
    found = get_object_or_404(rows, pk=translation_pk)
    found.resource = here
    translating.say_read(by=person, translation=found)
    messages.success(request, _("It says now that you have read it."))
    return HttpResponseRedirect(found.url(slug))


def _drafted(request: HttpRequest, viewpoint: Viewpoint, here: Resource, language: str, person: Person) -> HttpResponse:
    """Have a machine say it; what it gives is marked as its draft."""
    try:
        made = translating.draft(by=person, resource=here, language=language)
    except (translating.NoDraft, NothingSaid, TextTooLong):
        messages.error(request, _("The service gave no draft just now. You can say it yourself all the same."))
    except translating.SaidMeanwhile:
        messages.info(request, _("Somebody has said it there meanwhile."))
    else:
        return HttpResponseRedirect(made.url(viewpoint.community.slug))
    return HttpResponseRedirect(request.get_full_path())


def _there(viewpoint: Viewpoint, here: Resource, language: str) -> Translation | None:
    rows = Translation.objects.visible_to(viewpoint.person).filter(resource=here, language=language)
    return rows.order_by("-edition").first()


def _form(viewpoint: Viewpoint, here: Resource, *said: Any, **more: Any) -> TranslateForm:
    return TranslateForm(*said, kind=here.kind, switched_on=viewpoint.community.modules, **more)


def _begun(here: Resource, there: Translation | None) -> dict[str, object]:
    """What the form begins with: what is said there already, else nothing."""
    latest = translating.latest_in(here, there.language) if there is not None else None
    begun: dict[str, object] = {"number": here.revision, "over": latest.edition if latest is not None else 0}
    if there is None:
        return begun
    said = translating.words_in(there)
    parts = {f"{PART}{key}": said.parts.get(key, "") for key in keys_of(here.kind)}
    return begun | {"title": said.title, "good_for": said.good_for, **parts}


def _crossed(
    request: HttpRequest,
    viewpoint: Viewpoint,
    here: Resource,
    language: str,
    form: TranslateForm,
    begun: Beginning,
    *,
    now: int,
) -> HttpResponse:
    """Somebody was quicker: what stands there now, and their words to go on with."""
    there = _there(viewpoint, here, language)
    theirs = translating.words_in(there) if there is not None else Words("")
    changes = between(here.kind, theirs, form.words().tidied(here.kind))
    data = request.POST.copy()
    data["over"] = str(now)
    form = _form(viewpoint, here, data)
    form.add_error(
        None, _("Somebody has said it there since you began. Both are here: yours in the form, theirs above it.")
    )
    status = HTTPStatus.CONFLICT
    return _page(request, viewpoint, here, language, form, there, begun, crossing=changes, status=status)


def _choosing(request: HttpRequest, viewpoint: Viewpoint, here: Resource) -> HttpResponse:
    first = spoken_in(viewpoint.community)
    context = {
        "viewpoint": viewpoint,
        "resource": here,
        "form": TongueForm(first=first, without=[here.spoken]),
        "sight": audience_of_space(here.space, viewpoint),
        "here": address("resource_translating", viewpoint.community.slug, here.pk),
        "back": here.url(viewpoint.community.slug),
    }
    return render(request, "repertoire/tongue.html", context)


def _page(
    request: HttpRequest,
    viewpoint: Viewpoint,
    here: Resource,
    language: str,
    form: TranslateForm,
    there: Translation | None,
    begun: Beginning,
    *,
    crossing: Sequence[Change] | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    original = {f"{PART}{one.key}": one.html for one in chapters_of(here, here.kind, {})}
    context = {
        "viewpoint": viewpoint,
        "resource": here,
        "here": f"{address('resource_translating', viewpoint.community.slug, here.pk)}?in={language}",
        "language_name": dict(language_choices())[language],
        "form": form,
        "pairs": [(field, original.get(field.name, "")) for field in form.part_fields],
        "crossing": crossing,
        **begun.context,
        "service": service_for(here.space) if there is None else None,
        "since": _since(here, there) if there is not None and there.number < here.revision else [],
        "sight": audience_of_space(here.space, viewpoint),
        "back": here.url(viewpoint.community.slug),
    }
    return render(request, "repertoire/translating.html", context, status=status)


def _since(here: Resource, there: Translation) -> Sequence[Change]:
    """What became another in the original since it was said there."""
    before = Revision.objects.filter(resource=here, number=there.number).first()
    return between(here.kind, of_revision(before), words_now(here)) if before is not None else []
