"""A story begun anywhere, and whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonplace.communities.inside import as_member
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Draft
from commonplace.conversations.queries.drafts import drafts_at
from commonplace.conversations.views.begun import Beginning, kept_aside
from commonplace.conversations.views.drafts import FULL, sheet
from commonplace.conversations.views.lookup import number_in
from commonplace.lib.sending import key_of_sending
from commonplace.people.models import Person
from commonplace.people.viewer import require_viewer
from commonplace.stories.actions import leads, telling
from commonplace.stories.actions.half_typed import CHANGE, DRAFT, STEP
from commonplace.stories.actions.rights import NotAMember
from commonplace.stories.forms.telling import BEGUN, BeginForm
from commonplace.stories.models import Story, StoryLead
from commonplace.stories.queries.leads import own_lead, said_of
from commonplace.stories.queries.tellers import tellers_beside
from commonplace.stories.views.lookup import back_to, deed_page, said_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def story_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin anywhere: one step, one’s own or of somebody who told it (`?of=`), perhaps from a lead (`?lead=`) or from
    a draft (`?draft=`).
    """
    viewpoint = as_member(request, slug)
    if viewpoint.membership is None or viewpoint.membership.is_guest:
        messages.info(request, _("Members tell stories here. As a guest you may read along."))
        return redirect("stories", slug)
    tellers = tellers_beside(viewpoint)
    if request.method != "POST":
        begun = _beginning(request, viewpoint)
        initial = {"teller": request.GET.get("of", ""), "lead": request.GET.get("lead", "")} | begun.initial
        form = _form(viewpoint, tellers, initial=initial)
        if initial["teller"] and initial["teller"] not in {str(one.pk) for one in tellers}:
            messages.info(request, _("Whoever told this is not here any more. As it stands it would be told as yours."))
        return _page(request, viewpoint, form, own_lead(viewpoint, number_in(initial["lead"])), begun)
    form = _form(viewpoint, tellers, request.POST)
    words, on = said_in(request, BEGUN), sheet(request, viewpoint, DRAFT)
    if "draft" in request.POST:
        if on.keep(words):
            return kept_aside(request, slug)
        form.add_error(None, FULL)
    lead = own_lead(viewpoint, number_in(request.POST.get("lead")))
    if form.is_valid() and (made := _begin(require_viewer(request), viewpoint, form, tellers, lead)) is not None:
        on.drop(words)
        messages.success(request, _("Kept, for you alone so far. Add a step, or come back when more has happened."))
        return back_to(made, slug)
    return _page(request, viewpoint, form, lead, Beginning(is_kept=on.keep_if_there_is_room(words)))


def _form(viewpoint: Viewpoint, tellers: Sequence[Person], *said: Any, **more: Any) -> BeginForm:
    names = [(one.pk, viewpoint.name_of(one)) for one in tellers]
    return BeginForm(*said, switched_on=viewpoint.community.modules, tellers=names, **more)


def _beginning(request: HttpRequest, viewpoint: Viewpoint) -> Beginning:
    """A draft of theirs that the address names, also one for a story that is gone: it begins another."""
    named = number_in(request.GET.get("draft"))
    of_these = Q(place=DRAFT) | Q(place__startswith=f"{STEP}:") | Q(place__startswith=f"{CHANGE}:")
    theirs = Draft.objects.filter(of_these, person=viewpoint.person, community=viewpoint.community)
    draft = theirs.filter(pk=named).first() if named is not None else None
    if draft is None:
        return Beginning({"place": DRAFT}, waiting=drafts_at(viewpoint, DRAFT).first())
    begun = draft.state if draft.place == DRAFT else ""
    return Beginning({**draft.words, "place": DRAFT, "begun": begun}, draft)


def _page(
    request: HttpRequest, viewpoint: Viewpoint, form: BeginForm, lead: StoryLead | None, begun: Beginning
) -> HttpResponse:
    said = said_of([lead], viewpoint.person).get(lead.pk) if lead is not None else None
    return deed_page(request, viewpoint, "new", form, said=said, **begun.context)


def _begin(
    by: Person, viewpoint: Viewpoint, form: BeginForm, tellers: Sequence[Person], lead: StoryLead | None
) -> Story | None:
    said, words = form.cleaned_data, form.words
    teller = next((one for one in tellers if str(one.pk) == said["teller"]), None)
    key = key_of_sending(
        said["idempotency_key"], viewpoint.community.pk, said["teller"], said["title"], words.cycle, words.text
    )
    try:
        made = telling.begin(
            by=by, community=viewpoint.community, title=said["title"], teller=teller, idempotency_key=key
        )
        made.community = viewpoint.community
        telling.tell(by=by, story=made, words=words, idempotency_key=key)
    except (NotAMember, telling.NotHere):
        form.add_error("teller", _("They have left, or have no account here. Nobody could say that it is theirs."))
        return None
    if lead is not None:
        leads.made_of(by=by, lead=lead, story=made)
    return made
