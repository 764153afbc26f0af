"""A sheet for whoever has the link, or a code from a letter: nobody signs in, and nothing tells who they are."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from commonplace.communities.modules import is_on
from commonplace.fitness.actions.answering import IsFull, IsOver, Words, answer_by_link
from commonplace.fitness.actions.posting import IsUsed, answer_by_code, code_behind
from commonplace.fitness.forms import SheetForm
from commonplace.fitness.instruments import Circle
from commonplace.fitness.links import behind_link
from commonplace.fitness.models import Round
from commonplace.fitness.queries import MODULE
from commonplace.ui.addresses import address


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def fitness_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The sheet, and once it is in, a word that it is."""
    found = behind_link(token)
    if found is None:
        raise Http404(token)
    opened, circle = found
    if request.method != "POST" and "in" in request.GET:
        return _page(request, opened, circle, is_in=True)

    def put_in(words: Words) -> None:
        answer_by_link(opened=opened, circle=circle, words=words)

    return _asked(request, opened, circle, put_in, f"{address('fitness_by_link', token)}?in=1#leaf")


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def fitness_by_code(request: HttpRequest, code: str) -> HttpResponse:
    """The same for whoever has a code from a letter: with their sheet it is gone."""
    found = code_behind(code)
    if found is None or not is_on(found.round.community, MODULE):
        # A code that is used is not known any more, nor to which round it belonged.
        return render(request, "fitness/by_code_gone.html", status=HTTPStatus.GONE)
    opened, circle = found.round, Circle(found.circle)

    def put_in(words: Words) -> None:
        answer_by_code(code=code, words=words)

    try:
        return _asked(request, opened, circle, put_in, "", by_letter=True)
    except IsUsed:
        return render(request, "fitness/by_code_gone.html", status=HTTPStatus.GONE)


def _asked(
    request: HttpRequest,
    opened: Round,
    circle: Circle,
    put_in: Callable[[Words], None],
    onward: str,
    *,
    by_letter: bool = False,
) -> HttpResponse:
    """The sheet; sent, it is put in, and `onward` says that it is, or this page where nothing leads back to it."""
    form = SheetForm(request.POST if request.method == "POST" else None, opened=opened, circle=circle)
    if not Round.objects.filter(pk=opened.pk).open_at(timezone.now()).exists():
        return _over(request, opened, circle, form)
    if not form.is_valid():
        return _page(request, opened, circle, form=form, by_letter=by_letter)
    try:
        put_in(form.words)
    except (IsOver, IsFull):
        return _over(request, opened, circle, form)
    return HttpResponseRedirect(onward) if onward else _page(request, opened, circle, is_in=True)


def _page(
    request: HttpRequest,
    opened: Round,
    circle: Circle,
    *,
    form: SheetForm | None = None,
    is_in: bool = False,
    by_letter: bool = False,
) -> HttpResponse:
    context = {"round": opened, "community": opened.community, "circle": circle, "form": form, "is_in": is_in}
    context["by_letter"] = by_letter
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form and form.errors else HTTPStatus.OK
    return render(request, "fitness/by_link.html", context, status=status)


def _over(request: HttpRequest, opened: Round, circle: Circle, form: SheetForm) -> HttpResponse:
    """Nobody answers any more: nothing is kept, and the comments are given back."""
    context = {"round": opened, "community": opened.community, "circle": circle, "is_over": True}
    context |= {"comments": form.typed() if form.is_bound else [], "was_sent": form.is_bound}
    status = HTTPStatus.CONFLICT if form.is_bound else HTTPStatus.OK
    return render(request, "fitness/by_link.html", context, status=status)
