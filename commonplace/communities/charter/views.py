"""The community's own words: the case for membership and the charter, how it changed, and changing it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonplace.communities.charter import queries
from commonplace.communities.charter.actions import ByItsMembers, EditedMeanwhile, NothingChanged, revise_charter
from commonplace.communities.charter.forms import SectionForm
from commonplace.communities.charter.sections import ALL, CASE, CHARTER
from commonplace.communities.charter.ways import way_of
from commonplace.communities.inside import as_steward
from commonplace.communities.joining import queries as arrivals
from commonplace.communities.models import CharterRevision, Community
from commonplace.communities.modules import MATHS, is_on
from commonplace.communities.viewpoint import Viewpoint, byline_outside, enter
from commonplace.lib.differences import as_html, differences
from commonplace.people.viewer import require_viewer
from commonplace.store.paging import page

NEIGHBOURS = 5
MOST_NAMED = 24


@require_safe
def about(request: HttpRequest, slug: str) -> HttpResponse:
    """Why one should care, what we would do, what one's part is; and the charter."""
    viewpoint = enter(request, slug, inside=False)
    community = viewpoint.community
    current = queries.current_charter(community)
    rows = CharterRevision.objects.filter(community=community).defer("words").select_related("by")
    revisions = page(rows, by=("-number",), after=request.GET.get("after"), size=12)
    neighbours = Community.objects.visible_to(viewpoint.person).exclude(pk=community.pk)
    with_maths = is_on(community, MATHS)
    charter = queries.words_of(current, CHARTER, with_maths=with_maths)
    context = {
        **_around(viewpoint),
        "description": community.opening or community.domain,
        "current": current,
        "way": way_of(current),
        "case": queries.words_of(current, CASE, with_maths=with_maths),
        "charter": charter,
        "has_charter": any(one.source for one in charter),
        "revisions": [(one, viewpoint.byline_for(one.by)) for one in revisions.items],
        "page": revisions,
        **_people(viewpoint),
        "may_read_log": viewpoint.is_member or community.is_public,
        "neighbours": list(neighbours.order_by("name", "pk")[:NEIGHBOURS]),
    }
    return render(request, "communities/about/about.html", context)


@require_safe
def charter_revision(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What one revision changed, word by word."""
    viewpoint = enter(request, slug, inside=False)
    revisions = CharterRevision.objects.filter(community=viewpoint.community).select_related("by")
    revision = get_object_or_404(revisions, number=number)
    before = revisions.filter(number__lt=number).order_by("-number").first()
    after = revisions.filter(number__gt=number).order_by("number").first()
    context = {
        **_around(viewpoint),
        "revision": revision,
        "byline": viewpoint.byline_for(revision.by),
        "before": before,
        "after": after,
        "changes": queries.changes(before, revision),
    }
    return render(request, "communities/about/revision.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def charter_section(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Give one section new words; where someone else did so meanwhile, both are shown and nothing is lost."""
    viewpoint = as_steward(request, slug)
    section = next((one for one in ALL if one.key == key), None)
    if section is None:
        raise Http404(key)
    current = queries.current_charter(viewpoint.community)
    if not way_of(current).is_by_stewards:
        return _by_its_members(request, slug)
    number = current.number if current else 0
    standing = current.words.get(key, "") if current else ""
    initial = {"words": standing, "on_revision": number}
    switched_on = viewpoint.community.modules
    form = SectionForm(request.POST or None, initial=initial, switched_on=switched_on)
    difference = ""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            revise_charter(
                by=require_viewer(request),
                community=viewpoint.community,
                words={key: said["words"]},
                summary=said["summary"],
                on_revision=said["on_revision"],
            )
        except EditedMeanwhile as meanwhile:
            theirs = meanwhile.current.words.get(key, "") if meanwhile.current else ""
            difference = as_html(differences(theirs, said["words"]))
            number = meanwhile.current.number if meanwhile.current else 0
            form = SectionForm(initial={**said, "on_revision": number}, switched_on=switched_on)
        except ByItsMembers:
            return _by_its_members(request, slug)
        except NothingChanged:
            messages.info(request, _("These are the words that stood; nothing was changed."))
            return redirect("about", slug)
        else:
            messages.success(request, _("The charter has new words. The old ones are kept."))
            return redirect("about", slug)
    context = {**_around(viewpoint), "section": section, "form": form, "difference": difference}
    status = 409 if difference else 422 if request.method == "POST" else 200
    return render(request, "communities/about/section.html", context, status=status)


def _by_its_members(request: HttpRequest, slug: str) -> HttpResponse:
    messages.info(request, _("Members change the charter here, and stewards as members: by proposal."))
    return redirect("about", slug)


def _people(viewpoint: Viewpoint) -> dict[str, object]:
    """Who tends the community, for those who belong; for others whoever agreed to be named, stewards and members."""
    if viewpoint.is_member:
        return {"stewards": [viewpoint.byline_for(row.person) for row in arrivals.stewards_of(viewpoint.community)]}
    named = list(arrivals.named_outside(viewpoint.community)[:MOST_NAMED])
    return {
        "stewards": [byline_outside(row) for row in named if row.is_steward],
        "also_here": [byline_outside(row) for row in named if not row.is_steward],
    }


def _around(viewpoint: Viewpoint) -> dict[str, object]:
    base = "ui/book.html" if viewpoint.is_member else "ui/public.html"
    return {"viewpoint": viewpoint, "community": viewpoint.community, "base": base}
