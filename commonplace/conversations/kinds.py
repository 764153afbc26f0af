"""The ten ways a conversation begins, each in its writer's own words."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What an opening is; the label names it in lists and filters."""

    QUESTION = "question", _("question")
    EXPERIENCE = "experience", _("experience sought")
    PROBLEM = "problem", _("problem")
    OFFER = "offer", _("offer")
    VISIT = "visit", _("visit or joint work")
    IDEA = "idea", _("idea")
    TIP = "tip", _("tip")
    POINTER = "pointer", _("pointer")
    HOT_TOPIC = "hot_topic", _("hot topic")
    DISCUSSION = "discussion", _("discussion")


@dataclass(frozen=True)
class Manner:
    """How a kind is offered: its opening words, what it is for, and a gentle prompt for the text."""

    opening: str | Promise
    purpose: str | Promise
    prompt: str | Promise
    awaits: bool


MANNERS: dict[str, Manner] = {
    Kind.EXPERIENCE: Manner(
        _("Has anyone had…?"), _("I want to hear what others have lived"),
        _("What do you see, and what have you tried so far?"), awaits=True),
    Kind.QUESTION: Manner(
        _("Where can I find…?"), _("a sheet, a person, a place"),
        _("What are you looking for, and what would you do with it?"), awaits=True),
    Kind.PROBLEM: Manner(
        _("How can we…?"), _("a problem to work on together"),
        _("What stands in the way? What would good look like?"), awaits=True),
    Kind.IDEA: Manner(
        _("What if…?"), _("half-baked; please do not quote"),
        _("Say it as far as you have it. Others may finish the thought."), awaits=True),
    Kind.VISIT: Manner(
        _("Can I visit, can we combine…?"), _("to see how others do it, or do it together"),
        _("What would you like to see or share, and when?"), awaits=True),
    Kind.OFFER: Manner(
        _("I have…"), _("something others may use"),
        _("What is it, what is it good for, and what is it not good for?"), awaits=False),
    Kind.TIP: Manner(
        _("A tip"), _("a small thing that worked"),
        _("What did you do, and where did it work?"), awaits=False),
    Kind.POINTER: Manner(
        _("Worth a look"), _("something from elsewhere, and why it matters here"),
        _("The link, and one line on why it matters for us."), awaits=False),
    Kind.HOT_TOPIC: Manner(
        _("What do you think of…?"), _("something everyone is talking about"),
        _("Where do you stand, and what would change your mind?"), awaits=False),
    Kind.DISCUSSION: Manner(
        _("Let us talk about…"), _("just talk"),
        _("Begin anywhere."), awaits=False),
}  # fmt: skip

AWAITING = tuple(kind for kind, manner in MANNERS.items() if manner.awaits)
# What others may have had too: nobody has had an idea, an invitation or a talk "too".
HAD_TOO = (Kind.EXPERIENCE, Kind.QUESTION, Kind.PROBLEM)
