"""Beginning with a word, its draft and its preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.lib import markdown
from commonplace.lib.folding import folded
from commonplace.lib.sending import key_of_sending
from commonplace.lib.text import tidy
from commonplace.people.models import Person
from commonplace.people.viewer import require_viewer
from commonplace.words.actions import drafting
from commonplace.words.actions.writing import MAX_WORD, NothingSaid, NotTaken, begin
from commonplace.words.forms import NewWordForm
from commonplace.words.markup import as_read
from commonplace.words.models import Correspondence, WordDraft
from commonplace.words.queries import with_one
from commonplace.words.rate_limit import TooFast, TooManyUnanswered
from commonplace.words.views.guarded import of_words
from commonplace.words.whom import MOST_OTHERS, Whom, meetable, takes_no_words, whom

NEW = "new"
FOUND = 12
FULL = gettext_lazy(
    "A hundred drafts of yours are here already, so this one was not kept. Your words are below: send them, or throw"
    " away an older draft."
)


@dataclass(frozen=True)
class Sheet:
    """What one form is being written on: by whom, where it belongs, which form it is, and what it goes on with."""

    by: Person
    place: str
    form: str
    begun: str
    to: Sequence[int] = ()

    def keep(self, text: str) -> bool:
        """Keep what there is; whether there was room for it."""
        try:
            drafting.keep_draft(by=self.by, place=self.place, form=self.form, begun=self.begun, text=text, to=self.to)
        except drafting.TooManyDrafts:
            return False
        return True

    def drop(self) -> None:
        """Give the draft up: its words were sent."""
        drafting.drop_draft(by=self.by, place=self.place, form=self.form, begun=self.begun)


def sheet(request: HttpRequest, place: str) -> Sheet:
    """The sheet of the form that was sent; a mark that is none counts as none."""
    try:
        form = str(UUID(request.POST.get("idempotency_key", "")))
    except ValueError:
        form = ""
    return Sheet(require_viewer(request), place, form, request.POST.get("begun", "")[:80], _keys(request.POST))


def shown(text: str) -> SafeString:
    """A word as those it goes to will read it."""
    html, problem = SafeString(""), ""
    try:
        if len(text) > MAX_WORD:
            raise markdown.TextTooLong(len(text))
        rendered = markdown.render(tidy(text).strip())
        html = as_read(rendered.html)
        if rendered.is_blank:
            problem = _("Nothing is written yet, so there is nothing to see.")
    except markdown.TextTooLong:
        problem = _("This is longer than there is room for. Send it in parts.")
    return render_to_string("words/shown.html", {"html": html, "problem": problem})


@of_words
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write to somebody, or a few; people are looked for by name."""
    person = require_viewer(request)
    if request.method != "POST":
        return _opened(request, person)
    form, chosen = NewWordForm(request.POST), _chosen(person, _keys(request.POST))
    on, text = sheet(request, NEW), request.POST.get("text", "")
    if "find" in request.POST:
        on.keep(text)
        return _page(request, person, _same(form), chosen, looked_for=request.POST.get("whom", ""))
    if "preview" in request.POST or "draft" in request.POST:
        if on.keep(text):
            if "preview" in request.POST:
                return _page(request, person, _same(form), chosen, shown=shown(text))
            messages.success(request, _("Kept among what you have begun, for you alone."))
            return redirect("words")
        form.add_error(None, FULL)
        return _page(request, person, form, chosen, status=HTTPStatus.CONFLICT)
    if not chosen:
        form.add_error("whom", _("It is to nobody yet. Look for somebody by name."))
    elif len(chosen) > MOST_OTHERS:
        form.add_error("whom", _("A word goes to seven people at most. For more, begin a conversation."))
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        data = form.cleaned_data
        key = key_of_sending(data["idempotency_key"], NEW, data["text"], sorted(one.pk for one in chosen))
        try:
            word = begin(by=person, to=[one.pk for one in chosen], text=data["text"], idempotency_key=key)
        except NotTaken as refused:
            form.add_error(None, why_not_taken(refused))
            status = HTTPStatus.FORBIDDEN
        except NothingSaid:
            form.add_error("text", _("It has no words yet. One sentence is enough."))
        except (TooFast, TooManyUnanswered) as too_many:
            form.add_error(None, str(too_many.words))
            status = HTTPStatus.TOO_MANY_REQUESTS
        else:
            on.drop()
            messages.success(request, _sent(len(chosen)))
            return HttpResponseRedirect(word_url(word.correspondence, word.pk))
    on.keep(text)
    return _page(request, person, form, chosen, status=status)


