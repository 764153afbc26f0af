"""What stewards do with a sign: share its sentence with everyone here, and take it back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonplace.communities.viewpoint import enter
from commonplace.cultivation.signs.kept import NotSaid, share, take_back
from commonplace.people.viewer import require_viewer


@login_required
@require_POST
def share_sign(request: HttpRequest, slug: str) -> HttpResponse:
    """Share a sentence, or take it back; stewards only."""
    viewpoint = enter(request, slug)
    if not viewpoint.is_steward:
        raise Http404(slug)
    by, now = require_viewer(request), timezone.now()
    code = request.POST.get("code", "")[:20].replace("\x00", "")
    if request.POST.get("undo"):
        take_back(by=by, community=viewpoint.community, code=code, now=now)
        messages.success(request, _("Only stewards see it now."))
    else:
        try:
            share(by=by, community=viewpoint.community, code=code, now=now)
        except NotSaid:
            messages.info(request, _("That is not said any more."))
        else:
            messages.success(request, _("Everyone here can read it now, without its numbers."))
    return redirect(reverse("cultivate", args=[slug]) + "#signs")
