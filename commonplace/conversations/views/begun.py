"""Forms that are begun and left: what somebody wrote in one is kept for them until it is sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.enclosures import Enclosure
from commonplace.conversations.models import Draft
from commonplace.conversations.queries.drafts import drafts_at
from commonplace.conversations.views.attaching import files_of_draft
from commonplace.conversations.views.lookup import number_in


@dataclass(frozen=True)
class Beginning:
    """How a form begins: with a draft that the address names, or beside one that waits; `is_kept` once it came back."""

    initial: dict[str, Any] = field(default_factory=dict)
    draft: Draft | None = None
    waiting: Draft | None = None
    is_kept: bool = False

    @classmethod
    def at(cls, request: HttpRequest, viewpoint: Viewpoint, place: str) -> Self:
        """For the drafts at a place; one query, or two."""
        theirs, named = drafts_at(viewpoint, place), number_in(request.GET.get("draft"))
        draft = theirs.filter(pk=named).first() if named is not None else None
        if draft is None:
            return cls({"place": place}, waiting=theirs.first())
        return cls({**draft.words, "place": place, "begun": draft.state}, draft)

    def files(self, viewpoint: Viewpoint) -> list[Enclosure]:
        """What was brought for it."""
        return files_of_draft(self.draft.words if self.draft is not None else None, viewpoint).new

    @property
    def context(self) -> dict[str, Any]:
        """What its page says of it."""
        return {"draft": self.draft, "begun": self.waiting, "is_in_drafts": self.is_kept}


def kept_aside(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that it is among their drafts, and go there."""
    messages.success(request, _("Kept among your drafts, for you alone."))
    return HttpResponseRedirect(reverse("drafts", args=[slug]))
