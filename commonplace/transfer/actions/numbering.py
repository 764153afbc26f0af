"""What someone is called whose letters bear no name: a correspondent with a number of their own."""

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import override

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
