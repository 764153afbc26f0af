"""A profile grows as it is used: one gentle suggestion at a time, which can be put aside for good."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonplace.people.models import Person


@dataclass(frozen=True)
class Suggestion:
    """Something that would help, why, and where it is done."""

    code: str
    words: str | Promise
    why: str | Promise
    verb: str | Promise
    url_name: str
    is_open: Callable[[Person], bool]

    @property
    def url(self) -> str:
        return reverse(self.url_name)


IN_ORDER = (
    Suggestion(
        "craft",
        _("Say in one line what you do"),
        _("It stands beside your name wherever you write."),
        _("Write it"),
        "my_profile",
        lambda person: not person.craft,
    ),
    Suggestion(
        "time_zone",
        _("Say where your clock stands"),
        _("Then every time on these pages is yours."),
        _("Choose it"),
        "my_wishes",
        lambda person: not person.time_zone,
    ),
    Suggestion(
        "ask_about",
        _("What may people ask you about?"),
        _("A line here is what makes someone dare to write to you."),
        _("Write it"),
        "my_profile",
        lambda person: not person.ask_about,
    ),
    Suggestion(
        "learning_about",
        _("And what are you learning?"),
        _("Whoever learns the same will be glad to know."),
        _("Write it"),
        "my_profile",
        lambda person: not person.learning_about,
    ),
    Suggestion(
        "languages",
        _("Which languages do you speak?"),
        _("Someone may find the words more easily in one of them."),
        _("Choose them"),
        "my_profile",
        lambda person: not person.languages,
    ),
)
CODES = frozenset(one.code for one in IN_ORDER)


def next_for(person: Person) -> Suggestion | None:
    """The first suggestion that still makes sense and was not put aside."""
    return next((one for one in IN_ORDER if one.code not in person.put_aside and one.is_open(person)), None)
