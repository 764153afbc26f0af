"""Reports: all of them, one on its two pages, and how it comes about."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.communities.looks.actions import keep_look
from commonplace.communities.models import Looked
from commonplace.lib.days import last_day
from commonplace.sponsorship import pdf
from commonplace.sponsorship.actions import reporting
from commonplace.sponsorship.forms.reporting import (
    CoreForm,
    ReadingForm,
    ReplyForm,
    ReportForm,
    WordsForm,
    half_year_before,
)
from commonplace.sponsorship.models import CoreReading, Report
from commonplace.sponsorship.queries.assembling import assembled
from commonplace.sponsorship.queries.on_paper import sheet_on_paper
from commonplace.sponsorship.queries.reports import reads_of, sheet_of
from commonplace.sponsorship.queries.stories import to_choose_from
from commonplace.sponsorship.views.lookup import UNFIT, Side, as_tending, side_of, status_of
from commonplace.sponsorship.who import core_of
from commonplace.store.paging import page

SHOWN = 20
USUAL_DAYS = 5


@login_required
@require_safe
def reports(request: HttpRequest, slug: str) -> HttpResponse:
    """Those that one may read, the latest first."""
    side = side_of(request, slug)
    rows = Report.objects.visible_to(side.person).filter(community=side.community)
    found = page(rows, by=("-until", "-id"), after=request.GET.get("after"), size=SHOWN)
    context = {"viewpoint": side.viewpoint, "side": side, "page": found, "rows": found.items}
    return render(request, "sponsorship/reports.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Lay one out from what stands on the page."""
    side = as_tending(request, slug)
    since, until = half_year_before(timezone.localdate())
    begun = {"since": since, "until": until}
    stories = to_choose_from(side.community)
    form = ReportForm(request.POST if request.method == "POST" else None, initial=begun, stories=stories)
    if request.method == "POST" and form.is_valid():
        made = _lay_out(side, form)
        if made is not None:
            messages.success(request, _("It is laid out. Read it as they will; then the core group reads it."))
            return HttpResponseRedirect(made.url(slug))
    context = {"viewpoint": side.viewpoint, "form": form, "report": None}
    return render(request, "sponsorship/report_words.html", context, status=status_of(request))


def _lay_out(side: Side, form: ReportForm) -> Report | None:
    since, until = form.cleaned_data["since"], form.cleaned_data["until"]
    try:
        return reporting.lay_out(
            by=side.person,
            community=side.community,
            since=since,
            until=until,
            worded=form.worded,
            kept=assembled(side.community, since=since, until=until),
        )
    except reporting.TooMany:
        form.add_error(None, _("Half a dozen drafts wait already. Release one, or let one go."))
    except reporting.BeginsAfterItEnds:
        form.add_error("until", _("A report tells of a time that is over."))
    return None


