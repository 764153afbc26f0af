"""Standing and roles as stewards tend them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.inside import as_steward
from commonplace.communities.membership.actions import roles as role_actions
from commonplace.communities.membership.actions import standing as actions
from commonplace.communities.membership.forms import RemovalForm, RoleForm, StandingForm
from commonplace.communities.models import Membership, Role
from commonplace.communities.people import queries
from commonplace.communities.reasons.queries import saved_reasons
from commonplace.communities.reasons.views import keep_if_ticked
from commonplace.communities.settings.views.arranging import around
from commonplace.communities.standing import Standing
from commonplace.communities.stewards import ElsewhereStanding
from commonplace.communities.viewpoint import Viewpoint
from commonplace.lib.direction import isolated
from commonplace.people.viewer import require_viewer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings_member(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One person's standing, and the forms that change it, give a role or ask them to leave."""
    viewpoint = as_steward(request, slug)
    membership = _membership(viewpoint, pk)
    until = timezone.localdate(membership.until) if membership.until else None
    form = StandingForm(
        request.POST or None,
        initial={"standing": membership.standing, "until": until},
        may_tend=membership.person.is_claimed,
    )
    if request.method == "POST" and form.is_valid():
        by, wanted = require_viewer(request), form.cleaned_data["standing"]
        try:
            if wanted == Standing.STEWARD:
                actions.make_steward(by=by, membership=membership)
            elif wanted == Standing.GUEST:
                actions.make_guest(by=by, membership=membership, until=form.cleaned_data["until"])
            else:
                actions.make_member(by=by, membership=membership)
        except actions.LastSteward:
            form.add_error("standing", _("Someone must tend the community. Make another person a steward first."))
        except actions.MembersChoose:
            form.add_error("standing", _("Members choose who tends it, as they change the charter. Propose somebody."))
        else:
            messages.success(request, _("Kept. Their page says so too."))
            return redirect("settings_members", slug)
    return _page(request, viewpoint, membership, form=form)


@login_required
@require_POST
def settings_roles(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give someone a role for a term."""
    viewpoint = as_steward(request, slug)
    membership = _membership(viewpoint, pk)
    form = RoleForm(request.POST, prefix="role")
    if not form.is_valid():
        return _page(request, viewpoint, membership, role_form=form)
    role_actions.appoint(by=require_viewer(request), membership=membership, **form.cleaned_data)
    messages.success(request, _("%(name)s has a role.") % {"name": isolated(viewpoint.name_of(membership.person))})
    return redirect("settings_member", slug, pk)


@login_required
@require_POST
def settings_role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """End a role today."""
    viewpoint = as_steward(request, slug)
    roles = Role.objects.select_related("membership__person", "membership__community")
    role = get_object_or_404(roles, pk=pk, membership__community=viewpoint.community)
    try:
        role_actions.step_down(by=require_viewer(request), role=role)
        messages.success(request, _("The term ends today."))
    except role_actions.AlreadyEnded:
        messages.info(request, _("That term is over already."))
    return redirect("settings_member", slug, role.membership_id)


@login_required
@require_POST
def settings_removal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask someone to leave, in words that reach them."""
    viewpoint = as_steward(request, slug)
    membership = _membership(viewpoint, pk)
    form = RemovalForm(request.POST, prefix="removal", reasons=saved_reasons(viewpoint))
    if form.is_valid():
        try:
            actions.remove(by=require_viewer(request), membership=membership, words=form.cleaned_data["words"])
        except actions.LastSteward:
            form.add_error(None, _("Someone must tend the community. Make another person a steward first."))
        except actions.NotOneself:
            form.add_error(None, _("To leave yourself, use the page for leaving; it asks for nobody’s words."))
        except ElsewhereStanding:
            messages.info(request, _("They have left already."))
            return redirect("settings_members", slug)
        else:
            keep_if_ticked(request, viewpoint, form)
            messages.success(
                request,
                _("%(name)s has no place here any more. What they wrote stays.")
                % {"name": isolated(viewpoint.name_of(membership.person))},
            )
            return redirect("settings_members", slug)
    return _page(request, viewpoint, membership, removal_form=form)


def _page(
    request: HttpRequest,
    viewpoint: Viewpoint,
    membership: Membership,
    *,
    form: StandingForm | None = None,
    role_form: RoleForm | None = None,
    removal_form: RemovalForm | None = None,
) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    roles = [role for role in membership.roles.order_by("since", "pk") if role.until is None or role.until >= today]
    until = timezone.localdate(membership.until) if membership.until else None
    wrong = any(one is not None and one.errors for one in (form, role_form, removal_form))
    context = {
        **around(viewpoint, "settings_members"),
        "membership": membership,
        "byline": viewpoint.byline_for(membership.person),
        "standings": queries.standings_of(membership, roles, now=now),
        "roles": roles,
        "is_self": viewpoint.person == membership.person,
        "form": form
        or StandingForm(
            initial={"standing": membership.standing, "until": until}, may_tend=membership.person.is_claimed
        ),
        "role_form": role_form or RoleForm(prefix="role", initial={"since": today}),
        "removal_form": removal_form or RemovalForm(prefix="removal", reasons=saved_reasons(viewpoint)),
    }
    return render(request, "communities/settings/member.html", context, status=422 if wrong else 200)


def _membership(viewpoint: Viewpoint, pk: int) -> Membership:
    rows = Membership.objects.current().select_related("person", "community")
    return get_object_or_404(rows, community=viewpoint.community, pk=pk)
