"""What the people of an archive are called: as their letters say, without an address, else by a number."""

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import override

from commonplace.lib.mail.addresses import withheld
from commonplace.lib.text import one_line
from commonplace.transfer.models import Import


def names_for_the_nameless(run: Import, number: int) -> list[str]:
    """So many names in the community's language, numbered on from the archives that came before.

    The run is to be saved with them. Numbers are given once: whoever claims a name or is erased leaves a gap.
    """
    if not number:
        return []
    before = Import.objects.filter(community=run.community_id).exclude(pk=run.pk).aggregate(n=Sum("unnamed"))["n"] or 0
    first = before + run.unnamed + 1
    run.unnamed += number
    with override(run.community.language):
        return [_("Correspondent %(number)d") % {"number": one} for one in range(first, first + number)]


def shown_name(name: str) -> str:
    """A sender's name without any address in it."""
    return " ".join(withheld(one_line(name), "").replace("()", "").replace("<>", "").strip(" \"'").split())
