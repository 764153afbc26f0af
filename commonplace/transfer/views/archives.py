"""Archives that moved in, one on its way in, and letters set aside: the stewards' pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from commonplace.communities.inside import as_steward
from commonplace.communities.viewpoint import Viewpoint
from commonplace.people.viewer import require_viewer
from commonplace.store.paging import Page, page
from commonplace.transfer import queries
from commonplace.transfer.actions.bringing_back import bring_back
from commonplace.transfer.actions.handing_in import hand_in
from commonplace.transfer.actions.handing_in_places import hand_in_place
from commonplace.transfer.actions.joining import NotAlike, ask_again, call_two, join_names, tell_apart
from commonplace.transfer.actions.taking_back import BuiltOn, ask_back
from commonplace.transfer.forms import ArchiveForm
from commonplace.transfer.hindrances import hindrances
from commonplace.transfer.likenesses import weighed
from commonplace.transfer.models import MBOX, CalendarRun, ClosedChat, Import, Likeness, LikenessQuerySet, SetAside
from commonplace.transfer.views.places import place_page

AT_ONCE = 500
PAIRS = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest, slug: str) -> HttpResponse:
    """The archives that moved in, and a way to hand in another."""
    viewpoint = as_steward(request, slug)
    person = require_viewer(request)
    form = ArchiveForm(request.POST or None, request.FILES or None, community=viewpoint.community, person=person)
    if request.method == "POST" and form.is_valid():
        kind = form.cleaned_data.get("kind") or MBOX
        uploads, space = form.cleaned_data["archive"], form.cleaned_data["space"]
        if kind == MBOX:
            run = hand_in(by=person, space=space, uploads=uploads)
        else:
            run = hand_in_place(by=person, space=space, kind=kind, uploads=uploads)
        said = _("It is here, and is looked through while you do something else. Then you say where it goes.")
        messages.success(request, said)
        return redirect("import", slug, run.pk)
    runs = page(
        Import.objects.filter(community=viewpoint.community).select_related("by"),
        by=("-begun_at", "-id"),
        after=request.GET.get("after"),
        size=20,
    )
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "form": form,
        "page": runs,
        "lines": [(run, viewpoint.byline_for(run.by) if run.by else None) for run in runs.items],
        "aside": queries.waiting_in(viewpoint.community),
        "closed": list(
            ClosedChat.objects.filter(space__community=viewpoint.community, opened_at=None)
            .select_related("space")
            .order_by("-pk")[:20]
        ),
        "calendars": list(CalendarRun.objects.filter(community=viewpoint.community).order_by("-begun_at", "-pk")[:20]),
    }
    return render(request, "transfer/imports.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_safe
def one_import(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One archive: how far it is, what it brought, what was merged, set aside and could not be read."""
    viewpoint = as_steward(request, slug)
    run = get_object_or_404(Import.objects.select_related("space", "by"), community=viewpoint.community, pk=pk)
    if not run.is_mail or run.planned_at is None:
        return place_page(request, viewpoint, run)
    handed_in, passed_over = queries.handed_in(run)
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "run": run,
        "account": queries.account_of(run),
        "aside": SetAside.objects.waiting().filter(letter__run=run).exists(),
        "alike": queries.alike_in(viewpoint.community, require_viewer(request)),
        "shown": queries.SHOWN,
        "handed_in": handed_in,
        "passed_over": passed_over,
        "is_first": queries.is_first(run),
    }
    return render(request, "transfer/import.html", context)


