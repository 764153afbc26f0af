"""Everyone with a place here, as stewards tend them: looked through, given something several at a time, taken along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import get_format
from django.utils.translation import get_language, ngettext, override, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonplace.communities.inside import as_steward
from commonplace.communities.membership import queries
from commonplace.communities.membership.actions import many
from commonplace.communities.membership.actions.many import Gift, Given, Outcome
from commonplace.communities.membership.actions.taking_along import take_list_along
from commonplace.communities.membership.forms import GroupForm, ManyForm, RoleForm
from commonplace.communities.membership.undoing import Undoing, read_undoing
from commonplace.communities.models import Membership, Space
from commonplace.communities.people.queries import roles_held, standings_of
from commonplace.communities.settings.views.arranging import around
from commonplace.communities.spaces.actions import NoSeat
from commonplace.communities.standing import Standing
from commonplace.communities.viewpoint import Viewpoint
from commonplace.lib.spreadsheet import csv_lines
from commonplace.lib.text import one_line
from commonplace.people.viewer import require_viewer
from commonplace.store.paging import page
from commonplace.ui.spine import Link

AT_ONCE = 40


@login_required
@require_safe
def settings_members(request: HttpRequest, slug: str) -> HttpResponse:
    """Everyone with a place here; a steward opens one to change it, or ticks several."""
    return _page(request, as_steward(request, slug))


@login_required
@require_POST
def settings_many(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the people who were ticked a role, a standing or a seat, and say what came of it for each."""
    viewpoint = as_steward(request, slug)
    here = Membership.objects.filter(community=viewpoint.community)
    known = list(here.filter(pk__in=_ticked(request)).values_list("pk", flat=True))
    form = ManyForm(request.POST, shown=known)
    gift = next((one for one in Gift if one in request.POST), None)
    role_form = RoleForm(request.POST, prefix="role") if gift == Gift.ROLE else None
    group_form = GroupForm(request.POST, prefix="seat", groups=_groups(viewpoint)) if gift == Gift.SEAT else None
    asked = [one.is_valid() for one in (form, role_form, group_form) if one is not None]
    if gift is None or not all(asked):
        return _page(request, viewpoint, form=form, role_form=role_form, group_form=group_form)
    people = list(here.filter(pk__in=form.cleaned_data["people"]))
    by, community = require_viewer(request), viewpoint.community
    if role_form is not None:
        given = many.appoint_many(by=by, community=community, people=people, **role_form.cleaned_data)
    elif group_form is not None:
        space = Space.objects.select_related("community").get(pk=group_form.cleaned_data["space"])
        try:
            given = many.seat_many(by=by, space=space, people=people)
        except NoSeat:
            group_form.add_error("space", _("You have no seat in this group. Those who sit there change it."))
            return _page(request, viewpoint, form=form, group_form=group_form)
    else:
        given = many.make_many(by=by, community=community, people=people, standing=Standing(gift.value))
    done = [one for one in given if one.outcome == Outcome.DONE]
    context = {
        **around(viewpoint, "settings_members"),
        "lines": [(viewpoint.byline_for(one.membership.person), one, _said(one, gift)) for one in given],
        "done": len(done),
        "undoing": Undoing.of(by=by, community=community, gift=gift, given=done).token if done else "",
    }
    return render(request, "communities/settings/many.html", context)


@login_required
@require_POST
def settings_many_undo(request: HttpRequest, slug: str) -> HttpResponse:
    """Take back what was given to several, where it is still as it was given."""
    viewpoint = as_steward(request, slug)
    by = require_viewer(request)
    undoing = read_undoing(request.POST.get("undoing", ""), by=by, community=viewpoint.community)
    undone = 0
    try:
        undone = undoing.take_back(by=by, community=viewpoint.community) if undoing else 0
    except NoSeat:
        undone = 0
    if undone:
        words = ngettext("Taken back for %(n)d person.", "Taken back for %(n)d people.", undone)
        messages.success(request, words % {"n": undone})
    else:
        messages.info(request, _("There is nothing left to take back: it was changed meanwhile, or a day has gone by."))
    return redirect("settings_members", slug)


