"""What people agree to among agreements: the norms of a community."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from commonplace.agreements.actions.norms import take_yes_back
from commonplace.agreements.models import NormsYes
from commonplace.communities.consents import placed
from commonplace.people.consents import Consent, Lets, row
from commonplace.people.models import Person
from commonplace.ui.addresses import address


def _said(person: Person) -> QuerySet[Any, Any]:
    rows = NormsYes.objects.filter(person=person)
    return row(rows, at="at", about_id=F("community_id"), **placed(person, "community"))


def _take_back(*, by: Person, pk: int, at: datetime) -> None:
    said = NormsYes.objects.select_related("community").get(pk=pk, person=by)
    take_yes_back(by=by, community=said.community)


CONSENTS = (
    Consent(
        "norms",
        Lets.HELD,
        _("You said yes to what this community holds to."),
        _("You are asked again. Everything stays open to you."),
        NormsYes,
        _said,
        lambda given: address("norms", given.slug) if given.slug else "",
        _take_back,
        order=150,
    ),
)