@login_required
@require_safe
def import_conversations(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The conversations that letters of one archive are in."""
    viewpoint = as_steward(request, slug)
    run = get_object_or_404(Import.objects.filter(community=viewpoint.community), pk=pk)
    found = queries.conversations_of(run, require_viewer(request))
    rows = page(found, by=("opened_at", "id"), after=request.GET.get("after"), size=40)
    letters = queries.letters_by(run, "conversation", [one.pk for one in rows.items])
    lines = [
        queries.Came(one.title, reverse("conversation", args=[slug, one.pk]), letters.get(one.pk, 0), one.opened_at)
        for one in rows.items
    ]
    return _came(request, viewpoint, run, _("The conversations that came"), rows, lines)


@login_required
@require_safe
def import_people(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Whoever wrote letters of one archive."""
    viewpoint = as_steward(request, slug)
    run = get_object_or_404(Import.objects.filter(community=viewpoint.community), pk=pk)
    rows = page(queries.people_of(run), by=("name", "id"), after=request.GET.get("after"), size=40)
    letters = queries.letters_by(run, "author", [one.pk for one in rows.items])
    lines = [
        queries.Came(viewpoint.name_of(one), reverse("person", args=[slug, one.pk]), letters.get(one.pk, 0))
        for one in rows.items
    ]
    return _came(request, viewpoint, run, _("The people who wrote"), rows, lines)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def taking_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What goes when an archive is taken back, or why it cannot be; POST takes it back."""
    viewpoint = as_steward(request, slug)
    runs = Import.objects.select_related("community").filter(community=viewpoint.community)
    run = get_object_or_404(runs, pk=pk)
    if run.back_asked_at:
        return redirect("import", slug, pk)
    if request.method == "POST":
        try:
            ask_back(run=run)
        except BuiltOn:
            messages.info(request, _("It cannot be taken back; why stands below."))
            return redirect("import_taking_back", slug, pk)
        messages.success(request, _("It is being taken back, while you do something else."))
        return redirect("imports", slug)
    found = hindrances(run, require_viewer(request))
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "run": run,
        "hindrances": found,
        "goes": None if found else queries.goes_with(run),
    }
    return render(request, "transfer/taking_back.html", context)


def _came(
    request: HttpRequest,
    viewpoint: Viewpoint,
    run: Import,
    title: str,
    rows: Page[Any],
    lines: Sequence[queries.Came],
) -> HttpResponse:
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "run": run,
        "title": title,
        "page": rows,
        "lines": lines,
    }
    return render(request, "transfer/came.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_aside(request: HttpRequest, slug: str) -> HttpResponse:
    """Letters set aside, to be looked through; POST brings in the ticked ones, one, or all."""
    viewpoint = as_steward(request, slug)
    waiting = SetAside.objects.waiting().filter(community=viewpoint.community)
    # Of one archive alone, where a run is named.
    if of := number_in(request.GET.get("run", "")):
        waiting = waiting.filter(letter__run=of)
    if request.method == "POST":
        pks = _wanted(request) if "all" not in request.POST else list(waiting.values_list("pk", flat=True)[:AT_ONCE])
        brought = bring_back(community=viewpoint.community, by=require_viewer(request), pks=pks)
        if brought:
            words = ngettext("%(count)s letter came in.", "%(count)s letters came in.", brought)
            messages.success(request, words % {"count": brought})
        else:
            messages.info(request, _("Nothing was ticked, or another steward brought it in before you."))
        return redirect(reverse("set_aside", args=[slug]) + (f"?run={of}" if of else ""))
    rows = page(waiting, by=("sent_at", "id"), after=request.GET.get("after"), size=40)
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "page": rows,
        "number": waiting.count(),
        "letters": queries.read_over(rows.items),
        "at_once": AT_ONCE,
    }
    return render(request, "transfer/set_aside.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def one_person(request: HttpRequest, slug: str) -> HttpResponse:
    """Names that are probably one person's; POST joins a pair, tells it apart again, or says that they are two."""
    viewpoint = as_steward(request, slug)
    theirs = Likeness.objects.settled_by(require_viewer(request)).filter(community=viewpoint.community)
    here = theirs.select_related("one", "other", "merger__by")
    if request.method == "POST":
        place = _settle_pair(request, here)
        after = request.GET.get("after")
        here_again = reverse("one_person", args=[slug]) + (f"?{urlencode({'after': after})}" if after else "")
        return redirect(f"{here_again}#{place}")
    rows = _pairs(request, here)
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "page": rows,
        "pairs": weighed(viewpoint.community, rows.items),
        "joined": [
            (row, viewpoint.byline_for(row.merger.by) if row.merger and row.merger.by else None)
            for row in here.joined().order_by("-merger__at", "-pk")[:PAIRS]
        ],
    }
    return render(request, "transfer/one_person.html", context)


def _pairs(request: HttpRequest, here: LikenessQuerySet) -> Page[Likeness]:
    return page(here.waiting(), by=("id",), after=request.GET.get("after"), size=PAIRS)


def _settle_pair(request: HttpRequest, here: LikenessQuerySet) -> str:
    """Do what was pressed; where on the page one goes on: at the pair that stands in the place of this one."""
    # The undo of a message is a button without fields: what it names stands in its address.
    pressed = request.POST if "undo" not in request.GET else request.GET
    deed = next((name for name in ("join", "two", "undo") if name in pressed), "")
    if not deed:
        return "pairs"
    pair = get_object_or_404(here, pk=number_in(pressed.get(deed, "")))
    undo = f"undo:{request.path}?{urlencode({'undo': pair.pk, 'after': request.GET.get('after', '')})}"
    try:
        if deed == "join":
            name = pair.one.name
            join_names(likeness=pair, by=require_viewer(request))
            said = _("%(name)s is one person now. It can be undone below.") % {"name": name}
            messages.success(request, said, extra_tags=undo)
        elif deed == "two":
            call_two(likeness=pair, by=require_viewer(request))
            messages.success(request, _("They stay two, and you will not be asked again."), extra_tags=undo)
        elif pair.apart_at:
            ask_again(likeness=pair, by=require_viewer(request))
            messages.success(request, _("It is open again whether they are one."))
        else:
            tell_apart(likeness=pair, by=require_viewer(request))
            messages.success(request, _("They are two again, with all that was each one’s."))
    except NotAlike:
        messages.info(request, _("That was settled before you answered."))
    if pressed is request.GET:
        return f"pair-{pair.pk}"
    if deed == "undo":
        return "joined" if here.joined().exists() else "pairs"
    left = [row.pk for row in _pairs(request, here).items]
    near = next((pk for pk in left if pk >= pair.pk), left[-1] if left else 0)
    return f"pair-{near}" if near else "pairs"


def number_in(given: str) -> int:
    """A key that a form named; 0 for what is none."""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0


def _wanted(request: HttpRequest) -> list[int]:
    """The letters that were ticked; whatever is no number is left out."""
    given = request.POST.getlist("letter")[:AT_ONCE]
    return [number for number in map(number_in, given) if number]