@login_required
@require_POST
def settings_export(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The list of people as a file for a spreadsheet, made while it is sent."""
    viewpoint = as_steward(request, slug)
    take_list_along(by=require_viewer(request), community=viewpoint.community)
    pieces = _list_of(viewpoint, now=timezone.now(), language=get_language() or "en")
    response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="people-of-{slug}.csv"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _list_of(viewpoint: Viewpoint, *, now: datetime, language: str) -> Iterator[str]:
    """One line a person; the languages of a page and of what is sent after it are not one, so it is said again."""
    with override(language):
        # A spreadsheet separates by what its language does not write inside of numbers.
        delimiter = ";" if get_format("DECIMAL_SEPARATOR") == "," else ","
    pieces = csv_lines(_rows(viewpoint, now=now, language=language), delimiter=delimiter)
    yield from pieces


def _rows(viewpoint: Viewpoint, *, now: datetime, language: str) -> Iterator[list[str]]:
    with override(language):
        yield [pgettext("column", "Name"), _("Standing"), _("Roles"), _("Guest until"), _("Here since")]
    rows = queries.tended(viewpoint.community, now=now).filter(person__claimed_at__isnull=False)
    rows = rows.select_related("person").prefetch_related("roles").order_by("person__name", "pk")
    today = timezone.localdate(now)
    for row in rows.iterator(chunk_size=500):
        with override(language):
            standing = str(row.get_standing_display())
        roles = "; ".join(one.name for one in row.roles.all() if one.is_live(today))
        until = timezone.localdate(row.until).isoformat() if row.until else ""
        since = timezone.localdate(row.joined_at).isoformat()
        yield [viewpoint.name_of(row.person), standing, roles, until, since]


def _page(
    request: HttpRequest,
    viewpoint: Viewpoint,
    *,
    form: ManyForm | None = None,
    role_form: RoleForm | None = None,
    group_form: GroupForm | None = None,
) -> HttpResponse:
    now = timezone.now()
    asked = one_line(request.GET.get("q", ""))[:80]
    sieve = request.GET.get("who", "")
    sieve = sieve if sieve in queries.SIEVES else "everyone"
    held = roles_held(viewpoint.community, now=now)
    role = next((name for name in held if name == request.GET.get("role")), "")
    rows = queries.tended(viewpoint.community, sieve=sieve, role=role, asked=asked, now=now)
    rows = rows.select_related("person").prefetch_related("roles")
    found = page(rows, by=("person__name", "pk"), after=request.GET.get("after"), size=AT_ONCE)
    groups = _groups(viewpoint)
    context: dict[str, Any] = {
        **around(viewpoint, "settings_members"),
        "lines": [
            (row, viewpoint.byline_for(row.person), standings_of(row, list(row.roles.all()), now=now))
            for row in found.items
        ],
        "page": found,
        "asked": asked,
        "sieve": sieve,
        "is_quiet": sieve in queries.QUIET,
        "role": role,
        "sieves": _sieves(sieve, role, asked),
        "roles": _roles(held, sieve, role, asked),
        "form": form or ManyForm(shown=[]),
        "ticked": _ticked(request),
        "role_form": role_form or RoleForm(prefix="role", initial={"since": timezone.localdate(now)}),
        "group_form": group_form or (GroupForm(prefix="seat", groups=groups) if groups else None),
        "given": Gift.ROLE if role_form else Gift.SEAT if group_form else "",
    }
    if not asked and sieve == "everyone" and not role and not request.GET.get("after"):
        context["departures"] = queries.departures(viewpoint, now=now)
    return render(request, "communities/settings/members.html", context, status=200 if form is None else 422)


def _groups(viewpoint: Viewpoint) -> Sequence[Space]:
    """The groups of the community where this steward sits: only there can they give a seat."""
    theirs = viewpoint.community.spaces.filter(seats__person=viewpoint.person).order_by("name", "pk")
    return [space for space in theirs if space.is_group]


def _ticked(request: HttpRequest) -> list[int]:
    """Numbers of the places that were ticked; whatever is no number is left out."""
    given = request.POST.getlist("people")[: 2 * AT_ONCE]
    return [int(pk) for pk in given if pk.isascii() and pk.isdigit() and len(pk) < 19]


def _sieves(current: str, role: str, asked: str) -> list[Link]:
    names = {
        "everyone": _("Everyone"),
        "stewards": _("Stewards"),
        "guests": _("Guests"),
        "season": _("Not seen for three months"),
        "year": _("Not seen for a year"),
    }
    return [Link(label, _narrowed(key, role, asked), current=key == current) for key, label in names.items()]


def _roles(held: Sequence[str], sieve: str, current: str, asked: str) -> list[Link]:
    """One link for each role; what is chosen is let go by pressing it again."""
    return [
        Link(name, _narrowed(sieve, "" if name == current else name, asked), current=name == current) for name in held
    ]


def _narrowed(sieve: str, role: str, asked: str) -> str:
    query = {"q": asked, "who": "" if sieve == "everyone" else sieve, "role": role}
    return f"?{urlencode({name: value for name, value in query.items() if value})}"


def _said(one: Given, gift: Gift) -> str:
    """What came of it, in a line."""
    done = {
        Gift.ROLE: _("Has the role now."),
        Gift.SEAT: _("Has a seat now, and reads all of it."),
        Gift.STEWARD: _("Tends the community now."),
        Gift.MEMBER: _("Is a member now."),
    }
    had = {
        Gift.ROLE: _("Has this role already in that time."),
        Gift.SEAT: _("Has a seat there already."),
        Gift.STEWARD: _("Tends the community already."),
        Gift.MEMBER: _("Is a member already."),
    }
    otherwise = {
        Outcome.NAME_ONLY: _("Nothing was given: nobody stands behind this name yet."),
        Outcome.GONE: _("Nothing was given: they have left meanwhile."),
        Outcome.LAST_STEWARD: _("Nothing was changed: someone must tend the community."),
        Outcome.MEMBERS_CHOOSE: _("Nothing was changed: members choose who tends it, by proposal."),
        Outcome.ONESELF: _("Nothing was changed: your own standing is changed on your own page here."),
    }
    return {Outcome.DONE: done[gift], Outcome.HAD: had[gift], **otherwise}[one.outcome]
