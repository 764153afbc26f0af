"""The people of the story are walked in by many, so none of their visitors ends them."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from commonplace.demo.models import Sowing
from commonplace.demo.walking import is_allowed
from commonplace.people.actions.erasing import CannotGoYet
from commonplace.people.models import Person


class Invented(CannotGoYet):
    """Somebody of the story, in a house where the demo is open."""

    said = _("Somebody of the demo stays for those who walk in after you.")


def keep(person: Person, now: datetime) -> None:
    """Raise Invented for the people of the story."""
    if is_allowed() and Sowing.objects.filter(person=person).exists():
        raise Invented(person.pk)
