"""One's own page, profile, wishes, and everything to take along."""

from collections.abc import Iterator

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.attention.cadences import cadences_of
from commonplace.attention.chosen import chosen_by
from commonplace.attention.models import Beyond, Cadence
from commonplace.attention.searches import named, searches_of, url_of
from commonplace.attention.subjects import called, follows_of
from commonplace.communities.models import Membership
from commonplace.communities.viewer_standings import viewer_standings
from commonplace.communities.viewpoint import Viewpoint
from commonplace.files.actions import FileRefused, keep_face
from commonplace.people.actions import change_profile
from commonplace.people.actions.profile import Belonging, belong
from commonplace.people.languages import country_name, language_names
from commonplace.people.models import Person
from commonplace.people.preferences import keep_wishes
from commonplace.people.viewer import require_viewer
from commonplace.store import paging
from commonplace.ui.addresses import address
from commonplace.ui.spine import Link
from commonplace.web import suggestions
from commonplace.web.earlier import earlier_selves_of
from commonplace.web.everything import archive_of, bundle_of, require_files, words_of
from commonplace.web.forms.me import AffiliationForms, ProfileForm, WishesForm

AT_ONCE = 20
# The rooms of one's own, by the names of their addresses.
ROOMS = (
    ("me", gettext_lazy("You")),
    ("my_communities", gettext_lazy("Communities")),
    ("my_attention", gettext_lazy("What reaches you")),
    ("my_signing_in", gettext_lazy("Letters and signing in")),
    ("my_wishes", gettext_lazy("These pages")),
    ("my_agreed", gettext_lazy("What you agreed to")),
    ("my_looks", gettext_lazy("Who looked")),
    ("my_own", gettext_lazy("Everything of yours")),
)


@login_required
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """What others see of me, and what may be mine."""
    person = require_viewer(request)
    context = {
        "person": person,
        "languages": ", ".join(language_names(person.languages)),
        "affiliations": [
            (one, country_name(one.country)) for one in person.affiliations.order_by("-is_main", "organisation")
        ],
        **_addresses_of(person),
        "suggestion": suggestions.next_for(person),
        "earlier_selves": earlier_selves_of(person),
        "rooms": rooms("me"),
    }
    return render(request, "web/me/me.html", context)


def _communities_of(request: HttpRequest, person: Person) -> paging.Page[Membership]:
    """A page of where someone belongs; whoever belongs to few has them read for the navigation already."""
    standings = viewer_standings(request)
    if len(standings) <= AT_ONCE:
        return paging.Page(list(standings))
    found = Membership.objects.current(timezone.now()).filter(person=person).select_related("community")
    return paging.page(found, by=("community__name", "pk"), after=request.GET.get("after"), size=AT_ONCE)


@login_required
@require_safe
def communities(request: HttpRequest) -> HttpResponse:
    """Where I belong, and at which pace."""
    person = require_viewer(request)
    page = _communities_of(request, person)
    context = {
        "person": person,
        "standings": page.items,
        "paces": Membership.Pace.choices,
        "page": page,
        "rooms": rooms("my_communities"),
    }
    return render(request, "web/me/communities.html", context)


@login_required
@require_safe
def attention(request: HttpRequest) -> HttpResponse:
    """How often I hear from each community, until when not at all, and how much time I give."""
    person, now = require_viewer(request), timezone.now()
    page = _communities_of(request, person)
    standing = {one.community_id: one for one in viewer_standings(request)}
    chosen = cadences_of(person.pk, [one.community_id for one in page.items])
    context = {
        "person": person,
        "rows": [(one, chosen[one.community_id]) for one in page.items],
        "cadences": Cadence.choices,
        "beyonds": Beyond.choices,
        "budget": chosen_by(request, person).budget,
        "follows": [
            (one, *called(one, Viewpoint(person, one.community, standing.get(one.community_id))))
            for one in follows_of(person)
        ],
        "searches": [(one, named(one), url_of(one)) for one in searches_of(person)],
        "now": now,
        "page": page,
        "rooms": rooms("my_attention"),
    }
    return render(request, "web/me/attention.html", context)


