"""The seven leadership groups, each with its brief in four parts.

The groups, and the brief's four parts (responsibility, preparation, action, moving on), are those that Etienne and
Beverly Wenger-Trayner describe in their work on leadership groups; the words are ours.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Group(TextChoices):
    """Which part of the learning somebody carries."""

    KEEPERS = "community-keepers", _("Community keepers")
    ACTIVISTS = "agenda-activists", _("Agenda activists")
    REPORTERS = "social-reporters", _("Social reporters")
    FRIENDS = "critical-friends", _("Critical friends")
    DETECTIVES = "value-detectives", _("Value detectives")
    MESSENGERS = "external-messengers", _("External messengers")
    BROKERS = "organizational-brokers", _("Organizational brokers")


@dataclass(frozen=True)
class Brief:
    """What a group is for in one line, and what it answers for, does before, does during, and does next."""

    group: Group
    line: str | Promise
    responsibility: str | Promise
    preparation: str | Promise
    action: str | Promise
    moving_on: str | Promise

    @property
    def code(self) -> str:
        """Its code in addresses and rows."""
        return self.group.value

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.group.label)


BRIEFS: dict[str, Brief] = {
    brief.code: brief
    for brief in (
        Brief(
            Group.KEEPERS,
            _("bring in those who have not spoken, and those not here"),
            _("That the practice in the room is everyone’s: the quiet, the new, and whoever could not come."),
            _("Ask two people beforehand what they would bring. Think of whom nobody has heard lately."),
            _("Watch whose turn never comes, and make room. Read out what the absent left. Say what keeps coming up."),
            _("Tell the next keepers who was missing, and whom to ask first."),
        ),
        Brief(
            Group.ACTIVISTS,
            _("hear what should be taken up next"),
            _("That learning goes somewhere: what is taken up, in which order, and what can wait."),
            _("Go through what is open, and choose three things to ask about."),
            _("Collect what people would give an hour to. Let them say which one first."),
            _("Make a short agenda of it, with a date and somebody who begins."),
        ),
        Brief(
            Group.REPORTERS,
            _("write what we will want to remember"),
            _("That the community remembers itself: what was found, and how it felt to find it."),
            _("Agree who writes, who draws, and when it is read out."),
            _("Catch sentences, pictures and turns. Ask one person afterwards what stayed with them."),
            _("Put a page together by the next morning, short enough to be read by whoever was not there."),
        ),
        Brief(
            Group.FRIENDS,
            _("hold the last five minutes: what to do differently"),
            _("That how we meet gets better, by saying kindly what did not work."),
            _("Choose two questions to end with, and keep five minutes free for them."),
            _("Ask what helped and what got in the way; write both down as they were said."),
            _("Propose one change for next time, and say afterwards whether it was made."),
        ),
        Brief(
            Group.DETECTIVES,
            _("note who means to try what, and ask in six weeks"),
            _("That it can be followed what the hour was good for, for whom, and when nothing came of it."),
            _("Look up what people meant to try last time."),
            _("Listen for “I will try”, and note who, what and by when."),
            _("Ask six weeks later what happened, and write the story down as it was told."),
        ),
        Brief(
            Group.MESSENGERS,
            _("say outside what may be said outside"),
            _("That others hear of what concerns them, in words that they understand, and nothing that they must not."),
            _("Ask for whom outside it matters today, and what must stay in the room."),
            _("Note what deserves to be told, and ask whoever said it."),
            _("Tell it to one person outside, and bring back what they answered."),
        ),
        Brief(
            Group.BROKERS,
            _("speak with those whose say-so we need"),
            _("That the organisations behind the members know what this asks of them, and what it gives them."),
            _("Find out who decides about time, money and permission, and what they care for this year."),
            _("Note what stands in people’s way, and who could move it."),
            _("Carry one request to whoever can grant it, and report what they said, a no as well."),
        ),
    )
}
