"""What one is asked about a crossing, answered by a link in a letter, without signing in."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from commonplace.constellation.actions import asking
from commonplace.constellation.models import Crossing, Voice
from commonplace.constellation.models.crossing import ANSWERED_WITHIN
from commonplace.people.answers_by_link import AnswerByLink, Question, answer_token
from commonplace.people.models import Person
from commonplace.ui.addresses import address


def said_back(voice: Voice, what: str) -> str:
    """What somebody has said to one of the two questions, said back; "" where they have not."""
    if what == asking.WORDS:
        said = {"yes": _("You said that your words may go along."), "no": _("You said no: your words stay.")}
        return said.get(voice.words, "")
    said = {"yes": _("You said that you come."), "no": _("You said that you do not come.")}
    return said.get(voice.coming, "")


def leads_to(crossing: Crossing) -> str:
    """What it leads to, by name."""
    return crossing.to.name if crossing.to is not None else crossing.name


def ask(person: Person, pk: int, choice: str, now: datetime) -> Question | None:
    """One of the two questions, while it can be answered."""
    voice = _voice(person, pk, choice)
    if voice is None or not voice.crossing.is_asking(now):
        return None
    what, _sep, says = choice.partition("-")
    said = asking.said_of(what)
    other = "no" if says == "yes" else "yes"
    names = {"here": voice.crossing.community.name, "there": leads_to(voice.crossing)}
    if what == asking.WORDS:
        heading = _("May your words go along?")
        lede = _("From %(here)s to %(there)s, under your name. What you wrote stays here as well.") % names
    else:
        heading = _("Would you come along?")
        lede = _("From %(here)s to %(there)s. You keep your place here, too.") % names
    is_said = (voice.words if what == asking.WORDS else voice.coming) == says
    return Question(
        heading,
        lede,
        said[says],
        address("crossing", voice.crossing.community.slug, pk),
        said_back(voice, what) if is_said else "",
        words=voice.crossing.words,
        others=[(said[other], answer_token(asking.KIND, person, pk, choice=f"{what}-{other}", at=now))],
    )


def give(person: Person, pk: int, choice: str, now: datetime) -> str | None:
    """Say it."""
    voice = _voice(person, pk, choice)
    if voice is None:
        return None
    what, _sep, says = choice.partition("-")
    try:
        asking.answer(by=person, crossing=voice.crossing, what=what, says=says, at=now)
    except (asking.NotAsked, asking.IsOver):
        return None
    voice.refresh_from_db()
    return said_back(voice, what)


def _voice(person: Person, pk: int, choice: str) -> Voice | None:
    found = Voice.objects.filter(crossing=pk, person=person, crossing__asked_at__isnull=False)
    voice = found.select_related("crossing__community", "crossing__to").first()
    if voice is None or choice not in asking.CHOICES:
        return None
    return voice if (voice.writes if choice.startswith(asking.WORDS) else voice.might_come) else None


BY_LINK = AnswerByLink(asking.KIND, ask, give, lives=ANSWERED_WITHIN)