@login_required
@require_safe
def sponsor_report(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One report, on its two pages."""
    side, report = _found(request, slug, pk)
    if side.is_sponsor and report.is_released:
        keep_look(what=Looked.SPONSORS_PAGE, by=side.person, community=side.community)
    return _page(request, side, report)


@login_required
@require_safe
def report_file(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The same as a PDF, where WeasyPrint is installed; else how to print it."""
    side, report = _found(request, slug, pk)
    if not pdf.is_here():
        messages.info(request, _("This house makes no PDF. Your browser prints the report, or saves it as one."))
        return HttpResponseRedirect(report.url(slug))
    if side.is_sponsor and report.is_released:
        keep_look(what=Looked.SPONSORS_PAGE, by=side.person, community=side.community)
    file = pdf.of(sheet_of(report, side.viewpoint), request=request)
    name = f"{side.community.slug}-{report.until.isoformat()}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(file, content_type="application/pdf", headers=headers)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_words(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say it otherwise, and keep anew what stands."""
    side, report = _draft(request, slug, pk)
    told = report.steps.exclude(story=None).order_by("place").values_list("story_id", flat=True)
    begun = {
        "title": report.title,
        "opening": report.opening,
        "closing": report.closing,
        "stories": [str(one) for one in dict.fromkeys(told)],
    }
    stories = to_choose_from(side.community)
    form = WordsForm(request.POST if request.method == "POST" else None, initial=begun, stories=stories)
    if request.method == "POST" and form.is_valid():
        kept = assembled(side.community, since=report.since, until=report.until) if "anew" in request.POST else None
        reporting.word(by=side.person, report=report, worded=form.worded, kept=kept)
        messages.success(request, _("It says so now. Whoever had read it of the core group reads it once more."))
        return HttpResponseRedirect(report.url(slug))
    context = {"viewpoint": side.viewpoint, "form": form, "report": report}
    return render(request, "sponsorship/report_words.html", context, status=status_of(request))


@login_required
@require_POST
def report_core(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Have the core group read it."""
    side, report = _draft(request, slug, pk)
    form = CoreForm(request.POST, prefix="core")
    if not form.is_valid():
        return _page(request, side, report, core_form=form)
    reporting.put_to_core(by=side.person, report=report, until=form.cleaned_data["until"])
    messages.success(request, _("The core group reads it. Each of them may object until then."))
    return HttpResponseRedirect(f"{report.url(slug)}#reading")


@login_required
@require_POST
def report_read(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say as one of the core group that it may go, or what stands in the way."""
    side, report = _found(request, slug, pk)
    form = ReadingForm(request.POST, prefix="read")
    if not form.is_valid():
        return _page(request, side, report, reading_form=form)
    try:
        reporting.read(by=side.person, report=report, **form.cleaned_data)
    except reporting.NotOfTheCore:
        raise PermissionDenied from None
    except reporting.NotBeingRead:
        messages.info(request, _("It does not lie before the core group."))
    else:
        messages.success(request, _("Thank you. It stands beside the report until it is released."))
    return HttpResponseRedirect(f"{report.url(slug)}#reading")


@login_required
@require_POST
def report_reply(request: HttpRequest, slug: str, pk: int, said: int) -> HttpResponse:
    """Say what became of an objection."""
    side, report = _draft(request, slug, pk)
    reading = get_object_or_404(CoreReading.objects.filter(report=report), pk=said)
    reading.report = report
    form = ReplyForm(request.POST, prefix=str(said))
    if not form.is_valid():
        return _page(request, side, report, reply_form=(said, form))
    try:
        reporting.reply(by=side.person, reading=reading, words=form.cleaned_data["words"])
    except reporting.NotBeingRead:
        messages.info(request, _("It does not lie before the core group."))
    return HttpResponseRedirect(f"{report.url(slug)}#reading")


@login_required
@require_POST
def report_release(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let sponsors have it."""
    side, report = _draft(request, slug, pk)
    try:
        reporting.release(by=side.person, report=report)
    except reporting.NotReadYet:
        messages.error(request, _("The core group has it until its day, and each objection wants a reply."))
    else:
        messages.success(request, _("Sponsors have it, and all members."))
    return HttpResponseRedirect(report.url(slug))


@login_required
@require_POST
def report_drop(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let a draft go."""
    side, report = _draft(request, slug, pk)
    reporting.drop(by=side.person, report=report)
    messages.success(request, _("The draft is gone."))
    return HttpResponseRedirect(reverse("sponsor_reports", args=[slug]))


def _found(request: HttpRequest, slug: str, pk: int) -> tuple[Side, Report]:
    side = side_of(request, slug)
    rows = Report.objects.visible_to(side.person).filter(community=side.community)
    report: Report = get_object_or_404(rows.select_related("by"), pk=pk)
    report.community = side.community
    return side, report


def _draft(request: HttpRequest, slug: str, pk: int) -> tuple[Side, Report]:
    as_tending(request, slug)
    side, report = _found(request, slug, pk)
    if report.is_released:
        raise Http404(pk)
    return side, report


def _page(
    request: HttpRequest,
    side: Side,
    report: Report,
    *,
    core_form: CoreForm | None = None,
    reading_form: ReadingForm | None = None,
    reply_form: tuple[int, ReplyForm] | None = None,
) -> HttpResponse:
    now = timezone.now()
    is_core = not report.is_released and core_of(report.community, at=now).filter(person=side.person).exists()
    reads = reads_of(report, side.viewpoint, now=now) if is_core and report.is_being_read else None
    sheet = sheet_of(report, side.viewpoint)
    context = {
        "viewpoint": side.viewpoint,
        "community": side.community,
        "side": side,
        "report": report,
        "sheet": sheet,
        "paper": sheet_on_paper(sheet),
        "place": pdf.place_of(report),
        "makes_pdf": pdf.is_here(),
        "core_until": last_day(report.core_until) if report.core_until else None,
        "core_form": core_form,
        "reads": reads,
        "reading_form": None,
        "said": (),
    }
    if side.is_steward and not report.is_released:
        begun = {"until": timezone.localdate() + timedelta(days=USUAL_DAYS)}
        context["core_form"] = core_form or CoreForm(prefix="core", initial=begun)
    if reads is not None:
        own = {"says": reads.own.says, "words": reads.own.words} if reads.own else {}
        context["reading_form"] = reading_form or ReadingForm(prefix="read", initial=own)
        context["said"] = [
            (one, byline, reply_form[1] if reply_form and reply_form[0] == one.pk else ReplyForm(prefix=str(one.pk)))
            for one, byline in reads.said
        ]
    is_unfit = any(one is not None for one in (core_form, reading_form, reply_form))
    return render(request, "sponsorship/report.html", context, status=UNFIT if is_unfit else 200)
