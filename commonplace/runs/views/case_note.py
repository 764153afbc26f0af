"""The page of a case note: written, read a second time, allowed, posted, withdrawn; each by one of three people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commonplace.communities.audience import audience_of_space
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.actions.counters import IsClosed
from commonplace.conversations.rate_limit import TooFast, require_room
from commonplace.conversations.views.lookup import number_in, number_url
from commonplace.gatherings.actions.talking import may_be_talked_about
from commonplace.people.models import Person
from commonplace.runs.actions import case_note, deciding
from commonplace.runs.giveaways import marked
from commonplace.runs.harvest_forms import CaseNoteForm, RemarkForm
from commonplace.runs.models import CaseNote
from commonplace.runs.queries.case_note import (
    for_hands,
    known_in,
    note_of,
    people_for,
    where_posted,
    whose_turn,
)
from commonplace.runs.queries.harvest import harvest_of
from commonplace.runs.queries.scene import HOST
from commonplace.runs.views.visit import Visit, member, running
from commonplace.ui.forms import Form

type Deed = Callable[[HttpRequest, Visit, CaseNote, Person], HttpResponse | None]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def run_case_note(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Where the note stands, and what one may do about it."""
    visit = member(request, slug, pk)
    run, viewpoint, person = running(visit), visit.viewpoint, visit.person
    if person is None or viewpoint is None or not run.is_over:
        raise Http404(pk)
    note = note_of(run)
    if request.method != "POST":
        if note is None:
            raise Http404(pk)
        return _page(request, visit, viewpoint, note)
    word = request.POST.get("do", "")
    if note is None or word == "begin":
        return _begin(request, visit, person)
    if word not in DEEDS:
        return HttpResponseRedirect(visit.urls["case_note"])
    try:
        answer = DEEDS[word](request, visit, note, person)
    except case_note.NotTheirs:
        raise PermissionDenied from None
    except case_note.Refused:
        messages.info(request, _("Whoever brought the case has withdrawn it; no word of it is kept."))
    except case_note.ChangedMeanwhile:
        messages.error(request, _("Its words have changed since you opened it. Read it once more."))
    except case_note.NotReady:
        messages.info(request, _("It is somewhere else by now; the page says where."))
    else:
        if answer is not None:
            return answer
    return HttpResponseRedirect(visit.urls["case_note"])


def _begin(request: HttpRequest, visit: Visit, person: Person) -> HttpResponse:
    run = running(visit)
    is_host = visit.role == HOST
    if not visit.tells_of_a_case or not deciding.may_add(person, run, is_host=is_host, is_seated=False):
        raise PermissionDenied
    sheaves = harvest_of(run, visit.viewpoint, person)["sheaves"]
    try:
        case_note.begin(run=run, by=person, text=case_note.draft_without_names(sheaves))
    except case_note.Refused:
        messages.info(request, _("Whoever brought the case has withdrawn it; no word of it is kept."))
    return HttpResponseRedirect(visit.urls["case_note"])


def _form(note: CaseNote, viewpoint: Viewpoint, data: Any = None) -> CaseNoteForm:
    return CaseNoteForm(
        data,
        people=people_for(note.run, viewpoint),
        has_title=not may_be_talked_about(note.run.gathering),
        initial={
            "title": note.title,
            "text": note.text,
            "presenter": str(note.presenter_id or ""),
            "reader": str(note.reader_id or ""),
            "checks": note.checks,
        },
    )


