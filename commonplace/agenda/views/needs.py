"""What would help this season: asked, told, answered need by need, and asked after."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.agenda.actions import needs as actions
from commonplace.agenda.actions.items import Unfit, may_tend
from commonplace.agenda.forms.needs import AnswerForm, AskForm, HelpedForm, SayForm
from commonplace.agenda.models import Asking, NeedTold, NeedWords, Wanted
from commonplace.agenda.queries import needs as queries
from commonplace.agenda.queries.items import open_here
from commonplace.communities.inside import as_member
from commonplace.communities.standing import LASTING
from commonplace.communities.viewpoint import Viewpoint
from commonplace.lib.spread import FEWEST
from commonplace.people.models import Person
from commonplace.people.viewer import require_viewer
from commonplace.ui.addresses import address

UNFIT = HTTPStatus.UNPROCESSABLE_ENTITY


@login_required
@require_safe
def agenda_needs(request: HttpRequest, slug: str) -> HttpResponse:
    """What is asked now, or what was told last."""
    return _page(request, as_member(request, slug))


@login_required
@require_safe
def agenda_season(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What an earlier season was told, answered and found."""
    viewpoint = as_member(request, slug)
    asking = get_object_or_404(queries.askings_of(viewpoint).exclude(closed_at=None), pk=pk)
    return _page(request, viewpoint, earlier=asking)


@login_required
@require_POST
def agenda_ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask what would help."""
    viewpoint, person = _tending(request, slug)
    form = AskForm(request.POST)
    if not form.is_valid():
        return _page(request, viewpoint, ask_form=form)
    try:
        actions.ask(by=person, community=viewpoint.community, **form.cleaned_data)
    except actions.IsRunning:
        messages.info(request, _("A season is asked about already."))
    except actions.ImpossibleDays:
        form.add_error("until", _("Choose a day between tomorrow and sixty days from now."))
        return _page(request, viewpoint, ask_form=form)
    else:
        messages.success(request, _("Everyone is asked. What would help stands here after that day."))
    return _back(slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_say(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what would help one, say it otherwise, or take it back."""
    viewpoint, person = as_member(request, slug), require_viewer(request)
    if viewpoint.membership is None or viewpoint.membership.standing not in LASTING:
        raise PermissionDenied
    asking = queries.askings_of(viewpoint).filter(over_at=None).order_by("-pk").first()
    if asking is None:
        messages.info(request, _("Nothing is asked just now."))
        return _back(slug)
    asking.community = viewpoint.community
    if request.method == "POST" and "take_back" in request.POST:
        actions.take_back(by=person, asking=asking)
        messages.success(request, _("What you said is taken back."))
        return _back(slug)
    if not asking.is_open(timezone.now()):
        messages.info(request, _("The last day for answers has passed."))
        return _back(slug)
    form = SayForm(request.POST if request.method == "POST" else None, initial=_as_said(person, asking))
    if request.method == "POST" and form.is_valid():
        try:
            actions.say(by=person, asking=asking, said=form.said)
        except actions.IsClosed:
            messages.info(request, _("The last day for answers has passed."))
        else:
            messages.success(request, _("Kept. Until the last day you can say it otherwise or take it back."))
        return _back(slug)
    context = {
        "viewpoint": viewpoint,
        "asking": asking,
        "form": form,
        "has_said": bool(form.initial),
        "fewest": FEWEST,
    }
    return render(request, "agenda/say.html", context, status=UNFIT if form.errors else HTTPStatus.OK)


