"""Lists of people to invite: brought, agreed on column by column, invited from, mended, let go; for stewards."""

from __future__ import annotations

import tempfile
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commonplace.communities.inside import as_steward
from commonplace.communities.joining.actions.inviting import (
    AddressInWords,
    MayNotInvite,
    TooManyInvitations,
)
from commonplace.communities.viewpoint import Viewpoint
from commonplace.lib.archives.people import opens
from commonplace.lib.archives.stream import NotThisKind, Unsafe
from commonplace.people.proof import Unproven
from commonplace.people.viewer import require_viewer
from commonplace.store.paging import page
from commonplace.transfer import listed
from commonplace.transfer.actions import listing
from commonplace.transfer.models import Listed, PeopleList
from commonplace.transfer.people_forms import ColumnsForm, MendForm, PeopleFileForm, WordsForm
from commonplace.transfer.views.archives import number_in
from commonplace.ui.spine import Link

A_PAGE = 50
LISTS = 40


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def people_lists(request: HttpRequest, slug: str) -> HttpResponse:
    """The lists that are here, and a way to bring another."""
    viewpoint = as_steward(request, slug)
    form = PeopleFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        brought = _bring(request, viewpoint, form)
        if brought is not None:
            if not brought.is_new:
                messages.info(request, _("This very file is here already. This is its list."))
            return redirect("people_list", slug, brought.people.pk)
    lists = PeopleList.objects.filter(community=viewpoint.community).annotate(number=Count("listed"))
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "form": form,
        "lists": list(lists.order_by("-made_at", "-pk")[:LISTS]),
    }
    return render(request, "transfer/people_lists.html", context, status=422 if form.errors else 200)


