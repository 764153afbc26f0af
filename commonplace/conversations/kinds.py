"""The ten ways a conversation begins, each in its writer's own words.

What one chose is what everyone reads: lists, filters, the form that changes it, search, letters and the API say it
alike.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What an opening is, in the order of the composer; the label is its one name wherever it is said."""

    EXPERIENCE = "experience", _("Has anyone had…?")
    QUESTION = "question", _("Where can I find…?")
    PROBLEM = "problem", _("How can we…?")
    IDEA = "idea", _("What if…?")
    VISIT = "visit", _("Can I visit, can we combine…?")
    OFFER = "offer", _("I have…")
    TIP = "tip", _("A tip")
    POINTER = "pointer", _("Worth a look")
    HOT_TOPIC = "hot_topic", _("What do you think of…?")
    DISCUSSION = "discussion", _("Let us talk about…")


@dataclass(frozen=True)
class Manner:
    """How a kind is offered: what it is for, and a gentle prompt for the text."""

    purpose: str | Promise
    prompt: str | Promise
    awaits: bool


MANNERS: dict[str, Manner] = {
    Kind.EXPERIENCE: Manner(
        _("I want to hear what others have lived"),
        _("What do you see, and what have you tried so far?"), awaits=True),
    Kind.QUESTION: Manner(
        _("a sheet, a person, a place"),
        _("What are you looking for, and what would you do with it?"), awaits=True),
    Kind.PROBLEM: Manner(
        _("a problem to work on together"),
        _("What stands in the way? What would good look like?"), awaits=True),
    Kind.IDEA: Manner(
        _("half an idea is enough"),
        _("Say it as far as you have it. Others may finish the thought."), awaits=True),
    Kind.VISIT: Manner(
        _("to see how others do it, or do it together"),
        _("What would you like to see or share, and when?"), awaits=True),
    Kind.OFFER: Manner(
        _("something others may use"),
        _("What is it, what is it good for, and what is it not good for?"), awaits=False),
    Kind.TIP: Manner(
        _("a small thing that worked"),
        _("What did you do, and where did it work?"), awaits=False),
    Kind.POINTER: Manner(
        _("something from elsewhere, and why it matters here"),
        _("The link, and one line on why it matters for us."), awaits=False),
    Kind.HOT_TOPIC: Manner(
        _("something everyone is talking about"),
        _("Where do you stand, and what would change your mind?"), awaits=False),
    Kind.DISCUSSION: Manner(
        _("just talk"),
        _("Begin anywhere."), awaits=False),
}  # fmt: skip

AWAITING = tuple(kind for kind, manner in MANNERS.items() if manner.awaits)
# What others may have had too: nobody has had an idea, an invitation or a talk "too".
HAD_TOO = (Kind.EXPERIENCE, Kind.QUESTION, Kind.PROBLEM)
