"""Two persons become one: nobody refuses themselves."""

from django.db.models import F

from commonplace.people.models import Person
from commonplace.people.way_back import WayBack
from commonplace.words.models import NoMoreWords


def tidy(kept: Person, other: Person, way_back: WayBack) -> None:
    """Let a wish go that would now be about oneself."""
    own = NoMoreWords.objects.filter(person=kept, whom=F("person"))
    way_back.going(list(own))
    own.delete()
