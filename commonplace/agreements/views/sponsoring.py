"""What host and community agreed: read by members and sponsors, signed by both, ended by either side."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.agreements.actions import sponsoring
from commonplace.agreements.forms.sponsoring import AgreementForm, EndAgreementForm
from commonplace.agreements.models.sponsoring import Agreement
from commonplace.agreements.queries.sponsoring import is_sponsor, versions
from commonplace.communities.inside import as_steward
from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.people.viewer import require_viewer


@login_required
@require_safe
def sponsor_agreement(request: HttpRequest, slug: str) -> HttpResponse:
    """The version that holds or waits, and those before it."""
    return _page(request, _enter(request, slug))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sponsor_agreement_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a version, from the words of the last one."""
    viewpoint = as_steward(request, slug)
    latest = Agreement.objects.filter(community=viewpoint.community).order_by("-number").first()
    begun: dict[str, object] = {"on": latest.number if latest else 0}
    if latest is not None:
        begun |= {"gives": latest.gives, "will_not_ask": latest.will_not_ask, "shows": latest.shows}
    form = AgreementForm(request.POST if request.method == "POST" else None, initial=begun)
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["on"] or 0
        try:
            sponsoring.lay_down(by=require_viewer(request), community=viewpoint.community, terms=form.terms, on=on)
        except sponsoring.NotASteward:
            raise Http404 from None
        except sponsoring.OutsideTheYears:
            form.add_error("until", _("A day from tomorrow on, within five years."))
        except sponsoring.ReadAnother:
            # Given back on what stands now: whoever has looked at it can send theirs after all.
            form = AgreementForm({**request.POST.dict(), "on": str(begun["on"])})
            form.add_error(None, _("Another steward wrote one meanwhile. Read it, then send yours after all."))
        else:
            messages.success(request, _("Signed for the community. It holds once a sponsor has signed, too."))
            return _back(slug)
    context = {"viewpoint": viewpoint, "community": viewpoint.community, "form": form, "latest": latest}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "agreements/agreement_new.html", context, status=status)


@login_required
@require_POST
def sponsor_agreement_sign(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Sign it for the host."""
    viewpoint = _enter(request, slug)
    agreement = _find(viewpoint, number)
    try:
        sponsoring.sign(by=require_viewer(request), agreement=agreement)
        messages.success(request, _("Signed by both. It holds from now on."))
    except sponsoring.NotASponsor:
        raise Http404 from None
    except sponsoring.SameHand:
        messages.error(request, _("You signed it for the community. Another sponsor signs for the host."))
    except sponsoring.ReadAnother:
        messages.error(request, _("It is not the one to sign any more. Read what stands here now."))
    return _back(slug)


@login_required
@require_POST
def sponsor_agreement_end(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """End it before its day."""
    viewpoint = _enter(request, slug)
    agreement = _find(viewpoint, number)
    form = EndAgreementForm(request.POST, auto_id="id_end_%s")
    if not form.is_valid():
        return _page(request, viewpoint, ending=form)
    try:
        sponsoring.end(by=require_viewer(request), agreement=agreement, why=form.cleaned_data["why"])
        messages.success(request, _("It has ended. Why stands beside it."))
    except sponsoring.NotASteward:
        raise Http404 from None
    except sponsoring.ReadAnother:
        messages.info(request, _("It had ended before."))
    return _back(slug)


def _enter(request: HttpRequest, slug: str) -> Viewpoint:
    viewpoint = enter(request, slug, inside=False)
    if not viewpoint.may_read_sponsors_page:
        raise Http404(slug)
    return viewpoint


def _find(viewpoint: Viewpoint, number: int) -> Agreement:
    rows = Agreement.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    if number >= 2**31:
        raise Http404(number)
    return get_object_or_404(rows.select_related("community"), number=number)


def _back(slug: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("sponsor_agreement", args=[slug]))


def _page(request: HttpRequest, viewpoint: Viewpoint, *, ending: EndAgreementForm | None = None) -> HttpResponse:
    now = timezone.now()
    shown = versions(viewpoint, now=now)
    sponsors = is_sponsor(require_viewer(request), viewpoint.community, now=now)
    latest = shown[0] if shown else None
    holds = next((one for one in shown if one.tone == "good"), None)
    may_sign = sponsors and latest is not None and latest.tone == "wait"
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "latest": latest,
        "holds": holds if holds is not latest else None,
        "before": [one for one in shown[1:] if one is not holds],
        "may_sign": may_sign,
        "may_end": holds if sponsors or viewpoint.is_steward else None,
        "ending": ending or EndAgreementForm(auto_id="id_end_%s"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if ending is not None else HTTPStatus.OK
    return render(request, "agreements/agreement.html", context, status=status)
