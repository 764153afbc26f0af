"""What links in letters ask and do: is this what you told, and what difference did it make."""

from __future__ import annotations

from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from commonplace.people.answers_by_link import AnswerByLink, Question, answer_token
from commonplace.people.models import Person
from commonplace.stories.actions import asking_by_letter, reading_back
from commonplace.stories.actions.following_up import answer
from commonplace.stories.actions.rights import NotTheirs
from commonplace.stories.actions.telling import WithoutWords, confirm
from commonplace.stories.forms.asked import DifferenceForm
from commonplace.stories.models import FollowUp, Step, Story
from commonplace.stories.queries.following_up import about, own
from commonplace.ui.addresses import address

WAYS = dict(FollowUp.Came.choices)


def ask_back(person: Person, pk: int, choice: str, now: datetime) -> Question | None:
    """The very words, and whether they are what was told; other words have a letter of their own."""
    story = _told(person, pk)
    if story is None:
        return None
    waiting = reading_back.unconfirmed(story)
    if waiting and reading_back.stamp(waiting) != choice:
        return None
    shown = waiting or list(Step.objects.filter(story=story).in_order())
    return Question(
        _("Is this what you told?"),
        _("Nobody else reads it until you say, step by step, how far each may go. You can change every word."),
        _("Yes, this is mine"),
        address("story", story.community.slug, story.pk),
        "" if waiting else _("You said that these are your words. Nothing of it goes anywhere until you let it."),
        words="\n\n".join(one.words for one in shown),
    )


def give_back(person: Person, pk: int, choice: str, now: datetime) -> str | None:
    """Say that it is."""
    story = _told(person, pk)
    if story is None:
        return None
    waiting = reading_back.unconfirmed(story)
    if waiting and reading_back.stamp(waiting) != choice:
        return None
    try:
        confirm(by=person, story=story, at=now)
    except NotTheirs:
        return None
    return _("You said that these are your words. Nothing of it goes anywhere until you let it.")


def _told(person: Person, pk: int) -> Story | None:
    return Story.objects.standing().filter(pk=pk, teller=person).select_related("community").first()


def ask(person: Person, pk: int, choice: str, now: datetime) -> Question | None:
    """What difference it made."""
    found = own(person, pk)
    if found is None or choice not in WAYS:
        return None
    return Question(
        _("What difference did it make?"),
        about(found, person),
        str(WAYS[choice]),
        address("stories", found.community.slug),
        said_back(found) if found.came == choice else "",
        others=[
            (str(word), answer_token(asking_by_letter.KIND, person, pk, choice=other, at=now))
            for other, word in WAYS.items()
            if other != choice
        ],
    )


def said_back(found: FollowUp) -> str:
    """What somebody has said, said back to them."""
    if not found.came:
        return _("You are asked again in some weeks.")
    if found.became_id is not None:
        return _("Thank you. Your words begin a story of yours that nobody else reads until you let it go.")
    return _("Thank you. You are not asked about it again.")


def give(person: Person, pk: int, choice: str, now: datetime, *, words: str = "") -> str | None:
    """Say it."""
    found = own(person, pk)
    if found is None or choice not in WAYS:
        return None
    try:
        return said_back(answer(by=person, follow_up=found, came=choice, text=words, at=now))
    except WithoutWords:
        return said_back(answer(by=person, follow_up=found, came=choice, at=now))


def form(person: Person, pk: int, choice: str, data: QueryDict | None) -> DifferenceForm:
    """A few words."""
    found = own(person, pk)
    words = found.became.words if found is not None and found.became is not None else ""
    return DifferenceForm(data, initial={"words": words})


BY_LINK = (
    AnswerByLink(reading_back.CODE, ask_back, give_back, lives=reading_back.LIVES),
    AnswerByLink(asking_by_letter.KIND, ask, give, form=form),
)
