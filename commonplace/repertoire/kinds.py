"""What can be kept, each kind with its own shape: sections with a name, what is asked of it, and how it is offered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a resource is, and so which sections it has."""

    CASE = "case", _("Case")
    STORY = "story", _("Story")
    TEMPLATE = "template", _("Template")
    GUIDE = "guide", _("Guide")
    TOOL = "tool", _("Tool")
    RECORDING = "recording", _("Recording")
    DATASET = "dataset", _("Dataset")
    LINK = "link", _("Link")
    READING = "reading", _("Reading")


@dataclass(frozen=True)
class Part:
    """One section: its `key` in rows and revisions, its heading, and what is asked where it is written."""

    key: str
    heading: str | Promise
    asks: str | Promise
    is_needed: bool = False


@dataclass(frozen=True)
class Shape:
    """A kind as it is offered and written: `line` says what it is for, `many` names a shelf of them.

    `address` is what is asked where something of this kind stands elsewhere ("" where nothing does), `brings_files`
    whether its files are what one takes from it, `is_of_people` whether people are told of who have to agree.
    """

    many: str | Promise
    line: str | Promise
    parts: tuple[Part, ...]
    address: str | Promise = ""
    needs_address: bool = False
    brings_files: bool = False
    is_of_people: bool = False

    def part(self, key: str) -> Part | None:
        """The section of this key, or None."""
        return next((one for one in self.parts if one.key == key), None)


# What is looked for before a case is read by others, so that nobody finds themselves or a customer in it.
ANONYMISING: Mapping[str, str | Promise] = {
    "names": _("No name of a person or a firm that did not agree"),
    "places": _("No place, date or number by which they could be found"),
    "pictures": _("Nothing in pictures and files that shows them, and nothing in their names"),
    "told": _("Whoever was there would not be hurt by reading it"),
}

LICENCES: Mapping[str, str | Promise] = {
    "": _("Nothing said: for use here"),
    "cc0": _("Public domain (CC0)"),
    "cc-by": _("Anyone may use and change it, naming us (CC BY)"),
    "cc-by-sa": _("Anyone may, naming us, and passes it on the same way (CC BY-SA)"),
    "cc-by-nc": _("Anyone may, naming us, and not for money (CC BY-NC)"),
    "theirs": _("Somebody else’s: look before you pass it on"),
}

SHAPES: Mapping[str, Shape] = {
    Kind.CASE: Shape(
        _("Cases"),
        _("What happened once, told so that others can learn from it"),
        (
            Part("context", _("Where and when"), _("What one has to know to follow it"), is_needed=True),
            Part("done", _("What was done"), _("In the order in which it was done, with what was not known then")),
            Part("happened", _("What happened"), _("Also what nobody had expected")),
            Part("lessons", _("What we took from it"), _("What you would do again, and what not")),
            Part("questions", _("What is still open"), _("Questions that others could talk about")),
        ),
        is_of_people=True,
    ),
    Kind.STORY: Shape(
        _("Stories"),
        _("One moment, told by somebody who was there"),
        (Part("story", _("The story"), _("Begin where it begins; you need not explain"), is_needed=True),),
        is_of_people=True,
    ),
    Kind.TEMPLATE: Shape(
        _("Templates"),
        _("A form, a sheet or a file that others can fill in or change"),
        (
            Part("how", _("How to use it"), _("Step by step, as you would say it to whoever holds it"), is_needed=True),
            Part("limits", _("Where it does not fit"), _("For what it was not made, and what went wrong")),
        ),
        brings_files=True,
    ),
    Kind.GUIDE: Shape(
        _("Guides"),
        _("How something is done here, and why"),
        (
            Part("when", _("When"), _("By what one sees that this is needed")),
            Part("how", _("How"), _("The steps"), is_needed=True),
            Part("why", _("Why it is done so"), _("So that others know what they may change")),
            Part("variants", _("Other ways"), _("What others do, and where that is better")),
            Part("pitfalls", _("What goes wrong"), _("Where one stumbles, and how one notices")),
        ),
    ),
    Kind.TOOL: Shape(
        _("Tools"),
        _("A program, an instrument or a thing that one can lay hands on"),
        (
            Part("what", _("What it does"), _("And what it does not do"), is_needed=True),
            Part("how", _("How to begin with it"), _("What one needs, and the first steps")),
            Part("limits", _("Where it does not fit"), _("Costs and limits too")),
        ),
        address=_("Where it is found"),
        brings_files=True,
    ),
    Kind.RECORDING: Shape(
        _("Recordings"),
        _("Something said or shown that can be heard or seen again"),
        (
            Part("what", _("What is in it"), _("With the minutes at which it begins, if it is long"), is_needed=True),
            Part("agreed", _("Who has agreed"), _("Whoever is heard or seen in it")),
        ),
        address=_("Where it is found"),
        brings_files=True,
        is_of_people=True,
    ),
    Kind.DATASET: Shape(
        _("Datasets"),
        _("Numbers that others can look at for themselves"),
        (
            Part("what", _("What was measured"), _("Where, when and with what, and each column"), is_needed=True),
            Part("limits", _("What it does not tell"), _("Gaps, and what was left out")),
        ),
        address=_("Where it is found"),
        brings_files=True,
    ),
    Kind.LINK: Shape(
        _("Links"),
        _("A page elsewhere, with one line on why it matters here"),
        (Part("why", _("Why it matters here"), _("One line is enough"), is_needed=True),),
        address=_("Its address"),
        needs_address=True,
    ),
    Kind.READING: Shape(
        _("Readings"),
        _("A book, a paper or a standard, and what to look for in it"),
        (
            Part("what", _("What it says"), _("In your words"), is_needed=True),
            Part("use", _("What to read it for"), _("Which part, and beside what")),
        ),
        address=_("Where it is found"),
    ),
}


def shape_of(kind: str) -> Shape:
    """The shape of a kind; raises ValueError for what is none."""
    return SHAPES[Kind(kind)]


def keys_of(kind: str) -> tuple[str, ...]:
    """The keys of the sections of a kind, in their order."""
    return tuple(one.key for one in shape_of(kind).parts)
