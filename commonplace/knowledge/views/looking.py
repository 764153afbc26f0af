"""For whom a gathering looks, said by whoever holds it."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonplace.communities.models import Topic
from commonplace.gatherings.views.lookup import find_to_hold
from commonplace.knowledge.actions import looking
from commonplace.knowledge.forms import LookingForm
from commonplace.knowledge.models import LookedFor


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def looking_for(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say for how many who know what it looks, and for whom no more."""
    viewpoint, person, gathering = find_to_hold(request, slug, pk)
    sought = list(LookedFor.objects.filter(gathering=gathering).select_related("topic").order_by("topic__name", "pk"))
    here = f"{reverse('looking_for', args=[slug, pk])}#leaf"
    if request.method == "POST" and (dropped := request.POST.get("drop", "")):
        for one in sought:
            if str(one.pk) == dropped:
                one.gathering = gathering
                looking.look_for_no_more(by=person, looked_for=one)
        return HttpResponseRedirect(here)
    of_community = Topic.objects.filter(community=viewpoint.community).order_by("name", "pk")
    topics = list(of_community.values_list("pk", "name"))
    form = LookingForm(request.POST if request.method == "POST" else None, topics=topics)
    if request.method == "POST" and form.is_valid():
        topic = of_community.get(pk=form.cleaned_data["topic"])
        try:
            looking.look_for(by=person, gathering=gathering, topic=topic, number=form.cleaned_data["number"])
        except looking.IsOver:
            messages.info(request, _("It is over, so nobody is looked for any more."))
        else:
            messages.success(request, _("It stands on the gathering, and among the ways of those who know it."))
        return HttpResponseRedirect(here)
    context = {"viewpoint": viewpoint, "gathering": gathering, "sought": sought, "form": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "knowledge/looking_for.html", context, status=status)
