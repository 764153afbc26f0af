"""Telling: one more step, other words, a name, and what a step points at."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.content import LARGEST
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.views.begun import Beginning, kept_aside
from commonplace.conversations.views.drafts import FULL, sheet
from commonplace.lib.sending import key_of_sending
from commonplace.people.models import Person
from commonplace.people.viewer import require_viewer
from commonplace.stories.actions import linking, telling
from commonplace.stories.actions.half_typed import CHANGE, STEP
from commonplace.stories.actions.rights import IsWithdrawn, NotTheirs
from commonplace.stories.forms.telling import DRAFTED, LinkForm, NameForm, StepForm
from commonplace.stories.models import Step, Story
from commonplace.stories.queries.sources import behind, sources_of
from commonplace.stories.views.lookup import back_to, deed_page, find_step, find_writing, said_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step_new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One more step, begun from a draft (`?draft=`) where there is one."""
    viewpoint, story = find_writing(request, slug, pk)
    return _telling(request, viewpoint, story, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, slug: str, pk: int, step: int) -> HttpResponse:
    """Other words for a step, begun from a draft (`?draft=`) where there is one."""
    viewpoint, story, row = find_step(request, slug, pk, step)
    return _telling(request, viewpoint, story, row)


def _telling(request: HttpRequest, viewpoint: Viewpoint, story: Story, row: Step | None) -> HttpResponse:
    """A step in its form: a further one, or `row` in other words."""
    place = f"{STEP}:{story.pk}" if row is None else f"{CHANGE}:{row.pk}"
    modules, slug = viewpoint.community.modules, viewpoint.community.slug
    if request.method != "POST":
        begun = Beginning.at(request, viewpoint, place)
        form = StepForm(initial=(StepForm.of(row) if row else {}) | begun.initial, switched_on=modules)
        return _step_page(request, viewpoint, form, story, row, begun=begun)
    form = StepForm(request.POST, switched_on=modules)
    words, on = said_in(request, DRAFTED), sheet(request, viewpoint, place)
    if "draft" in request.POST:
        if on.keep(words):
            return kept_aside(request, slug)
        form.add_error(None, FULL)
    if form.is_valid() and _is_kept(require_viewer(request), form, story, row):
        on.drop(words)
        done = _("Changed.") if row else _("Kept. Nobody else reads it until you say how far it may go.")
        messages.success(request, done)
        return back_to(story, slug, f"step-{row.pk}" if row else "steps")
    begun = Beginning(is_kept=on.keep_if_there_is_room(words))
    return _step_page(request, viewpoint, form, story, row, begun=begun)


def _is_kept(person: Person, form: StepForm, story: Story, row: Step | None) -> bool:
    """Keep what was told; False where something stands in the way, which the form then says."""
    said = form.words
    try:
        if row is not None:
            telling.change(by=person, step=row, words=said)
        else:
            key = key_of_sending(form.cleaned_data["idempotency_key"], story.pk, said.cycle, said.text)
            telling.tell(by=person, story=story, words=said, idempotency_key=key)
    except telling.TooManySteps:
        form.add_error(None, _("This story has forty steps. What comes now is another story."))
    except IsWithdrawn:
        form.add_error(None, _("You have taken this story back. Bring it back first."))
    except NotTheirs:
        form.add_error(None, _("Its teller has confirmed this step meanwhile. It is theirs to change."))
    else:
        return True
    return False


def _step_page(
    request: HttpRequest,
    viewpoint: Viewpoint,
    form: StepForm,
    story: Story,
    row: Step | None = None,
    *,
    link: LinkForm | None = None,
    begun: Beginning | None = None,
) -> HttpResponse:
    pk = row.pk if row is not None else 0
    more = (begun or Beginning()).context | {"link": link or LinkForm()}
    if row is not None:
        more["sources"] = sources_of([pk], viewpoint.person).get(pk, [])
    page = deed_page(request, viewpoint, "step", form, story=story, step=row, **more)
    if link is not None and link.errors:
        page.status_code = 422
    return page


@login_required
@require_POST
def step_link(request: HttpRequest, slug: str, pk: int, step: int) -> HttpResponse:
    """Point at something of this community."""
    viewpoint, story, row = find_step(request, slug, pk, step)
    form, person = LinkForm(request.POST), require_viewer(request)
    if form.is_valid():
        found = behind(form.cleaned_data["link"], person)
        try:
            if found is None:
                raise linking.NothingThere
            linking.link(by=person, step=row, kind=found[0], object_id=found[1])
        except linking.NothingThere:
            form.add_error("link", _("Nothing that a step could point at stands there, at least not for you."))
        except linking.InConfidence:
            words = _("That was said in confidence, or without a name. To point at it would say who was there.")
            form.add_error("link", words)
        else:
            messages.success(request, _("The step points at it. Only those see it who may see what it points at."))
            return redirect("story_step", slug, pk, row.pk)
    return _step_page(request, viewpoint, StepForm(initial=StepForm.of(row)), story, row, link=form)


@login_required
@require_POST
def step_unlink(request: HttpRequest, slug: str, pk: int, step: int, point: int) -> HttpResponse:
    """Point at it no more."""
    _viewpoint, _story, row = find_step(request, slug, pk, step)
    try:
        linking.unlink(by=require_viewer(request), step=row, pk=min(point, LARGEST))
    except linking.NothingThere:
        raise Http404(point) from None
    messages.success(request, _("The step points at it no more."))
    return redirect("story_step", slug, pk, row.pk)


@login_required
@require_POST
def step_out(request: HttpRequest, slug: str, pk: int, step: int) -> HttpResponse:
    """Take a step out for good."""
    _viewpoint, story, row = find_step(request, slug, pk, step)
    telling.take_out(by=require_viewer(request), step=row)
    messages.success(request, _("The step is gone."))
    return back_to(story, slug, "steps")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def story_name(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What it is called, whether its teller is named, and whether it is told to its end."""
    viewpoint, story = find_writing(request, slug, pk)
    initial = {"title": story.title, "is_nameless": story.is_nameless, "is_told": not story.is_half_told}
    form = NameForm(request.POST if request.method == "POST" else None, initial=initial)
    if viewpoint.person is None or viewpoint.person.pk != story.teller_id:
        del form.fields["is_nameless"]
    if request.method == "POST" and form.is_valid():
        said = {"is_nameless": story.is_nameless, **form.cleaned_data}
        try:
            telling.name_it(by=require_viewer(request), story=story, **said)
        except IsWithdrawn:
            form.add_error(None, _("You have taken this story back. Bring it back first."))
        except NotTheirs:
            form.add_error(None, _("Others read it by now. What it is called is its teller’s to say."))
        else:
            messages.success(request, _("Changed."))
            return back_to(story, slug)
    return deed_page(request, viewpoint, "name", form, story=story)
