"""One gathering: what it is, whether one comes, and what is said about it."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.communities.audience import audience_of_space
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.actions.wording import NothingSaid
from commonplace.conversations.rate_limit import TooFast, require_room
from commonplace.gatherings.actions.answering import IsOff, IsOver, answer
from commonplace.gatherings.actions.reminding import choose_reminder
from commonplace.gatherings.actions.talking import AlreadyBegun, HeldCloser, begin_to_talk, may_be_talked_about
from commonplace.gatherings.forms.answering import AnswerForm, ReminderForm, TalkForm, WordsForm
from commonplace.gatherings.models import Answer, Gathering
from commonplace.gatherings.queries.hours import elsewhere, own_town, span
from commonplace.gatherings.queries.lists import other_dates
from commonplace.gatherings.queries.page import sight_of
from commonplace.gatherings.queries.polling import WAYS, asked_when
from commonplace.gatherings.repeating import said as often_said
from commonplace.gatherings.views.lookup import find, find_to_answer, page_url
from commonplace.lib.sending import key_of_sending
from commonplace.people.viewer import require_viewer


@require_safe
def gathering(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The page of one gathering."""
    viewpoint, here = find(request, slug, pk)
    return shown(request, viewpoint, here)


def shown(
    request: HttpRequest,
    viewpoint: Viewpoint,
    here: Gathering,
    *,
    words: WordsForm | None = None,
    talk: TalkForm | None = None,
    when: Mapping[int, str] | None = None,
) -> HttpResponse:
    """The page, with a form on it that came back; `when` is what was said of times while that could not be kept."""
    now = timezone.now()
    sight = sight_of(here, viewpoint, now=now)
    own = sight.own
    context = {
        "viewpoint": viewpoint,
        "gathering": here,
        "seen": sight,
        "audience": audience_of_space(here.space, viewpoint),
        "hours": span(here.starts_at, here.ends_at),
        "town": own_town(),
        "elsewhere": elsewhere(here, viewpoint) if not here.is_open_dated else (),
        "ways": [(one.value, one.label) for one in (Answer.Says.YES, Answer.Says.MAYBE, Answer.Says.NO)],
        "says": "yes" if own is not None and own.says == Answer.Says.WAITING else own.says if own is not None else "",
        "cannot": words or WordsForm(initial={"words": own.words if own is not None else ""}),
        "talk": talk or (TalkForm() if viewpoint.is_member and may_be_talked_about(here) else None),
        "reminder": ReminderForm(initial={"lead": sight.lead}) if sight.lead else None,
        "is_over": here.is_over(now),
        "often": often_said(here.series.rule) if here.series is not None else "",
        "dates": other_dates(here, viewpoint, now=now),
        "has_begun": here.starts_at <= now,
        "is_closer": not may_be_talked_about(here),
        "free": None if here.capacity is None else max(0, here.capacity - sight.comers.yes),
    }
    returned = any(form is not None and form.is_bound and form.errors for form in (words, talk)) or when is not None
    template = "gatherings/gathering.html"
    if here.is_open_dated:
        template = "gatherings/poll.html"
        context |= {
            "asked": asked_when(here, viewpoint.person, now=now, own=own, viewpoint=viewpoint, returned=when),
            "can_ways": WAYS,
            "is_returned": when is not None,
            "may_say": viewpoint.is_member,
        }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if returned else HTTPStatus.OK
    return render(request, template, context, status=status)


@login_required
@require_POST
def gathering_answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say whether one comes, in one press."""
    viewpoint, person, here = find_to_answer(request, slug, pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            said = answer(gathering=here, says=form.cleaned_data["says"], person=person)
        except IsOver:
            messages.error(request, _("It is over; nobody comes to it any more."))
        except IsOff:
            messages.error(request, _("It does not take place."))
        else:
            messages.success(request, said_back(said))
    return HttpResponseRedirect(f"{page_url(here, viewpoint)}#come")


def said_back(said: Answer) -> str:
    """What an answer came to, to whoever gave it."""
    return {
        Answer.Says.YES: _("You are coming. You will be reminded."),
        Answer.Says.MAYBE: _("You will try. No seat is kept for you."),
        Answer.Says.NO: _("Not this time. You can leave two lines, to be read out."),
        Answer.Says.WAITING: _("All seats are taken. You stand in line, and hear when one is free."),
    }[Answer.Says(said.says)]


@login_required
@require_http_methods(["POST"])
def gathering_words(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Leave two lines for the hosts to read out, since one cannot come."""
    viewpoint, person, here = find_to_answer(request, slug, pk)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return shown(request, viewpoint, here, words=form)
    said = form.cleaned_data["words"]
    try:
        answer(gathering=here, says=Answer.Says.NO, person=person, words=said)
    except (IsOver, IsOff):
        messages.error(request, _("It is too late for that; it is over, or called off."))
    else:
        messages.success(request, _("Kept. Those who hold it read it out.") if said else _("Your lines are gone."))
    return HttpResponseRedirect(f"{page_url(here, viewpoint)}#cannot")


@login_required
@require_POST
def gathering_reminder(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say how long before gatherings one likes to be reminded."""
    viewpoint, person, here = find_to_answer(request, slug, pk)
    form = ReminderForm(request.POST)
    if form.is_valid():
        choose_reminder(person=person, lead=form.cleaned_data["lead"])
        messages.success(request, _("Kept, for every gathering of yours."))
    return HttpResponseRedirect(f"{page_url(here, viewpoint)}#reminder")


@login_required
@require_POST
def reminders(request: HttpRequest) -> HttpResponse:
    """The same, from the page on which one says what reaches one."""
    form = ReminderForm(request.POST)
    if form.is_valid():
        choose_reminder(person=require_viewer(request), lead=form.cleaned_data["lead"])
        messages.success(request, _("Kept, for every gathering of yours."))
    return HttpResponseRedirect(f"{reverse('my_attention')}#reminders")


@login_required
@require_POST
def gathering_talk(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say the first word about it."""
    viewpoint, person, here = find_to_answer(request, slug, pk)
    form = TalkForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["text"]
        try:
            require_room(person, now=timezone.now())
            key = key_of_sending(form.cleaned_data["idempotency_key"], here.pk, text)
            talk = begin_to_talk(by=person, gathering=here, text=text, idempotency_key=key)
        except TooFast as too_fast:
            form.add_error(None, too_fast.words)
        except NothingSaid:
            form.add_error("text", _("It has no words yet. One sentence is enough."))
        except HeldCloser:
            form.add_error(None, _("It is held closer than its space; talk about it where words stay as close."))
        except AlreadyBegun as begun:
            messages.error(request, _("Somebody was first; say it below."))
            return HttpResponseRedirect(f"{reverse('conversation', args=[slug, begun.args[0]])}#reply")
        else:
            return HttpResponseRedirect(reverse("conversation", args=[slug, talk.pk]))
    return shown(request, viewpoint, here, talk=form)
