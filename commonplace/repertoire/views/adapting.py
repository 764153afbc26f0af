"""Making one's own of a resource."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.queries.topics import names_to_offer
from commonplace.conversations.views.attaching import Brought, keep_files
from commonplace.conversations.views.lookup import writable_spaces
from commonplace.lib.sending import key_of_sending
from commonplace.people.models import Person
from commonplace.repertoire.actions import adapting, changing, keeping
from commonplace.repertoire.actions.rights import IsGone, NotTheirs
from commonplace.repertoire.actions.wording import Source, files_there
from commonplace.repertoire.forms.adapting import AdaptForm
from commonplace.repertoire.forms.writing import words_of
from commonplace.repertoire.models import Resource
from commonplace.repertoire.views.lookup import IN_CONFIDENCE, find_to_say
from commonplace.repertoire.views.standing import deed


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def resource_adapting(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Keep one's own of it, beginning from its words."""
    viewpoint, person, here = find_to_say(request, slug, pk)
    return adapting_page(request, viewpoint, person, here, action=reverse("resource_adapting", args=[slug, pk]))


def adapting_page(
    request: HttpRequest, viewpoint: Viewpoint, person: Person, here: Resource, *, action: str, **around: object
) -> HttpResponse:
    """The page on which one's own of it is written, sent to the address `action`."""
    spaces = [pair for pair in writable_spaces(viewpoint) if adapting.may_stand_in(pair[0], here)]
    if not spaces:
        # They read it in an open window, and have no place of their own beside it.
        raise PermissionDenied
    more = {
        "kind": here.kind,
        "spaces": spaces,
        "offered": names_to_offer(viewpoint),
        "switched_on": viewpoint.community.modules,
    }
    around["action"] = action
    is_ours = here.community_id == viewpoint.community.pk
    there = files_there(here) if is_ours else []
    if request.method != "POST":
        form = AdaptForm(initial=_begun(here, {space.slug for space, _sight in spaces}, is_ours=is_ours), **more)
        return deed(request, viewpoint, here, "adapting", form, brought=Brought(there=there), **around)
    form = AdaptForm(request.POST, request.FILES, **more)
    form.is_valid()
    brought = keep_files(form, request.POST, viewpoint, there=there)
    if form.is_valid() and (made := _adapted(form, viewpoint, person, here, brought)):
        messages.success(request, _("It stands on the shelf, and says what it grew from."))
        return HttpResponseRedirect(made.url(viewpoint.community.slug))
    return deed(request, viewpoint, here, "adapting", form, brought=brought, **around)


def _begun(here: Resource, spaces: set[str], *, is_ours: bool) -> dict[str, Any]:
    """What the form begins with: the words of what it grows from, and what others may do with those. Another community
    files things under words of its own.
    """
    return {
        **words_of(here),
        "address": here.address,
        "licence": here.licence,
        "language": here.language if is_ours else here.spoken,
        "topics": list(changing.about_now(here).topics) if is_ours else [],
        "space": here.space.slug if here.space.slug in spaces else min(spaces),
    }


def _adapted(
    form: AdaptForm, viewpoint: Viewpoint, person: Person, here: Resource, brought: Brought
) -> Resource | None:
    """What came of it, or None with what stands in its way in the form."""
    said = form.cleaned_data
    try:
        keeping.require_room(person, now=timezone.now())
        return adapting.adapt(
            by=person,
            parent=here,
            space=form.chosen,
            words=form.words(),
            changed=said["what_changed"],
            about=form.about(),
            source=Source(work=said["work"], work_address=said["work_address"]),
            files=brought.changes,
            checked=said.get("checked", ()),
            agreed=said.get("agreed", ""),
            idempotency_key=key_of_sending(said["idempotency_key"], str(here.pk), said["what_changed"], *form.said()),
        )
    except keeping.TooMany:
        form.add_error(None, _("That is much for one day. What you wrote is kept; go on tomorrow."))
    except keeping.InConfidence:
        form.add_error(None, IN_CONFIDENCE)
    except keeping.NotAnonymised:
        form.add_error("checked", _("Anyone could read it there. Look for all four first, or choose a place inside."))
    except IsGone:
        raise Http404(here.pk) from None
    except (adapting.TooWide, NotTheirs):
        form.add_error("space", _("You cannot keep anything in that place. Choose another."))
    return None
