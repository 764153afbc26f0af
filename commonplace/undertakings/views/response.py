"""A joint response: its draft with what is said to it, the names beneath, and the words as they go out."""

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

from commonplace.communities.audience import audience_of_space
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.views.lookup import number_in
from commonplace.lib.differences import as_html, differences
from commonplace.lib.sending import key_of_sending
from commonplace.people.models import Person
from commonplace.undertakings.actions import endorsing, responding
from commonplace.undertakings.actions.rights import IsOver
from commonplace.undertakings.forms.response import CommentForm, EndorseForm, ResponseForm, WhatWasDoneForm
from commonplace.undertakings.kinds import Kind
from commonplace.undertakings.models import DraftComment, JointResponse, Undertaking
from commonplace.undertakings.paragraphs import beginning
from commonplace.undertakings.queries import response as queries
from commonplace.undertakings.queries.lists import spoken
from commonplace.undertakings.views.beginning import begin_page
from commonplace.undertakings.views.lookup import UNFIT, find, find_to_join, over

RESPONSE = Kind.RESPONSE


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def joint_response_beginning(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a joint response."""
    return begin_page(request, slug, name="joint_response_beginning", form=ResponseForm, begin=_begin)


def _begin(person: Person, form: ResponseForm, key: str | None) -> Undertaking:
    return responding.begin_response(by=person, space=form.chosen, terms=form.terms(), idempotency_key=key)


@require_safe
def joint_response(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The draft, what is said to it, and the names beneath."""
    viewpoint, here = find(request, slug, pk, RESPONSE)
    return shown(request, viewpoint, here)


def shown(
    request: HttpRequest,
    viewpoint: Viewpoint,
    here: Undertaking,
    *,
    comment: CommentForm | None = None,
    endorse: EndorseForm | None = None,
) -> HttpResponse:
    """The page, with a form on it that came back."""
    now, response = timezone.now(), here.jointresponse
    sight = queries.sight_of(here, response, viewpoint)
    begins = [(one.number, one.beginning) for one in sight.paragraphs]
    initial = {"paragraph": request.GET.get("paragraph", ""), "number": sight.text.number}
    speaks_as = sight.own.speaks_as if sight.own is not None else ""
    context = {
        "viewpoint": viewpoint,
        "undertaking": here,
        "response": response,
        "seen": sight,
        "state": spoken(response, now=now),
        "audience": audience_of_space(here.space, viewpoint),
        "may_comment": viewpoint.is_member and response.is_open(now) and not here.is_over,
        "comment": comment or CommentForm(initial=initial, paragraphs=begins),
        "endorse": endorse or EndorseForm(initial={"on": sight.text.number, "speaks_as": speaks_as}),
        "is_endorsed": sight.own is not None and sight.own.number == sight.text.number,
        "hindrance": responding.hindrance(response, at=now) if sight.may_carry and not response.is_sent else "",
        "is_open": response.is_open(now),
        "may_join": _may_join(viewpoint, here, sight),
        "has_hand": any(one.byline.person_id == getattr(viewpoint.person, "pk", 0) for one in sight.hands[1:]),
    }
    came_back = any(form is not None and form.is_bound and form.errors for form in (comment, endorse))
    return render(request, "undertakings/response.html", context, status=UNFIT if came_back else HTTPStatus.OK)


def _may_join(viewpoint: Viewpoint, here: Undertaking, sight: queries.Sight) -> bool:
    is_in = any(one.byline.person_id == getattr(viewpoint.person, "pk", 0) for one in sight.hands)
    return sight.may_endorse and not is_in


@login_required
@require_POST
def response_comment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say something to a paragraph, or to the whole."""
    viewpoint, person, here = find_to_join(request, slug, pk, RESPONSE)
    response: JointResponse = here.jointresponse
    number = number_in(request.POST.get("number"))
    text = queries.text_of(response, number) if number is not None and number < 100_000 else None
    latest = text or response.texts.order_by("-number")[0]
    begins = [(n, beginning(html)) for n, html in enumerate(latest.parts, start=1)]
    form = CommentForm(request.POST, paragraphs=begins)
    if form.is_valid():
        said = form.cleaned_data
        try:
            responding.comment(
                by=person,
                undertaking=here,
                words=said["words"],
                paragraph=number_in(said["paragraph"]),
                number=latest.number,
                is_in_the_way=said["is_in_the_way"],
                idempotency_key=key_of_sending(said["idempotency_key"], here.pk, said["words"], said["paragraph"]),
            )
        except (responding.IsClosed, responding.IsSent, IsOver):
            form.add_error(None, _("The time for comments is over."))
        except responding.TooMany:
            form.add_error(None, _("There are as many comments as anybody can read. Talk to whoever drafts it."))
        else:
            messages.success(request, _("Said. Whoever drafts it reads it here."))
            return HttpResponseRedirect(f"{here.url(slug)}#comment")
    return shown(request, viewpoint, here, comment=form)


@login_required
@require_POST
def comment_deed(request: HttpRequest, slug: str, pk: int, said_pk: int) -> HttpResponse:
    """Take one's comment back, say that it stands in the way no more, or say what became of one."""
    _viewpoint, person, here = find_to_join(request, slug, pk, RESPONSE)
    said = get_object_or_404(DraftComment.objects.filter(text__response=here.pk), pk=said_pk)
    try:
        if "take_back" in request.POST:
            responding.take_comment_back(by=person, undertaking=here, said=said)
            messages.success(request, _("It is gone."))
        elif "no_more" in request.POST:
            responding.out_of_the_way(by=person, undertaking=here, said=said)
            messages.success(request, _("Nothing of yours stands in the way there."))
        else:
            form = WhatWasDoneForm(request.POST)
            if form.is_valid():
                responding.answer_comment(by=person, undertaking=here, said=said, words=form.cleaned_data["answer"])
                messages.success(request, _("Kept, beneath the comment."))
            else:
                messages.error(request, " ".join(str(one) for one in form.errors["answer"]))
    except responding.NotTheirs:
        raise Http404(said_pk) from None
    except (responding.IsSent, IsOver):
        messages.error(request, _("It has gone out; what was said to it stays as it is."))
    there = f"#said-{said.pk}" if "take_back" not in request.POST else "#comments"
    return HttpResponseRedirect(f"{here.url(slug)}{there}")


@login_required
@require_POST
def response_names(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put one's name beneath it, or take it back."""
    viewpoint, person, here = find_to_join(request, slug, pk, RESPONSE)
    form = EndorseForm(request.POST)
    try:
        if "take_back" in request.POST:
            endorsing.take_name_back(by=person, undertaking=here)
            messages.success(request, _("Your name is no more beneath it."))
        elif form.is_valid():
            said = form.cleaned_data
            endorsing.endorse(by=person, undertaking=here, on=said["on"], speaks_as=said["speaks_as"])
            messages.success(request, _("Your name stands beneath it. You can take it back until it goes out."))
        else:
            return shown(request, viewpoint, here, endorse=form)
    except responding.ChangedMeanwhile:
        messages.error(request, _("The text is another since you opened it. Read it again; your name waits for that."))
    except endorsing.OnBothSides:
        messages.error(request, _("Your name stands beneath another view. Take it from there first."))
    except endorsing.NoMember:
        messages.error(request, _("Only members speak in the community’s voice."))
    except responding.IsSent:
        messages.error(request, _("It has gone out; the names beneath it stay as they are."))
    except IsOver:
        messages.error(request, over())
    return HttpResponseRedirect(f"{here.url(slug)}#names")


@require_safe
def response_text(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """One version, with what came and what went since the one before. Outside, only what went out is read."""
    viewpoint, here = find(request, slug, pk, RESPONSE)
    response: JointResponse = here.jointresponse
    text = queries.text_of(response, number) if number < 2**31 and viewpoint.is_member else None
    if text is None:
        raise Http404(number)
    said = queries.before_and_after(response, number)
    context = {
        "viewpoint": viewpoint,
        "undertaking": here,
        "text": text,
        "byline": viewpoint.byline_for(text.by),
        "changes": as_html(differences(said["before"], said["after"])) if number > 1 else "",
        "before": number - 1,
        "after": number + 1 if response.texts.filter(number=number + 1).exists() else 0,
    }
    return render(request, "undertakings/response_text.html", context)


@require_safe
def response_as_sent(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The response as it goes out: its words, the names beneath, what some see otherwise, and what was answered."""
    viewpoint, here = find(request, slug, pk, RESPONSE)
    response: JointResponse = here.jointresponse
    text = response.texts.order_by("-number")[0]
    context = {
        "viewpoint": viewpoint,
        "undertaking": here,
        "response": response,
        "text": text,
        "names": queries.names_beneath(response, text.number, viewpoint),
        "otherwise": queries.views_of(response, viewpoint),
        "state": spoken(response),
        "audience": audience_of_space(here.space, viewpoint),
        "back": reverse("joint_response", args=[slug, pk]),
    }
    return render(request, "undertakings/response_as_sent.html", context)
