"""Members propose who tends the community; whoever is proposed says whether they would."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.agreements.actions import choosing, proposing
from commonplace.agreements.actions.rights import IsOver, NotAMember, NotTheirs
from commonplace.agreements.forms.choosing import CandidateForm
from commonplace.agreements.queries.succession import is_untended, way_to_choose
from commonplace.agreements.views.lookup import back_to, deed_page, find
from commonplace.communities.inside import as_member
from commonplace.communities.models import Membership
from commonplace.communities.standing import LASTING
from commonplace.communities.viewpoint import Viewpoint
from commonplace.lib.sending import key_of_sending
from commonplace.people.viewer import require_viewer

MOST = 500


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def steward_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose a member, or oneself, to tend the community."""
    viewpoint, now = as_member(request, slug), timezone.now()
    way = way_to_choose(viewpoint.community, now=now)
    if way is None or viewpoint.membership is None or viewpoint.membership.standing not in LASTING:
        messages.info(request, _not_so(viewpoint))
        return redirect("proposals", slug)
    could = {one.person_id: one for one in _could_tend(viewpoint)}
    people = [(pk, viewpoint.name_of(one.person)) for pk, one in could.items()]
    form = CandidateForm(request.POST if request.method == "POST" else None, least=way.days, people=people)
    if request.method == "POST" and form.is_valid():
        said, by = form.cleaned_data, require_viewer(request)
        candidacy = choosing.Candidacy(could[said["person"]].person, said["title"], said["why"], form.ends_at)
        key = key_of_sending(
            said["idempotency_key"], viewpoint.community.pk, said["person"], said["title"], said["why"]
        )
        try:
            made = choosing.nominate(by=by, community=viewpoint.community, candidacy=candidacy, idempotency_key=key)
        except choosing.CannotTend:
            form.add_error("person", _("They are proposed already, tend it already, or are here no more."))
        except proposing.OutsideTheWindow:
            form.add_error("until", _("The charter asks for more days by now."))
        except proposing.TooMany:
            form.add_error(None, _("Three of yours are under way. Let one be decided first, or withdraw it."))
        except (proposing.StewardsChangeIt, NotAMember):
            form.add_error(None, _not_so(viewpoint))
        else:
            messages.success(request, _("It is put to everyone. Answers are counted after its last day."))
            return HttpResponseRedirect(made.url(slug))
    back, untended = reverse("proposals", args=[slug]), is_untended(viewpoint.community, now=now)
    return deed_page(request, viewpoint, "steward_new", form, back=back, way=way, untended=untended)


@login_required
@require_POST
def proposal_tend(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say whether one would tend it, if members choose so."""
    _viewpoint, here = find(request, slug, pk)
    say = choosing.decline if "no" in request.POST else choosing.accept
    try:
        say(by=require_viewer(request), proposal=here)
    except NotTheirs:
        raise Http404 from None
    except IsOver:
        messages.info(request, _("Its window has ended. What was said stays as it is."))
    else:
        messages.success(request, _("Kept. Everyone here can read it."))
    return back_to(here, slug, "nominated")


def _could_tend(viewpoint: Viewpoint) -> list[Membership]:
    rows = Membership.objects.filter(community=viewpoint.community, standing__in=LASTING)
    rows = rows.filter(person__claimed_at__isnull=False).select_related("person")
    return [one for one in rows.order_by("person__name", "pk")[:MOST] if not one.is_steward]


def _not_so(viewpoint: Viewpoint) -> str:
    if viewpoint.membership is not None and viewpoint.membership.is_guest:
        return _("Members propose and decide. As a guest you may read along.")
    return _("Stewards ask here who tends it with them. One of them can choose that members do.")
