"""A steward makes two conversations of one."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonplace.communities.audience import audience_of_space
from commonplace.conversations.actions import splitting
from commonplace.conversations.bylines import byline_of
from commonplace.conversations.forms import SplitForm
from commonplace.conversations.views.lookup import enter_to_write, page_url, post_or_404, post_url
from commonplace.lib.text import excerpt, plain

SHOWN = 200  # characters of the post that would open the new conversation


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def division(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """Take a post and all that follows it out into a conversation of its own, for stewards."""
    viewpoint, person = enter_to_write(request, slug)
    post = post_or_404(viewpoint, pk, number)
    if not viewpoint.is_steward:
        raise PermissionDenied
    if post.conversation_id != pk:
        # Sent twice, or another steward was quicker: it stands there already.
        return HttpResponseRedirect(post_url(post, viewpoint))
    form = SplitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = splitting.split(by=person, post=post, title=form.cleaned_data["title"])
        except splitting.PartIsHeld:
            form.add_error(None, _("It is held back for a look. Answer that first."))
        except splitting.Unsplittable:
            form.add_error(None, _("A conversation cannot be taken apart here: nothing would be left of it."))
        else:
            return HttpResponseRedirect(page_url(made, viewpoint))
    here = post.conversation
    context = {
        "viewpoint": viewpoint,
        "conversation": here,
        "form": form,
        "by": byline_of(post, viewpoint),
        "words": excerpt(plain(post.html), SHOWN),
        "follow": here.posts.filter(number__gt=post.number, withdrawal__isnull=True).count(),
        "sight": audience_of_space(here.space, viewpoint),
        "back": post_url(post, viewpoint),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "conversations/division.html", context, status=status)
