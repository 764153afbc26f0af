"""What people show on the page of a person's own: that letters to them have stopped."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from commonplace.letters.models import Pause
from commonplace.lib.addresses import readable
from commonplace.people.models import Person
from commonplace.people.queries import main_address

_WHY = {
    Pause.Why.GONE: lambda: _("Letters to %(address)s came back: their server says that nobody is there."),
    Pause.Why.AGAIN_AND_AGAIN: lambda: _("Letters to %(address)s came back on several days."),
    Pause.Why.COMPLAINT: lambda: _("A letter to %(address)s was marked as spam, so no more go there."),
}


def letters_paused(request: HttpRequest, *, person: Person) -> Mapping[str, Any] | None:
    """Why no letter goes to the address of the reader's that letters are for; nothing of the others."""
    pause = Pause.objects.filter(address=main_address(person)).first()
    return {"sentence": _WHY[Pause.Why(pause.why)]() % {"address": readable(pause.address)}} if pause else None
