"""Telling of a use, telling it otherwise, taking it back, and saying what was done about it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonplace.lib.sending import key_of_sending
from commonplace.people.models import Person
from commonplace.repertoire.actions import using
from commonplace.repertoire.actions.rights import NotTheirs
from commonplace.repertoire.forms.using import OwnUseForm, RemedyForm, UseForm
from commonplace.repertoire.models import How, Told, Use
from commonplace.repertoire.places import tends_uses
from commonplace.repertoire.queries import uses
from commonplace.repertoire.views.lookup import find, find_to_say
from commonplace.repertoire.views.standing import deed
from commonplace.store import paging

SIZE = 20
HOW = ("how", "text", "where", "changed", "told")


@require_safe
def resource_uses(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Every account that the viewer may read, the latest first."""
    viewpoint, here = find(request, slug, pk)
    seen = uses.joined(Use.objects.visible_to(viewpoint.person).filter(resource=here), viewpoint)
    page = paging.page(seen, by=("-at", "-pk"), after=request.GET.get("after"), size=SIZE)
    tends = tends_uses(viewpoint, here)
    context = {
        "viewpoint": viewpoint,
        "resource": here,
        "page": page,
        "rows": uses.rows_of(page.items, viewpoint, tends=tends),
        "counts": uses.counts_of(here),
        "tends": tends,
    }
    return render(request, "repertoire/all_uses.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def resource_using(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Tell what happened when one used it."""
    viewpoint, person, here = find_to_say(request, slug, pk)
    how = request.GET.get("how", "")
    began = {"told": Told.MEMBERS, "how": how if how in How.values else None}
    form = UseForm(request.POST) if request.method == "POST" else UseForm(initial=began)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        key = key_of_sending(said["idempotency_key"], str(pk), *(said[name] for name in HOW))
        made = using.tell_use(by=person, resource=here, account=form.account(), idempotency_key=key)
        messages.success(request, _thanks(made))
        return HttpResponseRedirect(f"{here.url(slug)}#uses")
    return deed(request, viewpoint, here, "using", form)


def _thanks(use: Use) -> str:
    if use.how == How.HARM:
        return _("Thank you for saying so. Whoever looks after it is told at once, and its page says so.")
    return _("Thank you. Whoever looks after it hears of it.")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def resource_use(request: HttpRequest, slug: str, pk: int, use_pk: int) -> HttpResponse:
    """Tell one's own use otherwise, or take it back."""
    viewpoint, person, here = find_to_say(request, slug, pk)
    own = get_object_or_404(Use.objects.visible_to(person).filter(resource=here, person=person), pk=use_pk)
    form, answer = retold(request, person, own, back=f"{here.url(slug)}#uses")
    return answer or deed(request, viewpoint, here, "using", form, own=own)


def retold(request: HttpRequest, person: Person, own: Use, *, back: str) -> tuple[OwnUseForm, HttpResponse | None]:
    """The form in which one tells one’s own use otherwise, and the way `back` once that, or taking it back, is done."""
    began = {name: getattr(own, name) for name in HOW}
    form = OwnUseForm(request.POST) if request.method == "POST" else OwnUseForm(initial=began)
    try:
        if "take_back" in request.POST:
            using.take_back_use(by=person, use=own)
            messages.success(request, _("It is taken back, and nobody reads it any more."))
            return form, HttpResponseRedirect(back)
        if request.method == "POST" and form.is_valid():
            using.tell_otherwise(by=person, use=own, account=form.account())
            messages.success(request, _("It says so now."))
            return form, HttpResponseRedirect(back)
    except NotTheirs:
        raise Http404(own.pk) from None
    return form, None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def resource_remedy(request: HttpRequest, slug: str, pk: int, use_pk: int) -> HttpResponse:
    """Say what was done about a use, for whoever looks after the resource."""
    viewpoint, person, here = find_to_say(request, slug, pk)
    found = uses.joined(Use.objects.visible_to(person).filter(resource=here), viewpoint)
    use = get_object_or_404(found.select_related("resource", "person", "remedy__by"), pk=use_pk)
    use.resource = here
    remedy = getattr(use, "remedy", None)
    form = RemedyForm(
        request.POST if request.method == "POST" else None, initial={"words": remedy.words if remedy else ""}
    )
    if request.method == "POST" and form.is_valid():
        try:
            using.say_what_was_done(by=person, use=use, words=form.cleaned_data["words"])
        except NotTheirs:
            raise PermissionDenied from None
        messages.success(request, _("It stands below what they told, and they hear of it."))
        return HttpResponseRedirect(f"{here.url(slug)}#use-{use.pk}")
    (row,) = uses.rows_of([use], viewpoint, tends=tends_uses(viewpoint, here))
    if not tends_uses(viewpoint, here) and not viewpoint.is_steward:
        raise PermissionDenied
    return deed(request, viewpoint, here, "remedy", form, row=row)
