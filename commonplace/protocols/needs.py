"""What a community may be in need of, as somebody would say it; each protocol answers some of them."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Need(TextChoices):
    """A sentence that is true today, in the order in which they are offered."""

    STUCK = "stuck", _("I am stuck on something real, this week")
    SEE_DIFFERENTLY = "see-differently", _("I do not want advice, I want to see it differently")
    ABOUT_TO_START = "about-to-start", _("We are about to start what others have finished")
    JUST_ENDED = "just-ended", _("Something has just ended, well or badly")
    SAME_QUESTIONS = "same-questions", _("We keep asking the same questions")
    ARGUING = "arguing", _("We keep arguing about this")
    NEW_PEOPLE = "new-people", _("New people have come")
    SEE_IT = "see-it", _("I have to see it to believe it")
    CANNOT_YET = "cannot-yet", _("We cannot do this yet")
    IN_HEADS = "in-heads", _("It is all in a few heads")
    WHAT_WE_HAVE = "what-we-have", _("Everyone has something, and nobody knows of it")
    HALF_IDEA = "half-idea", _("I have half an idea")
    HARD_TALK = "hard-talk", _("A hard talk lies ahead")
    LONG_READ = "long-read", _("There is something long that we should have read")
    KEEP_UP = "keep-up", _("Things change faster than we can follow")
    OWN_ECHO = "own-echo", _("We hear only our own voices")
    NEIGHBOURS = "neighbours", _("Others work on the same thing, next door")
    HOW_GOOD = "how-good", _("Are we any good at this, compared?")
    ONE_VOICE = "one-voice", _("The sponsor asks for one voice")
    MANAGEMENT_ASKS = "management-asks", _("Management asks what this is for")
    NO_TIME = "no-time", _("Nobody has time")
