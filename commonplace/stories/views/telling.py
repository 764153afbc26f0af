"""Telling: a story begun anywhere, one more step, other words, a name, and what a step points at."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.content import LARGEST
from commonplace.communities.inside import as_member
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.views.lookup import number_in
from commonplace.lib.sending import key_of_sending
from commonplace.people.models import Person
from commonplace.people.viewer import require_viewer
from commonplace.stories.actions import leads, linking, telling
from commonplace.stories.actions.rights import IsWithdrawn, NotAMember, NotTheirs
from commonplace.stories.forms.telling import BeginForm, LinkForm, NameForm, StepForm
from commonplace.stories.models import Story, StoryLead
from commonplace.stories.queries.leads import own_lead, said_of
from commonplace.stories.queries.sources import behind, sources_of
from commonplace.stories.queries.tellers import tellers_beside
from commonplace.stories.views.lookup import back_to, deed_page, find_step, find_writing


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def story_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin anywhere: one step, one’s own or of somebody who told it (`?of=`), perhaps from a lead (`?lead=`)."""
    viewpoint = as_member(request, slug)
    if viewpoint.membership is None or viewpoint.membership.is_guest:
        messages.info(request, _("Members tell stories here. As a guest you may read along."))
        return redirect("stories", slug)
    tellers = tellers_beside(viewpoint)
    lead = own_lead(viewpoint, number_in(request.GET.get("lead")))
    initial = {"teller": request.GET.get("of", "")}
    form = BeginForm(
        request.POST if request.method == "POST" else None,
        switched_on=viewpoint.community.modules,
        tellers=[(one.pk, viewpoint.name_of(one)) for one in tellers],
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        made = _begin(require_viewer(request), viewpoint, form, tellers, lead)
        if made is not None:
            messages.success(request, _("Kept, for you alone so far. Add a step, or come back when more has happened."))
            return back_to(made, slug)
    said = said_of([lead], viewpoint.person).get(lead.pk) if lead is not None else None
    return deed_page(request, viewpoint, "new", form, lead=lead, said=said)


def _begin(
    by: Person, viewpoint: Viewpoint, form: BeginForm, tellers: list[Person], lead: StoryLead | None
) -> Story | None:
    said, words = form.cleaned_data, form.words
    teller = next((one for one in tellers if str(one.pk) == said["teller"]), None)
    key = key_of_sending(
        said["idempotency_key"], viewpoint.community.pk, said["teller"], said["title"], words.cycle, words.text
    )
    try:
        made = telling.begin(
            by=by, community=viewpoint.community, title=said["title"], teller=teller, idempotency_key=key
        )
        made.community = viewpoint.community
        telling.tell(by=by, story=made, words=words, idempotency_key=key)
    except (NotAMember, telling.NotHere):
        form.add_error("teller", _("They have left, or have no account here. Nobody could say that it is theirs."))
        return None
    if lead is not None:
        leads.made_of(by=by, lead=lead, story=made)
    return made


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step_new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One more step."""
    viewpoint, story = find_writing(request, slug, pk)
    form = StepForm(request.POST if request.method == "POST" else None, switched_on=viewpoint.community.modules)
    if request.method == "POST" and form.is_valid():
        said, words = form.cleaned_data, form.words
        try:
            telling.tell(
                by=require_viewer(request),
                story=story,
                words=words,
                idempotency_key=key_of_sending(said["idempotency_key"], story.pk, words.cycle, words.text),
            )
        except telling.TooManySteps:
            form.add_error(None, _("This story has forty steps. What comes now is another story."))
        except IsWithdrawn:
            form.add_error(None, _("You have taken this story back. Bring it back first."))
        else:
            messages.success(request, _("Kept. Nobody else reads it until you say how far it may go."))
            return back_to(story, slug, "steps")
    return deed_page(request, viewpoint, "step", form, story=story, step=None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, slug: str, pk: int, step: int) -> HttpResponse:
    """Other words for a step."""
    viewpoint, story, row = find_step(request, slug, pk, step)
    form = StepForm(
        request.POST if request.method == "POST" else None,
        initial=StepForm.of(row),
        switched_on=viewpoint.community.modules,
    )
    if request.method == "POST" and form.is_valid():
        try:
            telling.change(by=require_viewer(request), step=row, words=form.words)
        except IsWithdrawn:
            form.add_error(None, _("You have taken this story back. Bring it back first."))
        except NotTheirs:
            form.add_error(None, _("Its teller has confirmed this step meanwhile. It is theirs to change."))
        else:
            messages.success(request, _("Changed."))
            return back_to(story, slug, f"step-{row.pk}")
    return _step_page(request, viewpoint, form, story, row, LinkForm())


def _step_page(
    request: HttpRequest, viewpoint: Viewpoint, form: StepForm, story: Story, row: object, link: LinkForm
) -> HttpResponse:
    pk = getattr(row, "pk", 0)
    sources = sources_of([pk], viewpoint.person).get(pk, [])
    page = deed_page(request, viewpoint, "step", form, story=story, step=row, sources=sources, link=link)
    if link.errors:
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
    return _step_page(request, viewpoint, StepForm(initial=StepForm.of(row)), story, row, form)


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
