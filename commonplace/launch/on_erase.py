"""Someone is erased: what they said before there was a community goes with them."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext, override

from commonplace.launch.actions.interviewing import forget_letter
from commonplace.launch.models import Interview, Issue, Obstacle, Step, Term
from commonplace.people.models import Person


def take_leave(person: Person, addresses: frozenset[str], withdraw: bool, now: datetime) -> None:
    """Erase the conversations that are written down with an address of theirs; with `withdraw`, what they wrote about
    the launch too. What they wrote down of others stays, for it is those others' to erase.
    """
    for interview in Interview.objects.filter(address__in=sorted(addresses)):
        forget_letter(interview.invitation_id or 0)
        interview.delete()
    if withdraw:
        _withdraw(person)


def _withdraw(person: Person) -> None:
    Step.objects.filter(by=person).update(words="")
    Term.objects.filter(by=person).delete()
    for obstacle in Obstacle.objects.filter(by=person).select_related("launch__community"):
        with override(obstacle.launch.community.language):
            words = gettext("An obstacle whose words were withdrawn")
        Obstacle.objects.filter(pk=obstacle.pk).update(words=words, asked_of="", answer="")
    for issue in Issue.objects.filter(by=person).select_related("launch__community"):
        with override(issue.launch.community.language):
            name = gettext("An issue whose words were withdrawn")
        # Two of them may not be called alike.
        Issue.objects.filter(pk=issue.pk).update(name=f"{name} ({issue.pk})", about="")
