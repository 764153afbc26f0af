"""Someone is erased: what they began and wrote stays nameless, or without their words."""

from __future__ import annotations

from datetime import datetime

from django.db.models.functions import Lower
from django.utils.translation import gettext, override

from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.undertakings.actions.indexing import keep_in_index
from commonplace.undertakings.models import (
    Asked,
    DeskAnswer,
    DraftComment,
    Endorsement,
    FaqLine,
    MinorityView,
    OutsideQuestion,
    ResponseText,
    ScanNote,
    Undertaking,
)


def take_leave(person: Person, addresses: frozenset[str], withdraw: bool, now: datetime) -> None:
    """Clear what names them without a key; with `withdraw`, the words that they wrote too.

    A name beneath what has not gone out goes with them; of what has, nobody can say any more that it was not there, and
    it stays as that of someone who has left.
    """
    theirs = OutsideQuestion.objects.annotate(reader=Lower("address")).filter(reader__in=sorted(addresses))
    Asked.objects.filter(outside__in=theirs).update(outside_name="")
    theirs.delete()
    begun = list(lock(Undertaking.objects.filter(begun_by=person)))
    Endorsement.objects.filter(person=person, response__sent_at=None).delete()
    Endorsement.objects.filter(person=person).update(speaks_as="")
    if withdraw:
        _withdraw(person, begun)
    # In the index stands who began.
    Undertaking.objects.filter(begun_by=person).update(begun_by=None)
    keep_in_index(*(one.pk for one in begun))


def _withdraw(person: Person, begun: list[Undertaking]) -> None:
    DraftComment.objects.filter(person=person).update(words="", is_in_the_way=False)
    DraftComment.objects.filter(answer_by=person).update(answer="")
    MinorityView.objects.filter(by=person).update(source="", html="")
    asked = Asked.objects.filter(asker=person)
    desks = list(asked.values_list("desk_id", flat=True))
    asked.update(title="", source="", html="")
    Asked.objects.filter(passed_by=person).update(passed_why="")
    DeskAnswer.objects.filter(by=person).update(source="", html="")
    lines = FaqLine.objects.filter(by=person)
    desks += lines.values_list("desk_id", flat=True)
    lines.delete()
    seen = ScanNote.objects.filter(by=person)
    desks += seen.values_list("turn__scan_id", flat=True)
    seen.delete()
    texts = ResponseText.objects.filter(by=person)
    drafted = list(texts.values_list("response_id", flat=True))
    texts.update(source="", parts=[], summary="")
    for one in Undertaking.objects.filter(begun_by=person).select_related("community"):
        with override(one.community.language):
            title = gettext("An undertaking whose words were withdrawn")
        Undertaking.objects.filter(pk=one.pk).update(title=title, purpose="")
    keep_in_index(*drafted, *desks)
