"""One story in its steps: read by whom its teller lets, confirmed, let go, taken back and brought again."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.people.viewer import require_viewer
from commonplace.stories.actions import reading_back, releasing, telling
from commonplace.stories.actions.rights import IsWithdrawn, NotTheirs
from commonplace.stories.forms.releasing import ReachForm
from commonplace.stories.queries.reading import steps_of, teller_of, writer_of
from commonplace.stories.views.lookup import back_to, deed_page, find, find_own, find_writing


@require_safe
def story(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The steps that its reader may read."""
    viewpoint, found = find(request, slug, pk)
    steps = steps_of(found, viewpoint)
    person = viewpoint.person
    key = person.pk if person is not None else 0
    is_teller = key == found.teller_id
    waiting = [one for one in steps if one.row.confirmed_at is None]
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "story": found,
        "steps": steps,
        "byline": teller_of(found, viewpoint),
        "writer": writer_of(found, viewpoint),
        "is_teller": is_teller,
        "writes": not is_teller and key == found.written_by_id,
        "waiting": waiting,
        "knows": key in (found.teller_id, found.written_by_id),
        "reach": ReachForm(
            steps=[one.row for one in steps if one.row.confirmed_at],
            reach={one.row.pk: one.reach for one in steps},
        )
        if is_teller
        else None,
    }
    return render(request, "stories/story.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def story_reach(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Its teller says how far each step may go."""
    viewpoint, found = find_own(request, slug, pk)
    steps = [one for one in steps_of(found, viewpoint) if one.row.confirmed_at]
    form = ReachForm(
        request.POST if request.method == "POST" else None,
        steps=[one.row for one in steps],
        reach={one.row.pk: one.reach for one in steps},
    )
    if request.method == "POST" and form.is_valid():
        try:
            releasing.let_go(by=require_viewer(request), story=found, reach=form.reach)
        except releasing.IsObjectedTo:
            form.add_error(None, _("Somebody objects to one of these steps. It goes nowhere until that is settled."))
        except (IsWithdrawn, releasing.NotConfirmed):
            form.add_error(None, _("The story has changed meanwhile. Look at it once more."))
        else:
            messages.success(request, _("Each step goes as far as you said. You can take it back at any time."))
            return back_to(found, slug, "reach")
    pairs = [(one, form[f"step-{one.row.pk}"]) for one in steps]
    return deed_page(request, viewpoint, "reach", form, story=found, pairs=pairs)


@login_required
@require_POST
def story_confirm(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Its teller says that these are their words."""
    _viewpoint, found = find_own(request, slug, pk)
    telling.confirm(by=require_viewer(request), story=found)
    messages.success(request, _("They are yours. Nobody else reads them until you say how far each may go."))
    return redirect("story_reach", slug, pk)


@login_required
@require_POST
def story_read_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Whoever wrote it down asks its teller to read it."""
    _viewpoint, found = find_writing(request, slug, pk)
    try:
        reading_back.ask_to_read(by=require_viewer(request), story=found)
    except reading_back.NothingToRead:
        messages.info(request, _("There is nothing new to read, or they were asked a few days ago."))
    except NotTheirs:
        raise Http404(pk) from None
    else:
        messages.success(request, _("They find it on their page, and in a letter with one link."))
    return back_to(found, slug)


@login_required
@require_POST
def story_withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take the whole story back."""
    _viewpoint, found = find_own(request, slug, pk)
    releasing.withdraw(by=require_viewer(request), story=found)
    undo = reverse("story_back", args=[slug, pk])
    words = _("Taken back. Nobody else reads it, and where it stood is said only that a story was withdrawn.")
    messages.success(request, words, extra_tags=f"undo:{undo}")
    return back_to(found, slug)


@login_required
@require_POST
def story_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Bring it again."""
    _viewpoint, found = find_own(request, slug, pk)
    releasing.bring_back(by=require_viewer(request), story=found)
    messages.success(request, _("It stands again, and each step goes as far as it did."))
    return back_to(found, slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def story_throw_away(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Erase every word of it, after having been asked."""
    viewpoint, found = find_own(request, slug, pk)
    if request.method == "POST":
        releasing.throw_away(by=require_viewer(request), story=found)
        messages.success(request, _("It is gone, every word."))
        return redirect("stories_yours", slug)
    count = len(steps_of(found, viewpoint))
    said = ngettext("Its one step goes for good.", "Its %(n)d steps go for good.", count) % {"n": count}
    return deed_page(request, viewpoint, "throw_away", None, story=found, said=said)
