"""What people agree to in the room of knowledge: being pointed to for a topic."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from commonplace.communities.consents import page_of, placed
from commonplace.communities.models import Topic
from commonplace.knowledge.actions.asking import point_no_more, say_pointing
from commonplace.knowledge.models import Pointing
from commonplace.people.consents import Consent, Lets, row
from commonplace.people.models import Person


def _pointed_to(person: Person) -> QuerySet[Any, Any]:
    rows = Pointing.objects.filter(person=person, is_welcome=True)
    return row(rows, at="at", about_id=F("topic_id"), title=F("topic__name"), **placed(person, "topic__community"))


def _withdraw(*, by: Person, pk: int, at: datetime) -> list[Any] | None:
    topic = Topic.objects.filter(pk__in=Pointing.objects.filter(pk=pk, person=by).values("topic")).first()
    return [topic.pk] if topic is not None and point_no_more(by=by, topic=topic, at=at) else None


def _again(*, by: Person, before: list[Any]) -> None:
    say_pointing(by=by, topic=Topic.objects.select_related("community").get(pk=before[0]), is_welcome=True)


CONSENTS = (
    Consent(
        "pointed_to",
        Lets.DRAWN,
        _("You may be pointed to when somebody asks about this topic."),
        _("From then on nobody is pointed to you for it, on no page and on no map."),
        Pointing,
        _pointed_to,
        lambda given: page_of("being_pointed_to", given),
        _withdraw,
        _again,
        order=50,
    ),
)
