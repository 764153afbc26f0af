"""What others will see, before it is sent."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.actions.wording import MAX_TITLE, NothingSaid, word
from commonplace.conversations.kinds import MANNERS
from commonplace.conversations.views.lookup import enter_to_write
from commonplace.lib import markdown


@login_required
@require_POST
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The inside of a preview for what a form holds now."""
    viewpoint, _person = enter_to_write(request, slug)
    kind = request.POST.get("kind", "")
    title = request.POST.get("title", "") if "title" in request.POST else None
    # A form that changes a post has its state with it; whose words those are stands above.
    is_own = "on_revision" not in request.POST
    return HttpResponse(shown_post(request.POST.get("text", ""), viewpoint, kind=kind, title=title, is_own=is_own))


def shown_post(
    text: str, viewpoint: Viewpoint, *, kind: str = "", title: str | None = None, is_own: bool = True
) -> SafeString:
    """A post as it will stand; `title` is None for a reply."""
    html, problem = SafeString(""), ""
    try:
        # Rendering has made it safe.
        html = mark_safe(word(text, community=viewpoint.community).html)  # noqa: S308
    except NothingSaid:
        problem = _("No words yet.")
    except markdown.TextTooLong:
        problem = _("This is longer than there is room for. What stands beyond it could go into a reply, or a file.")
    manner = MANNERS.get(kind)
    context = {
        "byline": viewpoint.byline_for(viewpoint.person) if is_own else None,
        "kind": manner.opening if manner else "",
        "title": None if title is None else title[:MAX_TITLE],
        "html": html,
        "problem": problem,
    }
    return render_to_string("conversations/shown.html", context)
