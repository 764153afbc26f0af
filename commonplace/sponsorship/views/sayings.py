"""What a sponsor says without being asked, what stewards answer to an offer, and what is said in brief."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.lib.sending import key_of_sending
from commonplace.sponsorship.actions import saying as actions
from commonplace.sponsorship.forms.saying import BriefForm, OfferForm, SayForm
from commonplace.sponsorship.models import Brief, Saying, SayingQuerySet
from commonplace.sponsorship.views.lookup import Side, as_sponsor, as_tending, back_to, side_of, status_of

DONE = {
    Saying.Kind.THANKS: gettext_lazy("Thank you. It stands on the community’s page."),
    Saying.Kind.OFFER: gettext_lazy("Thank you. Stewards say whether they take it up."),
    Saying.Kind.MATTERS: gettext_lazy("Thank you. All members read it here."),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sponsor_say(request: HttpRequest, slug: str, saying: str) -> HttpResponse:
    """Thank the community, offer something, or say what matters."""
    side = as_sponsor(request, slug)
    if saying not in Saying.Kind.values:
        raise Http404(saying)
    form = SayForm(request.POST if request.method == "POST" else None, kind=saying)
    if request.method == "POST" and form.is_valid() and _say(side, saying, form):
        messages.success(request, DONE[Saying.Kind(saying)])
        return back_to(slug, "said")
    context = {"viewpoint": side.viewpoint, "form": form, "kind": saying}
    return render(request, "sponsorship/say.html", context, status=status_of(request))


def _say(side: Side, kind: str, form: SayForm) -> bool:
    said = form.cleaned_data
    what, words = said.get("what", ""), said["words"]
    try:
        actions.say(
            by=side.person,
            community=side.community,
            kind=kind,
            words=words,
            what=what,
            idempotency_key=key_of_sending(said["idempotency_key"], side.community.pk, kind, what, words),
        )
    except actions.TooMany:
        form.add_error(None, _("That is a dozen for today. Tomorrow there is room again."))
        return False
    return True


@login_required
@require_POST
def saying_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take back what one said."""
    side = side_of(request, slug)
    saying = get_object_or_404(_of(side).filter(by=side.person), pk=pk)
    saying.community = side.community
    try:
        actions.take_back(by=side.person, saying=saying)
    except actions.IsAnswered:
        messages.info(request, _("It was answered, and stays."))
    else:
        messages.success(request, _("It is taken back."))
    return back_to(slug, "said")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take an offer up, or decline it with thanks."""
    side = as_tending(request, slug)
    found = get_object_or_404(_of(side).filter(kind=Saying.Kind.OFFER).with_faces(), pk=pk)
    found.community = side.community
    if found.answered_at is not None:
        messages.info(request, _("It was answered."))
        return back_to(slug, "said")
    form = OfferForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.answer_offer(by=side.person, offer=found, taken=said["taken"] == "yes", reply=said["reply"])
        except actions.IsAnswered:
            messages.info(request, _("It was answered."))
        else:
            messages.success(request, _("They read it on their page."))
        return back_to(slug, "said")
    byline = side.viewpoint.byline_for(found.by)
    context = {"viewpoint": side.viewpoint, "offer": found, "byline": byline, "form": form}
    return render(request, "sponsorship/offer.html", context, status=status_of(request))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sponsor_brief(request: HttpRequest, slug: str) -> HttpResponse:
    """Say in brief what it was good for."""
    side = as_tending(request, slug)
    last = Brief.objects.filter(community=side.community).order_by("-at", "-pk").first()
    begun = BriefForm.begun_with(last.lines) if last else {}
    form = BriefForm(request.POST if request.method == "POST" else None, initial=begun)
    if request.method == "POST" and form.is_valid():
        actions.write_brief(by=side.person, community=side.community, lines=form.lines)
        messages.success(request, _("It stands at the top of the page."))
        return back_to(slug)
    context = {"viewpoint": side.viewpoint, "form": form}
    return render(request, "sponsorship/brief.html", context, status=status_of(request))


def _of(side: Side) -> SayingQuerySet:
    return Saying.objects.visible_to(side.person).filter(community=side.community)
