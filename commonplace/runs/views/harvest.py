"""Posting what was made of a run, from a draft that orders what was kept."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonplace.communities.audience import audience_of_space
from commonplace.conversations.actions.counters import IsClosed
from commonplace.conversations.actions.wording import NothingSaid
from commonplace.conversations.rate_limit import TooFast, require_room
from commonplace.gatherings.actions.talking import AlreadyBegun, may_be_talked_about
from commonplace.lib.sending import key_of_sending
from commonplace.runs.actions import harvesting
from commonplace.runs.forms import HarvestForm
from commonplace.runs.queries.harvest import files_of, harvest_of
from commonplace.runs.queries.scene import HOST
from commonplace.runs.views.visit import member, running


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def run_harvest(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The draft, to be changed into one's own words, and posted to the gathering's conversation."""
    visit = member(request, slug, pk)
    run, viewpoint, person = running(visit), visit.viewpoint, visit.person
    if visit.role != HOST or person is None or viewpoint is None:
        raise PermissionDenied
    if not run.is_over or not may_be_talked_about(visit.gathering):
        raise Http404(pk)
    form = HarvestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            require_room(person, now=timezone.now())
            key = key_of_sending(said["idempotency_key"], visit.gathering.pk, said["text"])
            posted = harvesting.post_harvest(run=run, by=person, text=said["text"], idempotency_key=key)
        except TooFast as too_fast:
            form.add_error(None, too_fast.words)
        except NothingSaid:
            form.add_error("text", _("It has no words yet. One sentence is enough."))
        except IsClosed:
            form.add_error(None, _("The conversation is closed; nothing is added to it any more."))
        except AlreadyBegun:
            form.add_error(None, _("Somebody began the conversation meanwhile. Press once more to add this to it."))
        else:
            return HttpResponseRedirect(
                f"{reverse('conversation', args=[slug, posted.conversation_id])}#p{posted.number}"
            )
    elif request.method != "POST":
        sheaves = harvest_of(run, viewpoint, person)["sheaves"]
        form = HarvestForm(initial={"text": harvesting.draft_of(sheaves, page=visit.url, files=files_of(run))})
    context = {
        "viewpoint": viewpoint,
        "gathering": visit.gathering,
        "urls": visit.urls,
        "form": form,
        "audience": audience_of_space(visit.gathering.space, viewpoint),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "runs/harvest.html", context, status=status)
