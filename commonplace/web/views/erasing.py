"""Going for good, and taking a name out of what an archive brought."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commonplace.communities import access
from commonplace.communities.membership.actions.taking_out import take_out_name
from commonplace.communities.models import Membership
from commonplace.communities.on_erase import LastStewardAmongOthers, left_untended_by
from commonplace.communities.reasons.queries import saved_reasons
from commonplace.communities.reasons.views import keep_if_ticked
from commonplace.communities.viewpoint import enter
from commonplace.people.actions.claiming import AlreadyClaimed
from commonplace.people.actions.erasing import CannotGoYet, erase
from commonplace.people.models import Person
from commonplace.people.viewer import require_viewer
from commonplace.web.earlier import counted, may_settle
from commonplace.web.everything import bundle_of
from commonplace.web.forms.erasing import ErasingForm, TakeOutForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def erasing(request: HttpRequest) -> HttpResponse:
    """Say what goes, what stays and how, ask for the choice, and close the account."""
    person = require_viewer(request)
    form = ErasingForm(request.POST or None)
    untended = left_untended_by(person)
    if request.method == "POST" and form.is_valid():
        try:
            erase(person=person, withdraw=form.withdraw)
        except LastStewardAmongOthers as refused:
            untended = list(refused.communities)
        except CannotGoYet as refused:
            form.add_error(None, str(refused.said))
        else:
            logout(request)
            return redirect("farewell")
    context = {"person": person, "form": form, "untended": untended, "bundle": bundle_of(person)}
    return render(request, "web/me/erasing.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@never_cache
def farewell(request: HttpRequest) -> HttpResponse:
    """What is said to someone who has gone."""
    return render(request, "web/me/farewell.html")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_out(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a name out that nobody stands behind, as its owner wished; for whoever tends all places where it stands."""
    viewpoint = enter(request, slug)
    steward = require_viewer(request)
    visible = Person.objects.filter(access.person_is_visible(steward), claimed_at__isnull=True)
    here = Membership.objects.filter(community=viewpoint.community).values("person_id")
    name = get_object_or_404(visible.filter(pk__in=here), pk=pk)
    if not (viewpoint.is_steward and may_settle(steward, name)):
        raise Http404
    form = TakeOutForm(request.POST or None, reasons=saved_reasons(viewpoint))
    if request.method == "POST" and form.is_valid():
        try:
            take_out_name(by=steward, name=name, withdraw=form.withdraw, why=form.cleaned_data["why"])
        except AlreadyClaimed:
            raise Http404 from None  # its owner came meanwhile, and does it alone
        except CannotGoYet as refused:
            form.add_error(None, str(refused.said))
        else:
            keep_if_ticked(request, viewpoint, form)
            messages.success(request, _("The name is gone from here."))
            return redirect("people", slug)
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "of": name,
        "byline": viewpoint.byline_for(name),
        "earlier": counted([name])[0],
        "form": form,
    }
    return render(request, "web/me/take_out.html", context, status=422 if request.method == "POST" else 200)
