"""One proposal: reading it, answering, saying something, another wording, and what becomes of whoever carries it."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.agreements.actions import answering, proposing
from commonplace.agreements.actions.rights import IsOver, NotAMember, NotTheirs
from commonplace.agreements.forms.proposals import AnswerForm, RemarkForm, ReplyForm, RewordForm, RewordWayForm, WayForm
from commonplace.agreements.models import Answer, Proposal, Says
from commonplace.agreements.queries.passages import standing_words, told
from commonplace.agreements.queries.proposals import Seen, counted, labels, nomination_of, seen, state
from commonplace.agreements.views.lookup import back_to, deed_page, find
from commonplace.communities.audience import audience_inside
from commonplace.communities.charter.queries import current_charter
from commonplace.communities.charter.ways import read_way
from commonplace.communities.models import CharterRevision
from commonplace.communities.viewpoint import Viewpoint
from commonplace.lib.sending import key_of_sending
from commonplace.people.viewer import require_viewer


def over() -> str:
    """What is said where something was to be done to what is decided."""
    return _("Its window has ended. What was said stays as it is.")


# Beside an answer, which has words as well.
REMARK_ID = "id_remark_%s"


@login_required
@require_safe
def proposal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What would change, word by word, and what everyone says to it."""
    viewpoint, here = find(request, slug, pk)
    return _page(request, viewpoint, here)


