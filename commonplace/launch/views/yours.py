"""Whoever was asked reads, answers, corrects and erases by their own link; without an account, and never by a GET."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commonplace.launch.actions import interviewing
from commonplace.launch.forms.interviewing import YoursForm, as_written
from commonplace.launch.views.lookup import UNFIT


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def interview_yours(request: HttpRequest, token: str) -> HttpResponse:
    """What is written of whoever has the link, and a form to say it otherwise or to erase it."""
    interview = interviewing.interview_behind(token)
    if interview is None:
        return render(request, "launch/yours_gone.html", status=HTTPStatus.GONE)
    if "erase" in request.POST:
        interviewing.erase_mine(interview=interview)
        return render(request, "launch/yours_gone.html", {"is_erased": True})
    form = YoursForm(request.POST if request.method == "POST" else None, initial=as_written(interview))
    status: int = HTTPStatus.OK
    is_kept = False
    if request.method == "POST":
        status = UNFIT
        if form.is_valid():
            try:
                interviewing.say(interview=interview, said=form.said)
            except interviewing.IsErased:
                return render(request, "launch/yours_gone.html", status=HTTPStatus.GONE)
            is_kept, status = True, HTTPStatus.OK
    context = {
        "interview": interview,
        "community": interview.launch.community,
        "form": form,
        "token": token,
        "is_kept": is_kept,
    }
    return render(request, "launch/yours.html", context, status=status)
