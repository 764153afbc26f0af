"""Feeds of what anyone may read, feeds under a secret address, and the page of one's own addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.communities.shapes import whole
from commonplace.feeds import lists
from commonplace.feeds.actions import TooManyAddresses, make_address, revoke
from commonplace.feeds.formats import FORMS, Where
from commonplace.feeds.forms import AddressForm
from commonplace.feeds.models import Opens, SecretAddress
from commonplace.feeds.reach import Reach, reaches_of
from commonplace.feeds.unchanged import unless_known
from commonplace.people.models import Person
from commonplace.people.proof import rests_on_a_typed_address
from commonplace.people.viewer import require_viewer

Made = Callable[..., lists.Feed]


@require_safe
def public(request: HttpRequest, slug: str, made: Made, form: str, **named: Any) -> HttpResponseBase:
    """What anyone may read, the same for everyone and in the community's language, whoever asks."""
    reader = lists.anyone(slug)
    with translation.override(_spoken(reader.viewpoint.community.language)):
        feed = made(reader, *named.values(), after=request.GET.get("after", ""))
        return _lent(_answer(request, feed, form))


@require_safe
def of_house(request: HttpRequest, form: str) -> HttpResponseBase:
    """The communities of this house that anyone may know of."""
    language = settings.LANGUAGE_CODE
    with translation.override(language):
        feed = lists.of_house(language=language, after=request.GET.get("after", ""))
        return _lent(_answer(request, feed, form))


@require_safe
def secret(request: HttpRequest, secret: str, made: Made, form: str, **named: Any) -> HttpResponseBase:
    """What the person of a secret address may read today, in their language; kept by nobody between, found by none."""
    reader = lists.bearer(secret)
    person = reader.viewpoint.person
    with translation.override(_spoken(person.language if person else "")):
        feed = made(reader, *named.values(), after=request.GET.get("after", ""))
        response = _answer(request, feed, form)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _lent(response: HttpResponseBase) -> HttpResponseBase:
    """The same, which programs in pages of other houses may read too: it is for anyone."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _spoken(language: str) -> str:
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _answer(request: HttpRequest, feed: lists.Feed, form: str) -> HttpResponseBase:
    first = whole(request.path)
    after = request.GET.get("after", "")
    where = Where(
        own=f"{first}?after={after}" if after else first,
        older=f"{first}?after={feed.older}" if feed.older else "",
        first=first,
    )
    written = FORMS[form].written(feed, where)
    response = HttpResponse(written, content_type=f"{FORMS[form].content_type}; charset=utf-8")
    # May be kept, and asked about each time: what is withdrawn or held is gone at once.
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Language"] = feed.language
    return unless_known(request, response, now=timezone.now())


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_feeds(request: HttpRequest) -> HttpResponse:
    """One's secret addresses, and making one; it stands on the page that answers, and nowhere after."""
    person, now = require_viewer(request), timezone.now()
    reaches = reaches_of(person, now=now)
    form = AddressForm(request.POST or None, reaches=reaches, initial={"of": request.GET.get("of", "")})
    made: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        made = _make(request, person, form, {one.code: one for one in reaches})
    kept = SecretAddress.objects.filter(person=person).select_related("community", "space").order_by("-made_at", "-pk")
    open_to = {one.code for one in reaches}
    context = {
        "form": form,
        "made": made,
        "kept": [
            (one, reach, reach.code in open_to)
            for one, reach in ((it, Reach(it.community, it.space, it.opens)) for it in kept)
        ],
        # A program that keeps calendars answers to this way of saying an address, and fetches by HTTPS.
        "subscribe": f"webcal:{made[0][1].partition(':')[2]}" if made and made[0][0] == "iCalendar" else "",
        "has_any": bool(reaches),
    }
    return render(request, "feeds/mine.html", context, status=422 if form.errors else 200)


def _make(request: HttpRequest, person: Person, form: AddressForm, reaches: dict[str, Reach]) -> list[tuple[str, str]]:
    """The address in each form, by what programs call it; nothing where the form says why not."""
    if rests_on_a_typed_address(request):
        form.add_error(None, _("Confirm your mail address first; it is on your own page."))
        return []
    reach = reaches[form.cleaned_data["of"]]
    try:
        made, words = make_address(
            person=person, community=reach.community, space=reach.space, opens=Opens(reach.opens)
        )
    except TooManyAddresses:
        form.add_error(None, _("You have as many addresses as one person can look after. Revoke one first."))
        return []
    if made.opens == Opens.CALENDAR:
        return [("iCalendar", whole(reverse("secret_calendar", args=[words])))]
    return [(name, whole(reverse(f"secret_feed_{code}", args=[words, "conversations"]))) for code, name in _NAMES]


_NAMES = (("atom", "Atom"), ("json", "JSON Feed"))


@login_required
@require_POST
def feed_revocation(request: HttpRequest, pk: int) -> HttpResponse:
    """Let nobody read by one address any more."""
    own = SecretAddress.objects.filter(person=require_viewer(request))
    revoke(address=get_object_or_404(own, pk=pk))
    return redirect(f"{reverse('my_feeds')}#yours")