@login_required
@require_POST
def proposal_answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say whether one can live with it, or is for it."""
    viewpoint, here = find(request, slug, pk)
    form = AnswerForm(request.POST, answers=labels(here))
    if form.is_valid():
        said = form.cleaned_data
        try:
            answering.answer(
                by=require_viewer(request),
                proposal=here,
                says=Says(said["says"]),
                words=said["words"],
                on=said["on"] or 0,
            )
        except answering.NoReason:
            form.add_error("words", _("Say what stands in the way: without a reason nobody can do anything about it."))
        except answering.OtherWords:
            form.add_error(None, _("It has got another wording meanwhile. Read it, then answer."))
        except NotAMember:
            raise PermissionDenied from None
        except IsOver:
            messages.error(request, over())
            return back_to(here, slug)
        else:
            messages.success(request, _("Kept. You may change it until the last day."), extra_tags="answer")
            return back_to(here, slug, "answer")
    return _page(request, viewpoint, here, answer=form)


@login_required
@require_POST
def proposal_remark(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say something about it."""
    viewpoint, here = find(request, slug, pk)
    form = RemarkForm(request.POST, auto_id=REMARK_ID)
    if form.is_valid():
        words = form.cleaned_data["words"]
        try:
            answering.remark(
                by=require_viewer(request),
                proposal=here,
                words=words,
                idempotency_key=key_of_sending(form.cleaned_data["idempotency_key"], here.pk, words),
            )
        except NotAMember:
            raise PermissionDenied from None
        except answering.TooManyRemarks:
            form.add_error(None, _("More is said about it than anybody can read. A conversation has room for it."))
        except IsOver:
            messages.error(request, over())
            return back_to(here, slug)
        else:
            return back_to(here, slug, "remarks")
    return _page(request, viewpoint, here, remark=form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposal_reword(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give it another wording, beside the words of the charter as they stand now."""
    viewpoint, here = _find_to_carry(request, slug, pk)
    current, latest = current_charter(viewpoint.community), here.wordings.order_by("-number")[0]
    begun = {"words": latest.words, "on": latest.number, "on_revision": current.number if current else 0}
    form = _rewording(request, viewpoint, here, begun)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        read = CharterRevision.objects.filter(community=viewpoint.community, number=said["on_revision"] or 0).first()
        try:
            proposing.revise(
                by=require_viewer(request),
                proposal=here,
                words=form.proposed,
                summary=said["summary"],
                on=said["on"] or 0,
                stood=standing_words(read, here.passage),
            )
        except proposing.ReadAnother:
            # Given back on what stands now: whoever has looked at it can send theirs after all.
            form = _rewording(request, viewpoint, here, begun, again=True)
            form.add_error(None, _("The words changed meanwhile. Yours are below; look at what stands now, then send."))
        except proposing.NothingChanges:
            form.add_error(None, _("These are the words that stand, or that you proposed already."))
        except proposing.TooMany:
            form.add_error(None, _("It has as many wordings as anybody can read. Withdraw it, and put it anew."))
        except (NotAMember, NotTheirs):
            raise PermissionDenied from None
        except IsOver:
            messages.error(request, over())
            return back_to(here, slug)
        else:
            messages.success(request, _("Everyone is asked again, for this wording."))
            return back_to(here, slug)
    stands = told(here.passage, standing_words(current, here.passage))
    return deed_page(request, viewpoint, "reword", form, back=here.url(slug), proposal=here, stands=stands)


def _rewording(
    request: HttpRequest, viewpoint: Viewpoint, here: Proposal, begun: dict[str, object], *, again: bool = False
) -> RewordForm | RewordWayForm:
    sent = request.POST.dict() if request.method == "POST" else None
    if sent is not None and again:
        sent |= {"on": str(begun["on"]), "on_revision": str(begun["on_revision"])}
    if here.is_of_the_way:
        return RewordWayForm(sent, initial={**begun, **WayForm.of(read_way(str(begun["words"])))})
    return RewordForm(sent, initial=begun, switched_on=viewpoint.community.modules)


@login_required
@require_POST
def proposal_withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let it go."""
    _viewpoint, here = _find_to_carry(request, slug, pk)
    try:
        proposing.withdraw(by=require_viewer(request), proposal=here)
    except (NotAMember, NotTheirs):
        raise PermissionDenied from None
    except IsOver:
        messages.error(request, over())
    else:
        messages.success(request, _("It is withdrawn. What was said about it can still be read."))
    return back_to(here, slug)


@login_required
@require_POST
def proposal_carry(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Carry on what somebody left behind."""
    _viewpoint, here = find(request, slug, pk)
    try:
        proposing.take_on(by=require_viewer(request), proposal=here)
    except NotAMember:
        raise PermissionDenied from None
    except proposing.IsCarried:
        messages.info(request, _("Somebody carries it already."))
    except IsOver:
        messages.error(request, over())
    else:
        messages.success(request, _("You carry it now: you can give it another wording, or withdraw it."))
    return back_to(here, slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposal_reply(request: HttpRequest, slug: str, pk: int, said: int) -> HttpResponse:
    """Say what became of an objection."""
    viewpoint, here = _find_to_carry(request, slug, pk)
    latest = here.wordings.order_by("-number")[0]
    objection = Answer.objects.filter(pk=said, wording=latest, says=Says.NO).select_related("person").first()
    if objection is None:
        raise Http404(said)
    form = ReplyForm(request.POST if request.method == "POST" else None, initial={"words": objection.reply})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        try:
            answering.reply_to(by=require_viewer(request), proposal=here, objection=objection.pk, words=words)
        except (NotAMember, NotTheirs):
            raise PermissionDenied from None
        except LookupError:
            raise Http404(said) from None
        except IsOver:
            messages.error(request, over())
        else:
            messages.success(request, _("Kept beside the objection."))
        return back_to(here, slug, "objections")
    return deed_page(
        request,
        viewpoint,
        "reply",
        form,
        back=here.url(slug),
        proposal=here,
        objection=objection,
        byline=viewpoint.byline_for(objection.person),
    )


def _find_to_carry(request: HttpRequest, slug: str, pk: int) -> tuple[Viewpoint, Proposal]:
    """The same for whoever carries it; raises PermissionDenied for others."""
    viewpoint, here = find(request, slug, pk)
    if viewpoint.person is None or here.carried_by_id != viewpoint.person.pk:
        raise PermissionDenied
    if here.is_of_a_steward and request.resolver_match and request.resolver_match.url_name == "proposal_reword":
        raise Http404(pk)
    return viewpoint, here


def _page(
    request: HttpRequest,
    viewpoint: Viewpoint,
    here: Proposal,
    *,
    answer: AnswerForm | None = None,
    remark: RemarkForm | None = None,
) -> HttpResponse:
    now, whole = timezone.now(), seen(here, viewpoint)
    is_open = here.is_open(now)
    may_answer = is_open and viewpoint.membership is not None and not viewpoint.membership.is_guest
    words, tone = state(here, now=now)
    decision = here.decided
    nomination = nomination_of(here)
    theirs = nomination.person_id if nomination else None
    context = {
        "nomination": nomination,
        "nominated": viewpoint.byline_for(nomination.person) if nomination else None,
        "is_theirs": theirs is not None and viewpoint.person is not None and theirs == viewpoint.person.pk,
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "proposal": here,
        "byline": viewpoint.byline_for(here.by),
        "carrier": viewpoint.byline_for(here.carried_by),
        "seen": whole,
        "state": words,
        "tone": tone,
        "decision": decision,
        "counted": counted(decision) if decision else "",
        "is_open": is_open,
        "may_carry": may_answer and viewpoint.person is not None and here.carried_by_id == viewpoint.person.pk,
        "may_answer": may_answer,
        "answer": (answer or _answering(here, whole)) if may_answer else None,
        "remark": (remark or RemarkForm(auto_id=REMARK_ID)) if may_answer else None,
        "sight": audience_inside(viewpoint),
    }
    wrong = any(form is not None and form.errors for form in (answer, remark))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "agreements/proposal.html", context, status=status)


def _answering(here: Proposal, whole: Seen) -> AnswerForm:
    begun: dict[str, object] = {"on": whole.wording.number}
    if whole.own is not None:
        begun |= {"says": whole.own.says, "words": whole.own.words}
    return AnswerForm(initial=begun, answers=labels(here))
