"""What is done at a scan: its sources named, taken, handed on and let go, and something passed on."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.conversations.views.lookup import number_in
from commonplace.lib.sending import key_of_sending
from commonplace.lib.text import one_line
from commonplace.people.models import Person
from commonplace.undertakings.actions import passing_on, scanning
from commonplace.undertakings.actions.beginning import TooMany, Unfit
from commonplace.undertakings.actions.rights import IsOver, NotTheirs
from commonplace.undertakings.forms.desk import PassForm
from commonplace.undertakings.forms.scan import A_MOMENT, PassOnForm, ScanSetUpForm, SourceForm
from commonplace.undertakings.kinds import Kind
from commonplace.undertakings.models import Scan, ScanEntry, ScanSource, Undertaking
from commonplace.undertakings.queries import choosing
from commonplace.undertakings.queries import scan as queries
from commonplace.undertakings.views.lookup import deed_page, find_to_carry, find_to_join, over

SCAN = Kind.SCAN


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def scan_set_up(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The question, the rhythm and the end."""
    viewpoint, person, here = find_to_carry(request, slug, pk, SCAN)
    row: Scan = here.scan
    begun = {
        "title": here.title,
        "purpose": here.purpose,
        "rhythm": row.rhythm,
        "turns_on": timezone.localdate(passing_on.turn_under_way(here).ends_at - A_MOMENT),
        "until": timezone.localdate(row.until - A_MOMENT) if row.until is not None else None,
    }
    form = ScanSetUpForm(request.POST if request.method == "POST" else None, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            scanning.set_up(by=person, undertaking=here, terms=form.terms())
        except IsOver:
            form.add_error(None, over())
        else:
            messages.success(request, _("Kept, from this turn on."))
            return HttpResponseRedirect(here.url(slug))
    return deed_page(request, viewpoint, here, "scan_set_up", form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def scan_source_new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Name something to look at."""
    return _source(request, slug, pk, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def scan_source(request: HttpRequest, slug: str, pk: int, source_pk: int) -> HttpResponse:
    """Say of a source something else, have it read at once, or drop it."""
    return _source(request, slug, pk, source_pk)


def source_or_404(here: Undertaking, pk: int) -> ScanSource:
    """A source of the scan that was not dropped."""
    return get_object_or_404(ScanSource.objects.kept().filter(scan=here.pk).select_related("scout"), pk=pk)


def _source(request: HttpRequest, slug: str, pk: int, source_pk: int | None) -> HttpResponse:
    viewpoint, person, here = find_to_carry(request, slug, pk, SCAN)
    source = source_or_404(here, source_pk) if source_pk is not None else None
    there = f"{here.url(slug)}#sources"
    begun = {"title": source.title, "address": source.address, "where": source.where} if source is not None else {}
    form = SourceForm(request.POST if request.method == "POST" else None, initial=begun, is_new=source is None)
    try:
        if source is not None and "drop" in request.POST:
            scanning.drop_source(by=person, undertaking=here, source=source)
            messages.success(request, _("Nobody looks there any more. What was passed on of it stays."))
            return HttpResponseRedirect(there)
        if request.method == "POST" and form.is_valid():
            said = {name: form.cleaned_data[name] for name in ("title", "address", "where")}
            if source is None:
                key = key_of_sending(form.cleaned_data["idempotency_key"], pk, *said.values())
                scanning.name_source(by=person, undertaking=here, idempotency_key=key, **said)
                messages.success(request, _("Kept. A scout may take it now."))
            else:
                scanning.change_source(by=person, undertaking=here, source=source, **said)
                messages.success(request, _("Kept."))
            return HttpResponseRedirect(there)
    except scanning.AlreadyNamed:
        form.add_error("address", _("The scan looks at this feed already."))
    except TooMany:
        form.add_error(None, _("Sixty sources are the most that one scan looks at. Drop one that never gave any."))
    except IsOver:
        form.add_error(None, over())
    address = reverse("scan_source_new", args=[slug, pk])
    if source is not None:
        address = reverse("scan_source", args=[slug, pk, source.pk])
    return deed_page(request, viewpoint, here, "scan_source", form, source=source, address=address, there=there)


@login_required
@require_POST
def scan_taking(request: HttpRequest, slug: str, pk: int, source_pk: int) -> HttpResponse:
    """Look at a source, or no more; take over what one was asked to, or rather not; have a feed read at once."""
    viewpoint, person, here = find_to_join(request, slug, pk, SCAN)
    if viewpoint.membership is not None and viewpoint.membership.is_guest:
        raise PermissionDenied
    source = source_or_404(here, source_pk)
    try:
        if "let_go" in request.POST:
            scanning.let_source_go(person=person, undertaking=here, source=source)
            messages.success(request, _("Nobody looks at it now, until somebody takes it."))
        elif "yes" in request.POST or "no" in request.POST:
            yes = "yes" in request.POST
            scanning.answer_offer(by=person, undertaking=here, source=source, yes=yes)
            messages.success(request, _("You look at it now.") if yes else _("It stays as it was."))
        elif "ask" in request.POST:
            scanning.ask_now(by=person, undertaking=here, source=source)
            messages.success(request, _("It is asked for in the next minutes."))
        else:
            scanning.take_source(person=person, undertaking=here, source=source)
            messages.success(request, _("You look at it now."))
    except NotTheirs:
        raise Http404(source_pk) from None
    except scanning.AlreadyTaken:
        messages.error(request, _("Somebody looks at it already."))
    except Unfit:
        messages.error(request, _("Only those who read what stands here can look at its sources."))
    except IsOver:
        messages.error(request, over())
    return HttpResponseRedirect(f"{here.url(slug)}#sources")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def scan_handing(request: HttpRequest, slug: str, pk: int, source_pk: int) -> HttpResponse:
    """Ask somebody to take one's own source over."""
    viewpoint, person, here = find_to_join(request, slug, pk, SCAN)
    source = source_or_404(here, source_pk)
    if source.scout_id != person.pk:
        raise Http404(source_pk)
    asked_for = one_line((request.POST if request.method == "POST" else request.GET).get("q", ""))[:80]
    people = choosing.who_reads(here, viewpoint, asked=asked_for)
    form = PassForm(request.POST if request.method == "POST" else None, initial={"q": asked_for})
    if request.method == "POST" and form.is_valid():
        to = Person.objects.filter(pk=number_in(request.POST.get("to")) or 0).first()
        try:
            if to is None:
                form.add_error("q", _("Look for somebody by name, and choose them below."))
            else:
                scanning.offer_source(by=person, undertaking=here, source=source, to=to)
        except Unfit:
            form.add_error("q", _("They do not read what stands here."))
        except NotTheirs:
            raise Http404(source_pk) from None
        except IsOver:
            form.add_error(None, over())
        if not form.errors:
            messages.success(request, _("They are asked. It stays yours until they say yes."))
            return HttpResponseRedirect(f"{here.url(slug)}#sources")
    return deed_page(request, viewpoint, here, "scan_handing", form, source=source, people=people, asked_for=asked_for)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def scan_passing(request: HttpRequest, slug: str, pk: int, entry_pk: int | None = None) -> HttpResponse:
    """Pass something on: what a feed brought, or what was found elsewhere."""
    viewpoint, person, here = find_to_join(request, slug, pk, SCAN)
    row: Scan = here.scan
    if not queries.is_scout(row, viewpoint):
        raise Http404(pk)
    entry = None
    if entry_pk is not None:
        seen = ScanEntry.objects.seen_by_scout(person, row).select_related("source")
        entry = get_object_or_404(seen, pk=entry_pk)
    sources = queries.own_first(row, person) if entry is None else ()
    form = PassOnForm(
        request.POST if request.method == "POST" else None,
        initial={"source": number_in(request.GET.get("source"))},
        sources=[(one.pk, one.title) for one in sources],
        topics=lambda: queries.topics_offered(viewpoint),
        is_entry=entry is not None,
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        source = next((one for one in sources if one.pk == said.get("source")), None)
        words = [said.get(name) for name in ("title", "link", "source", "why", "topic")]
        try:
            passing_on.pass_on(
                by=person,
                undertaking=here,
                why=said["why"],
                title=said.get("title", ""),
                link=said.get("link", ""),
                source=source,
                entry=entry,
                topic=said["topic"],
                idempotency_key=key_of_sending(said.get("idempotency_key"), pk, *words),
            )
        except passing_on.AlreadyPassedOn:
            form.add_error(None, _("Somebody has passed this on already."))
        except TooMany:
            form.add_error(None, _("That is as much as anybody reads in one turn. Keep the best of it."))
        except NotTheirs:
            raise Http404(pk) from None
        except IsOver:
            form.add_error(None, over())
        else:
            messages.success(request, _("Passed on. It goes into the notes of this turn."))
            onward = reverse("scan_entries", args=[slug, pk]) if entry is not None else here.url(slug)
            return HttpResponseRedirect(f"{onward}#e{entry_pk}" if entry is not None else f"{onward}#turn")
    address = reverse("scan_passing", args=[slug, pk])
    if entry is not None:
        address = reverse("scan_passing_entry", args=[slug, pk, entry.pk])
    return deed_page(request, viewpoint, here, "scan_passing", form, entry=entry, address=address)


@login_required
@require_POST
def scan_quiet(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that there is nothing new this time."""
    _viewpoint, person, here = find_to_join(request, slug, pk, SCAN)
    try:
        passing_on.say_nothing_new(by=person, undertaking=here)
    except NotTheirs:
        raise Http404(pk) from None
    except IsOver:
        messages.error(request, over())
    else:
        messages.success(request, _("Kept: nothing new this time. That is an answer too."))
    return HttpResponseRedirect(f"{here.url(slug)}#turn")
