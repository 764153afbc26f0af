"""Answering by a link in a letter, without signing in: a page with one button, for one person and one thing.

A room declares what its links ask and do; one page serves them all. Looking at it changes nothing, so that scanners of
mail change nothing either. A link says who it was made for, what it is about, which answer it gives and when it was
made, under a signature; it is kept nowhere, runs out, and may be pressed twice: the second time finds what was said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from django.forms import Form
from django.http import QueryDict

from commonplace.letters.signed_links import signed_link, signed_path, token_of, told_by
from commonplace.people.models import Person
from commonplace.people.queries import person_by_now
from commonplace.store.registry import Registry

SALT: Final = "people.answer_by_link"


class Question(NamedTuple):
    """What the page asks before anything is done: a heading, a sentence on what comes of it, the word on its button,
    and the page of this house where the thing stands. Where the answer stands already, `said` says so in its place.

    `words` are somebody's own that it is about; `others` are the other answers that could be given, each by its word
    and the token of its own link.
    """

    heading: str
    lede: str
    button: str
    page: str
    said: str = ""
    words: str = ""
    others: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class AnswerByLink:
    """What a link in a letter may do.

    `ask(person, thing, choice, now)` gives the page's question, or None where there is nothing to answer any more, at
    least not for them; `give`, called with the same once they press, does it and gives a sentence on what came of it,
    or None likewise. Both look the thing up anew through what the person may see. Links run out after `lives`.

    Where there is more to say than yes, `form(person, thing, choice, data)` gives the fields beside the button, and
    what was typed comes to `give` by their names. What was said can then be said anew as long as the link lives.
    """

    code: str
    ask: Callable[[Person, int, str, datetime], Question | None]
    give: Callable[..., str | None]
    lives: timedelta = timedelta(days=60)
    form: Callable[[Person, int, str, QueryDict | None], Form] | None = None


ANSWERS: Registry[AnswerByLink] = Registry("answers by link", AnswerByLink)


class Behind(NamedTuple):
    """What a link was made for. `is_over` when its time has passed."""

    answer: AnswerByLink
    person: Person
    thing: int
    choice: str
    is_over: bool


def answer_address(code: str, person: Person, thing: int, *, choice: str = "", at: datetime) -> str:
    """The whole address of the page on which this person, and nobody else, gives this answer about this thing.

    Raises NotDeclared.
    """
    return signed_link("letter_press", _told(code, person, thing, choice, at), salt=SALT)


def answer_path(code: str, person: Person, thing: int, *, choice: str = "", at: datetime) -> str:
    """The same without the house."""
    return signed_path("letter_press", _told(code, person, thing, choice, at), salt=SALT)


def answer_token(code: str, person: Person, thing: int, *, choice: str = "", at: datetime) -> str:
    """What stands in that address."""
    return token_of(_told(code, person, thing, choice, at), salt=SALT)


def _told(code: str, person: Person, thing: int, choice: str, at: datetime) -> list[object]:
    return [ANSWERS[code].code, person.pk, thing, choice, int(at.timestamp())]


def behind_link(token: str, *, now: datetime) -> Behind | None:
    """What a link asks of whom; None where it was not made here, or they are gone."""
    told = told_by(token, salt=SALT, parts=5)
    if told is None:
        return None
    code, person_id, thing, choice, made = told
    answer, person = ANSWERS.get(code), person_by_now(person_id)
    if answer is None or person is None:
        return None
    return Behind(answer, person, thing, choice, now > datetime.fromtimestamp(made, tz=UTC) + answer.lives)
