"""A systematic scan: its page, its turns, what feeds brought, and what was seen in all."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.communities.audience import audience_of_space
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.actions.wording import NothingSaid
from commonplace.conversations.rate_limit import TooFast, require_room
from commonplace.conversations.views.lookup import number_in
from commonplace.people.models import Person
from commonplace.store import paging
from commonplace.undertakings.actions import passing_on, scan_turns, scanning
from commonplace.undertakings.actions.rights import NotTheirs, may_carry
from commonplace.undertakings.forms.scan import NotesForm, ScanForm, first_turn
from commonplace.undertakings.kinds import Kind
from commonplace.undertakings.models import NothingNew, Scan, ScanNote, ScanTurn, Undertaking
from commonplace.undertakings.queries import scan as queries
from commonplace.undertakings.queries.response import carries, hands_of, signed
from commonplace.undertakings.views.beginning import begin_page
from commonplace.undertakings.views.lookup import deed_page, find, find_to_carry, find_to_join

SCAN = Kind.SCAN
SIZE = 30
TURNS = 12


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def scan_beginning(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a scan."""
    first = {"turns_on": first_turn()}
    return begin_page(request, slug, name="scan_beginning", form=ScanForm, begin=_begin, initial=first)


def _begin(person: Person, form: ScanForm, key: str | None) -> Undertaking:
    return scanning.begin_scan(by=person, space=form.chosen, terms=form.terms(), idempotency_key=key)


