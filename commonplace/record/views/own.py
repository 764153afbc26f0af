"""One's own record: what is in it, what could be, in which words, and who of the members reads it."""

from __future__ import annotations

from http import HTTPStatus
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.letters.signed_links import token_of, told_by
from commonplace.people.viewer import require_viewer
from commonplace.record.actions import choosing
from commonplace.record.forms.own import WordsForm
from commonplace.record.kinds import KINDS, offered_to, one_offered
from commonplace.record.models import Handed, Line, Signed
from commonplace.record.queries.lines import lines_of, told
from commonplace.ui.spine import Link

SALT = "record.again"


@login_required
@require_safe
def my_record(request: HttpRequest) -> HttpResponse:
    """What is in it, kind by kind, and to whom it was handed."""
    person = require_viewer(request)
    lines = told(lines_of(person), of=person, to=person)
    context = {
        "groups": [(heading, list(group)) for heading, group in groupby(lines, key=lambda one: one.heading)],
        "handed": Handed.objects.filter(person=person).order_by("-made_at", "-pk"),
        "signed": Signed.objects.filter(person=person).order_by("-made_at", "-pk"),
        "today": timezone.localdate(),
    }
    return render(request, "record/mine.html", context)


@login_required
@require_safe
def record_choose(request: HttpRequest) -> HttpResponse:
    """What could be taken in, of one kind or of all, the latest first."""
    person, code = require_viewer(request), request.GET.get("kind", "")
    code = code if code in KINDS else ""
    found = offered_to(person, code=code, after=request.GET.get("after", ""))
    taken = set(Line.objects.filter(person=person).values_list("kind", "ref"))
    here = reverse("record_choose")
    kinds = [Link(_("All but thanks"), here, current=not code)]
    kinds += [Link(str(one.heading), f"{here}?kind={one.code}", current=one.code == code) for one in KINDS]
    context = {
        "offered": [(one, (one.kind.code, one.ref) in taken, one.kind.link(one)) for one in found.items],
        "page": found,
        "kinds": kinds,
        "is_narrowed": bool(code),
    }
    return render(request, "record/choose.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record_take(request: HttpRequest, evidence: str) -> HttpResponse:
    """Take one in, with or without words of one's own."""
    person = require_viewer(request)
    found = one_offered(person, evidence)
    if found is None:
        raise Http404(evidence)
    form = WordsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            choosing.take(by=person, key=evidence, words=form.cleaned_data["words"])
        except choosing.NotOffered:
            raise Http404(evidence) from None
        except choosing.TooMany:
            form.add_error(None, _("Your record is full. Take something out before you put something in."))
        else:
            messages.success(request, _("It is in your record. You alone see it there."))
            return HttpResponseRedirect(f"{reverse('my_record')}#leaf")
    context = {"found": found, "url": found.kind.link(found), "form": form}
    return render(request, "record/take.html", context, status=_status(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Say one in other words."""
    line, person = _own(request, pk), require_viewer(request)
    form = WordsForm(request.POST if request.method == "POST" else None, initial={"words": line.words})
    if request.method == "POST" and form.is_valid():
        choosing.say(by=person, line=line, words=form.cleaned_data["words"])
        messages.success(request, _("Kept."))
        return HttpResponseRedirect(f"{reverse('my_record')}#line-{pk}")
    one = told([line], of=person, to=person)[0]
    return render(request, "record/line.html", {"one": one, "line": line, "form": form}, status=_status(form))


@login_required
@require_POST
def record_show(request: HttpRequest, pk: int) -> HttpResponse:
    """Let members read it on one's page there, or no more."""
    line, person = _own(request, pk), require_viewer(request)
    if "no" in request.POST:
        choosing.hide(by=person, line=line)
        messages.success(request, _("It stands on your page there no more."))
    else:
        try:
            choosing.show(by=person, line=line)
        except choosing.NotThere:
            messages.warning(
                request, _("It cannot be shown there: you are no member there, or what it rests on is gone.")
            )
        else:
            messages.success(request, _("Members there read it on your page."))
    return HttpResponseRedirect(f"{reverse('my_record')}#line-{pk}")


@login_required
@require_POST
def record_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it out."""
    line, person = _own(request, pk), require_viewer(request)
    choosing.take_out(by=person, line=line)
    token = token_of([person.pk, f"{line.kind}-{line.ref}", line.words], salt=SALT)
    undo = f"undo:{reverse('record_again')}?before={token}"
    messages.success(request, _("It is out, also where you had handed it to somebody."), extra_tags=undo)
    return HttpResponseRedirect(f"{reverse('my_record')}#leaf")


@login_required
@require_POST
def record_again(request: HttpRequest) -> HttpResponse:
    """Put back what one took out a moment ago."""
    person = require_viewer(request)
    # An undo is a button without fields: what it names stands in its address.
    before = told_by(request.GET.get("before", ""), salt=SALT, parts=3)
    if before is None or before[0] != person.pk:
        raise Http404
    try:
        choosing.take(by=person, key=before[1], words=before[2])
    except (choosing.NotOffered, choosing.TooMany):
        messages.warning(request, _("It cannot be put back: what it rests on is gone, or your record is full."))
    else:
        messages.success(request, _("It is back. Whoever had it has to be handed it anew."))
    return HttpResponseRedirect(f"{reverse('my_record')}#leaf")


def _own(request: HttpRequest, pk: int) -> Line:
    return get_object_or_404(Line.objects.select_related("community"), person=require_viewer(request), pk=pk)


def _status(form: WordsForm) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
