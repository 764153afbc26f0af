"""What deeds, letters and links point at among sponsorship, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from commonplace.communities.content import Content, Thing
from commonplace.people.models import Person
from commonplace.sponsorship.models import Request, Saying
from commonplace.sponsorship.models.requests import KIND
from commonplace.sponsorship.models.sayings import THANKS_KIND
from commonplace.ui.addresses import address


def requests(ids: Collection[int], viewer: Person | None) -> Mapping[int, Thing]:
    """The requests of these ids that `viewer` may see."""
    found = Request.objects.visible_to(viewer).filter(pk__in=ids).select_related("community")
    return {one.pk: Thing(one.title, one.url(one.community.slug), one.by_id) for one in found}


def thanks(ids: Collection[int], viewer: Person | None) -> Mapping[int, Thing]:
    """The thanks of these ids that `viewer` may see."""
    found = Saying.objects.visible_to(viewer).thanks().filter(pk__in=ids).select_related("community")
    return {one.pk: Thing(one.words, address("sponsor", one.community.slug), one.by_id) for one in found}


REQUEST = Content(KIND, _("a request to the sponsor"), Request.objects.visible_to, requests)
THANKS = Content(
    THANKS_KIND,
    _("thanks of a sponsor"),
    lambda person: Saying.objects.visible_to(person).thanks(),
    thanks,
    may_be_linked=False,
)
