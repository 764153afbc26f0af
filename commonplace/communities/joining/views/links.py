"""One link for a group, as stewards open and end it, and who came by it."""

from collections import defaultdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.inside import as_steward
from commonplace.communities.joining.actions.linking import LinkEnded, Opened, TooManyLinks, end_link, open_link
from commonplace.communities.joining.forms import GroupLinkForm
from commonplace.communities.models import GroupLink, Invitation
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.people.proof import Unproven
from commonplace.people.viewer import require_viewer

SHOWN = 20


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def group_links(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a link for a group, and see who came by the earlier ones."""
    viewpoint = as_steward(request, slug)
    form = GroupLinkForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, viewpoint, form)
    try:
        opened = open_link(by=require_viewer(request), community=viewpoint.community, **form.cleaned_data)
    except TooManyLinks:
        form.add_error(None, _("Ten links are open already. End one that nobody needs."))
    except Unproven:
        form.add_error(None, _("Confirm your own mail address first; it is on your own page."))
    else:
        # Shown on the answer itself: its token is kept nowhere.
        return _page(request, viewpoint, GroupLinkForm(), opened=opened)
    return _page(request, viewpoint, form)


@login_required
@require_POST
def group_link_end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """End a link for good."""
    viewpoint = as_steward(request, slug)
    link = get_object_or_404(GroupLink.objects.select_related("community"), community=viewpoint.community, pk=pk)
    try:
        end_link(by=require_viewer(request), link=link)
        messages.success(request, _("The link opens nothing any more."))
    except LinkEnded:
        messages.info(request, _("It was ended before."))
    return redirect("group_links", slug)


def _page(
    request: HttpRequest, viewpoint: Viewpoint, form: GroupLinkForm, *, opened: Opened | None = None
) -> HttpResponse:
    rows = GroupLink.objects.filter(community=viewpoint.community).select_related("by").order_by("-made_at", "-pk")
    links, now = list(rows[:SHOWN]), timezone.now()
    opening = set(
        GroupLink.objects.opening(now).filter(pk__in=[link.pk for link in links]).values_list("pk", flat=True)
    )
    came: dict[int | None, list[Byline]] = defaultdict(list)
    for one in Invitation.objects.filter(link__in=links).select_related("taken_by").order_by("taken_at", "pk"):
        came[one.link_id].append(viewpoint.byline_for(one.taken_by))
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "form": form,
        "opened": opened,
        "links": [(link, viewpoint.byline_for(link.by), came[link.pk], link.pk in opening) for link in links],
        "now": now,
    }
    return render(request, "communities/joining/group_links.html", context, status=422 if form.errors else 200)
