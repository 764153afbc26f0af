"""Letters as pages: the stewards' editor, what each ring would read of it, those that went out, and the way to stop."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonplace.communities.digests import DIGEST_SECTIONS, Reader
from commonplace.communities.inside import as_member, as_steward
from commonplace.communities.viewpoint import Viewpoint
from commonplace.digests import queries
from commonplace.digests.actions import choosing
from commonplace.digests.actions.sending import send_first
from commonplace.digests.composing import Composer
from commonplace.digests.forms import DayForm, LetterForm
from commonplace.digests.hours import moment_in
from commonplace.digests.models import Issue, Item
from commonplace.digests.pieces import day_of, told
from commonplace.people.viewer import require_viewer
from commonplace.store.paging import page
from commonplace.ui.spine import Link

SIZE = 30
RINGS = ("inside", "anyone", "me")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft of the next letter: choose, order, say why; two lines, and whether it goes."""
    viewpoint = as_steward(request, slug)
    issue = queries.next_issue(viewpoint.community)
    if request.method == "POST":
        if request.POST.get("do") == "day":
            return _choose_day(request, viewpoint)
        if issue is None:
            raise Http404(slug)
        issue.community = viewpoint.community
        return _change(request, viewpoint, issue)
    form = None
    if issue is not None:
        issue.community = viewpoint.community
        form = _form(issue, list(issue.things()))
    return _editor(request, viewpoint, issue, form)


def _choose_day(request: HttpRequest, viewpoint: Viewpoint) -> HttpResponse:
    form = DayForm(request.POST)
    if form.is_valid():
        choosing.choose_day(
            by=require_viewer(request), community=viewpoint.community, weekday=form.cleaned_data["weekday"]
        )
        messages.success(request, _("From the next letter on."))
    return redirect("letter", viewpoint.community.slug)


def _change(request: HttpRequest, viewpoint: Viewpoint, issue: Issue) -> HttpResponse:
    by, slug, do = require_viewer(request), viewpoint.community.slug, request.POST.get("do", "save")
    try:
        if do == "again":
            choosing.take_up(by=by, issue=issue)
            return redirect("letter", slug)
        items = list(issue.things())
        form = LetterForm(request.POST, items=items)
        if not form.is_valid():
            return _editor(request, viewpoint, issue, form, status=422)
        chosen = choosing.choose(by=by, issue=issue, words=form.said_words, things=form.choices, move=_moved(do))
        issue.refresh_from_db()
        if chosen.meanwhile:
            form = _merged(form, issue, chosen.meanwhile)
            return _editor(request, viewpoint, issue, form, meanwhile=chosen.meanwhile, status=409)
        _go_on(request, viewpoint, issue, do)
    except choosing.AlreadyGoing:
        messages.info(request, _("This letter is on its way; nothing in it can be changed any more."))
    where = f"#{do.partition(':')[2]}" if _moved(do) else ""
    return redirect(f"{reverse('letter', args=[slug])}{where}")


def _moved(do: str) -> tuple[str, int] | None:
    way, _colon, name = do.partition(":")
    return (name, {"up": -1, "down": 1}[way]) if way in ("up", "down") else None


def _go_on(request: HttpRequest, viewpoint: Viewpoint, issue: Issue, do: str) -> None:
    """What the button asks for beyond keeping what was written."""
    by = require_viewer(request)
    if do == "ready":
        choosing.lay_ready(by=by, issue=issue)
        messages.success(request, _("The letter is ready. It goes at its hour."))
    elif do == "skip":
        choosing.skip(by=by, issue=issue)
        messages.success(request, _("No letter goes out this time."))
    elif do == "first" and viewpoint.membership is not None:
        membership = viewpoint.membership
        membership.person, membership.community = by, viewpoint.community
        if send_first(to=membership, issue=issue, now=timezone.now()):
            messages.success(request, _("It is on its way to you, and to nobody else."))
        else:
            messages.info(request, _("Confirm a mail address of yours first; then it can reach you."))
    elif do == "save":
        messages.success(request, _("Kept."))


def _form(issue: Issue, items: list[Item]) -> LetterForm:
    return LetterForm(items=items, initial=_standing(issue, items))


def _standing(issue: Issue, items: list[Item]) -> dict[str, Any]:
    initial: dict[str, Any] = {"words": issue.words, "was_words": issue.words}
    for one in items:
        name, kept = choosing.name_of(one), "yes" if one.is_kept else ""
        initial |= {f"kept-{name}": one.is_kept, f"why-{name}": one.why}
        initial |= {f"was-kept-{name}": kept, f"was-why-{name}": one.why}
    return initial


def _merged(form: LetterForm, issue: Issue, meanwhile: Mapping[str, str]) -> LetterForm:
    """The form as things stand now, with the writer's own words where both have changed the same."""
    items = list(issue.things())
    mine = {name: form.cleaned_data[name] for name in meanwhile}
    return LetterForm(items=items, initial={**_standing(issue, items), **mine})


