"""The roles of a community, and the two things one writes about one: what it is for, and what one learned in it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonplace.communities.inside import as_member, as_steward
from commonplace.communities.membership.actions.leaving import is_another_steward
from commonplace.communities.models import Role, RoleBrief
from commonplace.communities.roles import actions, queries
from commonplace.communities.roles.forms import BriefForm, HandoverForm
from commonplace.communities.viewpoint import Viewpoint
from commonplace.people.viewer import require_viewer


@login_required
@require_safe
def roles(request: HttpRequest, slug: str) -> HttpResponse:
    """Every role by its name: what it is for, who holds it until when, and who did before."""
    viewpoint, person = as_member(request, slug), require_viewer(request)
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "roles": queries.roles_of(viewpoint, now=timezone.now()),
        "tends_alone": viewpoint.is_steward and not is_another_steward(viewpoint.community, person),
    }
    return render(request, "communities/roles/roles.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def role_brief(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What roles of this name are for, as stewards say it."""
    viewpoint = as_steward(request, slug)
    role = _role(viewpoint, pk)
    said = RoleBrief.objects.filter(community=viewpoint.community, folded_name=queries.key_of(role.name)).first()
    form = BriefForm(request.POST or None, initial={"words": said.words if said else ""})
    if request.method == "POST" and form.is_valid():
        try:
            actions.brief(
                by=require_viewer(request),
                community=viewpoint.community,
                name=role.name,
                words=form.cleaned_data["words"],
            )
        except actions.Unnamed:
            form.add_error(None, _("Give the role a name with a letter in it first."))
        else:
            messages.success(request, _("Kept. Everyone here can read it."))
            return _back(slug, role)
    heading, lede = _("What it is for"), _("Whoever thinks of taking the role reads this first.")
    return _page(request, viewpoint, role, form, heading=heading, lede=lede)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What one learned in a role, for whoever comes next."""
    viewpoint = as_member(request, slug)
    role = _role(viewpoint, pk)
    if not queries.may_hand_over(role, viewpoint, now=timezone.now()):
        raise Http404(pk)
    form = HandoverForm(request.POST or None, initial={"words": role.handover})
    if request.method == "POST" and form.is_valid():
        actions.hand_over(by=require_viewer(request), role=role, words=form.cleaned_data["words"])
        messages.success(request, _("Kept for whoever comes next."))
        return _back(slug, role)
    heading, lede = _("For whoever comes next"), _("A few honest lines are worth more than a manual.")
    return _page(request, viewpoint, role, form, heading=heading, lede=lede)


def _role(viewpoint: Viewpoint, pk: int) -> Role:
    rows = Role.objects.filter(membership__community=viewpoint.community)
    return get_object_or_404(rows.select_related("membership__person", "membership__community"), pk=pk)


def _back(slug: str, role: Role) -> HttpResponse:
    answer = redirect("roles", slug)
    answer["Location"] += f"#role-{role.pk}"
    return answer


def _page(
    request: HttpRequest, viewpoint: Viewpoint, role: Role, form: BriefForm | HandoverForm, **said: str
) -> HttpResponse:
    """The small page on which something is written about a role."""
    context = {"viewpoint": viewpoint, "community": viewpoint.community, "role": role, "form": form, **said}
    return render(request, "communities/roles/words.html", context, status=422 if form.errors else 200)