def _bring(request: HttpRequest, viewpoint: Viewpoint, form: PeopleFileForm) -> listing.Brought | None:
    """The list that was handed in; None where the form says why not."""
    upload: UploadedFile[bytes] = form.cleaned_data["file"]
    data = upload.read()
    with tempfile.TemporaryDirectory(prefix="people-") as folder:
        path = Path(folder) / "list"
        path.write_bytes(data)
        try:
            return listing.bring_list(
                community=viewpoint.community,
                by=require_viewer(request),
                name=upload.name or "",
                digest=sha256(data).hexdigest(),
                sheet=opens(path, language=viewpoint.community.language),
            )
        except NotThisKind:
            form.add_error("file", _("This is no list of people that we can read: CSV or XLSX, with mail addresses."))
        except Unsafe:
            form.add_error("file", _("This unpacks to more, or is larger, than a list of people is. It was not read."))
        except listing.TooManyPeople:
            form.add_error("file", _("A list holds %(most)s people at most. Part it.") % {"most": listing.MOST})
    return None


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def people_list(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One list: first what its columns hold, then whom to invite, and what became of each."""
    viewpoint = as_steward(request, slug)
    people = get_object_or_404(PeopleList.objects.select_related("community"), community=viewpoint.community, pk=pk)
    if request.method == "POST":
        if "all_off" in request.POST:
            _let_go(request, people)
            return redirect("people_lists", slug)
        if "off" in request.POST:
            listing.take_off(people=people, row=number_in(request.POST["off"]))
            messages.success(request, _("They are off the list."))
            return redirect(_here(request, people))
        if people.agreed_at is None:
            return _agree(request, viewpoint, people)
        if "words" not in request.POST:
            # What the columns hold was agreed on by another press.
            messages.info(request, _("This is the list. Nobody was written to."))
            return redirect("people_list", slug, people.pk)
        return _invite(request, viewpoint, people)
    if people.agreed_at is None:
        return _columns(request, viewpoint, people, None)
    return _people(request, viewpoint, people, WordsForm())


def _let_go(request: HttpRequest, people: PeopleList) -> None:
    with_invitations = "invitations" in request.POST
    ended = listing.let_list_go(people=people, with_invitations=with_invitations)
    if with_invitations:
        said = ngettext(
            "The list is gone, and %(n)d invitation leads nowhere now.",
            "The list is gone, and %(n)d invitations lead nowhere now.",
            ended,
        )
        messages.success(request, said % {"n": ended})
    else:
        messages.success(request, _("The list is gone. Invitations that were sent stay good."))


def _here(request: HttpRequest, people: PeopleList) -> str:
    """The page of a list that one was on."""
    here = reverse("people_list", args=[people.community.slug, people.pk])
    asked = request.GET.urlencode()
    return f"{here}?{asked}#people" if asked else f"{here}#people"


def _agree(request: HttpRequest, viewpoint: Viewpoint, people: PeopleList) -> HttpResponse:
    form = ColumnsForm(request.POST, people=people, rows=listing.cells_of(people))
    if not form.is_valid() or "look" in request.POST:
        return _columns(request, viewpoint, people, form)
    if listing.agree(people=people, fields=form.chosen()):
        messages.success(request, _("This is the list. Nobody was written to."))
    return redirect("people_list", viewpoint.community.slug, people.pk)


def _columns(request: HttpRequest, viewpoint: Viewpoint, people: PeopleList, form: ColumnsForm | None) -> HttpResponse:
    asked = form or ColumnsForm(people=people, rows=listing.cells_of(people))
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "people": people,
        "form": asked,
        "preview": listed.previewed(people, form.chosen() if form is not None else people.fields),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "transfer/people_columns.html", context, status=status)


def _invite(request: HttpRequest, viewpoint: Viewpoint, people: PeopleList) -> HttpResponse:
    form = WordsForm(request.POST)
    ticked = [number for number in map(number_in, request.POST.getlist("row")[: A_PAGE * 2]) if number]
    if "all" not in request.POST and not ticked:
        form.add_error(None, _("Nobody is ticked. Tick those whom these words are for."))
    if not form.is_valid():
        return _people(request, viewpoint, people, form)
    try:
        sent = listing.invite_listed(
            people=people,
            by=require_viewer(request),
            words=form.cleaned_data["words"],
            rows=None if "all" in request.POST else ticked,
            until=number_in(request.POST.get("all", "")),
            idempotency_key=form.cleaned_data["idempotency_key"] or uuid4(),
        )
    except MayNotInvite:
        raise Http404 from None
    except TooManyInvitations:
        form.add_error(None, _("That is a great many invitations for one day. Go on tomorrow."))
    except AddressInWords:
        form.add_error(
            "words",
            _(
                "Leave out web and mail addresses: the letter has one link, which leads here. "
                "A full stop needs a space after it."
            ),
        )
    except Unproven:
        form.add_error(None, _("Confirm your own mail address first; it is on your own page."))
    else:
        if sent:
            said = ngettext("%(n)d letter is on its way.", "%(n)d letters are on their way.", sent)
            messages.success(request, said % {"n": sent})
        else:
            messages.info(request, _("Nobody of these waits for an invitation, so nobody was written to."))
        return redirect(_here(request, people))
    return _people(request, viewpoint, people, form)


def _people(request: HttpRequest, viewpoint: Viewpoint, people: PeopleList, form: WordsForm) -> HttpResponse:
    now, show = timezone.now(), request.GET.get("show", "")
    numbers = listed.counted(people, viewpoint.community, now)
    rows = page(
        listed.standing_on(people, viewpoint.community, now, show).select_related("invitation"),
        by=("number", "id"),
        after=request.GET.get("after"),
        size=A_PAGE,
    )
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "people": people,
        "form": form,
        "page": rows,
        "rows": listed.shown(rows.items, request.POST.getlist("row")),
        "numbers": numbers,
        "number": sum(numbers.values()),
        "views": _views(people, numbers, show),
        "in_turn": listed.next_in_turn(people, viewpoint.community, now),
    }
    return render(request, "transfer/people_list.html", context, status=422 if form.errors else 200)


def _views(people: PeopleList, numbers: dict[str, int], show: str) -> list[Link]:
    here = reverse("people_list", args=[people.community.slug, people.pk])
    words = {
        "waits": _("not invited"),
        "invited": _("invited"),
        "here": _("are here"),
        "wrong": _("to be mended"),
        "left": _("not written to"),
    }
    some = [
        Link(words[one], f"{here}?show={one}", str(number), current=show == one)
        for one, number in numbers.items()
        if number or show == one
    ]
    return [Link(_("everyone"), here, str(sum(numbers.values())), current=show not in words), *some]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def people_row(request: HttpRequest, slug: str, pk: int, row: int) -> HttpResponse:
    """One row of a list, to be mended."""
    viewpoint = as_steward(request, slug)
    rows = Listed.objects.filter(people__community=viewpoint.community, people__agreed_at__isnull=False, people=pk)
    one = get_object_or_404(rows.filter(invited_at=None).select_related("people"), pk=row)
    form = MendForm(request.POST or None, row=one, initial=listed.typed_of(one))
    if request.method == "POST" and form.is_valid():
        listing.mend(row=one, typed=form.typed())
        messages.success(request, _("It is mended."))
        return redirect("people_list", slug, pk)
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "people": one.people,
        "row": listed.shown([one])[0],
        "form": form,
    }
    return render(request, "transfer/people_row.html", context, status=422 if form.errors else 200)
