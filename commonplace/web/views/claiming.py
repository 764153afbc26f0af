"""'This is me': taking the name one wrote under in an archive."""

from contextlib import suppress

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.communities import access
from commonplace.communities.models import Membership
from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.people.actions import claiming
from commonplace.people.models import Claim, Person
from commonplace.people.proof import Unproven
from commonplace.people.queries import earlier_selves, open_claims
from commonplace.people.viewer import require_viewer
from commonplace.web.earlier import claims_on, counted, may_settle
from commonplace.web.forms.claiming import CodeForm, StewardForm


@login_required
@require_POST
def my_earlier_self(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the name whose address one has confirmed."""
    person = require_viewer(request)
    of = get_object_or_404(earlier_selves(person), pk=pk)
    posts = counted([of])[0].posts
    try:
        claiming.claim_by_address(person=person, of=of)
    except (claiming.AlreadyClaimed, claiming.NotTheirAddress):
        return redirect("me")  # pressed twice, or another was first: the page shows which
    messages.success(request, _welcome_back(posts))
    return redirect("me")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say 'this is me' of an unclaimed person: by a code at the archive's address, or by a steward's word."""
    viewpoint = enter(request, slug)
    person = require_viewer(request)
    visible = Person.objects.filter(access.person_is_visible(person), claimed_at__isnull=True)
    of = get_object_or_404(visible.filter(pk__in=_standing_here(viewpoint)), pk=pk)
    way = request.POST.get("way", "")
    code_form = CodeForm(request.POST if way == "code" else None)
    steward_form = StewardForm(request.POST if way == "steward" else None)
    if way == "send":
        try:
            _send(request, person, of)
        except (Unproven, claiming.TooManyNames) as refused:
            messages.error(request, _told_why_not(refused))
        return redirect("claim", slug, pk)
    if way == "code" and code_form.is_valid():
        posts = counted([of])[0].posts
        try:
            claiming.enter_code(person=person, of=of, code=code_form.cleaned_data["code"])
        except claiming.WrongCode:
            code_form.add_error("code", _("Not the code, or its hour is over. After five tries a new one is needed."))
        except claiming.AlreadyClaimed:
            raise Http404 from None  # as the next look at this page
        else:
            messages.success(request, _welcome_back(posts))
            return redirect("me")
    if way == "steward" and steward_form.is_valid():
        try:
            claiming.ask_steward(person=person, of=of, words=steward_form.cleaned_data["words"])
        except (Unproven, claiming.TooManyNames) as refused:
            steward_form.add_error(None, _told_why_not(refused))
        except claiming.AlreadyClaimed:
            raise Http404 from None
        else:
            return redirect("claim", slug, pk)
    mine = Claim.objects.filter(person=person, of=of, settled_at=None).first()
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "of": of,
        "byline": viewpoint.byline_for(of),
        "earlier": counted([of])[0],
        "code_form": code_form,
        "steward_form": steward_form,
        "is_sent": f"claim-{pk}" in request.session,
        "is_asked": mine is not None and bool(mine.words),
    }
    return render(request, "web/me/claim.html", context, status=422 if request.method == "POST" else 200)


def _told_why_not(refused: ValueError) -> str:
    if isinstance(refused, Unproven):
        return _("Confirm your mail address first; it is on your own page.")
    return _("You said of several names today that they are yours. Go on tomorrow.")


def _send(request: HttpRequest, person: Person, of: Person) -> None:
    """Send where it can be sent; the page says the same in each case, and so nothing about the archive's address."""
    with suppress(claiming.NoAddress, claiming.TooSoon, claiming.AlreadyClaimed):
        claiming.send_code(person=person, of=of)
    request.session[f"claim-{of.pk}"] = True


@login_required
@require_safe
def claims(request: HttpRequest, slug: str) -> HttpResponse:
    """Names from the archive that someone says are theirs, for stewards."""
    viewpoint = _as_steward(request, slug)
    steward = require_viewer(request)
    waiting = claims_on(viewpoint.community)
    wrote = {one.person.pk: one for one in counted([claim.of for claim in waiting])}
    rows = [
        {
            "claim": claim,
            "earlier": wrote[claim.of_id],
            "byline": viewpoint.byline_for(claim.person),
            "of": viewpoint.byline_for(claim.of),
            "may": claim.person_id != steward.pk and may_settle(steward, claim.of),
        }
        for claim in waiting
    ]
    context = {"viewpoint": viewpoint, "community": viewpoint.community, "claims": rows}
    return render(request, "web/me/claims.html", context)


@login_required
@require_POST
def claim_answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A steward's word on a claim."""
    viewpoint = _as_steward(request, slug)
    steward = require_viewer(request)
    waiting = get_object_or_404(open_claims().filter(of__in=_standing_here(viewpoint)), pk=pk)
    # Nobody vouches for themselves.
    if waiting.person_id == steward.pk or not may_settle(steward, waiting.of):
        raise Http404
    try:
        claiming.settle(claim=waiting, by=steward, is_right=request.POST.get("is_right") == "yes")
        messages.success(request, _("Your word is kept."))
    except (claiming.AlreadySettled, claiming.AlreadyClaimed):
        messages.info(request, _("That was settled before you answered."))
    return redirect("claims", slug)


def _standing_here(viewpoint: Viewpoint) -> QuerySet[Person]:
    here = Membership.objects.filter(community=viewpoint.community)
    return Person.objects.filter(pk__in=here.values("person_id"))


def _as_steward(request: HttpRequest, slug: str) -> Viewpoint:
    """Stewards, and an operator who is in this community: someone must answer for names that stand in many."""
    viewpoint = enter(request, slug)
    if not (viewpoint.is_steward or (viewpoint.is_member and require_viewer(request).is_operator)):
        raise Http404
    return viewpoint


def _welcome_back(posts: int) -> str:
    return ngettext("Welcome back: one post is yours again.", "Welcome back: %(n)d posts are yours again.", posts) % {
        "n": posts
    }
