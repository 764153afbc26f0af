"""Someone is erased: their seats are free, whoever waited moves up, and what they called together stays nameless."""

from __future__ import annotations

from datetime import datetime

from django.db.models.functions import Lower
from django.utils.translation import gettext, override

from commonplace.gatherings.actions.answering import take_back
from commonplace.gatherings.actions.indexing import keep_in_index
from commonplace.gatherings.models import Answer, Gathering, Invited, Series, Untold
from commonplace.people.models import Person
from commonplace.store.locks import lock


def take_leave(person: Person, addresses: frozenset[str], withdraw: bool, now: datetime) -> None:
    """Take their answers back, forget them as guests; with `withdraw`, the words of what they called together too."""
    said = Answer.objects.filter(person=person)
    invited = Invited.objects.annotate(reader=Lower("address")).filter(reader__in=sorted(addresses))
    convened = Gathering.objects.filter(convener=person)
    lock(
        Gathering.objects.filter(
            pk__in=[
                *said.values_list("gathering_id", flat=True),
                *invited.values_list("gathering_id", flat=True),
                *convened.values_list("pk", flat=True),
            ]
        ).only("pk")
    )
    theirs = [*said.order_by("pk"), *Answer.objects.filter(guest__in=list(invited)).order_by("pk")]
    for answer in Answer.objects.filter(pk__in=[one.pk for one in theirs]).select_related(
        "person", "gathering__community", "gathering__space"
    ):
        take_back(answer=answer, at=now)
    invited.delete()
    if withdraw:
        _withdraw(person)
    # In the index stands who convened.
    nameless = list(Gathering.objects.filter(convener=person))
    for one in nameless:
        one.convener_id = None
    keep_in_index(nameless)


def _withdraw(person: Person) -> None:
    for model in (Gathering, Series):
        for one in model.objects.filter(convener=person).select_related("community"):
            with override(one.community.language):
                title = gettext("A gathering whose words were withdrawn")
            # Where one meets may be where they live, and the telephone theirs.
            model.objects.filter(pk=one.pk).update(
                title=title, purpose="", prepare="", place="", link="", room="", telephone=""
            )
    Gathering.objects.filter(convener=person).update(why="")
    Untold.objects.filter(answer__gathering__convener=person).update(was_place="")