@login_required
@require_safe
def signing_in(request: HttpRequest) -> HttpResponse:
    """Where letters reach me, and how I come in."""
    person = require_viewer(request)
    context = {"person": person, "rooms": rooms("my_signing_in"), **_addresses_of(person)}
    return render(request, "web/me/signing_in.html", context)


@login_required
@require_safe
def yours(request: HttpRequest) -> HttpResponse:
    """What is mine to take along, and the way out."""
    context = {"bundle": bundle_of(require_viewer(request)), "rooms": rooms("my_own")}
    return render(request, "web/me/yours.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Change what one says of oneself."""
    person = require_viewer(request)
    if request.method == "POST":
        form = ProfileForm(request.POST, request.FILES)
        belongings = AffiliationForms(request.POST, prefix="at")
        if form.is_valid() and belongings.is_valid():
            said = form.said()
            try:
                if form.cleaned_data["photo"]:
                    said["photo"] = keep_face(upload=form.cleaned_data["photo"])
                elif form.cleaned_data["without_photo"]:
                    said["photo"] = None
            except FileRefused as refused:
                form.add_error("photo", str(refused))
            else:
                change_profile(person=person, **said)
                belong(
                    person=person, belongings=[Belonging(**one.cleaned_data) for one in belongings if one.cleaned_data]
                )
                messages.success(request, _("Kept."))
                return redirect("me")
    else:
        form = ProfileForm(initial=ProfileForm.initial_of(person))
        rows = person.affiliations.order_by("-is_main", "organisation").values("organisation", "unit", "country")
        belongings = AffiliationForms(initial=list(rows), prefix="at")
    if not person.photo_id:
        del form.fields["without_photo"]
    context = {"form": form, "belongings": belongings, "person": person}
    return render(request, "web/me/profile.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: HttpRequest) -> HttpResponse:
    """Choose language, time zone, light and keys."""
    person = require_viewer(request)
    initial = {name: getattr(person, name) for name in WishesForm.base_fields}
    form = WishesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        change_profile(person=person, **form.cleaned_data)
        with translation.override(person.language or translation.get_language()):
            messages.success(request, _("Kept."))
        response = redirect("my_wishes")
        keep_wishes(response, person, is_secure=request.is_secure(), forget=True)
        return response
    context = {"form": form, "rooms": rooms("my_wishes")}
    return render(request, "web/me/wishes.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_POST
def suggestion(request: HttpRequest) -> HttpResponse:
    """Put a suggestion aside for good."""
    person = require_viewer(request)
    code = request.POST.get("code", "")
    if code in suggestions.CODES and code not in person.put_aside:
        change_profile(person=person, put_aside=[*person.put_aside, code])
    return redirect("me")


@login_required
@require_safe
def everything(request: HttpRequest) -> StreamingHttpResponse:
    """Everything of mine, words and files, as one ZIP that is made while it is sent."""
    person = require_viewer(request)
    # Where files cannot be fetched a page says so: an answer that has begun could not be taken back.
    require_files(person)
    pieces = archive_of(person, now=timezone.now())
    return _taken_along(pieces, "application/zip", "commonplace-everything-of-mine.zip")


@login_required
@require_safe
def words(request: HttpRequest) -> StreamingHttpResponse:
    """Everything I wrote and did, without the files, as one JSON file."""
    pieces = words_of(require_viewer(request), now=timezone.now())
    return _taken_along(pieces, "application/json", "commonplace-words-of-mine.json")


def _taken_along(pieces: Iterator[str] | Iterator[bytes], content_type: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(pieces, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    # Said to proxies too: held back until it is whole, an archive would fill their memory.
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _addresses_of(person: Person) -> dict[str, list[EmailAddress]]:
    """Where letters go, and which of these addresses are not confirmed yet."""
    addresses = list(EmailAddress.objects.filter(user=person).order_by("-primary", "email"))
    return {"addresses": addresses, "unconfirmed": [one for one in addresses if not one.verified]}


def rooms(here: str) -> tuple[Link, ...]:
    """The way to each room of one's own, from the one at this address."""
    return tuple(Link(str(label), address(name), current=name == here) for name, label in ROOMS)
