"""Letters of weaving: the question to each of two, who the other is after two yeses, and who drew whom for coffee."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.conf import settings

from commonplace.communities.viewpoint import name_beside
from commonplace.letters.last_looks import LastLook
from commonplace.letters.models import Letter
from commonplace.letters.naming import community_named, person_named
from commonplace.lib.names import holds_address
from commonplace.people.actions.writing import write_to
from commonplace.people.answers_by_link import answer_address
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person
from commonplace.ui.addresses import address
from commonplace.weaving.models import ASKED_FOR, Coffee, Introduction, Side
from commonplace.weaving.queries.introductions import reason_for, willing

ASKING: Final = "introduction"
INTRODUCED: Final = "introduced"
COFFEE: Final = "coffee"


def ask_by_letter(introduction: Introduction, side: Side, *, at: datetime) -> None:
    """The letter that asks one of the two; who the other is stands nowhere in it."""
    with in_language_of(side.person):
        context = {
            "community": community_named(introduction.community.name),
            "why": reason_for(introduction, side),
            "is_of_member": introduction.why == Introduction.Why.MEMBER,
            "ways": [
                (word, answer_address(ASKING, side.person, introduction.pk, choice=says, at=at))
                for says, word in Side.Says.choices
            ],
            "page": f"{settings.BASE_URL}{address('introductions', introduction.community.slug)}",
        }
    write_to(
        side.person,
        template="weaving/letters/introduction",
        context=context,
        kind=ASKING,
        key=f"{ASKING}:{introduction.pk}:{side.pk}",
        about=f"{introduction.pk} {side.pk}",
        useful_until=at + ASKED_FOR,
    )


def _may_ask(letter: Letter) -> bool:
    introduction, side = (int(one) for one in letter.about.split())
    rows = Side.objects.filter(pk=side, introduction=introduction, says="", introduction__put_aside_at=None)
    row = rows.select_related("introduction").first()
    return row is not None and row.person_id in willing(row.introduction.community, [row.person_id])


LAST_LOOK = LastLook(ASKING, _may_ask)


def tell_of_introduction(introduction: Introduction, side: Side, other: Side, *, at: datetime) -> None:
    """The letter to one of the two in which the other stands by name."""
    community = introduction.community
    with in_language_of(side.person):
        context = {
            "community": community_named(community.name),
            "name": person_named(name_beside(other.person, community)),
            "why": reason_for(introduction, side),
            "words": "" if holds_address(introduction.words) else introduction.words,
            "page": f"{settings.BASE_URL}{address('introduction', community.slug, introduction.pk)}",
        }
    write_to(
        side.person,
        template="weaving/letters/introduced",
        context=context,
        kind=INTRODUCED,
        key=f"{INTRODUCED}:{introduction.pk}:{side.pk}",
    )


def tell_of_coffee(coffee: Coffee, person: Person, others: Sequence[Person]) -> None:
    """The letter to one of those who were drawn, with the others by name."""
    community = coffee.draw.community
    with in_language_of(person):
        names = [person_named(name_beside(other, community)) for other in others]
    write_to(
        person,
        template="weaving/letters/coffee",
        context={
            "community": community_named(community.name),
            "names": names,
            "page": f"{settings.BASE_URL}{address('coffee', community.slug)}",
        },
        kind=COFFEE,
        key=f"{COFFEE}:{coffee.pk}:{person.pk}",
    )
