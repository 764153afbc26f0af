"""One's hour: how long what waits would take to read, worked out from lengths alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from django.db.models import F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Length

from commonplace.attention.models import Budget, ReadMark
from commonplace.conversations.models import Post
from commonplace.people.models import Person

# About 230 words a minute (Brysbaert 2019, for English prose) at six characters a word, with the space.
CHARACTERS_A_MINUTE = 1_400
FOR_EACH_NEED = 3  # minutes: to read why, and to write two lines


@dataclass(frozen=True)
class Hour:
    """Minutes that people waiting and new words ask for, and how many someone wants to give a week (0: no limit)."""

    people: int
    reading: int
    given: int

    @property
    def asked(self) -> int:
        return self.people + self.reading

    @property
    def beyond(self) -> int:
        """Minutes over what is given."""
        return max(0, self.asked - self.given) if self.given else 0


def minutes_to_read(characters: int) -> int:
    """Minutes, rounded up: one word takes one too."""
    return ceil(characters / CHARACTERS_A_MINUTE)


def hour_of(person: Person, *, needs: int, conversations: Iterable[int]) -> Hour:
    """How much of someone's time `needs` things and the unread posts of these conversations ask for."""
    mark = ReadMark.objects.filter(person=person, conversation=OuterRef("conversation_id")).values("number")
    unread = (
        Post.objects.not_kept_back_from(person)
        .filter(~Q(author=person) | Q(author=None), conversation__in=list(conversations))
        .annotate(read_to=Coalesce(Subquery(mark), Value(0)))
        .filter(number__gt=F("read_to"))
        .order_by()
        .values(of=Value(1))
        .annotate(all=Sum(Length("source")))
        .values("all")
    )
    given = Budget.objects.filter(person=person).values("minutes")
    characters, minutes = (
        Person.objects.filter(pk=person.pk)
        .annotate(characters=Subquery(unread), given=Subquery(given))
        .values_list("characters", "given")
        .get()
    )
    return Hour(needs * FOR_EACH_NEED, minutes_to_read(characters or 0), minutes or 0)
