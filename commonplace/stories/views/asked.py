"""What the house asks weeks later, answered on a page."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonplace.communities.content import LARGEST
from commonplace.communities.inside import as_member
from commonplace.people.viewer import require_viewer
from commonplace.stories.actions.following_up import answer
from commonplace.stories.actions.telling import WithoutWords
from commonplace.stories.by_link import said_back
from commonplace.stories.forms.asked import CameForm
from commonplace.stories.queries.following_up import about, own
from commonplace.stories.views.lookup import back_to, deed_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What difference did it make?"""
    viewpoint, person = as_member(request, slug), require_viewer(request)
    found = own(person, min(pk, LARGEST))
    if found is None or found.community_id != viewpoint.community.pk:
        raise Http404(pk)
    initial = {"came": found.came, "words": found.became.words if found.became is not None else ""}
    form = CameForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            row = answer(by=person, follow_up=found, came=said["came"], text=said["words"])
        except WithoutWords:
            form.add_error("words", _("Nothing of this would be seen: it has signs, and no words yet."))
        else:
            messages.success(request, said_back(row))
            if row.became is not None:
                story = row.became.story
                return back_to(story, slug)
            return redirect("stories_yours", slug)
    return deed_page(request, viewpoint, "asked", form, about=about(found, person))
