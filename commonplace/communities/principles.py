"""Seven principles for cultivating a community, and what rooms declare as evidence of each, told of deeds.

The principles are those of Wenger, McDermott & Snyder, Cultivating Communities of Practice (2002), chapter 3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonplace.store.registry import Registry


class Principle(TextChoices):
    """What a community is cultivated by, in the order of the book."""

    EVOLUTION = "evolution", _("Design for evolution")
    DIALOGUE = "dialogue", _("Inside and outside")
    LEVELS = "levels", _("Levels of taking part")
    SPACES = "spaces", _("Public and private")
    VALUE = "value", _("Focus on value")
    EXCITEMENT = "excitement", _("Familiarity and excitement")
    RHYTHM = "rhythm", _("Rhythm")


class Counted(NamedTuple):
    """How many deeds there were, and how many people did them."""

    deeds: int
    people: int


@dataclass(frozen=True)
class Evidence:
    """A reading that stands beside a principle: the deeds of a year by these verbs, said in a sentence.

    `sentence(counted)` gets them under "", or by the visibility of their space where they are told `by_space`. `act` is
    the word on the way to `page`, a page of the community, where one does something about it. What `is_change` is also
    told one by one, by the role of whoever did it.
    """

    code: str
    principle: Principle
    name: str | Promise
    verbs: tuple[str, ...]
    sentence: Callable[[Mapping[str, Counted]], str]
    act: str | Promise
    page: str
    module: str = ""
    by_space: bool = False
    is_change: bool = False
    order: int = 50


EVIDENCE: Registry[Evidence] = Registry("evidence", Evidence)
