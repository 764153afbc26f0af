"""Conversations as those who start it write them down and read them."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.launch.actions import interviewing, inviting
from commonplace.launch.forms.interviewing import InterviewForm, as_written
from commonplace.launch.forms.inviting import AskInForm, begun_with
from commonplace.launch.queries import interviews_of, told
from commonplace.launch.views.lookup import UNFIT, as_starter, interview_for


@login_required
@require_safe
def interviews(request: HttpRequest, slug: str) -> HttpResponse:
    """All conversations, held and promised."""
    viewpoint, person, launch = as_starter(request, slug)
    found = told(interviews_of(launch, person), viewpoint)
    return render(request, "launch/interviews.html", {"viewpoint": viewpoint, "launch": launch, "interviews": found})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def interview_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Write one down, or that it is promised."""
    viewpoint, person, launch = as_starter(request, slug)
    form = InterviewForm(request.POST if request.method == "POST" else None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        made = interviewing.write_down(by=person, launch=launch, said=form.said)
        messages.success(request, _("It is written down. Give them their link: with it they read and erase it."))
        return HttpResponseRedirect(f"{reverse('interview', args=[slug, made.pk])}#leaf")
    status = UNFIT if request.method == "POST" else HTTPStatus.OK
    context = {"viewpoint": viewpoint, "launch": launch, "form": form}
    return render(request, "launch/interview_new.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def interview(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Read one and write it otherwise."""
    viewpoint, person, launch = as_starter(request, slug)
    here = interview_for(person, launch, pk)
    form = InterviewForm(request.POST if request.method == "POST" else None, initial=as_written(here))
    if request.method == "POST" and form.is_valid():
        interviewing.correct(by=person, interview=here, said=form.said)
        messages.success(request, _("It is written as you said."))
        return HttpResponseRedirect(f"{reverse('interview', args=[slug, pk])}#leaf")
    status = UNFIT if request.method == "POST" else HTTPStatus.OK
    context = {
        "viewpoint": viewpoint,
        "launch": launch,
        "told": told([here], viewpoint)[0],
        "form": form,
        "link": interviewing.link_of(here),
        "invitation": here.invitation,
        "is_in": inviting.is_in(here),
    }
    return render(request, "launch/interview.html", context, status=status)


@login_required
@require_POST
def interview_erasing(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Erase one, as its person wished."""
    _viewpoint, person, launch = as_starter(request, slug)
    interviewing.erase(by=person, interview=interview_for(person, launch, pk))
    messages.success(request, _("It is erased, words and all. Their link opens nothing any more."))
    return HttpResponseRedirect(f"{reverse('interviews', args=[slug])}#leaf")


@login_required
@require_POST
def interview_answered(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Whoever would help has heard from somebody today."""
    _viewpoint, person, launch = as_starter(request, slug)
    interviewing.answer_today(by=person, interview=interview_for(person, launch, pk))
    messages.success(request, _("It is remembered that they heard from you today."))
    return HttpResponseRedirect(f"{reverse('launch', args=[slug])}#willing")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def interview_asking(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask them in, by a letter with their own words."""
    viewpoint, person, launch = as_starter(request, slug)
    here = interview_for(person, launch, pk)
    page = f"{reverse('interview', args=[slug, pk])}#asking"
    form = AskInForm(request.POST if request.method == "POST" else None, initial={"words": begun_with(here)})
    if request.method == "POST" and form.is_valid():
        try:
            inviting.ask_in(by=person, interview=here, words=form.cleaned_data["words"])
        except inviting.AddressInWords:
            form.add_error("words", _("Leave addresses out: the letter has one link, the one that leads here."))
        except inviting.NoAddress:
            messages.info(request, _("They gave no address, so no letter reaches them. Ring them."))
            return HttpResponseRedirect(page)
        except inviting.AlreadyIn:
            messages.info(request, _("They are inside already. Nothing was sent."))
            return HttpResponseRedirect(page)
        except inviting.WasInvited:
            messages.info(request, _("They were asked in before; their link is still good. Nothing was sent."))
            return HttpResponseRedirect(page)
        except inviting.MayNotInvite:
            messages.error(request, _("Members ask people in; guests do not."))
            return HttpResponseRedirect(page)
        except inviting.TooManyInvitations:
            form.add_error(None, _("You have written to many people today. Go on tomorrow."))
        except inviting.Unproven:
            form.add_error(None, _("Confirm your own mail address first; then letters go out in your name."))
        else:
            messages.success(request, _("The letter is on its way."))
            return HttpResponseRedirect(page)
    status = UNFIT if request.method == "POST" else HTTPStatus.OK
    context = {"viewpoint": viewpoint, "launch": launch, "interview": here, "form": form}
    return render(request, "launch/interview_asking.html", context, status=status)


@login_required
@require_safe
def interview_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The three questions on a sheet of paper, to be typed in later."""
    viewpoint, _person, launch = as_starter(request, slug)
    return render(request, "launch/interview_sheet.html", {"viewpoint": viewpoint, "launch": launch})