@require_safe
def scan(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The question, this turn, who looks at what, and the row of notes."""
    viewpoint, here = find(request, slug, pk, SCAN)
    row: Scan = here.scan
    now, hands = timezone.now(), hands_of(here)
    page = paging.page(queries.turns_of(row), by=("-number", "-pk"), after=request.GET.get("after"), size=TURNS)
    turns = queries.turn_rows(page.items, here, viewpoint, now=now)
    sources = queries.sources_of(row, here, viewpoint)
    is_scout = viewpoint.is_member and any(one.is_own for one in sources)
    under_way = turns[0] if turns and not page.newer and not here.is_over else None
    notes = queries.notes_of(under_way.turn).order_by("at", "pk") if under_way is not None else ScanNote.objects.none()
    shown = queries.passed(notes, viewpoint)
    person = viewpoint.person
    has_said = person is not None and any(one.note.by_id == person.pk for one in shown)
    is_quiet = under_way is not None and is_scout and not has_said and _is_quiet(under_way.turn, person)
    carried_by = signed(hands, here, viewpoint)
    is_in = any(one.byline.person_id == getattr(person, "pk", 0) for one in carried_by)
    context = {
        "viewpoint": viewpoint,
        "undertaking": here,
        "scan": row,
        "seen": {"may_carry": carries(here, viewpoint, hands)},
        "hands": carried_by,
        "has_hand": is_in and here.begun_by_id != getattr(person, "pk", 0),
        "may_join": not is_in and _is_whole_member(viewpoint) and not here.is_over,
        "may_watch": _is_whole_member(viewpoint) and not here.is_over,
        "under_way": under_way,
        "notes": shown,
        "turns": turns[1:] if under_way is not None else turns,
        "page": page,
        "sources": sources,
        "is_scout": is_scout,
        "may_say_nothing": is_scout and under_way is not None and not has_said and not is_quiet,
        "is_quiet": is_quiet,
        "audience": audience_of_space(here.space, viewpoint, names_powers=False),
    }
    return render(request, "undertakings/scan.html", context)


def _is_whole_member(viewpoint: Viewpoint) -> bool:
    return viewpoint.membership is not None and not viewpoint.membership.is_guest


def _is_quiet(turn: ScanTurn, person: Person | None) -> bool:
    return NothingNew.objects.filter(turn=turn, person=person).exists()


def turn_or_404(here: Undertaking, number: int) -> ScanTurn:
    """A turn of the scan by its number."""
    found = ScanTurn.objects.filter(scan=here.pk).select_related("post", "settled_by")
    return get_object_or_404(found, number=min(number, 2**31 - 1))


@require_safe
def scan_turn(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """One turn, with what was passed on in it."""
    viewpoint, here = find(request, slug, pk, SCAN)
    turn = turn_or_404(here, number)
    context = {
        "viewpoint": viewpoint,
        "undertaking": here,
        "turn": turn,
        "is_over": turn.is_over(here, now=timezone.now()),
        "told_at": queries.told_at(turn, viewpoint),
        "notes": queries.passed(queries.notes_of(turn).order_by("at", "pk"), viewpoint),
        "may_make": viewpoint.is_member and turn.settled_at is None and may_carry(viewpoint.person, here),
        "audience": audience_of_space(here.space, viewpoint),
    }
    return render(request, "undertakings/scan_turn.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def scan_notes(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """Make the notes of a turn, out of a draft that orders what was passed on; or say that there was nothing new."""
    viewpoint, person, here = find_to_carry(request, slug, pk, SCAN)
    turn = turn_or_404(here, number)
    there = reverse("scan_turn", args=[slug, pk, number])
    if request.method != "POST" and (turn.settled_at or not turn.is_over(here, now=timezone.now())):
        return HttpResponseRedirect(there)
    form = NotesForm(request.POST if request.method == "POST" else None)
    try:
        if request.method == "POST" and "quiet" in request.POST:
            scan_turns.say_quiet(by=person, undertaking=here, turn=turn)
            messages.success(request, _("Kept: nothing new this time."))
            return HttpResponseRedirect(there)
        if request.method == "POST" and form.is_valid():
            require_room(person, now=timezone.now())
            turn.post = scan_turns.make_notes(by=person, undertaking=here, turn=turn, text=form.cleaned_data["text"])
            return HttpResponseRedirect(queries.told_at(turn, viewpoint))
    except scan_turns.NotYet:
        messages.error(request, _("This turn still goes on. Its notes are gathered when it is over."))
        return HttpResponseRedirect(there)
    except scan_turns.AlreadyMade:
        messages.error(request, _("The notes of this turn have been made already."))
        return HttpResponseRedirect(there)
    except TooFast as too_fast:
        form.add_error(None, too_fast.words)
    except NothingSaid:
        form.add_error("text", _("It has no words yet. One sentence is enough."))
    notes = queries.notes_of(turn).order_by("at", "pk")
    if request.method != "POST":
        form = NotesForm(initial={"text": scan_turns.draft_of(notes, page=there)})
    is_quiet = not notes
    return deed_page(request, viewpoint, here, "scan_notes", form, turn=turn, there=there, is_quiet=is_quiet)


@login_required
@require_safe
def scan_entries(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What feeds brought, for the scan's scouts alone; of one source with `?source=`."""
    viewpoint, person, here = find_to_join(request, slug, pk, SCAN)
    row: Scan = here.scan
    if not queries.is_scout(row, viewpoint):
        raise Http404(pk)
    feeds = queries.feeds_of(row)
    chosen = number_in(request.GET.get("source"))
    source = next((one for one in feeds if one.pk == chosen), None)
    found = queries.entries_of(row, person, now=timezone.now(), source=source.pk if source is not None else None)
    context = {
        "viewpoint": viewpoint,
        "undertaking": here,
        "page": paging.page(found, by=("-came_at", "-pk"), after=request.GET.get("after"), size=SIZE),
        "feeds": feeds,
        "chosen": source,
    }
    return render(request, "undertakings/scan_entries.html", context)


@require_safe
def scan_seen(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """All that was seen, by source and by topic, with links: what a scan leaves behind."""
    viewpoint, here = find(request, slug, pk, SCAN)
    row: Scan = here.scan
    by_source, by_topic = queries.seen_by_source(row), queries.seen_by_topic(row)
    number, word = number_in(request.GET.get("source")), number_in(request.GET.get("topic"))
    source = next((one for one in by_source if one.pk == number), None)
    topic = next((one for one in by_topic if one.pk == word), None)
    chosen = Q(source=source.pk) if source is not None else Q(topic=topic.pk) if topic is not None else Q()
    found = queries.notes_of(ScanTurn.objects.filter(scan=row)).filter(chosen)
    page = paging.page(found, by=("-at", "-pk"), after=request.GET.get("after"), size=SIZE)
    context = {
        "viewpoint": viewpoint,
        "undertaking": here,
        "by_source": by_source,
        "by_topic": by_topic,
        "chosen": source or topic,
        "page": page,
        "notes": queries.passed(page.items, viewpoint),
        "audience": audience_of_space(here.space, viewpoint),
    }
    return render(request, "undertakings/scan_seen.html", context)


@login_required
@require_POST
def scan_again(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Begin another like one that has ended, with its sources."""
    viewpoint, person, here = find_to_join(request, slug, pk, SCAN)
    if not _is_whole_member(viewpoint) or not here.is_over:
        raise PermissionDenied
    made = scanning.begin_again(by=person, undertaking=here)
    messages.success(request, _("Begun again, with the same sources. None of them has a scout yet."))
    return HttpResponseRedirect(reverse("scan_set_up", args=[slug, made.pk]))


@login_required
@require_POST
def scan_note(request: HttpRequest, slug: str, pk: int, note_pk: int) -> HttpResponse:
    """Take back what one passed on, or as a steward what has no place there."""
    _viewpoint, person, here = find_to_join(request, slug, pk, SCAN)
    found = ScanNote.objects.filter(turn__scan=here.pk).select_related("by", "turn")
    note = get_object_or_404(found, pk=note_pk)
    try:
        passing_on.take_note_back(by=person, undertaking=here, note=note)
    except NotTheirs:
        raise Http404(note_pk) from None
    messages.success(request, _("It is gone."))
    return HttpResponseRedirect(reverse("scan_turn", args=[slug, pk, note.turn.number]))
