"""'This may be kept', said by a link in a letter by whoever said it: the page shows their very words."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonplace.lib.direction import isolated
from commonplace.lib.text import excerpt, plain
from commonplace.people.answers_by_link import AnswerByLink, Question, answer_token
from commonplace.people.models import Person
from commonplace.repertoire.actions import consenting
from commonplace.repertoire.actions.consenting import CODE, SAYS, WITH
from commonplace.repertoire.actions.rights import IsGone
from commonplace.repertoire.models import Passage
from commonplace.ui.addresses import address

ANSWERS = {
    SAYS.NAMED: gettext_lazy("Yes, it may be kept"),
    SAYS.NAMELESS: gettext_lazy("Yes, without my name"),
    SAYS.NO: gettext_lazy("No"),
}
SHOWN = 1500  # characters


def answers_to(passage: Passage) -> dict[str, str]:
    """What whoever said it may answer, in words: of what was kept where no name is told, none is offered."""
    return {
        str(says): str(words)
        for says, words in ANSWERS.items()
        if says != SAYS.NAMED or not passage.is_told_without_names
    }


def said_back(says: str) -> str:
    """What somebody has answered, said back to them; "" where they have not."""
    words: dict[str, str] = {
        SAYS.NAMED: _("You have said that it may be kept, with your name."),
        SAYS.NAMELESS: _("You have said that it may be kept, without your name."),
        SAYS.NO: _("You have said no. Nothing is left of it there."),
    }
    return words.get(says, "")


def ask(person: Person, passage_id: int, choice: str, now: datetime) -> Question | None:
    """Their words, and who else could read them."""
    found = _theirs(person, passage_id)
    if found is None or choice not in ANSWERS:
        return None
    answers = answers_to(found)
    # A letter that went before it was held closer offers a name; what is written down is a yes without one.
    choice = choice if choice in answers else SAYS.NAMELESS
    said = found.consent.says if hasattr(found, "consent") else ""
    words = excerpt(plain(found.html), SHOWN)
    return Question(
        _("May what you said be kept?"),
        _("In %(community)s somebody would like to keep these words of yours where others can read them.")
        % {"community": isolated(found.resource.community.name)},
        answers[choice],
        address("passage", found.resource.community.slug, found.pk),
        said_back(said) if said == choice else "",
        words=words,
        others=[
            (word, answer_token(CODE, person, found.pk, choice=other, at=now))
            for other, word in answers.items()
            if other != choice
        ],
    )


def give(person: Person, passage_id: int, choice: str, now: datetime) -> str | None:
    """Answer."""
    found = _theirs(person, passage_id)
    if found is None or choice not in ANSWERS:
        return None
    try:
        consenting.answer(by=person, passage=found, says=choice, at=now)
    except (consenting.IsOut, IsGone):
        return None
    return said_back(choice if choice in answers_to(found) else SAYS.NAMELESS)


def _theirs(person: Person, passage_id: int) -> Passage | None:
    there = Passage.objects.filter(pk=passage_id, author=person).exclude(source="")
    return there.select_related(*WITH).first()


KEPT = AnswerByLink(CODE, ask, give)
