"""Keeping something of a conversation or a gathering: posts or lines are chosen; and whoever said what is kept says
whether it may be.
"""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonplace.communities.audience import audience_of_space
from commonplace.communities.viewpoint import Viewpoint, enter
from commonplace.conversations.models import Conversation
from commonplace.conversations.views.lookup import conversation_or_404, number_in, page_url
from commonplace.gatherings.models import Gathering
from commonplace.repertoire.actions import consenting, taking
from commonplace.repertoire.actions.rights import IsGone
from commonplace.repertoire.consent_by_link import answers_to, said_back
from commonplace.repertoire.kinds import SHAPES, Kind
from commonplace.repertoire.models import Passage, Resource
from commonplace.repertoire.models.passage import reads_source
from commonplace.repertoire.queries.from_gatherings import choices_of_gathering, tells_names
from commonplace.repertoire.queries.harvested import Choices, choices_of
from commonplace.repertoire.views.lookup import UNFIT, enter_to_keep, find_to_tend


@login_required
@require_safe
def harvest(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Choose posts of a conversation; what is chosen goes along to the page on which it is written."""
    viewpoint, _person = enter_to_keep(request, slug)
    here = conversation_or_404(viewpoint, pk)
    said = [number for one in request.GET.getlist("post") if (number := number_in(one)) is not None]
    chosen = set(said) if said or "from" in request.GET else None
    start = number_in(request.GET.get("from")) or 1
    choices = choices_of(here, viewpoint, start=start, chosen=chosen)
    context = {"named": "post", "source": "conversation", "back": page_url(here, viewpoint), "start": start}
    return _choosing(request, viewpoint, here, choices, context | {"choosing": reverse("harvest", args=[slug, pk])})


@login_required
@require_safe
def harvest_gathering(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Choose lines that were kept at a gathering; what is chosen goes along to the page on which it is written."""
    viewpoint, person = enter_to_keep(request, slug)
    seen = Gathering.objects.visible_to(person).filter(community=viewpoint.community).select_related("space")
    here = get_object_or_404(seen, pk=pk)
    chosen = {number for one in request.GET.getlist("line") if (number := number_in(one)) is not None}
    start = number_in(request.GET.get("from")) or 1
    choices = choices_of_gathering(here, viewpoint, start=start, chosen=chosen)
    context = {"named": "line", "source": "gathering", "back": reverse("gathering", args=[slug, pk]), "start": start}
    context |= {"is_without_names": not tells_names(here), "choosing": reverse("harvest_gathering", args=[slug, pk])}
    return _choosing(request, viewpoint, here, choices, context)


def _choosing(
    request: HttpRequest,
    viewpoint: Viewpoint,
    here: Conversation | Gathering,
    choices: Choices,
    context: dict[str, object],
) -> HttpResponse:
    context |= {
        "viewpoint": viewpoint,
        "here": here,
        "page": choices,
        "kinds": [(Kind(kind), shape) for kind, shape in SHAPES.items()],
        "usual": Kind.GUIDE,
        "sight": audience_of_space(here.space, viewpoint),
    }
    return render(request, "repertoire/harvest.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def passage(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One's own words that somebody would keep: yes, yes without one’s name, or no; it can be said anew."""
    viewpoint = enter(request, slug)
    # Whoever reads no more what they said there answers by the link of their letter.
    own = Passage.objects.filter(
        reads_source(viewpoint.person), author=viewpoint.person, resource__community=viewpoint.community
    )
    found = get_object_or_404(own.exclude(source="").select_related(*consenting.WITH), pk=pk)
    says, answers = request.POST.get("says", ""), answers_to(found)
    if says in answers and viewpoint.person is not None:
        try:
            consenting.answer(by=viewpoint.person, passage=found, says=says)
        except (consenting.IsOut, IsGone):
            raise Http404(pk) from None
        messages.success(request, said_back(says))
        if says == consenting.SAYS.NO:
            return HttpResponseRedirect(reverse("community", args=[slug]))
        return HttpResponseRedirect(f"{reverse('passage', args=[slug, pk])}#said")
    seen = Resource.objects.visible_to(viewpoint.person).filter(pk=found.resource_id).exists()
    context = {
        "viewpoint": viewpoint,
        "passage": found,
        "resource": found.resource if seen else None,
        "url": found.resource.url(slug) if seen else "",
        "audience": audience_of_space(found.resource.space, viewpoint),
        "said": said_back(found.consent.says) if hasattr(found, "consent") else "",
        "answers": list(answers.items()),
        "is_unsaid": request.method == "POST",
    }
    return render(request, "repertoire/passage.html", context, status=UNFIT if request.method == "POST" else 200)


@login_required
@require_POST
def passage_out(request: HttpRequest, slug: str, pk: int, passage_pk: int) -> HttpResponse:
    """Keep these words no more, for whoever looks after the resource and can read them."""
    viewpoint, person, here = find_to_tend(request, slug, pk)
    found = get_object_or_404(Passage.objects.before(person).filter(resource=here), pk=passage_pk)
    found.resource = here
    taking.take_out(by=person, passage=found)
    messages.success(request, _("Taken out. Where it was said it stands as before."))
    return HttpResponseRedirect(f"{here.url(viewpoint.community.slug)}#quoted")
