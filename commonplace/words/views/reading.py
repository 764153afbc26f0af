"""The list of one's words, one correspondence, and going out of it."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.lib.sending import key_of_sending
from commonplace.lib.text import excerpt, plain
from commonplace.people.models import Person
from commonplace.people.viewer import require_viewer
from commonplace.store.paging import page
from commonplace.words import queries
from commonplace.words.actions.choosing import leave, mark_read
from commonplace.words.actions.writing import NothingSaid, NotTaken, answer, take_back
from commonplace.words.forms import LookForm, WordForm
from commonplace.words.models import Correspondence, Word, WordDraft
from commonplace.words.rate_limit import TooFast
from commonplace.words.views.guarded import of_words
from commonplace.words.views.writing import FULL, NEW, sheet, shown, why_not_taken, word_url
from commonplace.words.whom import Whom, in_the_way, takes_no_words, whom

LISTED = 30
SHOWN = 40
AFTER = 10  # words that stand after the one that was looked for
DRAFTS = 10


@of_words
@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """One's correspondences, the latest first, or what is found in them."""
    person = require_viewer(request)
    form = LookForm(request.GET)
    asked = form.cleaned_data["q"] if form.is_valid() else ""
    context: dict[str, Any] = {"asked": asked}
    if asked:
        context["found"] = _found(person, asked)
    else:
        listed = page(queries.listed(person), by=("-last_at", "-pk"), after=request.GET.get("after"), size=LISTED)
        begun = WordDraft.objects.filter(person=person, place=NEW).order_by("-changed_at", "-pk")[:DRAFTS]
        context |= {
            "page": listed,
            "rows": queries.rows(listed.items, person),
            "drafts": [(one, excerpt(one.text, queries.BEGINNING)) for one in begun],
        }
    return render(request, "words/words.html", context)


@of_words
@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """In how many correspondences something is new to the reader, for the word in the navigation."""
    return JsonResponse({"count": min(queries.unread(require_viewer(request)), 99)})