def _editor(
    request: HttpRequest,
    viewpoint: Viewpoint,
    issue: Issue | None,
    form: LetterForm | None,
    *,
    meanwhile: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    now, community = timezone.now(), viewpoint.community
    context: dict[str, Any] = {
        "viewpoint": viewpoint,
        "community": community,
        "issue": issue,
        "form": form,
        "day_form": DayForm(initial={"weekday": queries.weekday_of(community)}),
        "meanwhile": sorted((meanwhile or {}).items()),
    }
    if issue is not None and form is not None:
        rows = _rows(issue, form, now)
        context |= {
            "kept": [row for row in rows if row["item"].is_kept],
            "left": [row for row in rows if not row["item"].is_kept],
            "day": day_of(issue),
            "readers": queries.readers_of(issue, now=now),
            "goes_at": moment_in(require_viewer(request).time_zone, issue.on),
            "decided_by": viewpoint.byline_for(issue.decided_by) if issue.decided_by else None,
        }
    return render(request, "digests/editor.html", context, status=status)


def _rows(issue: Issue, form: LetterForm, now: datetime) -> list[dict[str, Any]]:
    """The things of the draft with their fields; what everyone inside may not read any more is left out, as in mail."""
    rows = []
    for one in told(issue, Reader.everyone_inside(issue.community), now=now):
        name = choosing.name_of(one.item)
        section = DIGEST_SECTIONS.get(one.item.section)
        if f"kept-{name}" in form.fields:
            rows.append(
                {
                    "item": one.item,
                    "line": one.line,
                    "name": name,
                    "section": section.heading if section else "",
                    "chosen_by": one.chosen_by,
                    "kept": form[f"kept-{name}"],
                    "why": form[f"why-{name}"],
                    "hidden": [form[f"was-kept-{name}"], form[f"was-why-{name}"]],
                }
            )
    return rows


@login_required
@require_safe
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft as everyone inside gets it, as strangers could read what is in it, and as one's own letter."""
    viewpoint = as_steward(request, slug)
    issue = queries.next_issue(viewpoint.community)
    if issue is None:
        raise Http404(slug)
    issue.community = viewpoint.community
    ring = request.GET.get("as", "inside")
    if ring not in RINGS:
        raise Http404(ring)
    now = timezone.now()
    context: dict[str, Any] = {"viewpoint": viewpoint, "community": viewpoint.community, "issue": issue, "ring": ring}
    labels = {"inside": _("Everyone here"), "anyone": _("A stranger"), "me": _("You")}
    where = reverse("letter_preview", args=[slug])
    context["links"] = [Link(labels[one], f"{where}?as={one}", current=one == ring) for one in RINGS]
    if ring == "me" and viewpoint.membership is not None:
        membership = viewpoint.membership
        membership.person = require_viewer(request)
        (_one, words), *_none = Composer(issue, now=now).letters([membership])
        context["mail"] = words
    else:
        reader = Reader.everyone_inside(viewpoint.community)
        if ring == "anyone":
            reader = Reader(Viewpoint(None, viewpoint.community, None))
        kept = list(issue.things().filter(is_kept=True))
        context["rows"] = told(issue, reader, now=now, items=kept)
        context["signed"] = _signed(reader.viewpoint, issue)
    return render(request, "digests/preview.html", context)


@login_required
@require_safe
def letters_of(request: HttpRequest, slug: str) -> HttpResponse:
    """The letters that went out, the latest first."""
    viewpoint = as_member(request, slug)
    mine = Issue.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    found = page(mine.select_related("words_by"), by=("-on", "-id"), after=request.GET.get("after"), size=SIZE)
    rows = [{"issue": one, "day": day_of(one), "signed": _signed(viewpoint, one)} for one in found.items]
    context = {"viewpoint": viewpoint, "community": viewpoint.community, "rows": rows, "page": found}
    return render(request, "digests/letters.html", context)


@login_required
@require_safe
def letter_sent(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One letter that went out, with what its reader may read of it today."""
    viewpoint = as_member(request, slug)
    mine = Issue.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    issue = get_object_or_404(mine.select_related("words_by"), pk=pk)
    kept = list(issue.things().filter(is_kept=True))
    rows = told(issue, Reader(viewpoint), now=timezone.now(), items=kept)
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "issue": issue,
        "day": day_of(issue),
        "signed": _signed(viewpoint, issue),
        "rows": rows,
        "gone": len(kept) - len(rows),
    }
    return render(request, "digests/letter.html", context)


def _signed(viewpoint: Viewpoint, issue: Issue) -> str:
    return viewpoint.name_of(issue.words_by) if issue.words and issue.words_by else ""
