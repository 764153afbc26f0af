"""Lending what one looks after; and what other communities of the house lend: the shelf, a page, using and adapting."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonplace.communities.viewpoint import Viewpoint
from commonplace.lib.sending import key_of_sending
from commonplace.people.models import Person
from commonplace.repertoire.actions import lending, using
from commonplace.repertoire.actions.rights import NotTheirs
from commonplace.repertoire.forms.using import UseForm
from commonplace.repertoire.models import Lending, Resource, Told, Use
from commonplace.repertoire.queries import lent, sight, uses
from commonplace.repertoire.queries.besides import besides
from commonplace.repertoire.queries.files import files_of
from commonplace.repertoire.queries.languages import tongues_lent
from commonplace.repertoire.views.adapting import adapting_page
from commonplace.repertoire.views.lookup import UNFIT, enter_to_keep, find_to_tend
from commonplace.repertoire.views.using import HOW, retold
from commonplace.store import paging
from commonplace.ui.forms import Form

SIZE = 30


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def resource_lending(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Lend it to the other communities of the house, or take it home."""
    viewpoint, person, here = find_to_tend(request, slug, pk)
    if request.method == "POST":
        try:
            if "take_home" in request.POST:
                lending.take_home(by=person, resource=here)
                messages.success(
                    request, _("It is lent no more. What others made of it stays theirs, with its credit.")
                )
            else:
                lending.lend(by=person, resource=here)
                messages.success(request, _("It is lent. Members of the other communities find it on their shelf."))
        except lending.NotLendable:
            messages.error(request, _("It stays here: the page says why."))
            return HttpResponseRedirect(request.path)
        return HttpResponseRedirect(f"{here.url(slug)}#lending")
    context = {
        "viewpoint": viewpoint,
        "resource": here,
        "is_put_out": Lending.objects.filter(resource=here).exists(),
        "may_lend": lending.may_lend(here),
        "back": here.url(slug),
    }
    return render(request, "repertoire/lending.html", context)


@login_required
@require_safe
def resources_lent(request: HttpRequest, slug: str) -> HttpResponse:
    """What other communities of the house lend, and what the viewer told of it."""
    viewpoint, _person = enter_to_keep(request, slug)
    found = lent.lent_to(viewpoint).with_state(timezone.localdate())
    page = paging.page(found, by=("-changed_at", "-pk"), after=request.GET.get("after"), size=SIZE)
    context = {
        "viewpoint": viewpoint,
        "page": page,
        "rows": lent.rows_of(page.items, viewpoint),
        "own": lent.own_uses(viewpoint),
    }
    return render(request, "repertoire/lent_shelf.html", context)


def _find(request: HttpRequest, slug: str, pk: int) -> tuple[Viewpoint, Person, Resource]:
    """What another community lends, for a member of this one."""
    viewpoint, person = enter_to_keep(request, slug)
    found = besides(lent.lent_to(viewpoint).with_state(timezone.localdate()).with_tended().with_faces())
    return viewpoint, person, get_object_or_404(found.select_related("community"), pk=pk)


@login_required
@require_safe
def resource_lent(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What it says, who keeps it, and what came of it here."""
    viewpoint, person, here = _find(request, slug, pk)
    told = uses.joined(lent.told_here(here, viewpoint), viewpoint)[: lent.MOST]
    tongues = tongues_lent(here, viewpoint, asked=request.GET.get("in", ""))
    said = tongues.shown or here
    context = {
        "viewpoint": viewpoint,
        "resource": here,
        "tongues": tongues,
        "said": said,
        "lang": said.language or here.spoken,
        "chapters": sight.chapters_of(said, here.kind, {}),
        "files": files_of(here),
        "keeper": lent.keeper_of(here, viewpoint),
        "rows": uses.rows_of(told, viewpoint, tends=False),
        "counts": uses.counts_of(here),
        "licence": sight.licence_words(here),
        "language": sight.language_words(here),
        "at_home": Resource.objects.visible_to(person).filter(pk=here.pk).exists(),
        "home": here.url(here.community.slug),
    }
    return render(request, "repertoire/lent.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def resource_lent_adapting(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Make one's own community's own of it."""
    viewpoint, person, here = _find(request, slug, pk)
    action = reverse("resource_lent_adapting", args=[slug, pk])
    return adapting_page(request, viewpoint, person, here, action=action, **_around(viewpoint, here))


def _around(viewpoint: Viewpoint, here: Resource) -> dict[str, object]:
    """What the small pages say of it: whose it is, and where one goes back to."""
    back = reverse("resource_lent", args=[viewpoint.community.slug, here.pk])
    return {"lent_by": here.community.name, "back": back, "sight": None}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def resource_lent_using(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Tell what happened when one's own community used it."""
    viewpoint, person, here = _find(request, slug, pk)
    form = UseForm(request.POST) if request.method == "POST" else UseForm(initial={"told": Told.MEMBERS})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        key = key_of_sending(said["idempotency_key"], str(pk), slug, *(said[name] for name in HOW))
        try:
            using.tell_use(
                by=person,
                resource=here,
                account=form.account(),
                used_in=viewpoint.community,
                idempotency_key=key,
            )
        except NotTheirs:
            raise Http404(pk) from None
        messages.success(request, _("Thank you. Whoever looks after it hears of it, where it is kept."))
        return HttpResponseRedirect(f"{reverse('resource_lent', args=[slug, pk])}#uses")
    return _using_page(request, viewpoint, here, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def resource_lent_use(request: HttpRequest, slug: str, pk: int, use_pk: int) -> HttpResponse:
    """Tell one's own use otherwise, or take it back: also when the thing is lent no more."""
    viewpoint, person = enter_to_keep(request, slug)
    theirs = Use.objects.told_in(viewpoint.community, person).filter(person=person, resource=pk)
    own = get_object_or_404(theirs.select_related("resource__community", "resource__space"), pk=use_pk)
    shelf = reverse("resources_lent", args=[slug])
    form, answer = retold(request, person, own, back=f"{shelf}#list-head")
    if answer is not None:
        return answer
    is_lent = lent.lent_to(viewpoint).filter(pk=pk).exists()
    return _using_page(request, viewpoint, own.resource if is_lent else None, form, own=own, back=shelf)


def _using_page(
    request: HttpRequest, viewpoint: Viewpoint, here: Resource | None, form: Form, **more: object
) -> HttpResponse:
    around = _around(viewpoint, here) if here is not None else {}
    context = {"viewpoint": viewpoint, "resource": here, "form": form, **around, **more}
    status = UNFIT if form.is_bound and form.errors else 200
    return render(request, "repertoire/lent_using.html", context, status=status)
