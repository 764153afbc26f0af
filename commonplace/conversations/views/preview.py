"""What others will see, before it is sent."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonplace.communities.models import Space
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.actions.wording import MAX_TITLE, NothingSaid, named_by, word
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import Post
from commonplace.conversations.views.attaching import files_of
from commonplace.conversations.views.calling import what_comes_of
from commonplace.conversations.views.lookup import enter_to_write, number_in, place_of, post_or_404
from commonplace.lib import markdown
from commonplace.lib.markdown_pictures import Pictures


@login_required
@require_POST
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The inside of a preview for what a form holds now."""
    viewpoint, _person = enter_to_write(request, slug)
    kind = request.POST.get("kind", "")
    title = request.POST.get("title", "") if "title" in request.POST else None
    # A form that changes a post has its state with it; whose words those are stands above.
    is_own = "on_revision" not in request.POST
    conversation, number = (number_in(request.POST.get(name)) for name in ("conversation", "changes"))
    post = post_or_404(viewpoint, conversation, number) if conversation and number else None
    space = place_of(viewpoint, conversation=conversation, named=request.POST.get("space", ""))
    text = request.POST.get("text", "")
    pictures = files_of(request.POST, viewpoint, post=post).pictures
    return HttpResponse(
        shown_post(
            text, viewpoint, space=space, kind=kind, title=title, is_own=is_own, instead_of=post, pictures=pictures
        )
    )


def shown_post(
    text: str,
    viewpoint: Viewpoint,
    *,
    space: Space | None,
    kind: str = "",
    title: str | None = None,
    is_own: bool = True,
    instead_of: Post | None = None,
    pictures: Pictures | None = None,
) -> SafeString:
    """A post as it will stand in a space, and whom it calls; `title` is None for a reply."""
    html, problem, calls = SafeString(""), "", []
    before = named_by(instead_of) if "@" in text and instead_of is not None else set()
    try:
        if space is None:
            raise NothingSaid
        worded = word(text, space=space, slug=viewpoint.community.slug, named_before=before, pictures=pictures)
        # Rendering has made it safe.
        html = mark_safe(worded.html)  # noqa: S308
        calls = what_comes_of(worded.calls, viewpoint, space, before=before)
    except NothingSaid:
        problem = (
            _("No words yet.") if (title or "").strip() else _("Nothing is written yet, so there is nothing to see.")
        )
    except markdown.TextTooLong:
        problem = _("This is longer than there is room for. What stands beyond it could go into a reply, or a file.")
    if problem and not (title or "").strip():
        # A name and a kind over nothing would look like a post.
        return render_to_string("conversations/shown.html", {"problem": problem})
    context = {
        "byline": viewpoint.byline_for(viewpoint.person) if is_own else None,
        "kind": Kind(kind).label if kind in Kind.values else "",
        "title": None if title is None else title[:MAX_TITLE],
        "html": html,
        "calls": calls,
        "problem": problem,
    }
    return render_to_string("conversations/shown.html", context)
