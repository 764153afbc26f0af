"""What one has begun to write, for oneself alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.models import Community
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.actions import drafting, uploading
from commonplace.conversations.draft_places import declared, kept_fields, mark_of
from commonplace.conversations.forms import topics_said
from commonplace.conversations.models import Conversation, Draft
from commonplace.conversations.models.draft import reply_place
from commonplace.conversations.queries.drafts import drafts_of
from commonplace.conversations.views.attaching import files_of
from commonplace.conversations.views.lookup import enter_to_write
from commonplace.people.models import Person

FIELDS = ("kind", "title", "text", "space", "topics", "reply_to", "half_baked")


FULL = gettext_lazy(
    "A hundred drafts of yours are here already, so this one was not kept. Your words are below: send them, or throw"
    " away an older draft."
)


@dataclass(frozen=True)
class Sheet:
    """What one form is being written on: for whom, where it belongs, which form it is, and what it goes on with."""

    by: Person
    community: Community
    place: str
    form: str
    begun: str

    def keep(self, words: Mapping[str, str]) -> bool:
        """Keep what someone wants kept, if there is anything; whether there was room for it."""
        try:
            drafting.keep_draft(**self._named(), begun=self.begun, words=words)
        except drafting.TooManyDrafts:
            return False
        return True

    def keep_if_there_is_room(self, words: Mapping[str, str]) -> bool:
        """Keep what could not be sent; whether there is a draft of it now."""
        try:
            return drafting.keep_draft(**self._named(), begun=self.begun, words=words) is not None
        except drafting.TooManyDrafts:
            return False

    def set_aside(self) -> None:
        """Put the draft aside, so that another can be begun."""
        drafting.set_aside(**self._named())

    def drop(self, words: Mapping[str, str]) -> None:
        """Give the draft up: its words were sent."""
        drafting.drop_draft(**self._named(), begun=self.begun, words=words)

    def _named(self) -> dict[str, Any]:
        return {"by": self.by, "community": self.community, "place": self.place, "form": self.form}


def sheet(request: HttpRequest, viewpoint: Viewpoint, place: str, *, mark: str = "idempotency_key") -> Sheet:
    """The sheet of the form that was sent; a mark that is none counts as none."""
    assert viewpoint.person is not None  # whoever writes is somebody
    try:
        form = str(UUID(request.POST.get(mark, "")))
    except ValueError:
        form = ""
    return Sheet(viewpoint.person, viewpoint.community, place, form, request.POST.get("begun", ""))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def drafts(request: HttpRequest, slug: str) -> HttpResponse:
    """The list of one's drafts; a POST keeps one while it is being written, and answers without a page."""
    viewpoint, person = enter_to_write(request, slug)
    if request.method != "POST":
        context = {"viewpoint": viewpoint, "drafts": drafts_of(viewpoint)}
        return render(request, "conversations/drafts.html", context)
    place = _place(request, viewpoint)
    if place is None:
        return HttpResponse(status=400)
    fields = (*FIELDS, *kept_fields(place))
    words = {name: request.POST.get(name, "") for name in fields if name in request.POST}
    if "topics" in words:
        words["topics"] = topics_said(request.POST)
    brought = files_of(request.POST, viewpoint)
    uploading.describe(by=person, files=brought.new)
    words["kept"] = brought.kept
    # The page says that it is not kept; the words are still on it.
    kept = sheet(request, viewpoint, place, mark=mark_of(place)).keep(words)
    return HttpResponse(status=204 if kept else 409)


def _place(request: HttpRequest, viewpoint: Viewpoint) -> str | None:
    """Where the draft of this form is kept: an opening’s, a reply’s to a conversation here, or another room’s."""
    named = request.POST.get("place", "")
    if (known := declared(named)) is not None:
        where, changed = known
        if where.changes is None or changed is None:
            return named
        return named if changed in where.changes([changed], viewpoint) else None
    kind, _colon, pk = named.partition(":")
    if kind == "reply" and pk.isascii() and pk.isdigit() and len(pk) < 16:
        readable = Conversation.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
        return reply_place(int(pk)) if readable.filter(pk=int(pk)).exists() else None
    return drafting.opening_place(named) if kind == "opening" else None


@login_required
@require_POST
def draft(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give a draft up."""
    viewpoint, person = enter_to_write(request, slug)
    own = Draft.objects.filter(person=person, community=viewpoint.community)
    found = get_object_or_404(own, pk=pk)
    drafting.give_up_draft(by=person, draft=found)
    messages.success(request, _("The draft is gone."))
    return HttpResponseRedirect(reverse("drafts", args=[slug]))