@of_words
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The inside of a preview for what a form holds now."""
    return HttpResponse(shown(request.POST.get("text", "")))


@of_words
@require_POST
def drafts(request: HttpRequest) -> HttpResponse:
    """Keep a word while it is being written, without a page."""
    person, place = require_viewer(request), request.POST.get("place", "")
    if place != NEW and not (
        place.isascii()
        and place.isdigit()
        and len(place) < 16
        and Correspondence.objects.visible_to(person).filter(pk=int(place)).exists()
    ):
        return HttpResponse(status=400)
    return HttpResponse(status=204 if sheet(request, place).keep(request.POST.get("text", "")) else 409)


@of_words
@require_POST
def draft(request: HttpRequest, draft: int) -> HttpResponse:
    """Give a draft up."""
    own = get_object_or_404(WordDraft, person=require_viewer(request), pk=draft)  # nosemgrep: found-unseen  # one's own
    own.delete()
    messages.success(request, _("The draft is gone."))
    return redirect("words")


def word_url(correspondence: Correspondence, word: int) -> str:
    """Where a word stands among the latest of its correspondence."""
    return f"{reverse('correspondence', args=[correspondence.pk])}#w{word}"


def why_not_taken(refused: NotTaken) -> str:
    """Because of whom a word does not go, in sentences."""
    known = [one.sentence for one in refused.who if one.is_known]
    return " ".join(known) or _("It cannot go to them as things stand. Choose again to whom it goes.")


def _opened(request: HttpRequest, person: Person) -> HttpResponse:
    begun = WordDraft.objects.filter(person=person, place=NEW, pk=_key(request.GET.get("draft", "")) or 0).first()
    chosen = _chosen(person, begun.to if begun else _keys(request.GET))
    if begun is None and len(chosen) == 1 and (there := with_one(person, chosen[0].pk)) is not None:
        return HttpResponseRedirect(f"{reverse('correspondence', args=[there.pk])}#reply")
    words = {"text": begun.text, "begun": begun.state} if begun else {}
    return _page(request, person, NewWordForm(initial=words), chosen, draft=begun)


def _same(form: NewWordForm) -> NewWordForm:
    """The form with the words that stood in it, as if nothing had been sent."""
    return NewWordForm(initial={name: form[name].value() for name in form.fields})


def _page(
    request: HttpRequest,
    person: Person,
    form: NewWordForm,
    chosen: Sequence[Whom],
    *,
    looked_for: str = "",
    status: int = HTTPStatus.OK,
    **more: Any,
) -> HttpResponse:
    words = [one for one in (folded(one) for one in looked_for.split()) if one][:6]
    taken = {one.pk for one in chosen}
    context = {
        "form": form,
        "chosen": chosen,
        "in_the_way": [one for one in chosen if one.why_not],
        "found": [one for one in meetable(person, words, most=FOUND) if one.pk not in taken] if words else [],
        "looked_for": looked_for,
        "takes_none": takes_no_words(person),
        "place": NEW,
        **more,
    }
    return render(request, "words/new.html", context, status=status)


def _chosen(person: Person, keys: Sequence[int]) -> list[Whom]:
    """Those who were chosen, as far as one may know of them, in the order of their names."""
    known = whom(person, [pk for pk in keys if pk != person.pk])
    return sorted((one for one in known.values() if one.is_known), key=lambda one: (folded(one.name), one.pk))


def _keys(said: Any) -> list[int]:
    return [key for one in said.getlist("to")[:50] if (key := _key(one))]


def _key(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 16 else None


def _sent(others: int) -> str:
    return ngettext("It is on its way.", "It is on its way to %(n)d people.", others) % {"n": others}
