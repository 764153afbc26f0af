"""Proposals that are talked about, what was decided, and putting one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonplace.agreements.actions import proposing
from commonplace.agreements.actions.rights import NotAMember
from commonplace.agreements.forms.proposals import OtherWayForm, WayForm, WordsForm
from commonplace.agreements.models import Decision, Proposal, ProposalQuerySet
from commonplace.agreements.models.proposal import HEADINGS
from commonplace.agreements.queries.passages import standing_words
from commonplace.agreements.queries.proposals import counted, state
from commonplace.agreements.queries.succession import is_untended, way_to_choose
from commonplace.agreements.views.lookup import deed_page
from commonplace.communities.charter.actions import ByItsMembers, NothingChanged, choose_way
from commonplace.communities.charter.queries import current_charter
from commonplace.communities.charter.ways import WAY, read_way, way_of
from commonplace.communities.inside import as_member, as_steward
from commonplace.communities.viewpoint import Viewpoint, beyond_byline
from commonplace.lib.sending import key_of_sending
from commonplace.people.viewer import require_viewer
from commonplace.store.paging import page

MOST_SHOWN = 30


@login_required
@require_safe
def proposals(request: HttpRequest, slug: str) -> HttpResponse:
    """What is proposed just now, how the charter is changed, and what it would be good to look at first."""
    viewpoint, now = as_member(request, slug), timezone.now()
    may_propose = viewpoint.membership is not None and not viewpoint.membership.is_guest
    rows = _of(viewpoint).undecided().with_faces().order_by("ends_at", "pk")[:MOST_SHOWN]
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "rows": [(one, viewpoint.byline_for(one.by), *state(one, now=now)) for one in rows],
        "way": way_of(current_charter(viewpoint.community)),
        "passages": list(HEADINGS.items()),
        "may_nominate": may_propose and way_to_choose(viewpoint.community, now=now) is not None,
        "untended": may_propose and is_untended(viewpoint.community, now=now),
        "may_propose": may_propose,
    }
    return render(request, "agreements/proposals.html", context)


@login_required
@require_safe
def proposals_decided(request: HttpRequest, slug: str) -> HttpResponse:
    """What was decided, the latest first; also what was withdrawn and what lapsed."""
    viewpoint = as_member(request, slug)
    rows = Decision.objects.filter(proposal__in=_of(viewpoint)).select_related("proposal__by", "revision")
    shown = page(
        rows.defer("revision__words", *beyond_byline("proposal__by")),
        by=("-at", "-id"),
        after=request.GET.get("after"),
        size=MOST_SHOWN,
    )
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "rows": [(one, viewpoint.byline_for(one.proposal.by), counted(one)) for one in shown.items],
        "page": shown,
    }
    return render(request, "agreements/decided.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposal_new(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Propose other words for one passage."""
    viewpoint = as_member(request, slug)
    if key not in HEADINGS:
        raise Http404(key)
    current = current_charter(viewpoint.community)
    way, stands = way_of(current), standing_words(current, key)
    if way.is_by_stewards or viewpoint.membership is None or viewpoint.membership.is_guest:
        messages.info(request, not_by_members(viewpoint))
        return redirect("proposals", slug)
    form = _form(request, viewpoint, key, stands, least=way.days)
    if request.method == "POST" and form.is_valid():
        made = _put(request, viewpoint, key, form)
        if made is not None:
            messages.success(request, _("It is put to everyone. Answers are counted after its last day."))
            return HttpResponseRedirect(made.url(slug))
    back = reverse("proposals", args=[slug])
    meets = _of(viewpoint).undecided().filter(passage=key).order_by("at", "pk")
    return deed_page(
        request, viewpoint, "new", form, back=back, heading=HEADINGS[key], way=way, meets=list(meets), key=key
    )


def _form(request: HttpRequest, viewpoint: Viewpoint, key: str, stands: str, *, least: int) -> WordsForm | OtherWayForm:
    sent = request.POST if request.method == "POST" else None
    if key == WAY:
        return OtherWayForm(sent, initial=WayForm.of(read_way(stands)), least=least)
    return WordsForm(sent, initial={"words": stands}, least=least, switched_on=viewpoint.community.modules)


def _put(request: HttpRequest, viewpoint: Viewpoint, key: str, form: WordsForm | OtherWayForm) -> Proposal | None:
    said = form.cleaned_data
    terms = proposing.Terms(key, said["title"], form.proposed, said["why"], form.ends_at)
    try:
        return proposing.propose(
            by=require_viewer(request),
            community=viewpoint.community,
            terms=terms,
            idempotency_key=key_of_sending(
                said["idempotency_key"], viewpoint.community.pk, key, terms.words, terms.title, terms.why
            ),
        )
    except proposing.NothingChanges:
        form.add_error(None, _("These are the words that stand. Change something in them first."))
    except proposing.OutsideTheWindow:
        form.add_error("until", _("The charter asks for more days by now."))
    except proposing.TooMany:
        form.add_error(None, _("Three of yours are under way. Let one be decided first, or withdraw it."))
    except (proposing.StewardsChangeIt, NotAMember):
        form.add_error(None, not_by_members(viewpoint))
    return None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def charter_way(request: HttpRequest, slug: str) -> HttpResponse:
    """A steward says how the charter is changed; once members change it, that is theirs too."""
    viewpoint = as_steward(request, slug)
    way = way_of(current_charter(viewpoint.community))
    if not way.is_by_stewards:
        return redirect("proposal_new", slug, WAY)
    form = WayForm(request.POST if request.method == "POST" else None, initial=WayForm.of(way))
    if request.method == "POST" and form.is_valid():
        try:
            choose_way(
                by=require_viewer(request),
                community=viewpoint.community,
                way=form.way,
                summary=_("How this charter is changed"),
            )
        except NothingChanged:
            messages.info(request, _("That is how it is changed already."))
        except ByItsMembers:
            messages.info(request, _("Members change the charter by now. Propose it to them."))
        else:
            messages.success(request, _("It stands in the charter from now on."))
        return redirect("proposals", slug)
    return deed_page(request, viewpoint, "way", form, back=reverse("proposals", args=[slug]))


def not_by_members(viewpoint: Viewpoint) -> str:
    """What is said where somebody would propose and cannot."""
    if viewpoint.membership is not None and viewpoint.membership.is_guest:
        return _("Members propose and decide. As a guest you may read along.")
    return _("Stewards change the charter here. One of them can choose that members do.")


def _of(viewpoint: Viewpoint) -> ProposalQuerySet:
    return Proposal.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
