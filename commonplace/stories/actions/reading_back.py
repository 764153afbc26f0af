"""Whoever wrote a story down asks its teller to read it: a letter with one link, behind which the words stand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from commonplace.communities.viewpoint import name_beside
from commonplace.letters.last_looks import LastLook
from commonplace.letters.models import Letter
from commonplace.letters.naming import community_named, person_named
from commonplace.people.actions.writing import write_to
from commonplace.people.answers_by_link import answer_address
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person
from commonplace.stories.actions.rights import NotTheirs, held, require_standing
from commonplace.stories.models import Step, Story

CODE: Final = "story_read_back"
LIVES = timedelta(days=60)
# Before so long nobody is asked again, unless the words have changed.
AGAIN = timedelta(days=7)


class NothingToRead(ValueError):
    """Every step is confirmed, or there is none, or they were asked about these words already."""


def ask_to_read(*, by: Person, story: Story, at: datetime | None = None) -> None:
    """Read it back to its teller: on their page, and in a letter. Raises NotTheirs, IsWithdrawn, NothingToRead."""
    now = at or timezone.now()
    with transaction.atomic():
        own = held(story)
        require_standing(own)
        if by.pk != own.written_by_id or own.teller is None or by.pk == own.teller_id:
            raise NotTheirs(by.pk)
        waiting = unconfirmed(own)
        if not waiting:
            raise NothingToRead(own.pk)
        last = own.read_back_at
        if last is not None and last > now - AGAIN and last >= max(one.changed_at for one in waiting):
            raise NothingToRead(own.pk)
        Story.objects.filter(pk=own.pk).update(read_back_at=now)
        _write(own, by, waiting, now)


def unconfirmed(story: Story) -> list[Step]:
    """The steps of which its teller has not said yet that they are theirs."""
    return list(Step.objects.filter(story=story, confirmed_at=None).in_order())


def stamp(steps: list[Step]) -> str:
    """What tells these words from later ones: a link confirms only what it showed."""
    return str(int(max((one.changed_at.timestamp() for one in steps), default=0) * 1000))


def _write(story: Story, by: Person, steps: list[Step], now: datetime) -> None:
    teller = story.teller
    assert teller is not None  # looked at before
    with in_language_of(teller):
        context = {
            "community": community_named(story.community.name),
            "name": person_named(name_beside(by, story.community)),
            "read": answer_address(CODE, teller, story.pk, choice=stamp(steps), at=now),
            "page": f"{settings.BASE_URL}{story.url(story.community.slug)}",
        }
    write_to(
        teller,
        template="stories/letters/read_back",
        context=context,
        kind=CODE,
        key=f"{CODE}:{story.pk}:{stamp(steps)}",
        about=f"{story.pk}",
        useful_until=now + LIVES,
    )


def _may_go(letter: Letter) -> bool:
    story = Story.objects.standing().filter(pk=int(letter.about)).first()
    return story is not None and bool(unconfirmed(story))


LAST_LOOK = LastLook(CODE, _may_go)