def _page(
    request: HttpRequest, visit: Visit, viewpoint: Viewpoint, note: CaseNote, **forms: Form | None
) -> HttpResponse:
    hands = for_hands(note, viewpoint)
    pieces = marked(note.text, known_in(viewpoint.community, visit.gathering)) if hands["sees_words"] else []
    form = forms.get("form") or (_form(note, viewpoint) if hands["is_writer"] else None)
    posted = where_posted(note, viewpoint.person)
    context: Mapping[str, Any] = {
        "viewpoint": viewpoint,
        "gathering": visit.gathering,
        "urls": visit.urls,
        "note": note,
        "hands": hands,
        "whose_turn": whose_turn(note, viewpoint),
        "pieces": pieces,
        "has_marks": any(one.what for one in pieces),
        "form": form,
        "remark": forms.get("remark") or RemarkForm(),
        "posted_at": number_url(posted.conversation, viewpoint, posted.number) if posted is not None else "",
        "may_take_up": note.writer_id is None and note.waits_for not in ("posted", "refused") and visit.role == HOST,
        "audience": audience_of_space(visit.gathering.space, viewpoint),
    }
    is_wrong = any(one is not None and one.errors for one in forms.values())
    return render(
        request, "runs/case_note.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    )


def _save(request: HttpRequest, visit: Visit, note: CaseNote, person: Person) -> HttpResponse | None:
    return _written(request, visit, note, person, is_asked=False)


def _ask(request: HttpRequest, visit: Visit, note: CaseNote, person: Person) -> HttpResponse | None:
    return _written(request, visit, note, person, is_asked=True)


def _written(
    request: HttpRequest, visit: Visit, note: CaseNote, person: Person, *, is_asked: bool
) -> HttpResponse | None:
    assert visit.viewpoint is not None
    if note.writer_id != person.pk:
        raise case_note.NotTheirs(note.pk)
    form = _form(note, visit.viewpoint, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        chosen = {one: number_in(said[one]) for one in ("reader", "presenter") if said[one]}
        people = Person.objects.in_bulk(list(chosen.values()))
        reader, presenter = (people.get(chosen.get(one, 0)) for one in ("reader", "presenter"))
        try:
            case_note.write(
                note=note,
                by=person,
                title=said.get("title", ""),
                text=said["text"],
                checks=said["checks"],
                reader=reader,
                presenter=presenter,
            )
        except case_note.Unfit:
            form.add_error("reader", _("Choose somebody who is neither you nor whoever brought the case."))
        else:
            if not is_asked:
                messages.success(request, _("Kept. Nobody else reads it yet."))
                return None
            for name, people_chosen in (("presenter", presenter), ("reader", reader)):
                if people_chosen is None:
                    form.add_error(name, _("Choose who it is."))
            if set(said["checks"]) != set(dict(form.fields["checks"].choices)):  # type: ignore[attr-defined]
                form.add_error("checks", _("Look through all of it first, and tick each line when you have."))
    if form.errors:
        return _page(request, visit, visit.viewpoint, note, form=form)
    case_note.ask_to_read(note=note, by=person)
    messages.success(request, _("It goes to its second reader."))
    return None


def _read(request: HttpRequest, visit: Visit, note: CaseNote, person: Person) -> None:
    case_note.say_read(note=note, by=person, version=number_in(request.POST.get("version")) or 0)
    messages.success(request, _("Thank you. Whoever brought the case is asked now."))


def _back(request: HttpRequest, visit: Visit, note: CaseNote, person: Person) -> HttpResponse | None:
    form = RemarkForm(request.POST)
    if not form.is_valid() and visit.viewpoint is not None:
        return _page(request, visit, visit.viewpoint, note, remark=form)
    case_note.give_back(note=note, by=person, remark=form.cleaned_data["remark"])
    messages.success(request, _("Given back to whoever writes it."))
    return None


def _allow(request: HttpRequest, visit: Visit, note: CaseNote, person: Person) -> None:
    case_note.allow(note=note, by=person, version=number_in(request.POST.get("version")) or 0)
    messages.success(request, _("You have said that it may be kept. You can take your word back at any time."))


def _refuse(request: HttpRequest, visit: Visit, note: CaseNote, person: Person) -> None:
    case_note.refuse(note=note, by=person)
    messages.success(request, _("Withdrawn. No word of it is kept."))


def _post(request: HttpRequest, visit: Visit, note: CaseNote, person: Person) -> HttpResponse | None:
    try:
        require_room(person, now=timezone.now())
        posted = case_note.post_note(note=note, by=person)
    except TooFast as too_fast:
        messages.error(request, too_fast.words)
        return None
    except IsClosed:
        messages.error(request, _("The conversation is closed; nothing is added to it any more."))
        return None
    assert visit.viewpoint is not None
    return HttpResponseRedirect(number_url(posted.conversation, visit.viewpoint, posted.number))


DEEDS: Mapping[str, Deed] = {
    "save": _save,
    "ask": _ask,
    "read": _read,
    "back": _back,
    "allow": _allow,
    "refuse": _refuse,
    "post": _post,
}
