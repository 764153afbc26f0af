"""Whom one can walk in as: somebody of each standing, and a second steward, with who they are and why to try them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Part:
    """One of the cast: their key in the story, the standing one tries, and what there is to see."""

    key: str
    standing: str | Promise
    why: str | Promise


CAST = (
    Part(
        "ines",
        _("a steward"),
        _("Coordinates the community. See who needs a human today, greet who has just come in, look at the rings."),
    ),
    Part(
        "hal",
        _("a steward"),
        _("Keeps the community with her. Change something as one of the two, and see as the other what came of it."),
    ),
    Part(
        "sven",
        _("a member"),
        _("Says little, and people use what he says. See what came of his answers, who asked back, and what is new."),
    ),
    Part(
        "amara",
        _("a newcomer"),
        _("Came in four days ago, and her first question waits for an answer. See what first days look like."),
    ),
    Part(
        "henrike",
        _("a guest"),
        _("Studies how pipes sound, and was let in until a set day. See what a guest may read and do."),
    ),
    Part(
        "adelheid",
        _("a sponsor"),
        _("Speaks for the association that pays. See what it was good for and what only you can do; you read no talk."),
    ),
    Part(
        "mirela",
        _("a stranger"),
        _("Has an account and belongs nowhere. See what is open to anyone, and ask to come in."),
    ),
)
