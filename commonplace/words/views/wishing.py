"""What one wants of words, refusing somebody's, and handing one to stewards."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.inside import as_steward
from commonplace.communities.viewpoint import Viewpoint
from commonplace.lib.direction import isolated
from commonplace.people.models import Person
from commonplace.people.viewer import require_viewer
from commonplace.words import telling
from commonplace.words.actions import choosing, handing
from commonplace.words.forms import HandForm, LettersForm, WhoForm
from commonplace.words.markup import as_read
from commonplace.words.models import HandedWord, LettersOfWords, NoMoreWords, WhoMayWrite, Word
from commonplace.words.views.guarded import of_words
from commonplace.words.views.writing import word_url
from commonplace.words.whom import whom as as_known


@login_required
@require_POST
def wish(request: HttpRequest) -> HttpResponse:
    """Say who may write, or what of a word comes by mail."""
    person = require_viewer(request)
    who, letters = WhoForm(request.POST), LettersForm(request.POST)
    if who.is_valid():
        choosing.choose(person=person, who=WhoMayWrite(who.cleaned_data["who"]))
    if letters.is_valid():
        choosing.choose(person=person, letters=LettersOfWords(letters.cleaned_data["letters"]))
    messages.success(request, _("Kept. You may change it at any time."))
    return redirect(f"{reverse('my_attention')}#words")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def refusal(request: HttpRequest, whom: int) -> HttpResponse:
    """Have no more words from somebody, or take them again."""
    person = require_viewer(request)
    known = as_known(person, [whom]).get(whom)
    if known is None or whom == person.pk:
        raise Http404(whom)
    is_refused = NoMoreWords.objects.filter(person=person, whom=whom).exists()
    if not (known.is_known or is_refused):
        raise Http404(whom)
    if request.method != "POST":
        return render(request, "words/refusal.html", {"known": known, "is_refused": is_refused})
    name, other = isolated(known.name), Person(pk=whom)
    if request.POST.get("take") == "again":
        choosing.take_again(person=person, whom=other)
        messages.success(request, _("You take words from %(name)s again.") % {"name": name})
    else:
        choosing.take_no_more(person=person, whom=other)
        messages.success(
            request, _("No more words from %(name)s. They are told so only when they mean to write.") % {"name": name}
        )
    return redirect(f"{reverse('my_attention')}#words")


@csrf_exempt  # nosemgrep: without-csrf  # a mail program stops them with one click (RFC 8058); the link is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, words_token: str) -> HttpResponse:
    """Stop letters of words from the link in one of them, without signing in; looking at the page stops nothing."""
    person = telling.behind_stop(words_token)
    if person is None:
        raise Http404
    if request.method == "POST":
        choosing.choose(person=person, letters=LettersOfWords.NONE)
    return render(request, "words/stop.html", {"is_stopped": request.method == "POST"})


@of_words
@require_http_methods(["GET", "HEAD", "POST"])
def handing_over(request: HttpRequest, word: int) -> HttpResponse:
    """Hand a copy of a word that one received to the stewards of a community."""
    person = require_viewer(request)
    received = Word.objects.visible_to(person).standing().exclude(author=person).select_related("correspondence")
    found = get_object_or_404(received, pk=word)
    communities = handing.stewards_to_look(person, found.author_id)
    form = HandForm(request.POST or None, communities=list(communities))
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if communities and form.is_valid():
            data = form.cleaned_data
            try:
                handing.hand(by=person, word=found, community=data["community"], why=data["why"])
            except handing.NotToHand:
                form.add_error(None, _("There is no steward who could look at it any more."))
            except handing.TooManyHanded as too_many:
                form.add_error(None, too_many.words)
                status = HTTPStatus.TOO_MANY_REQUESTS
            else:
                messages.success(request, _("The stewards have a copy of this one word, with your line."))
                return HttpResponseRedirect(word_url(found.correspondence, found.pk))
    known = as_known(person, [found.author_id or 0]).get(found.author_id or 0)
    context = {
        "word": found,
        "html": as_read(found.html),
        "whose": known.byline if known else None,
        "communities": communities,
        "form": form,
    }
    return render(request, "words/handing.html", context, status=status)


@of_words
@require_http_methods(["GET", "HEAD", "POST"])
def handed(request: HttpRequest, slug: str, handed: int) -> HttpResponse:
    """For stewards: the copy that someone handed to them, until they are done with it."""
    viewpoint = as_steward(request, slug)
    found = get_object_or_404(_before_stewards(viewpoint), pk=handed)
    if request.method == "POST":
        handing.be_done(by=require_viewer(request), handed=found)
        messages.success(request, _("The copy is gone."))
        return redirect("moderation", slug)
    context = {
        "viewpoint": viewpoint,
        "handed": found,
        "html": as_read(found.html),
        "whose": viewpoint.byline_for(found.author),
        "from_whom": viewpoint.byline_for(found.by),
    }
    return render(request, "words/handed.html", context)


def _before_stewards(viewpoint: Viewpoint) -> QuerySet[HandedWord]:
    here = HandedWord.objects.filter(community=viewpoint.community).exclude(author=viewpoint.person)
    return here.exclude(by=viewpoint.person).select_related("author", "by", "community")