@login_required
@require_POST
def agenda_close(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell it before its day: what would help, or at the end of the season whether it did."""
    viewpoint, person = _tending(request, slug)
    asking = queries.askings_of(viewpoint).filter(over_at=None).order_by("-pk").first()
    if asking is not None:
        asking.community = viewpoint.community
        if request.POST.get("what") == "season":
            actions.end_season(by=person, asking=asking)
        else:
            actions.close(by=person, asking=asking)
        messages.success(request, _("It is closed. What may be told stands here."))
    return _back(slug)


@login_required
@require_POST
def agenda_words_away(request: HttpRequest, slug: str) -> HttpResponse:
    """Take words off that name or hurt somebody."""
    viewpoint, person = _tending(request, slug)
    named = request.POST.get("words", "")
    pk = int(named) if named.isdecimal() and len(named) < 20 else 0
    seen = NeedWords.objects.filter(asking__in=queries.askings_of(viewpoint)).select_related("asking__community")
    words = seen.filter(pk=min(pk, 2**62)).first()
    if words is None:
        return _back(slug)
    actions.take_words_away(by=person, words=words)
    messages.success(request, _("These words are gone for good."))
    return HttpResponseRedirect(f"{address('agenda_season', slug, words.asking_id)}#own-words")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_need(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One need: what fits it, what is done about it; whoever keeps the agenda says so here."""
    if request.method != "POST":
        viewpoint = as_member(request, slug)
        return _need_page(request, viewpoint, _need(viewpoint, pk))
    viewpoint, person = _tending(request, slug)
    need = _need(viewpoint, pk)
    items = {row.item.pk: row.item for row in open_here(viewpoint, now=timezone.now())}
    form = AnswerForm(request.POST, offered=_offered(viewpoint))
    if not form.is_valid():
        return _need_page(request, viewpoint, need, answer_form=form)
    item = items.get(form.cleaned_data["item"])
    actions.answer_need(by=person, need=need, words=form.cleaned_data["words"], item=item)
    messages.success(request, _("Kept. Whoever asked for it is asked at the end of the season whether it helped."))
    return HttpResponseRedirect(f"{address('agenda_need', slug, pk)}#answer")


@login_required
@require_POST
def agenda_helped(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say whether what was done helped, where one had asked for it."""
    viewpoint, person = as_member(request, slug), require_viewer(request)
    need, form = _need(viewpoint, pk), HelpedForm(request.POST)
    if not form.is_valid():
        return _need_page(request, viewpoint, need, helped_form=form)
    try:
        actions.say_whether_it_helped(by=person, need=need, helped=form.cleaned_data["helped"])
        messages.success(request, _("Kept. It is told with what others say, once the season is over."))
    except actions.IsClosed:
        messages.info(request, _("This season is over already."))
    except Unfit:
        messages.info(request, _("Those are asked who had said that it would help them."))
    other = queries.still_to_say(person, need)
    return HttpResponseRedirect(f"{address('agenda_need', slug, other.pk if other else pk)}#helped")


def _tending(request: HttpRequest, slug: str) -> tuple[Viewpoint, Person]:
    viewpoint, person = as_member(request, slug), require_viewer(request)
    if not may_tend(person, viewpoint.community, now=timezone.now()):
        raise PermissionDenied
    return viewpoint, person


def _need(viewpoint: Viewpoint, pk: int) -> NeedTold:
    told = NeedTold.objects.filter(asking__in=queries.askings_of(viewpoint))
    found = get_object_or_404(told.select_related("asking", "answer__by"), pk=pk)
    found.asking.community = viewpoint.community
    return found


def _as_said(person: Person, asking: Asking) -> dict[str, object]:
    """What they said before, as the form has it."""
    wanted = Wanted.objects.filter(asking=asking, person=person).prefetch_related("wants").first()
    if wanted is None:
        return {}
    wants = list(wanted.wants.all())
    return {
        "needs": [one.need for one in wants if not one.is_brought],
        "brings": [one.need for one in wants if one.is_brought],
        "words": wanted.words,
    }


def _offered(viewpoint: Viewpoint) -> list[tuple[int, str]]:
    return [(row.item.pk, row.item.title) for row in open_here(viewpoint, now=timezone.now())]


def _back(slug: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('agenda_needs', args=[slug])}#leaf")


def _page(
    request: HttpRequest, viewpoint: Viewpoint, *, earlier: Asking | None = None, ask_form: AskForm | None = None
) -> HttpResponse:
    person, now = require_viewer(request), timezone.now()
    askings = list(queries.askings_of(viewpoint).order_by("-at", "-pk")[: queries.EARLIER])
    opened = next((one for one in askings if one.is_open(now)), None) if earlier is None else None
    closed = [one for one in askings if one.closed_at]
    shown = earlier or (closed[0] if closed and opened is None else None)
    tends = may_tend(person, viewpoint.community, now=now)
    running = any(one.over_at is None for one in askings)
    has_said = opened is not None and Wanted.objects.filter(asking=opened, person=person).exists()
    context = {
        "viewpoint": viewpoint,
        "open": opened,
        "has_said": has_said,
        "may_say": viewpoint.membership is not None and viewpoint.membership.standing in LASTING,
        "shown": shown,
        "rows": queries.rows_of(shown, viewpoint, language=get_language() or "en") if shown else [],
        "said": list(shown.words.order_by("pk")) if shown else [],
        "earlier": [one for one in closed if one != shown],
        "tends": tends,
        "asking": (ask_form or AskForm()) if tends and not running and earlier is None else None,
        "fewest": FEWEST,
    }
    status = UNFIT if ask_form is not None and ask_form.errors else HTTPStatus.OK
    return render(request, "agenda/needs.html", context, status=status)


def _need_page(
    request: HttpRequest,
    viewpoint: Viewpoint,
    need: NeedTold,
    *,
    answer_form: AnswerForm | None = None,
    helped_form: HelpedForm | None = None,
) -> HttpResponse:
    person, now = require_viewer(request), timezone.now()
    tends, answer = may_tend(person, viewpoint.community, now=now), getattr(need, "answer", None)
    own = queries.own_want(person, need)
    first = {"words": answer.words, "item": answer.item_id} if answer else None
    forms = queries.forms_for(need, viewpoint, language=get_language() or "en")
    context = {
        "viewpoint": viewpoint,
        "need": need,
        "forms": [(one, queries.form_address(one, viewpoint)) for one in forms],
        "calling": queries.calling_for(need, forms, viewpoint),
        "answer": answer,
        "byline": viewpoint.byline_for(answer.by) if answer else None,
        "item": queries.item_of(answer, viewpoint),
        "relevance": queries.in_words(need.middle),
        "own": own,
        "helping": (helped_form or HelpedForm(initial={"helped": own.helped})) if own and answer else None,
        "answering": (answer_form or AnswerForm(initial=first, offered=_offered(viewpoint))) if tends else None,
        "fewest": FEWEST,
    }
    wrong = any(form is not None and form.errors for form in (answer_form, helped_form))
    return render(request, "agenda/need.html", context, status=UNFIT if wrong else HTTPStatus.OK)