@of_words
@require_http_methods(["GET", "HEAD", "POST"])
def correspondence(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the words with somebody, and answer."""
    person = require_viewer(request)
    here = get_object_or_404(Correspondence.objects.visible_to(person), pk=pk)
    if request.method != "POST":
        draft = queries.draft_at(person, str(here.pk))
        words = {"text": draft.text, "begun": draft.state} if draft else {}
        return _page(request, person, here, WordForm(initial=words))
    form, on, text = WordForm(request.POST), sheet(request, str(here.pk)), request.POST.get("text", "")
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if "preview" in request.POST or "draft" in request.POST:
        kept = on.keep(text)
        if "preview" in request.POST:
            same = WordForm(initial={name: form[name].value() for name in form.fields})
            return _page(request, person, here, same, shown=shown(text))
        if kept:
            messages.success(request, _("Kept as a draft, for you alone."))
            return HttpResponseRedirect(f"{reverse('correspondence', args=[here.pk])}#reply")
        form.add_error(None, FULL)
        return _page(request, person, here, form, status=HTTPStatus.CONFLICT)
    if form.is_valid():
        data = form.cleaned_data
        key = key_of_sending(data["idempotency_key"], here.pk, data["text"])
        try:
            word = answer(by=person, correspondence=here, text=data["text"], idempotency_key=key)
        except NotTaken as refused:
            form.add_error(None, why_not_taken(refused))
            status = HTTPStatus.FORBIDDEN
        except NothingSaid:
            form.add_error("text", _("It has no words yet. One sentence is enough."))
        except TooFast as too_fast:
            form.add_error(None, too_fast.words)
            status = HTTPStatus.TOO_MANY_REQUESTS
        else:
            on.drop()
            return HttpResponseRedirect(word_url(here, word.pk))
    on.keep(text)
    return _page(request, person, here, form, status=status)


@of_words
@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: HttpRequest, pk: int) -> HttpResponse:
    """Go out of a correspondence, knowing what that means."""
    person = require_viewer(request)
    here = get_object_or_404(Correspondence.objects.visible_to(person), pk=pk)
    others = queries.others_in(here, person)
    if request.method == "POST":
        leave(person=person, correspondence=here)
        messages.success(request, _("You are out of it. Nothing of it reaches you any more."))
        return redirect("words")
    context = {
        "here": here,
        "with_whom": queries.names_of([one.byline for one in others.values()]),
        "is_last": all(one.has_left for one in others.values()),
    }
    return render(request, "words/leaving.html", context)


@of_words
@require_POST
def taking_back(request: HttpRequest, word: int) -> HttpResponse:
    """Take one's own word back."""
    person = require_viewer(request)
    own = Word.objects.visible_to(person).standing().filter(author=person)
    found = get_object_or_404(own.select_related("correspondence"), pk=word)
    take_back(by=person, word=found)
    messages.success(request, _("Taken back. Nobody can read it here any more; a letter that went is not called back."))
    return HttpResponseRedirect(f"{word_url(found.correspondence, found.pk)}")


def _page(
    request: HttpRequest,
    person: Person,
    here: Correspondence,
    form: WordForm,
    *,
    status: int = HTTPStatus.OK,
    **more: Any,
) -> HttpResponse:
    others = queries.others_in(here, person)
    around = request.GET.get("from", "")
    words = here.words.all()
    if is_around := around.isascii() and around.isdigit() and len(around) < 16:
        later = words.filter(pk__gte=int(around)).order_by("pk").values_list("pk", flat=True)[:AFTER]
        words = words.filter(pk__lte=max(later, default=0))
    listed = page(words, by=("-pk",), after=request.GET.get("after"), size=SHOWN)
    if not listed.items:
        raise Http404(here.pk)
    place = here.correspondents.get(person=person)
    read_to, last = place.read_to, listed.items[0].pk
    if last > read_to and request.method == "GET":
        mark_read(person=person, correspondence=here, upto=last)
    listed.items.reverse()
    takes_none = takes_no_words(person)
    stopping = in_the_way(others)
    context = {
        "here": here,
        "others": list(others.values()),
        "with_whom": queries.names_of([one.byline for one in others.values()]),
        "words": _said(listed.items, others, person, read_to),
        "page": listed,
        "is_latest": listed.newer is None and not is_around,
        "stopping": stopping,
        "is_over": bool(stopping or not others),
        "to_the_others": urlencode([("to", one.pk) for one in others.values() if not one.why_not and not one.has_left]),
        "takes_none": takes_none,
        "form": form,
        "place": str(here.pk),
        **more,
    }
    return render(request, "words/correspondence.html", context, status=status)


def _said(words: Sequence[Word], others: dict[int, Whom], person: Person, read_to: int) -> list[dict[str, Any]]:
    """Words with whose they are; the first that is new to the reader, after some that are not, is marked."""
    said, is_marked = [], False
    for at, word in enumerate(words):
        is_own = word.author_id == person.pk
        is_first_new = not is_marked and not is_own and word.pk > read_to and at > 0
        is_marked = is_marked or (not is_own and word.pk > read_to)
        known = others.get(word.author_id or 0)
        said.append({"word": word, "is_own": is_own, "whose": known.byline if known else None, "is_new": is_first_new})
    return said


def _found(person: Person, asked: str) -> list[dict[str, Any]]:
    found = queries.found(person, asked)
    known = whom(person, {one.author_id for one in found if one.author_id} - {person.pk})
    return [
        {
            "url": f"{reverse('correspondence', args=[one.correspondence_id])}?from={one.pk}#w{one.pk}",
            "is_own": one.author_id == person.pk,
            "whose": known[one.author_id].byline if one.author_id in known else None,
            "beginning": excerpt(plain(one.html), queries.BEGINNING),
            "word": one,
        }
        for one in found
    ]
